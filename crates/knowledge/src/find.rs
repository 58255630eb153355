//! Finds names in a text by walking an index of folded names.

use std::sync::OnceLock;

use fst::raw::{Fst, Output};
use smallvec::SmallVec;
use unicode_normalization::char::is_combining_mark;

use crate::actors::{BodyId, OutletId, StateId};
use crate::fold::{fold_char, is_apostrophe};
use crate::layout::{
    ALIAS, BODY, CAPITAL, CAPITALS, CITY, COUNT_BITS, DEMONYM, FORM_SHIFT, FULL, ID_MASK, KIND_SHIFT, LANGUAGE_MASK,
    LANGUAGE_SHIFT, METONYM, MIXED, NAME, OUTLET, PERSON, REGION, SMALL, STATE, SURNAME, UNIQUE_SURNAME,
};
use crate::people::PersonId;
use crate::places::{CityId, RegionId};
use crate::tables::word;

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.fst"));
static ENTRIES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/entries.bin"));

/// How a text names a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateForm {
    /// The name or a short form: "United States", "AS".
    Name,
    /// Adjective or inhabitants: "American", "Russians".
    Demonym,
    /// The seat of government that may stand for the state: "Washington".
    Capital,
    /// A palace or epithet that stands for the state's government: "Gedung Putih", "the Kremlin".
    Metonym,
}

/// How a text names a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PersonForm {
    /// The usual name.
    Full,
    /// Another spelling or name.
    Alias,
    /// A surname alone.
    Surname {
        /// Famous enough to be understood where the full name has not been given.
        unique: bool,
    },
}

/// What a name may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entry {
    /// A state.
    State(StateId, StateForm),
    /// An organisation.
    Body(BodyId),
    /// A person.
    Person(PersonId, PersonForm),
    /// A news outlet.
    Outlet(OutletId),
    /// A city.
    City(CityId),
    /// A region.
    Region(RegionId),
}

/// A name found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Length in bytes of the text.
    pub len: usize,
    /// What the name may stand for: states first, then bodies, people, outlets, cities (largest first), regions.
    pub entries: SmallVec<[Entry; 4]>,
}

/// The names at one place, longest first.
pub type Matches = SmallVec<[Match; 2]>;

/// All names that begin at byte `at` of `text` and end at the end of a word, longest first.
///
/// `at` has to be the beginning of a word, else there are none. Case and diacritics do not count (see the crate's
/// folding), but the text must begin with a capital unless the name itself begins with a small letter, and names
/// written in capitals only ("AS", "US", "UN") match only capitals; others of up to three letters do not match capitals
/// only ("XI" is no "Xi"). `language` is the code of a pack; single-word
/// names of other languages are left out, those without a language and those of several words are always found. An
/// empty `language` finds the names of all.
///
/// The time is linear in the length of the longest name that agrees with the text.
pub fn find(text: &str, at: usize, language: &str) -> Matches {
    let mut matches = Matches::new();
    let Some((before, rest)) = text.split_at_checked(at) else { return matches };
    if !rest.starts_with(char::is_alphanumeric) {
        return matches;
    }
    if before.chars().next_back().is_some_and(is_letter) {
        return matches;
    }
    let language = language_number(language);
    let Some(mut walk) = Walk::new() else { return matches };
    let mut previous = ' ';
    let mut chars = rest.char_indices().peekable();
    loop {
        let next = chars.next();
        let (end, c) = next.unwrap_or((rest.len(), '\n'));
        if is_letter(previous)
            && !is_letter(c)
            && let Some(value) = walk.value()
        {
            let len = with_full_stop(rest, end);
            let entries = entries(value, &rest[..end], language);
            if !entries.is_empty() {
                matches.push(Match { len, entries });
            }
        }
        if c == '\n' || (is_apostrophe(c) && is_possessive(&rest[end..])) || !walk.step(c) {
            break;
        }
        previous = c;
    }
    matches.reverse();
    matches
}

/// A letter, a digit or a mark upon one.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Whether a text goes on with `'s` and then ends the word.
fn is_possessive(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    chars.next().is_some_and(|c| c == 's' || c == 'S') && !chars.next().is_some_and(is_letter)
}

/// The full stop that ends "U.S." belongs to the name.
fn with_full_stop(rest: &str, end: usize) -> usize {
    let name = &rest[..end];
    let dotted = name.rsplit_once('.').is_some_and(|(_, last)| last.chars().count() == 1);
    if dotted && rest[end..].starts_with('.') { end + 1 } else { end }
}

