//! Products of sixteen-bit numbers with eight-bit weights, summed exactly in 32 bits.

use wide::{i16x8, i32x4};

use crate::weights::{Reader, WeightsError};

/// Activations are multiples of this step. Sixteen bits then reach from -16 to 16 by the limit below.
pub(crate) const STEP: f32 = 1.0 / 512.0;
/// Largest activation, in steps: 1,000 products with an eight-bit weight still fit into 32 bits.
const LIMIT: f32 = 8191.0;
/// Lanes of one vector.
const LANES: usize = 8;

/// Rounds to the nearest step. Written so that a compiler can do several at once.
pub(crate) fn quantise(value: f32) -> i16 {
    /// Adding it leaves the nearest whole number in the low bits.
    const MAGIC: f32 = 12_582_912.0;
    let scaled = (value * (1.0 / STEP)).clamp(-LIMIT, LIMIT);
    ((scaled + MAGIC).to_bits() as i32 - MAGIC.to_bits() as i32) as i16
}

/// Rows of activations, each padded to whole vectors.
#[derive(Default)]
pub(crate) struct Rows {
    vectors: Vec<i16x8>,
    per_row: usize,
}

impl Rows {
    /// Makes room for `count` rows of `width` numbers, all zero.
    pub(crate) fn reset(&mut self, count: usize, width: usize) {
        self.per_row = width.div_ceil(LANES);
        self.vectors.clear();
        self.vectors.resize(count * self.per_row, i16x8::ZERO);
    }

    /// Writes one row.
    pub(crate) fn set(&mut self, row: usize, numbers: impl Iterator<Item = i16>) {
        let slots = &mut self.vectors[row * self.per_row..(row + 1) * self.per_row];
        let mut place = 0;
        let mut lanes = [0; LANES];
        for number in numbers {
            lanes[place % LANES] = number;
            place += 1;
            if place % LANES == 0 {
                slots[place / LANES - 1] = i16x8::new(lanes);
                lanes = [0; LANES];
            }
        }
        if place % LANES != 0 {
            slots[place / LANES] = i16x8::new(lanes);
        }
    }

    /// Writes one row of real numbers, rounded to steps.
    pub(crate) fn set_reals(&mut self, row: usize, numbers: &[f32]) {
        let slots = &mut self.vectors[row * self.per_row..(row + 1) * self.per_row];
        let (whole, rest) = numbers.as_chunks::<LANES>();
        for (slot, eight) in slots.iter_mut().zip(whole) {
            *slot = i16x8::new(eight.map(quantise));
        }
        if !rest.is_empty() {
            let mut lanes = [0; LANES];
            for (lane, number) in lanes.iter_mut().zip(rest) {
                *lane = quantise(*number);
            }
            slots[whole.len()] = i16x8::new(lanes);
        }
    }

    /// One row's vectors.
    pub(crate) fn row(&self, row: usize) -> &[i16x8] {
        &self.vectors[row * self.per_row..(row + 1) * self.per_row]
    }

    /// How many rows there are.
    pub(crate) fn count(&self) -> usize {
        self.vectors.len().checked_div(self.per_row).unwrap_or(0)
    }
}

/// Sum of the products of two rows.
pub(crate) fn dot(left: &[i16x8], right: &[i16x8]) -> i32 {
    let mut sum = i32x4::ZERO;
    for (left, right) in left.iter().zip(right) {
        sum += left.dot(*right);
    }
    sum.reduce_add()
}

/// A layer of weights: `outputs` rows of `inputs` eight-bit numbers, a scale and a bias for each row.
pub(crate) struct Matrix {
    weights: Rows,
    scales: Vec<f32>,
    biases: Vec<f32>,
}

