//! Lists of known names, kept as hashes: a hint for the network, never a verdict.

use crate::form::{Form, join};
use crate::weights::{Reader, WeightsError};

/// Longest name looked up, in words.
pub const LONGEST: usize = 3;

/// Kinds of lists, each one bit.
pub mod kind {
    /// Given names.
    pub const GIVEN: u8 = 1;
    /// Family names.
    pub const FAMILY: u8 = 2;
    /// Towns and states.
    pub const PLACE: u8 = 4;
    /// Countries and regions.
    pub const COUNTRY: u8 = 8;
    /// How many kinds there are.
    pub const COUNT: usize = 4;
}

/// Hash of a name from the lower-case hashes of its words.
pub fn name_hash(words: impl Iterator<Item = u32>) -> u32 {
    words.fold(77, join)
}

/// Names by hash, in a table with open addressing.
#[derive(Default)]
pub struct Gazetteer {
    slots: Vec<(u32, u8)>,
}

impl Gazetteer {
    /// A gazetteer of the names with these hashes and kinds.
    pub fn new(names: &[(u32, u8)]) -> Gazetteer {
        if names.is_empty() {
            return Gazetteer::default();
        }
        let mut slots = vec![(0, 0); (names.len() * 2).next_power_of_two()];
        let mask = slots.len() - 1;
        for (hash, kinds) in names {
            let mut place = *hash as usize & mask;
            while slots[place].1 != 0 && slots[place].0 != *hash {
                place = (place + 1) & mask;
            }
            slots[place] = (*hash, slots[place].1 | kinds);
        }
        Gazetteer { slots }
    }

    /// Reads a gazetteer: number of names, then their hashes, then their kinds.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Gazetteer, WeightsError> {
        let count = reader.count(1 << 20)?;
        let hashes = reader.integers(count)?;
        let kinds = reader.bytes(count)?;
        let names: Vec<(u32, u8)> = hashes.iter().zip(kinds).map(|(hash, kinds)| (*hash as u32, *kinds)).collect();
        Ok(Gazetteer::new(&names))
    }

    fn get(&self, hash: u32) -> u8 {
        if self.slots.is_empty() {
            return 0;
        }
        let mask = self.slots.len() - 1;
        let mut place = hash as usize & mask;
        while self.slots[place].1 != 0 {
            if self.slots[place].0 == hash {
                return self.slots[place].1;
            }
            place = (place + 1) & mask;
        }
        0
    }

    /// Marks each token with the kinds of the names it begins (low four bits) and continues (high four
    /// bits). Only words with a capital letter are looked up, longest names first.
    pub fn mark(&self, forms: &[Form], out: &mut Vec<u8>) {
        out.clear();
        out.resize(forms.len(), 0);
        for start in 0..forms.len() {
            if !forms[start].capital {
                continue;
            }
            for length in (1..=LONGEST.min(forms.len() - start)).rev() {
                let words = &forms[start..start + length];
                let kinds = self.get(name_hash(words.iter().map(|form| form.lower)));
                if kinds != 0 {
                    out[start] |= kinds;
                    for mark in &mut out[start + 1..start + length] {
                        *mark |= kinds << 4;
                    }
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_the_longest_name() {
        let mut buffer = Vec::new();
        let mut hash = |name: &str| name_hash(name.split(' ').map(|word| Form::new(word, &mut buffer).lower));
        let gazetteer = Gazetteer::new(&[
            (hash("new york"), kind::PLACE),
            (hash("york"), kind::FAMILY),
            (hash("york"), kind::PLACE),
        ]);
        let mut marks = Vec::new();
        let forms =
            |text: &str| -> Vec<Form> { text.split(' ').map(|word| Form::new(word, &mut Vec::new())).collect() };
        gazetteer.mark(&forms("in New York"), &mut marks);
        assert_eq!(marks, [0, kind::PLACE, kind::FAMILY | kind::PLACE | kind::PLACE << 4]);
        gazetteer.mark(&forms("york"), &mut marks);
        assert_eq!(marks, [0]);
        Gazetteer::default().mark(&forms("New York"), &mut marks);
        assert_eq!(marks, [0, 0]);
    }
}
