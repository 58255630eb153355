//! A bidirectional simple recurrent layer (SRU, Lei et al. 2018, "Simple recurrent units for highly
//! parallelizable recurrence"): the products do not depend on the recurrence, so they run for all words
//! at once; only cheap steps go from word to word.

use crate::matrix::{Matrix, Rows};
use crate::simd::{Lanes, Work, run};
use crate::weights::{Reader, WeightsError};

/// Logistic function, from a rational approximation of the hyperbolic tangent (error below 0.0001).
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    let x = (0.5 * x).clamp(-4.9, 4.9);
    let square = x * x;
    let above = x * (135_135.0 + square * (17_325.0 + square * (378.0 + square)));
    let below = 135_135.0 + square * (62_370.0 + square * (3_150.0 + square * 28.0));
    0.5 + 0.5 * (above / below)
}

/// One layer: the first half of its width runs forward, the second half backward.
pub(crate) struct Recurrent {
    width: usize,
    /// Candidate, forget gate, reset gate; and a fourth part for the way past the layer when its input
    /// has another width.
    weights: Matrix,
    /// Weights of the state in the two gates.
    forget: Vec<f32>,
    reset: Vec<f32>,
}

impl Recurrent {
    /// Reads a layer: width, matrix (with the gates' biases), the state's weights in the two gates.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Recurrent, WeightsError> {
        let width = reader.count(1 << 10)?;
        let weights = Matrix::read(reader)?;
        let parts = weights.outputs();
        if width == 0 || width % 2 != 0 || (parts != 3 * width && parts != 4 * width) {
            return Err(WeightsError::Size { found: parts, most: 4 * width });
        }
        Ok(Recurrent { width, weights, forget: reader.reals(width)?, reset: reader.reals(width)? })
    }

    /// Width of the output.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Runs the layer. `input` holds the numbers to multiply (of `step` each); `past` the same numbers as
    /// reals and is replaced by the output.
    pub(crate) fn apply(&self, input: &Rows, step: f32, past: &mut Vec<f32>, products: &mut Vec<f32>) {
        self.weights.apply(input, step, products);
        let (width, parts, count) = (self.width, self.weights.outputs(), input.count());
        if parts == 4 * width {
            past.clear();
            for line in products.chunks_exact(parts) {
                past.extend_from_slice(&line[3 * width..]);
            }
        }
        run(Passes { layer: self, products, past, count });
    }
}

/// The two passes over the words, forward and backward.
struct Passes<'a> {
    layer: &'a Recurrent,
    products: &'a [f32],
    past: &'a mut [f32],
    count: usize,
}

impl Work for Passes<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self, _lanes: L) {
        let Passes { layer, products, past, count } = self;
        let (width, parts) = (layer.width, layer.weights.outputs());
        let half = width / 2;
        let mut state = [0.0f32; 512];
        for (backward, lanes) in [(false, 0..half), (true, half..width)] {
            let state = &mut state[..half];
            state.fill(0.0);
            let (forget, reset) = (&layer.forget[lanes.clone()], &layer.reset[lanes.clone()]);
            for time in 0..count {
                let word = if backward { count - 1 - time } else { time };
                let line = &products[word * parts..(word + 1) * parts];
                let candidate = &line[lanes.clone()];
                let forgets = &line[width + lanes.start..width + lanes.end];
                let resets = &line[2 * width + lanes.start..2 * width + lanes.end];
                let out = &mut past[word * width + lanes.start..word * width + lanes.end];
                advance(state, [candidate, forgets, resets, forget, reset], out);
            }
        }
    }
}

/// One step of the recurrence for all lanes of one direction.
#[inline(always)]
fn advance(state: &mut [f32], inputs: [&[f32]; 5], out: &mut [f32]) {
    let lanes = state.len();
    let [candidate, forgets, resets, forget, reset] = inputs.map(|input| &input[..lanes]);
    let out = &mut out[..lanes];
    for lane in 0..lanes {
        let before = state[lane];
        let keep = sigmoid(forgets[lane] + forget[lane] * before);
        let show = sigmoid(resets[lane] + reset[lane] * before);
        let now = keep * before + (1.0 - keep) * candidate[lane];
        state[lane] = now;
        out[lane] = show * now + (1.0 - show) * out[lane];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigmoid_is_close() {
        for index in -80..=80 {
            let x = index as f32 / 8.0;
            let exact = 1.0 / (1.0 + (-x).exp());
            assert!((sigmoid(x) - exact).abs() < 1e-4, "{x}: {} {exact}", sigmoid(x));
        }
        assert!(sigmoid(f32::INFINITY) > 0.999 && sigmoid(f32::NEG_INFINITY) < 0.001);
    }
}
