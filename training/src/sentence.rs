//! An annotated sentence, whatever data set it comes from.

use notula_model::{NameTag, Relation, Upos, WordClass};

/// A grammar tree: for each word the index of its head (`None` for the root) and the relation to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// Head of each word.
    pub heads: Vec<Option<usize>>,
    /// Relation of each word to its head.
    pub relations: Vec<Relation>,
}

/// Where a sentence comes from: its language and manner of annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Indonesian news: idner, CSUI, nlp-id.
    IdNews,
    /// Indonesian encyclopaedia and the like: GSD, NERGrit.
    IdWiki,
    /// English web text: EWT.
    EnWeb,
    /// English of several genres: GUM.
    EnGum,
}

impl Domain {
    /// Name of the manner of annotation in the model.
    pub fn name(self) -> &'static str {
        match self {
            Domain::IdNews => "id",
            Domain::IdWiki => "id-wiki",
            Domain::EnWeb => "en",
            Domain::EnGum => "en-gum",
        }
    }

    /// Code of the language.
    pub fn language(self) -> &'static str {
        match self {
            Domain::IdNews | Domain::IdWiki => "id",
            Domain::EnWeb | Domain::EnGum => "en",
        }
    }
}

/// A sentence and what is known of it; the other layers are `None`.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The words.
    pub words: Vec<String>,
    /// Parts of speech.
    pub upos: Option<Vec<Upos>>,
    /// Names.
    pub names: Option<Vec<NameTag>>,
    /// Grammar.
    pub tree: Option<Tree>,
    /// Tags of a national tag set, by number (only nlp-id).
    pub other: Option<Vec<u8>>,
    /// Inflection.
    pub classes: Option<Vec<WordClass>>,
    /// Groups of words written without a space that a reader would see as one word.
    pub groups: Vec<std::ops::Range<usize>>,
    /// Origin.
    pub domain: Domain,
    /// Name in its data set, empty when it has none.
    pub id: String,
}

impl Sentence {
    /// A sentence of which nothing is known yet.
    pub fn new(domain: Domain) -> Sentence {
        Sentence {
            words: Vec::new(),
            upos: None,
            names: None,
            tree: None,
            other: None,
            classes: None,
            groups: Vec::new(),
            domain,
            id: String::new(),
        }
    }

    /// The sentence with each group as one word, as a reader sees it in running text; `None` when there
    /// is no group. The group's head word (the one whose head is outside) gives its annotation.
    pub fn as_read(&self) -> Option<Sentence> {
        if self.groups.is_empty() {
            return None;
        }
        let mut place = vec![0; self.words.len()];
        let mut parts: Vec<std::ops::Range<usize>> = Vec::new();
        let mut groups = self.groups.iter().peekable();
        let mut index = 0;
        while index < self.words.len() {
            let part = match groups.peek() {
                Some(group) if group.start == index => groups.next().cloned().unwrap_or(index..index + 1),
                _ => index..index + 1,
            };
            for slot in &mut place[part.clone()] {
                *slot = parts.len();
            }
            index = part.end;
            parts.push(part);
        }
        let top = |part: &std::ops::Range<usize>| match &self.tree {
            Some(tree) => part
                .clone()
                .find(|word| tree.heads[*word].is_none_or(|head| !part.contains(&head)))
                .unwrap_or(part.start),
            None => part.start,
        };
        let mut merged = Sentence::new(self.domain);
        merged.id = self.id.clone();
        merged.words = parts.iter().map(|part| self.words[part.clone()].concat()).collect();
        merged.upos = self.upos.as_ref().map(|upos| parts.iter().map(|part| upos[top(part)]).collect());
        merged.classes = self.classes.as_ref().map(|classes| parts.iter().map(|part| classes[top(part)]).collect());
        merged.other = self.other.as_ref().map(|other| parts.iter().map(|part| other[part.start]).collect());
        merged.names = self.names.as_ref().map(|names| {
            parts
                .iter()
                .map(|part| {
                    names[part.clone()].iter().copied().find(|tag| *tag != NameTag::Outside).unwrap_or_default()
                })
                .collect()
        });
        merged.tree = self.tree.as_ref().map(|tree| Tree {
            heads: parts.iter().map(|part| tree.heads[top(part)].map(|head| place[head])).collect(),
            relations: parts.iter().map(|part| tree.relations[top(part)]).collect(),
        });
        Some(merged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_become_words() {
        let mut sentence = Sentence::new(Domain::IdNews);
        sentence.words = ["Ia", "menyetujui", "nya", "."].map(String::from).to_vec();
        sentence.upos = Some(vec![Upos::Pron, Upos::Verb, Upos::Pron, Upos::Punct]);
        let relation = |name| Relation::from_name(name).unwrap();
        sentence.tree = Some(Tree {
            heads: vec![Some(1), None, Some(1), Some(1)],
            relations: ["nsubj", "root", "obj", "punct"].map(relation).to_vec(),
        });
        sentence.groups = std::iter::once(1..3).collect();
        let merged = sentence.as_read().unwrap();
        assert_eq!(merged.words, ["Ia", "menyetujuinya", "."]);
        assert_eq!(merged.tree.unwrap().heads, [Some(1), None, Some(1)]);
        assert_eq!(merged.upos.unwrap(), [Upos::Pron, Upos::Verb, Upos::Punct]);
    }
}
