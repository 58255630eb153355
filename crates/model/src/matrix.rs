//! Products of sixteen-bit numbers with eight-bit weights, summed exactly in 32 bits.

use crate::simd::{LANES, Lanes, Vector, Work, run};
use crate::weights::{Reader, WeightsError};

/// Activations are multiples of this step. Sixteen bits then reach from -16 to 16 by the limit below.
pub(crate) const STEP: f32 = 1.0 / 512.0;
/// Largest activation, in steps: 1,000 products with an eight-bit weight still fit into 32 bits.
const LIMIT: f32 = 8191.0;

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
    vectors: Vec<Vector>,
    per_row: usize,
}

impl Rows {
    /// Makes room for `count` rows of `width` numbers, all zero.
    pub(crate) fn reset(&mut self, count: usize, width: usize) {
        self.per_row = width.div_ceil(LANES);
        self.vectors.clear();
        self.vectors.resize(count * self.per_row, [0; LANES]);
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
                slots[place / LANES - 1] = lanes;
                lanes = [0; LANES];
            }
        }
        if place % LANES != 0 {
            slots[place / LANES] = lanes;
        }
    }

    /// Writes one row of real numbers, rounded to steps.
    pub(crate) fn set_reals(&mut self, row: usize, numbers: &[f32]) {
        let slots = &mut self.vectors[row * self.per_row..(row + 1) * self.per_row];
        let (whole, rest) = numbers.as_chunks::<LANES>();
        for (slot, numbers) in slots.iter_mut().zip(whole) {
            *slot = numbers.map(quantise);
        }
        if !rest.is_empty() {
            let mut lanes = [0; LANES];
            for (lane, number) in lanes.iter_mut().zip(rest) {
                *lane = quantise(*number);
            }
            slots[whole.len()] = lanes;
        }
    }

    /// One row's vectors.
    pub(crate) fn row(&self, row: usize) -> &[Vector] {
        &self.vectors[row * self.per_row..(row + 1) * self.per_row]
    }

    /// How many rows there are.
    pub(crate) fn count(&self) -> usize {
        self.vectors.len().checked_div(self.per_row).unwrap_or(0)
    }
}

/// Sums of the products of every row of `left` with every row of `right`, as reals in `unit`; `out` gets a
/// row for each row of `left`.
pub(crate) fn products(left: &Rows, right: &Rows, unit: f32, out: &mut Vec<f32>) {
    out.clear();
    run(Products { left, right, unit, out });
}

/// All products of two lists of rows.
struct Products<'a> {
    left: &'a Rows,
    right: &'a Rows,
    unit: f32,
    out: &'a mut Vec<f32>,
}

impl Work for Products<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        for left in 0..self.left.count() {
            let left = self.left.row(left);
            for right in 0..self.right.count() {
                let pairs = left.iter().zip(self.right.row(right));
                let sum = pairs.fold(lanes.zero(), |sum, (left, right)| lanes.add(sum, left, right));
                self.out.push(lanes.total(sum) as f32 * self.unit);
            }
        }
    }
}

/// Outputs computed side by side.
const PANEL: usize = LANES;
/// Rows of input computed side by side.
const TALL: usize = 4;

/// A layer of weights: a scale and a bias for each output, and eight-bit weights.
pub(crate) struct Matrix {
    /// For each panel of sixteen outputs and each pair of inputs two vectors: eight outputs' pairs each.
    weights: Vec<[Vector; 2]>,
    /// Pairs of inputs.
    pairs: usize,
    outputs: usize,
    /// Padded to whole panels.
    scales: Vec<[f32; PANEL]>,
    biases: Vec<[f32; PANEL]>,
}