/// The number of a language of the compiled names, none for an empty code.
fn language_number(code: &str) -> Option<u32> {
    let code = code.split(['-', '_']).next().unwrap_or("");
    if code.is_empty() {
        return None;
    }
    Some(LANGUAGES.iter().position(|known| *known == code).map_or(LANGUAGE_MASK, |place| place as u32 + 1))
}

/// The entries of a value of the index that agree with how the text is written.
fn entries(value: u64, name: &str, language: Option<u32>) -> SmallVec<[Entry; 4]> {
    let place = (value >> COUNT_BITS) as usize;
    let count = (value & ((1 << COUNT_BITS) - 1)) as usize;
    let written = Written::of(name);
    (place..place + count)
        .map(|place| word(ENTRIES, place))
        .filter(|packed| {
            let of = packed >> LANGUAGE_SHIFT & LANGUAGE_MASK;
            (of == 0 || language.is_none_or(|wanted| wanted == of)) && written.agrees(*packed)
        })
        .filter_map(unpack)
        .fold(SmallVec::new(), |mut entries, entry| {
            // The same name may stand in several languages.
            if !entries.contains(&entry) {
                entries.push(entry);
            }
            entries
        })
}

/// How a name is written in the text.
struct Written {
    short: bool,
    begins_small: bool,
    has_small: bool,
    has_inner_capital: bool,
}

impl Written {
    fn of(name: &str) -> Self {
        Written {
            short: name.chars().count() <= 3,
            begins_small: name.starts_with(char::is_lowercase),
            has_small: name.chars().any(char::is_lowercase),
            has_inner_capital: name.chars().skip(1).any(char::is_uppercase),
        }
    }

    /// Whether an entry may be written so.
    fn agrees(&self, packed: u32) -> bool {
        match packed & MIXED {
            MIXED => !self.begins_small && self.has_small && self.has_inner_capital,
            CAPITALS => !self.has_small,
            SMALL => true,
            _ => !self.begins_small && (self.has_small || !self.short),
        }
    }
}

fn unpack(packed: u32) -> Option<Entry> {
    let id = packed & ID_MASK;
    let form = packed >> FORM_SHIFT & 7;
    Some(match packed >> KIND_SHIFT & 7 {
        STATE => {
            let form = match form {
                NAME => StateForm::Name,
                DEMONYM => StateForm::Demonym,
                CAPITAL => StateForm::Capital,
                METONYM => StateForm::Metonym,
                _ => return None,
            };
            Entry::State(StateId(id), form)
        }
        BODY => Entry::Body(BodyId(id)),
        PERSON => {
            let form = match form {
                FULL => PersonForm::Full,
                SURNAME => PersonForm::Surname { unique: false },
                UNIQUE_SURNAME => PersonForm::Surname { unique: true },
                ALIAS => PersonForm::Alias,
                _ => return None,
            };
            Entry::Person(PersonId(id), form)
        }
        OUTLET => Entry::Outlet(OutletId(id)),
        CITY => Entry::City(CityId(id)),
        REGION => Entry::Region(RegionId(id)),
        _ => return None,
    })
}

/// A walk through the index, one folded character at a time.
struct Walk {
    index: &'static Fst<&'static [u8]>,
    address: usize,
    output: Output,
    after_blank: bool,
}

impl Walk {
    fn new() -> Option<Self> {
        static OPENED: OnceLock<Option<Fst<&'static [u8]>>> = OnceLock::new();
        let index = OPENED.get_or_init(|| Fst::new(INDEX).ok()).as_ref()?;
        Some(Walk { index, address: index.root().addr(), output: Output::zero(), after_blank: true })
    }

    /// Goes on by what remains of `c`; false where no name goes on so.
    fn step(&mut self, c: char) -> bool {
        let mut alive = true;
        fold_char(c, |folded| {
            if folded == ' ' && std::mem::replace(&mut self.after_blank, true) {
                return;
            }
            self.after_blank = folded == ' ';
            let mut buffer = [0; 4];
            for byte in folded.encode_utf8(&mut buffer).bytes() {
                alive = alive && self.follow(byte);
            }
        });
        alive
    }

    fn follow(&mut self, byte: u8) -> bool {
        let node = self.index.node(self.address);
        let Some(place) = node.find_input(byte) else { return false };
        let transition = node.transition(place);
        self.output = self.output.cat(transition.out);
        self.address = transition.addr;
        true
    }

    /// The value of the name that ends here.
    fn value(&self) -> Option<u64> {
        let node = self.index.node(self.address);
        node.is_final().then(|| self.output.cat(node.final_output()).value())
    }
}
