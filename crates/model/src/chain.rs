//! The best sequence of name tags (linear-chain CRF, decoded by Viterbi) with a margin for each token.

use crate::labels::NameTag;
use crate::recurrent::sigmoid;
use crate::weights::{Reader, WeightsError};

const TAGS: usize = NameTag::COUNT;
/// Score of a step that may not be.
const NEVER: f32 = -1e9;

/// Scores of one tag after another.
pub(crate) struct Chain {
    /// `steps[before][after]`; the last row is the start of the sentence.
    steps: [[f32; TAGS]; TAGS + 1],
}

impl Chain {
    /// Reads the scores row by row. Steps that cannot be, such as `I-PER` after `O`, are closed.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Chain, WeightsError> {
        let mut chain = Chain { steps: [[0.0; TAGS]; TAGS + 1] };
        for (before, line) in chain.steps.iter_mut().enumerate() {
            for (after, step) in line.iter_mut().enumerate() {
                if !NameTag::from_index(after).may_follow(NameTag::from_index(before % TAGS)) {
                    *step = NEVER;
                }
            }
        }
        chain.add(reader)?;
        Ok(chain)
    }

    /// Reads further scores and adds them.
    pub(crate) fn add(&mut self, reader: &mut Reader<'_>) -> Result<(), WeightsError> {
        let numbers = reader.reals((TAGS + 1) * TAGS)?;
        for (step, number) in self.steps.iter_mut().flatten().zip(numbers) {
            *step += number;
        }
        Ok(())
    }

    /// The best tag of each token, with a confidence from 0 to 1: how far the best sequence lies above
    /// the best one with another tag here. `scores` has `stride` numbers a token, the tags' first.
    pub(crate) fn decode(
        &self,
        scores: &[f32],
        stride: usize,
        forward: &mut Vec<[f32; TAGS]>,
        mut out: impl FnMut(usize, NameTag, f32),
    ) {
        forward.clear();
        for line in scores.chunks_exact(stride) {
            let mut now = [NEVER; TAGS];
            for (after, slot) in now.iter_mut().enumerate() {
                let best = match forward.last() {
                    None => self.steps[TAGS][after],
                    Some(before) => (0..TAGS).map(|tag| before[tag] + self.steps[tag][after]).fold(f32::MIN, f32::max),
                };
                *slot = best + line[after];
            }
            forward.push(now);
        }
        let mut backward = [0.0; TAGS];
        let mut after: Option<usize> = None;
        for (index, line) in scores.chunks_exact(stride).enumerate().rev() {
            let totals: [f32; TAGS] = std::array::from_fn(|tag| forward[index][tag] + backward[tag]);
            // Follow the best path: among equals, the tag must fit the one after it.
            let path: [f32; TAGS] = match after {
                None => forward[index],
                Some(after) => std::array::from_fn(|tag| forward[index][tag] + self.steps[tag][after]),
            };
            let best = (1..TAGS).fold(0, |best, tag| if path[tag] > path[best] { tag } else { best });
            let second = (0..TAGS).filter(|tag| *tag != best).map(|tag| totals[tag]).fold(f32::MIN, f32::max);
            out(index, NameTag::from_index(best), sigmoid((totals[best] - second).max(0.0)));
            after = Some(best);
            let here: [f32; TAGS] = std::array::from_fn(|tag| line[tag] + backward[tag]);
            backward = std::array::from_fn(|before| {
                (0..TAGS).map(|tag| self.steps[before][tag] + here[tag]).fold(f32::MIN, f32::max)
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inside_tag_needs_a_beginning() {
        let mut steps = [[0.0; TAGS]; TAGS + 1];
        for (before, line) in steps.iter_mut().enumerate() {
            for (after, step) in line.iter_mut().enumerate() {
                if !NameTag::from_index(after).may_follow(NameTag::from_index(before % TAGS)) {
                    *step = NEVER;
                }
            }
        }
        let chain = Chain { steps };
        // Alone, each token prefers B-LOC, I-PER: the sequence must agree on a kind.
        let scores = [[0.0, 1.0, 0.0, 2.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 3.0, 0.0, 0.0]].concat();
        let mut tags = [(NameTag::Outside, 0.0); 2];
        chain.decode(&scores, TAGS, &mut Vec::new(), |index, tag, confidence| tags[index] = (tag, confidence));
        assert_eq!([tags[0].0.as_str(), tags[1].0.as_str()], ["B-PER", "I-PER"]);
        assert!(tags.iter().all(|(_, confidence)| *confidence > 0.5 && *confidence < 1.0));
    }
}