impl Matrix {
    /// Reads a matrix: number of outputs, number of inputs, weights row by row, scales, biases.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Matrix, WeightsError> {
        let outputs = reader.count(1 << 14)?;
        let inputs = reader.count(1 << 10)?;
        let bytes = reader.bytes(outputs * inputs)?;
        let (pairs, panels) = (inputs.div_ceil(2), outputs.div_ceil(PANEL));
        let mut weights = vec![[[0; LANES]; 2]; panels * pairs];
        for output in 0..outputs {
            let (panel, half, lane) = (output / PANEL, output % PANEL / 8, output % 8);
            for (input, byte) in bytes[output * inputs..(output + 1) * inputs].iter().enumerate() {
                weights[panel * pairs + input / 2][half][2 * lane + input % 2] = i16::from(*byte as i8);
            }
        }
        let mut padded = || -> Result<Vec<[f32; PANEL]>, WeightsError> {
            let mut numbers = reader.reals(outputs)?;
            numbers.resize(panels * PANEL, 0.0);
            Ok(numbers.as_chunks::<PANEL>().0.to_vec())
        };
        Ok(Matrix { weights, pairs, outputs, scales: padded()?, biases: padded()? })
    }

    /// Number of outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Multiplies every row of `input`, whose numbers count `step` each; `out` gets as many rows of
    /// [`Matrix::outputs`] numbers.
    pub(crate) fn apply(&self, input: &Rows, step: f32, out: &mut Vec<f32>) {
        out.clear();
        out.resize(input.count() * self.outputs, 0.0);
        run(Layer { matrix: self, input, step, out });
    }
}

/// The product of a matrix with rows of input.
struct Layer<'a> {
    matrix: &'a Matrix,
    input: &'a Rows,
    step: f32,
    out: &'a mut [f32],
}

impl Work for Layer<'_> {
    #[inline(always)]
    fn run<L: Lanes>(mut self, lanes: L) {
        let count = self.input.count();
        for panel in 0..self.matrix.scales.len() {
            let mut start = 0;
            while start + TALL <= count {
                self.block::<L, TALL>(lanes, panel, start);
                start += TALL;
            }
            for row in start..count {
                self.block::<L, 1>(lanes, panel, row);
            }
        }
    }
}

impl Layer<'_> {
    /// One panel of outputs for several rows, so that each weight is loaded once for all of them.
    #[inline(always)]
    fn block<L: Lanes, const ROWS: usize>(&mut self, lanes: L, panel: usize, start: usize) {
        let matrix = self.matrix;
        let weights = &matrix.weights[panel * matrix.pairs..(panel + 1) * matrix.pairs];
        let rows: [&[i32]; ROWS] =
            std::array::from_fn(|row| &bytemuck::cast_slice(self.input.row(start + row))[..weights.len()]);
        let mut sums = [[lanes.zero(); 2]; ROWS];
        for (pair, [first, second]) in weights.iter().enumerate() {
            for (sum, row) in sums.iter_mut().zip(&rows) {
                sum[0] = lanes.add_pair(sum[0], row[pair], first);
                sum[1] = lanes.add_pair(sum[1], row[pair], second);
            }
        }
        let (scales, biases) = (&matrix.scales[panel], &matrix.biases[panel]);
        let kept = PANEL.min(matrix.outputs - panel * PANEL);
        for (row, sum) in sums.into_iter().enumerate() {
            let (first, second) = (lanes.parts(sum[0]), lanes.parts(sum[1]));
            let mut line = [0.0; PANEL];
            for lane in 0..PANEL / 2 {
                line[lane] = first[lane] as f32 * (self.step * scales[lane]) + biases[lane];
                let other = lane + PANEL / 2;
                line[other] = second[lane] as f32 * (self.step * scales[other]) + biases[other];
            }
            let place = (start + row) * matrix.outputs + panel * PANEL;
            match self.out[place..place + kept].as_mut_array::<PANEL>() {
                Some(whole) => *whole = line,
                None => self.out[place..place + kept].copy_from_slice(&line[..kept]),
            }
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
        let (outputs, inputs, count) = (37, 13, 6);
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
