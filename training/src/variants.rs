//! Variants of training sentences with other names in the place of theirs, so that the network learns a
//! name's surroundings rather than the names of its time.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use notula_model::{NameKind, NameTag};

use crate::perceptron::Dice;
use crate::sentence::Sentence;

/// Names to choose from.
pub struct Pool {
    /// Names in the training sentences, by language and kind.
    seen: HashMap<(&'static str, NameKind), Vec<Vec<String>>>,
    given: Vec<String>,
    family: Vec<String>,
    places: Vec<Vec<String>>,
}

fn list(folder: &Path, file: &str) -> Result<Vec<String>> {
    let path = folder.join(file).with_extension("txt");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(String::from).collect())
}

/// First and last word of each name, the last one not included.
fn spans(names: &[NameTag]) -> Vec<(usize, usize, NameKind)> {
    let mut found = Vec::new();
    for (start, tag) in names.iter().enumerate() {
        if let NameTag::Begin(kind) = tag {
            let rest = names[start + 1..].iter().take_while(|tag| **tag == NameTag::Inside(*kind)).count();
            found.push((start, start + 1 + rest, *kind));
        }
    }
    found
}

impl Pool {
    /// Collects the names of the training sentences and of the lists in `gazetteer`.
    pub fn new(sentences: &[Sentence], gazetteer: &Path) -> Result<Pool> {
        let mut seen: HashMap<_, Vec<Vec<String>>> = HashMap::new();
        for sentence in sentences {
            for (start, end, kind) in spans(sentence.names.as_deref().unwrap_or(&[])) {
                seen.entry((sentence.domain.language(), kind)).or_default().push(sentence.words[start..end].to_vec());
            }
        }
        let mut places = list(gazetteer, "place")?;
        let countries = list(gazetteer, "country")?;
        // Countries are few and frequent in news: as many again as there are towns.
        let again = places.len() / countries.len().max(1);
        places.extend(countries.iter().cycle().take(countries.len() * again).cloned());
        let words = |name: &String| name.split_whitespace().map(String::from).collect();
        Ok(Pool {
            seen,
            given: list(gazetteer, "given")?,
            family: list(gazetteer, "family")?,
            places: places.iter().map(words).collect(),
        })
    }

    fn draw(&self, language: &'static str, kind: NameKind, dice: &mut Dice) -> Option<Vec<String>> {
        let listed = dice.below(2) == 0;
        match kind {
            NameKind::Person if listed => {
                let given = self.given.get(dice.below(self.given.len()))?.clone();
                let family = self.family.get(dice.below(self.family.len()))?.clone();
                Some(match dice.below(4) {
                    0 => vec![given],
                    1 => vec![family],
                    _ => vec![given, family],
                })
            }
            NameKind::Location if listed => self.places.get(dice.below(self.places.len())).cloned(),
            _ => {
                let seen = self.seen.get(&(language, kind))?;
                seen.get(dice.below(seen.len())).cloned()
            }
        }
    }

    /// The sentence with other names; where it has grammar or parts of speech, of the same number of
    /// words. `None` when no name was replaced.
    pub fn variant(&self, sentence: &Sentence, dice: &mut Dice) -> Option<Sentence> {
        let names = sentence.names.as_ref()?;
        let fixed = sentence.upos.is_some() || sentence.tree.is_some();
        let mut words = Vec::new();
        let mut tags = Vec::new();
        let mut next = 0;
        let mut changed = false;
        for (start, end, kind) in spans(names) {
            words.extend_from_slice(&sentence.words[next..start]);
            tags.extend_from_slice(&names[next..start]);
            let fits = |name: &Vec<String>| !fixed || name.len() == end - start;
            let other = if dice.below(10) < 7 {
                (0..12).filter_map(|_| self.draw(sentence.domain.language(), kind, dice)).find(fits)
            } else {
                None
            };
            changed |= other.is_some();
            let name = other.unwrap_or_else(|| sentence.words[start..end].to_vec());
            tags.extend(
                (0..name.len()).map(|index| if index == 0 { NameTag::Begin(kind) } else { NameTag::Inside(kind) }),
            );
            words.extend(name);
            next = end;
        }
        words.extend_from_slice(&sentence.words[next..]);
        tags.extend_from_slice(&names[next..]);
        changed.then(|| Sentence { words, names: Some(tags), groups: Vec::new(), ..sentence.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::Domain;

    #[test]
    fn replaces_names_and_keeps_the_rest() {
        let mut sentence = Sentence::new(Domain::IdNews);
        sentence.words = ["kata", "Budi", "Santoso", "di", "Palu"].map(String::from).to_vec();
        let person = NameKind::Person;
        sentence.names = Some(vec![
            NameTag::Outside,
            NameTag::Begin(person),
            NameTag::Inside(person),
            NameTag::Outside,
            NameTag::Begin(NameKind::Location),
        ]);
        let pool = Pool {
            seen: HashMap::from([
                (("id", person), vec![vec!["Sri".to_string()]]),
                (("id", NameKind::Location), vec![vec!["Banda".to_string(), "Aceh".to_string()]]),
            ]),
            given: vec!["Sri".into()],
            family: vec!["Sri".into()],
            places: vec![vec!["Banda".into(), "Aceh".into()]],
        };
        let mut dice = Dice(7);
        let found: Vec<Sentence> = (0..50).filter_map(|_| pool.variant(&sentence, &mut dice)).collect();
        assert!(found.len() > 30);
        for variant in found {
            let tags: Vec<&str> = variant.names.as_ref().unwrap().iter().map(|tag| tag.as_str()).collect();
            assert_eq!(tags.len(), variant.words.len());
            assert_eq!(variant.words[0], "kata");
            assert_eq!(tags[1], "B-PER");
            assert!(variant.words.contains(&"di".to_string()));
        }
    }
}
