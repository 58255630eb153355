//! Sums of products of sixteen-bit numbers, as wide as the processor allows. The sums are whole numbers,
//! so every width gives the same result.

use wide::{i16x16, i32x8};

/// Numbers in one vector.
pub(crate) const LANES: usize = 16;

/// One vector of numbers.
pub(crate) type Vector = [i16; LANES];

/// A way to multiply and add.
pub(crate) trait Lanes: Copy {
    /// A running sum.
    type Sum: Copy;
    /// The sum of nothing.
    fn zero(self) -> Self::Sum;
    /// Adds the products of two vectors.
    fn add(self, sum: Self::Sum, left: &Vector, right: &Vector) -> Self::Sum;
    /// Adds the products of one pair of numbers (two neighbours in memory) with eight pairs.
    fn add_pair(self, sum: Self::Sum, pair: i32, pairs: &Vector) -> Self::Sum;
    /// The eight parts of a sum.
    fn parts(self, sum: Self::Sum) -> [i32; LANES / 2];
    /// The sum as one number.
    fn total(self, sum: Self::Sum) -> i32;
}

/// For every processor: eight numbers at a time where it has such vectors, otherwise one.
#[derive(Clone, Copy)]
pub(crate) struct Plain;

impl Lanes for Plain {
    type Sum = i32x8;

    #[inline(always)]
    fn zero(self) -> i32x8 {
        i32x8::ZERO
    }

    #[inline(always)]
    fn add(self, sum: i32x8, left: &Vector, right: &Vector) -> i32x8 {
        sum + i16x16::new(*left).dot(i16x16::new(*right))
    }

    #[inline(always)]
    fn add_pair(self, sum: i32x8, pair: i32, pairs: &Vector) -> i32x8 {
        sum + bytemuck::cast::<i32x8, i16x16>(i32x8::splat(pair)).dot(i16x16::new(*pairs))
    }

    #[inline(always)]
    fn parts(self, sum: i32x8) -> [i32; LANES / 2] {
        sum.to_array()
    }

    #[inline(always)]
    fn total(self, sum: i32x8) -> i32 {
        sum.reduce_add()
    }
}

/// Work that can be done with any lanes.
pub(crate) trait Work {
    /// Does it.
    fn run<L: Lanes>(self, lanes: L);
}

/// Does the work with the widest lanes of this processor.
pub(crate) fn run<W: Work>(work: W) {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = x86::Avx2::new() {
        return lanes.run(work);
    }
    work.run(Plain);
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use pulp::x86::V3;
    use pulp::{NullaryFnOnce, cast, i32x8};

    use super::{LANES, Lanes, Vector, Work};

    /// Sixteen numbers at a time.
    #[derive(Clone, Copy)]
    pub(super) struct Avx2(V3);

    struct Call<W>(W, Avx2);

    impl<W: Work> NullaryFnOnce for Call<W> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            self.0.run(self.1);
        }
    }

    impl Avx2 {
        pub(super) fn new() -> Option<Avx2> {
            V3::try_new().map(Avx2)
        }

        pub(super) fn run<W: Work>(self, work: W) {
            self.0.vectorize(Call(work, self));
        }
    }

    impl Lanes for Avx2 {
        type Sum = i32x8;

        #[inline(always)]
        fn zero(self) -> i32x8 {
            self.0.splat_i32x8(0)
        }

        #[inline(always)]
        fn add(self, sum: i32x8, left: &Vector, right: &Vector) -> i32x8 {
            self.0.wrapping_add_i32x8(sum, self.0.multiply_wrapping_add_adjacent_i16x16(cast(*left), cast(*right)))
        }

        #[inline(always)]
        fn add_pair(self, sum: i32x8, pair: i32, pairs: &Vector) -> i32x8 {
            let both = cast(self.0.splat_i32x8(pair));
            self.0.wrapping_add_i32x8(sum, self.0.multiply_wrapping_add_adjacent_i16x16(both, cast(*pairs)))
        }

        #[inline(always)]
        fn parts(self, sum: i32x8) -> [i32; LANES / 2] {
            cast(sum)
        }

        #[inline(always)]
        fn total(self, sum: i32x8) -> i32 {
            let lanes: [i32; 8] = cast(sum);
            lanes.iter().sum()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sum<'a>(&'a [Vector], &'a [Vector], &'a mut i32);

    impl Work for Sum<'_> {
        fn run<L: Lanes>(self, lanes: L) {
            let pairs = self.0.iter().zip(self.1);
            *self.2 = lanes.total(pairs.fold(lanes.zero(), |sum, (left, right)| lanes.add(sum, left, right)));
        }
    }

    #[test]
    fn every_width_gives_the_same_sum() {
        let left: Vec<Vector> =
            (0..5).map(|row| std::array::from_fn(|lane| (row * 977 + lane * 131) as i16 - 4000)).collect();
        let right: Vec<Vector> =
            (0..5).map(|row| std::array::from_fn(|lane| (row * 13 + lane * 7) as i16 % 127 - 60)).collect();
        let expected: i32 =
            left.iter().flatten().zip(right.iter().flatten()).map(|(l, r)| i32::from(*l) * i32::from(*r)).sum();
        let mut found = 0;
        Sum(&left, &right, &mut found).run(Plain);
        assert_eq!(found, expected);
        run(Sum(&left, &right, &mut found));
        assert_eq!(found, expected);
    }
}
