//! The labels a token can bear: part of speech, name tag, grammatical relation.

/// Universal part of speech (Universal Dependencies, version 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

impl Upos {
    /// All of them, in the order of their numbers in the weights file.
    pub const ALL: [Upos; 17] = [
        Upos::Adj,
        Upos::Adp,
        Upos::Adv,
        Upos::Aux,
        Upos::Cconj,
        Upos::Det,
        Upos::Intj,
        Upos::Noun,
        Upos::Num,
        Upos::Part,
        Upos::Pron,
        Upos::Propn,
        Upos::Punct,
        Upos::Sconj,
        Upos::Sym,
        Upos::Verb,
        Upos::X,
    ];

    /// The tag as Universal Dependencies writes it: `PROPN`.
    pub fn as_str(self) -> &'static str {
        const NAMES: [&str; 17] = [
            "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
            "SCONJ", "SYM", "VERB", "X",
        ];
        NAMES[self as usize]
    }

    /// The part of speech of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Upos> {
        Self::ALL.into_iter().find(|upos| upos.as_str() == name)
    }
}

/// Inflection as far as a reader needs it: the form of a verb, or a plural noun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum WordClass {
    /// None of the others.
    #[default]
    Plain,
    /// English base form: `meet`.
    Base,
    /// English past tense: `met`.
    Past,
    /// English form in `-ing`.
    Gerund,
    /// English past participle: `signed`.
    Participle,
    /// English present tense: `meets`, `meet`.
    Present,
    /// English modal verb: `will`, `would`.
    Modal,
    /// English plural noun.
    Plural,
    /// Indonesian active verb: `menandatangani`.
    Active,
    /// Indonesian passive verb: `ditandatangani`.
    Passive,
}

impl WordClass {
    /// All of them, in the order of their numbers in the weights file.
    pub const ALL: [WordClass; 10] = [
        WordClass::Plain,
        WordClass::Base,
        WordClass::Past,
        WordClass::Gerund,
        WordClass::Participle,
        WordClass::Present,
        WordClass::Modal,
        WordClass::Plural,
        WordClass::Active,
        WordClass::Passive,
    ];
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum NameKind {
    /// A person.
    Person,
    /// An organisation: party, ministry, army, company, club.
    Organisation,
    /// A place: country, town, river, building with an address.
    Location,
}

impl NameKind {
    /// All of them, in the order of their numbers in the weights file.
    pub const ALL: [NameKind; 3] = [NameKind::Person, NameKind::Organisation, NameKind::Location];

    /// The short form used in data sets: `PER`, `ORG`, `LOC`.
    pub fn as_str(self) -> &'static str {
        match self {
            NameKind::Person => "PER",
            NameKind::Organisation => "ORG",
            NameKind::Location => "LOC",
        }
    }
}

/// Whether a token begins a name, continues one, or stands outside all names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NameTag {
    /// Part of no name.
    #[default]
    Outside,
    /// First token of a name.
    Begin(NameKind),
    /// Later token of a name.
    Inside(NameKind),
}

impl NameTag {
    /// How many different tags there are.
    pub const COUNT: usize = 7;

    /// Number in the weights file: 0 outside, 1 to 3 begin, 4 to 6 inside.
    pub fn index(self) -> usize {
        match self {
            NameTag::Outside => 0,
            NameTag::Begin(kind) => 1 + kind as usize,
            NameTag::Inside(kind) => 4 + kind as usize,
        }
    }

    /// The tag with that number; numbers out of range are `Outside`.
    pub fn from_index(index: usize) -> NameTag {
        match index {
            1..=3 => NameTag::Begin(NameKind::ALL[index - 1]),
            4..=6 => NameTag::Inside(NameKind::ALL[index - 4]),
            _ => NameTag::Outside,
        }
    }

    /// Whether this tag may stand after `before` (`I-X` only after `B-X` or `I-X`).
    pub fn may_follow(self, before: NameTag) -> bool {
        match self {
            NameTag::Inside(kind) => before == NameTag::Begin(kind) || before == NameTag::Inside(kind),
            _ => true,
        }
    }

    /// The tag as data sets write it: `O`, `B-PER`, `I-LOC`.
    pub fn as_str(self) -> &'static str {
        ["O", "B-PER", "B-ORG", "B-LOC", "I-PER", "I-ORG", "I-LOC"][self.index()]
    }
}

/// Grammatical relation of a token to its head (Universal Dependencies, with the subtypes that both
/// languages' treebanks share or a reader needs, such as `nsubj:pass` and `obl:agent`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Relation(u8);

/// Names of the relations, by number. New ones go to the end: the numbers stand in the weights file.
const RELATIONS: [&str; 47] = [
    "dep",
    "root",
    "acl",
    "acl:relcl",
    "advcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "ccomp",
    "clf",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:pass",
    "det",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "flat:name",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nmod:poss",
    "nmod:tmod",
    "nsubj",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "obl:tmod",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "vocative",
    "xcomp",
];

impl Relation {
    /// How many relations there are.
    pub const COUNT: usize = RELATIONS.len();

    /// The relation of the root of a sentence.
    pub const ROOT: Relation = Relation(1);

    /// The relation of that name. An unknown subtype falls back to its main relation, as
    /// `nmod:lmod` to `nmod`; an unknown main relation gives `None`.
    ///
    /// ```
    /// use notula_model::Relation;
    /// assert_eq!(Relation::from_name("nsubj:outer"), Relation::from_name("nsubj"));
    /// assert!(Relation::from_name("nsubj:pass").is_some_and(|relation| relation.main() == "nsubj"));
    /// ```
    pub fn from_name(name: &str) -> Option<Relation> {
        let find = |name: &str| RELATIONS.iter().position(|known| *known == name);
        let index = find(name).or_else(|| find(name.split(':').next().unwrap_or(name)))?;
        Some(Relation(index as u8))
    }

    /// The relation with that number; numbers out of range are `dep`.
    pub fn from_index(index: usize) -> Relation {
        Relation(if index < RELATIONS.len() { index as u8 } else { 0 })
    }

    /// Number in the weights file.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The whole name: `nsubj:pass`.
    pub fn as_str(self) -> &'static str {
        RELATIONS[self.index()]
    }

    /// The main relation without subtype: `nsubj`.
    pub fn main(self) -> &'static str {
        self.as_str().split(':').next().unwrap_or_default()
    }

    /// Whether this is the relation `name`, or a subtype of it: `nsubj:pass` is an `nsubj`.
    pub fn is(self, name: &str) -> bool {
        self.as_str() == name || self.main() == name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_agree() {
        for (index, upos) in Upos::ALL.into_iter().enumerate() {
            assert_eq!(upos as usize, index);
            assert_eq!(Upos::from_name(upos.as_str()), Some(upos));
        }
        for index in 0..NameTag::COUNT {
            assert_eq!(NameTag::from_index(index).index(), index);
        }
        for (index, name) in RELATIONS.iter().enumerate() {
            assert_eq!(Relation::from_name(name).map(Relation::index), Some(index));
        }
        assert_eq!(Relation::from_name("root"), Some(Relation::ROOT));
        assert_eq!(Relation::from_name("nonsense"), None);
    }

    #[test]
    fn inside_follows_only_its_own_kind() {
        let person = NameTag::Begin(NameKind::Person);
        assert!(NameTag::Inside(NameKind::Person).may_follow(person));
        assert!(!NameTag::Inside(NameKind::Location).may_follow(person));
        assert!(!NameTag::Inside(NameKind::Person).may_follow(NameTag::Outside));
    }
}
