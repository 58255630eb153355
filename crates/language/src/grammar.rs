//! Closed word classes: the small words that hold a sentence together (`grammar.tsv`).

use rustc_hash::FxHashMap;

use crate::table::{DataError, rows};

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// A closed class of words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Class { $($(#[$doc])* $name,)+ }

        const CLASSES: &[(&str, Class)] = &[$(($text, Class::$name),)+];
    };
}

classes! {
    /// the, a; sang, para, seorang, sebuah.
    Article = "article",
    /// a, an; seorang, sebuah: not named before.
    Indefinite = "indefinite",
    /// in, near; di, ke: what follows is a place.
    Locative = "locative",
    /// for, to: joins an office and the one it serves.
    OwnerLink = "owner-link",
    /// this, that; itu, tersebut.
    Demonstrative = "demonstrative",
    /// in, at, on; di, pada, dalam: words that open an adverbial phrase.
    Preposition = "preposition",
    /// of; (Indonesian has none): joins a noun and its owner.
    Genitive = "genitive",
    /// from, on behalf of; dari: joins a noun and its origin.
    Origin = "origin",
    /// by; oleh: the doer of a passive.
    Agent = "agent",
    /// with; dengan, bersama: the other side.
    Comitative = "comitative",
    /// to, toward, against; kepada, terhadap: the receiver.
    Recipient = "recipient",
    /// between, among; antara.
    Between = "between",
    /// and, as well as; dan, serta.
    Conjunction = "conjunction",
    /// or; atau.
    Disjunction = "disjunction",
    /// but, however; tetapi, namun, sedangkan.
    Contrast = "contrast",
    /// that; bahwa: opens reported speech.
    Complementizer = "complementizer",
    /// who, which; yang.
    Relative = "relative",
    /// if, unless, provided; jika, asalkan.
    Condition = "condition",
    /// although; meski, walaupun.
    Concession = "concession",
    /// because; karena.
    Cause = "cause",
    /// in order to; agar, supaya, untuk.
    Purpose = "purpose",
    /// when, after, while; ketika, setelah, sambil.
    Temporal = "temporal",
    /// be, have, do and their forms; telah, sudah.
    Auxiliary = "auxiliary",
    /// is, are, was; adalah, ialah.
    Copula = "copula",
    /// not, never; tidak, belum, bukan.
    Negation = "negation",
    /// will, shall; akan, bakal.
    Future = "future",
    /// may, might, could; mungkin, bisa jadi.
    Possible = "possible",
    /// are -ing now, still; sedang, masih, tengah.
    Ongoing = "ongoing",
    /// must, should; harus, perlu.
    Obligation = "obligation",
    /// ready, willing, able; siap, bersedia, dapat.
    Willing = "willing",
    /// Third-person singular pronouns of people.
    PronounHeShe = "pronoun-he-she",
    /// Third-person plural pronouns.
    PronounThey = "pronoun-they",
    /// it, its.
    PronounIt = "pronoun-it",
    /// I, my; saya, aku.
    PronounI = "pronoun-i",
    /// we, our; kami, kita.
    PronounWe = "pronoun-we",
    /// you; Anda, kalian.
    PronounYou = "pronoun-you",
    /// his, her, their, its, our before a noun.
    Possessive = "possessive",
    /// 's: the possessor comes before.
    PossessiveMark = "possessive-mark",
    /// Adverbs that stand between subject and verb: also, again; juga, pun, kembali.
    Adverb = "adverb",
    /// Words that never start a name though they often start a sentence.
    NeverName = "never-name",
    /// Small words inside names: al, bin, von, de.
    NameParticle = "name-particle",
    /// Mr, Mrs, Dr; Tuan, Bapak.
    Courtesy = "courtesy",
    /// Ends of words that may be cut off for look-up: -nya, -lah, -pun.
    Enclitic = "enclitic",
    /// Beginnings of words that mark a verb: me, di, ber.
    VerbPrefix = "verb-prefix",
    /// Ends of words that mark a verb: ed, ing.
    VerbSuffix = "verb-suffix",
    /// Abbreviations with a full stop that do not end a sentence.
    Abbreviation = "abbreviation",
    /// Frequent verbs that no other table has.
    Verb = "verb",
    /// Words that tell the language; function words mostly.
    Telltale = "telltale",
}