impl Matrix {
    /// Reads a matrix: number of outputs, number of inputs, weights row by row, scales, biases.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Matrix, WeightsError> {
        let outputs = reader.count(1 << 14)?;
        let inputs = reader.count(1 << 10)?;
        let bytes = reader.bytes(outputs * inputs)?;
        let mut weights = Rows::default();
        weights.reset(outputs, inputs);
        for row in 0..outputs {
            weights.set(row, bytes[row * inputs..(row + 1) * inputs].iter().map(|byte| i16::from(*byte as i8)));
        }
        Ok(Matrix { weights, scales: reader.reals(outputs)?, biases: reader.reals(outputs)? })
    }

    /// Number of outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.scales.len()
    }

    /// Multiplies every row of `input`, whose numbers count `step` each; `out` gets as many rows of
    /// [`Matrix::outputs`] numbers.
    pub(crate) fn apply(&self, input: &Rows, step: f32, out: &mut Vec<f32>) {
        const TALL: usize = 4;
        let (count, outputs) = (input.count(), self.outputs());
        out.clear();
        out.resize(count * outputs, 0.0);
        let mut start = 0;
        while start + TALL <= count {
            let rows: [&[i16x8]; TALL] = std::array::from_fn(|index| input.row(start + index));
            self.block(rows, step, &mut out[start * outputs..(start + TALL) * outputs]);
            start += TALL;
        }
        for row in start..count {
            self.block([input.row(row)], step, &mut out[row * outputs..(row + 1) * outputs]);
        }
    }

    /// Several rows at once, so that each weight is loaded once for all of them.
    fn block<const TALL: usize>(&self, rows: [&[i16x8]; TALL], step: f32, out: &mut [f32]) {
        let outputs = self.outputs();
        let width = self.weights.per_row;
        let rows = rows.map(|row| &row[..width]);
        let mut output = 0;
        while output < outputs {
            let next = (output + 1).min(outputs - 1);
            let (first, second) = (&self.weights.row(output)[..width], &self.weights.row(next)[..width]);
            let mut sums = [[i32x4::ZERO; 2]; TALL];
            for place in 0..width {
                let (one, two) = (first[place], second[place]);
                for (sum, row) in sums.iter_mut().zip(&rows) {
                    sum[0] += row[place].dot(one);
                    sum[1] += row[place].dot(two);
                }
            }
            for (index, sum) in sums.into_iter().enumerate() {
                for (output, sum) in [(output, sum[0]), (next, sum[1])] {
                    out[index * outputs + output] =
                        sum.reduce_add() as f32 * (step * self.scales[output]) + self.biases[output];
                }
            }
            output += 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_to_steps() {
        for (value, steps) in [(0.0, 0), (1.0, 512), (-1.0, -512), (0.001, 1), (100.0, 8191), (-100.0, -8191)] {
            assert_eq!(quantise(value), steps, "{value}");
        }
    }

    #[test]
    fn products_are_exact() {
        let (outputs, inputs, count) = (7, 13, 6);
        let mut file = crate::MARK.to_vec();
        file.extend((outputs as u32).to_le_bytes());
        file.extend((inputs as u32).to_le_bytes());
        let weight = |output: usize, input: usize| (output * 31 + input * 17) as i32 % 255 - 127;
        for output in 0..outputs {
            file.extend((0..inputs).map(|input| weight(output, input) as i8 as u8));
        }
        for _ in 0..outputs {
            file.extend(2.0f32.to_bits().to_le_bytes());
        }
        for output in 0..outputs {
            file.extend((output as f32).to_bits().to_le_bytes());
        }
        let matrix = Matrix::read(&mut Reader::new(&file).unwrap()).unwrap();
        let number = |row: usize, input: usize| (row * 100 + input * 3) as i32 - 300;
        let mut rows = Rows::default();
        rows.reset(count, inputs);
        for row in 0..count {
            rows.set(row, (0..inputs).map(|input| number(row, input) as i16));
        }
        let mut out = Vec::new();
        matrix.apply(&rows, 1.0, &mut out);
        for row in 0..count {
            for output in 0..outputs {
                let sum: i32 = (0..inputs).map(|input| weight(output, input) * number(row, input)).sum();
                assert_eq!(out[row * outputs + output], sum as f32 * 2.0 + output as f32);
            }
        }
    }
}
