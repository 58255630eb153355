//! A tagger without a network: hashed features, a table of weights, the best path by Viterbi.
//!
//! Weights are trained by the averaged structured perceptron (Collins 2002, "Discriminative training
//! methods for hidden Markov models") and kept in eight bits.

use notula_model::form::Form;
use notula_model::wide::features;

/// Weights of one tag set.
pub struct LinearTagger {
    tags: usize,
    mask: u32,
    rows: Vec<i8>,
    steps: Vec<i32>,
}

/// Buffers for [`LinearTagger::tag`], used again from sentence to sentence.
#[derive(Default)]
pub struct LinearScratch {
    scores: Vec<i32>,
    forward: Vec<i32>,
    backward: Vec<i32>,
}

impl LinearTagger {
    /// A tagger from real weights: rows (one for each of `1 << bits` features) and transitions (row: the
    /// tag before, with one more row for the sentence's start). They are rounded to eight bits; the
    /// largest thousandth part is cut off at the edge.
    pub fn new(tags: usize, bits: u32, rows: &[f32], steps: &[f32]) -> LinearTagger {
        let mut sizes: Vec<f32> = rows.iter().map(|weight| weight.abs()).filter(|size| *size > 0.0).collect();
        sizes.sort_by(f32::total_cmp);
        let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 1000)).copied().unwrap_or(1.0);
        let scale = 127.0 / largest;
        LinearTagger {
            tags,
            mask: (1u32 << bits) - 1,
            rows: rows.iter().map(|weight| (weight * scale).round().clamp(-127.0, 127.0) as i8).collect(),
            steps: steps.iter().map(|weight| (weight * scale).round() as i32).collect(),
        }
    }

    /// The best tag of each token with its margin: how much better the best sequence is than the best
    /// one with another tag in this place.
    pub fn tag(
        &self,
        forms: &[Form],
        marks: &[u16],
        language: u32,
        scratch: &mut LinearScratch,
        out: &mut Vec<(u8, i32)>,
    ) {
        let tags = self.tags;
        let LinearScratch { scores, forward, backward } = scratch;
        scores.clear();
        scores.resize(forms.len() * tags, 0);
        for (index, line) in scores.chunks_exact_mut(tags).enumerate() {
            for feature in features(forms, marks, index, language) {
                let start = (feature & self.mask) as usize * tags;
                for (score, weight) in line.iter_mut().zip(&self.rows[start..start + tags]) {
                    *score += i32::from(*weight);
                }
            }
        }
        forward.clear();
        forward.resize(scores.len(), i32::MIN / 4);
        backward.clear();
        backward.resize(scores.len(), 0);
        for index in 0..forms.len() {
            let (done, open) = forward.split_at_mut(index * tags);
            let before = done.chunks_exact(tags).next_back();
            for tag in 0..tags {
                let best = match before {
                    None => self.steps[tags * tags + tag],
                    Some(line) => (0..tags).map(|from| line[from] + self.steps[from * tags + tag]).max().unwrap_or(0),
                };
                open[tag] = best + scores[index * tags + tag];
            }
        }
        for index in (0..forms.len().saturating_sub(1)).rev() {
            let next = (index + 1) * tags;
            for tag in 0..tags {
                backward[index * tags + tag] = (0..tags)
                    .map(|to| self.steps[tag * tags + to] + scores[next + to] + backward[next + to])
                    .max()
                    .unwrap_or(0);
            }
        }
        out.clear();
        for (line, rest) in forward.chunks_exact(tags).zip(backward.chunks_exact(tags)) {
            let mut best = (0, i32::MIN);
            let mut second = i32::MIN;
            for (tag, (left, right)) in line.iter().zip(rest).enumerate() {
                let total = left + right;
                if total > best.1 {
                    second = best.1;
                    best = (tag, total);
                } else if total > second {
                    second = total;
                }
            }
            out.push((best.0 as u8, best.1.saturating_sub(second)));
        }
    }
}
