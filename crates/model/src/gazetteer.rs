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
    /// Organisations.
    pub const ORGANISATION: u8 = 16;
    /// A name of any kind written without a capital letter, as in hasty messages.
    pub const SMALL: u8 = 32;
    /// How many kinds of lists there are.
    pub const COUNT: usize = 5;
}

/// Hash of a name from the lower-case hashes of its words.
pub fn name_hash(words: impl Iterator<Item = u32>) -> u32 {
    words.fold(77, join)
}

/// Hash of an acronym as written: `IS` is looked up apart from `Is`.
pub fn acronym_hash(written: u32) -> u32 {
    join(78, written)
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
        let mut slots = vec![(0, 0); (names.len() + names.len() / 2).next_power_of_two()];
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

    /// Reads a gazetteer as [`Gazetteer::to_bytes`] writes it.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Gazetteer, WeightsError> {
        let count = reader.count(1 << 22)?;
        if count != 0 && !count.is_power_of_two() {
            return Err(WeightsError::Size { found: count, most: count.next_power_of_two() / 2 });
        }
        let hashes = reader.integers(count)?;
        let kinds = reader.bytes(count)?;
        if count != 0 && !kinds.contains(&0) {
            return Err(WeightsError::Size { found: count, most: count - 1 });
        }
        Ok(Gazetteer { slots: hashes.iter().zip(kinds).map(|(hash, kinds)| (*hash as u32, *kinds)).collect() })
    }

    /// The table as bytes: number of slots, their hashes, their kinds (0: empty).
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = (self.slots.len() as u32).to_le_bytes().to_vec();
        bytes.extend(self.slots.iter().flat_map(|(hash, _)| hash.to_le_bytes()));
        bytes.extend(self.slots.iter().map(|(_, kinds)| kinds));
        bytes
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

    /// Marks each token with the kinds of the names it begins (low eight bits) and continues (high eight
    /// bits), longest names first. What begins without a capital letter only gets [`kind::SMALL`].
    pub fn mark(&self, forms: &[Form], out: &mut Vec<u16>) {
        out.clear();
        out.resize(forms.len(), 0);
        for start in 0..forms.len() {
            for length in (1..=LONGEST.min(forms.len() - start)).rev() {
                let words = &forms[start..start + length];
                let mut kinds = self.get(name_hash(words.iter().map(|form| form.lower)));
                if length == 1 {
                    kinds |= self.get(acronym_hash(words[0].written));
                }
                if kinds != 0 {
                    let kinds = u16::from(if forms[start].capital { kinds } else { kind::SMALL });
                    out[start] |= kinds;
                    for mark in &mut out[start + 1..start + length] {
                        *mark |= kinds << 8;
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
        let (place, family) = (u16::from(kind::PLACE), u16::from(kind::FAMILY));
        assert_eq!(marks, [0, place, family | place | place << 8]);
        gazetteer.mark(&forms("york"), &mut marks);
        assert_eq!(marks, [u16::from(kind::SMALL)]);
        let mut file = crate::MARK.to_vec();
        file.extend(gazetteer.to_bytes());
        let read = Gazetteer::read(&mut Reader::new(&file).unwrap()).unwrap();
        assert_eq!(read.slots, gazetteer.slots);
        Gazetteer::default().mark(&forms("New York"), &mut marks);
        assert_eq!(marks, [0, 0]);
    }
}
