//! Words that attribute speech (`cues.tsv`).

use rustc_hash::FxHashMap;

use crate::phrase::Phrases;
use crate::table::{DataError, Row, rows};

macro_rules! names {
    ($(#[$enum_doc:meta])* $enum:ident $list:ident $($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        $(#[$enum_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $enum { $($(#[$doc])* $name,)+ }

        const $list: &[(&str, $enum)] = &[$(($text, $enum::$name),)+];

        impl $enum {
            /// Its name in the table.
            pub fn name(self) -> &'static str {
                $list[self as usize].0
            }
        }
    };
}

names! {
    /// What a cue says about the words that it attributes.
    CueKind KINDS
    /// say, add, tell; mengatakan, ujar.
    Say = "say",
    /// write, tweet; menulis, mengunggah.
    Write = "write",
    /// ask, wonder; bertanya.
    Ask = "ask",
    /// claim, allege, insist: the report keeps its distance; mengklaim, mengaku.
    Claim = "claim",
    /// deny, rule out; membantah.
    Deny = "deny",
    /// accuse, blame; menuduh.
    Accuse = "accuse",
    /// promise, vow, threaten; berjanji, mengancam.
    Promise = "promise",
    /// demand, urge, propose; mendesak, menuntut.
    Demand = "demand",
    /// warn; memperingatkan.
    Warn = "warn",
    /// call, describe, praise, judge; menilai, menyebut.
    Judge = "judge",
    /// hope, fear; berharap, khawatir.
    Hope = "hope",
    /// think, know; yakin, percaya: a belief that need not have been spoken.
    Believe = "believe",
    /// want, plan; ingin, berencana.
    Want = "want",
    /// support, oppose, praise without a clause.
    Stance = "stance",
    /// show, find: what polls, papers and pictures say.
    Show = "show",
    /// according to; menurut: the speaker follows.
    Source = "source",
    /// The outlet that carries a statement: reported, quoted by; dikutip, dilansir.
    Carrier = "carrier",
    /// A noun that attributes: verdict, words; pernyataan.
    Noun = "noun",
}

names! {
    /// How a cue and what it attributes may stand to each other.
    CueFrame FRAMES
    /// Attributes quotations before or after it.
    Quote = "quote",
    /// A clause opened by a complementizer follows.
    That = "that",
    /// A clause without complementizer follows, whatever it looks like.
    Bare = "bare",
    /// A clause without complementizer follows if it has a verb.
    Clause = "clause",
    /// An infinitive follows.
    To = "to",
    /// Somebody, then "of", "for" or the like and a gerund or noun phrase.
    Of = "of",
    /// A gerund follows.
    Gerund = "gerund",
    /// Something and what it is called follow.
    As = "as",
    /// Any noun phrase that follows is the content.
    Object = "object",
    /// The person addressed may follow without a preposition.
    Addressee = "addressee",
    /// The speaker follows.
    Inverted = "inverted",
    /// The speaker is that of the main clause ("adding that").
    Shared = "shared",
    /// The doer follows, what is said or judged comes before.
    Passive = "passive",
    /// May stand before its speaker where its words came before ("…," said X).
    Inverts = "inverts",
    /// May follow its clause ("…, he said").
    Trail = "trail",
}

/// A set of [`CueFrame`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CueFrames(u16);

impl CueFrames {
    /// Whether `frame` is in the set.
    pub const fn has(self, frame: CueFrame) -> bool {
        self.0 & (1 << frame as u8) != 0
    }
}

/// A cue.
#[derive(Debug, Clone)]
pub struct Cue {
    /// What it says about the words.
    pub kind: CueKind,
    /// How it may stand.
    pub frames: CueFrames,
    /// `file:line` of its row.
    pub place: String,
}

names! {
    /// Words around cues.
    Near NEARS
    /// Opens a sentence and is no part of what is said: however; namun.
    Link = "link",
    /// People spoken to who are nobody in particular: reporters; wartawan.
    Audience = "audience",
    /// Where words are put: statement, interview; keterangan, pernyataan.
    Medium = "medium",
    /// When words are spoken: Friday, today; Sabtu, kemarin.
    Moment = "moment",
    /// End of a cue that stands for its speaker: -nya.
    Enclitic = "enclitic",
    /// Nouns for unnamed speakers: official, spokesman; pejabat, juru bicara.
    Person = "person",
    /// Starts an aside that names where the words were found: as quoted by; seperti dikutip.
    Aside = "aside",
    /// After an inserted attribution: the statement goes on.
    GoesOn = "goes-on",
    /// After an inserted attribution: the report itself goes on.
    Apart = "apart",
    /// Marks a passive's doer or opens a list that is no clause; never starts what is said.
    Opener = "opener",
    /// Cue words that are nouns unless a subject or an auxiliary stands right before: call, claims.
    Nominal = "nominal",
    /// Introduces somebody new: a, another; seorang.
    Fresh = "fresh",
    /// Verb that no subject can be without: it ends a noun phrase.
    Finite = "finite",
}

