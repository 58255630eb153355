//! What single words and pairs of words say by themselves: hashed features with a row of weights each,
//! added to the network's scores of parts of speech and names. The network reads the sentence; the rows
//! remember.

use std::borrow::Cow;

use crate::chain::Chain;
use crate::form::{Form, join};
use crate::labels::{NameTag, Upos};
use crate::weights::{Reader, WeightsError};

/// Features of one token.
pub const FEATURES: usize = 36;
/// Numbers in a row: names first, then parts of speech.
pub const WIDTH: usize = NameTag::COUNT + Upos::ALL.len();

/// Hashed features of the token at `index`. `marks` is what the gazetteer says of each token, `domain` any
/// number that tells manners of annotation apart.
pub fn features(forms: &[Form], marks: &[u16], index: usize, domain: u32) -> [u32; FEATURES] {
    const EDGE: Form = Form { lower: 1, written: 2, prefixes: [3; 4], suffixes: [4; 4], shape: 5, capital: false };
    let at = |offset: isize| {
        let place = index as isize + offset;
        if place < 0 { EDGE } else { forms.get(place as usize).copied().unwrap_or(EDGE) }
    };
    let mark = |offset: isize| {
        let place = index as isize + offset;
        u32::from(if place < 0 { 0 } else { marks.get(place as usize).copied().unwrap_or(0) })
    };
    let (before2, before, here, after, after2) = (at(-2), at(-1), at(0), at(1), at(2));
    let pair = |left: u32, right: u32| join(left, right);
    let values = [
        domain,
        here.lower,
        here.written,
        pair(here.lower, domain),
        before.lower,
        after.lower,
        before2.lower,
        after2.lower,
        pair(before.lower, here.lower),
        pair(here.lower, after.lower),
        pair(before.lower, after.lower),
        here.prefixes[0],
        here.prefixes[1],
        here.prefixes[2],
        here.prefixes[3],
        here.suffixes[0],
        here.suffixes[1],
        here.suffixes[2],
        here.suffixes[3],
        here.shape,
        pair(here.shape, before.shape),
        pair(here.shape, after.shape),
        pair(pair(before.shape, here.shape), after.shape),
        before.suffixes[2],
        after.suffixes[2],
        pair(before.lower, here.shape),
        pair(after.lower, here.shape),
        pair(here.suffixes[1], before.suffixes[1]),
        pair(here.shape, u32::from(index == 0)),
        mark(0),
        pair(mark(0), here.shape),
        pair(mark(-1), mark(0)),
        pair(mark(0), mark(1)),
        pair(mark(0), before.lower),
        pair(mark(0), after.lower),
        pair(pair(before2.lower, before.lower), here.shape),
    ];
    let mut hashed = [0; FEATURES];
    for (kind, (slot, value)) in hashed.iter_mut().zip(values).enumerate() {
        *slot = join(kind as u32 + 100, value);
    }
    hashed
}

/// The rows of weights.
pub(crate) struct Wide {
    rows: Cow<'static, [[i8; WIDTH]]>,
    /// What one unit is worth for names and for parts of speech.
    units: [f32; 2],
}

impl Wide {
    /// Reads the rows: power of two of their number (0: none), worth of a unit in names and parts of
    /// speech, scores of one name tag after another (added to `chain`), then the rows.
    pub(crate) fn read(reader: &mut Reader<'_>, chain: &mut Chain) -> Result<Wide, WeightsError> {
        let bits = reader.count(20)?;
        let units = reader.reals(2)?;
        chain.add(reader)?;
        let rows = if bits == 0 { Cow::default() } else { reader.table(WIDTH << bits)? };
        Ok(Wide { rows, units: [units[0], units[1]] })
    }

    /// Adds what the rows say to scores of `stride` numbers a token, names first, then parts of speech.
    pub(crate) fn add(&self, forms: &[Form], marks: &[u16], domain: u32, scores: &mut [f32], stride: usize) {
        if self.rows.is_empty() {
            return;
        }
        let mask = self.rows.len() - 1;
        for (index, line) in scores.chunks_exact_mut(stride).enumerate() {
            let mut sums = [0i16; WIDTH];
            for feature in features(forms, marks, index, domain) {
                let row = &self.rows[feature as usize & mask];
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum += i16::from(*weight);
                }
            }
            for (place, (score, sum)) in line.iter_mut().zip(sums).enumerate() {
                *score += f32::from(sum) * self.units[usize::from(place >= NameTag::COUNT)];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_added_where_their_feature_occurs() {
        let forms = ["di", "Palu"].map(|word| Form::new(word, &mut Vec::new()));
        let mut rows = vec![[0i8; WIDTH]; 1 << 12];
        let feature = features(&forms, &[0, 0], 1, 0)[1];
        rows[feature as usize & 0xfff][3] = 100;
        let wide = Wide { rows: rows.into(), units: [0.5, 0.0] };
        let mut scores = vec![0.0; 2 * (WIDTH + 1)];
        wide.add(&forms, &[0, 0], 0, &mut scores, WIDTH + 1);
        assert_eq!(scores[WIDTH + 1 + 3], 50.0);
        assert_eq!(scores[3], 0.0);
    }
}