/// A set of [`Class`]es.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes(u64);

impl Classes {
    /// Whether `class` is in the set.
    pub const fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u8) != 0
    }

    /// Whether any of `classes` is in the set.
    pub fn any(self, classes: &[Class]) -> bool {
        classes.iter().any(|&class| self.has(class))
    }

    /// Adds `class`.
    pub fn add(&mut self, class: Class) {
        self.0 |= 1 << class as u8;
    }
}

/// The closed classes of one language.
#[derive(Debug, Clone, Default)]
pub struct Grammar {
    words: FxHashMap<&'static str, Classes>,
    possessive_mark: bool,
    /// [`Class::Enclitic`], longest first.
    pub enclitics: Vec<&'static str>,
    /// [`Class::VerbPrefix`], longest first.
    pub verb_prefixes: Vec<&'static str>,
    /// [`Class::VerbSuffix`], longest first.
    pub verb_suffixes: Vec<&'static str>,
    /// Whether an owner follows its noun without a word between ("usulan Rusia"): so in languages without
    /// [`Class::Genitive`].
    pub juxtaposes: bool,
}

impl Grammar {
    /// Reads `grammar.tsv`: a class, then its words separated by spaces.
    ///
    /// # Errors
    /// An unknown class, or a word twice in one class.
    pub fn parse(file: &'static str, text: &'static str, errors: &mut Vec<DataError>) -> Self {
        let mut grammar = Self::default();
        for row in rows(file, text) {
            let Some(&(_, class)) = CLASSES.iter().find(|(name, _)| *name == row.cell(0)) else {
                let known: Vec<&str> = CLASSES.iter().map(|(name, _)| *name).collect();
                errors.push(row.error(format!("no class {:?}; there are: {}", row.cell(0), known.join(" "))));
                continue;
            };
            for word in row.cell(1).split_ascii_whitespace() {
                match class {
                    Class::Enclitic => grammar.enclitics.push(word),
                    Class::VerbPrefix => grammar.verb_prefixes.push(word),
                    Class::VerbSuffix => grammar.verb_suffixes.push(word),
                    _ => {
                        let classes = grammar.words.entry(word).or_default();
                        if classes.has(class) {
                            errors.push(row.error(format!("{word:?} stands twice in {}", row.cell(0))));
                        }
                        classes.add(class);
                        grammar.possessive_mark |= class == Class::PossessiveMark;
                    }
                }
            }
        }
        grammar.juxtaposes = !grammar.words.values().any(|classes| classes.has(Class::Genitive));
        for list in [&mut grammar.enclitics, &mut grammar.verb_prefixes, &mut grammar.verb_suffixes] {
            list.sort_by_key(|affix| std::cmp::Reverse(affix.len()));
        }
        grammar
    }

    /// The classes of the lower-case word.
    pub fn classes(&self, lower: &str) -> Classes {
        self.words.get(lower).copied().unwrap_or_default()
    }

    /// The word without an enclitic, if one can be cut off and four letters remain.
    pub fn bare<'w>(&self, lower: &'w str) -> &'w str {
        self.enclitics
            .iter()
            .find_map(|end| lower.strip_suffix(end).filter(|rest| rest.chars().count() >= 4))
            .unwrap_or(lower)
    }

    /// Whether the language marks an owner before the thing owned, so that adjectives and owners precede their noun.
    pub fn has_possessive_mark(&self) -> bool {
        self.possessive_mark
    }

    /// Whether the lower-case word has the ending of a verb and is no compound ("US-led").
    pub fn suffixed_verb(&self, lower: &str) -> bool {
        !lower.contains('-') && self.verb_suffixes.iter().any(|s| lower.len() >= s.len() + 3 && lower.ends_with(s))
    }

    /// Whether a word can be a verb: one of the list, or one with a prefix or suffix of verbs.
    pub fn looks_like_verb(&self, lower: &str) -> bool {
        self.classes(lower).has(Class::Verb)
            || self.suffixed_verb(lower)
            // "mentah-mentah" is none, "membuang-buang" is one
            || self.verb_prefixes.iter().any(|p| lower.len() >= p.len() + 4 && lower.starts_with(p))
                && lower.split_once('-').is_none_or(|(first, second)| first != second)
    }
}