/// A set of [`Near`] classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Nears(u16);

impl Nears {
    /// Whether `near` is in the set.
    pub const fn has(self, near: Near) -> bool {
        self.0 & (1 << near as u8) != 0
    }
}

/// The cues of one language and the words around them.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    phrases: Phrases<u16>,
    list: Vec<Cue>,
    near: Phrases<Nears>,
    words: FxHashMap<&'static str, Nears>,
    enclitics: Vec<&'static str>,
}

impl Cues {
    /// Reads `cues.tsv`. A row is either a cue: kind, forms separated by `|`, frames separated by spaces; or words around
    /// cues: their class, then the words separated by `|`.
    ///
    /// # Errors
    /// An unknown kind, class or frame; a form that stands twice.
    pub fn parse(file: &'static str, text: &'static str, errors: &mut Vec<DataError>) -> Self {
        let mut cues = Self::default();
        let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
        for row in rows(file, text) {
            let name = row.cell(0);
            if let Some(&(_, kind)) = KINDS.iter().find(|(n, _)| *n == name) {
                cues.cue(&row, kind, &mut seen, errors);
            } else if let Some(&(_, near)) = NEARS.iter().find(|(n, _)| *n == name) {
                cues.words_near(&row, near, errors);
            } else {
                let known: Vec<&str> = KINDS.iter().map(|k| k.0).chain(NEARS.iter().map(|n| n.0)).collect();
                errors.push(row.error(format!("no kind {name:?}; there are: {}", known.join(" "))));
            }
        }
        cues
    }

    fn cue(
        &mut self,
        row: &Row,
        kind: CueKind,
        seen: &mut FxHashMap<&'static str, usize>,
        errors: &mut Vec<DataError>,
    ) {
        if let Err(error) = row.expect(3, 4) {
            errors.push(error);
            return;
        }
        let mut frames = CueFrames::default();
        for name in row.cell(2).split_ascii_whitespace() {
            match FRAMES.iter().find(|(n, _)| *n == name) {
                Some(&(_, frame)) => frames.0 |= 1 << frame as u8,
                None => {
                    let known: Vec<&str> = FRAMES.iter().map(|f| f.0).collect();
                    errors.push(row.error(format!("no frame {name:?}; there are: {}", known.join(" "))));
                }
            }
        }
        let index = self.list.len() as u16;
        self.list.push(Cue { kind, frames, place: row.place() });
        for form in row.list(1) {
            if let Some(line) = seen.insert(form, row.line) {
                errors.push(row.error(format!("{form:?} stands already on line {line}")));
            }
            self.phrases.insert(form, index);
        }
    }

    fn words_near(&mut self, row: &Row, near: Near, errors: &mut Vec<DataError>) {
        if let Err(error) = row.expect(2, 2) {
            errors.push(error);
            return;
        }
        for word in row.list(1) {
            if near == Near::Enclitic {
                self.enclitics.push(word);
            } else if word.contains(' ') {
                self.near.insert(word, Nears(1 << near as u8));
            } else {
                self.words.entry(word).or_default().0 |= 1 << near as u8;
            }
        }
    }

    /// The longest cue at `at`, with its number of words. `word(n)` is the n-th lower-case word.
    pub fn at<'w>(&self, at: usize, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, &Cue)> {
        let (len, &index) = self.phrases.longest(at, word)?;
        Some((len, &self.list[index as usize]))
    }

    /// The number of words of the phrase of class `near` at `at`.
    pub fn near<'w>(&self, near: Near, at: usize, word: impl Fn(usize) -> Option<&'w str>) -> Option<usize> {
        let long = self.near.all(at, &word).find(|(_, set)| set.has(near)).map(|(len, _)| len);
        long.or_else(|| self.is(near, word(at)?).then_some(1))
    }

    /// Whether the single lower-case word has class `near`.
    pub fn is(&self, near: Near, lower: &str) -> bool {
        self.words.get(lower).is_some_and(|set| set.has(near))
    }

    /// The word without the enclitic that stands for its speaker.
    pub fn without_enclitic<'w>(&self, lower: &'w str) -> Option<&'w str> {
        self.enclitics.iter().find_map(|end| lower.strip_suffix(end).filter(|rest| !rest.is_empty()))
    }
}
