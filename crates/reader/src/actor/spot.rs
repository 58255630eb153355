//! What stands at each token that could name an actor: known names, unknown names, and words for people and bodies.

use std::ops::Range;

use notula_knowledge::{Entry, PersonForm, StateForm};
use notula_language::{ActorWord, ActorWordKind, Class};

use rustc_hash::FxHashSet;

use crate::doc::Doc;

/// A name in the text.
#[derive(Debug, Clone)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What the base knows under it; empty for an unknown name.
    pub entries: Vec<Entry>,
}

impl Name {
    /// The state that it can stand for, and in which form.
    pub fn state(&self) -> Option<(notula_knowledge::StateId, StateForm)> {
        self.entries.iter().find_map(|entry| match entry {
            Entry::State(id, form) => Some((*id, *form)),
            _ => None,
        })
    }

    /// Whether it names a state as an adjective or its inhabitants.
    pub fn is_demonym(&self) -> bool {
        matches!(self.state(), Some((_, StateForm::Demonym)))
    }

    /// The body that it can stand for.
    pub fn body(&self) -> Option<notula_knowledge::BodyId> {
        self.entries.iter().find_map(|entry| match entry {
            Entry::Body(id) => Some(*id),
            _ => None,
        })
    }

    /// The outlet that it can stand for.
    pub fn outlet(&self) -> Option<notula_knowledge::OutletId> {
        self.entries.iter().find_map(|entry| match entry {
            Entry::Outlet(id) => Some(*id),
            _ => None,
        })
    }

    /// The person that it names, by full name first.
    pub fn person(&self) -> Option<(notula_knowledge::PersonId, PersonForm)> {
        self.entries.iter().find_map(|entry| match entry {
            Entry::Person(id, form) => Some((*id, *form)),
            _ => None,
        })
    }

    /// Whether it can name a place that is no state.
    pub fn has_place(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry, Entry::City(_) | Entry::Region(_)))
    }

    /// Whether the base knows nothing, or only a bare surname or a place under it.
    pub fn may_be_person(&self) -> bool {
        self.state().is_none() && self.body().is_none() && self.outlet().is_none()
    }
}

/// Looks up tokens of one document.
pub struct Spots<'d, 'a> {
    pub(crate) doc: &'d Doc<'a>,
    /// For each token: whether it belongs to a time expression ("Sabtu", "December").
    timed: Vec<bool>,
    /// Capitalised words that stand inside a sentence somewhere.
    inside: FxHashSet<&'a str>,
    /// Short forms in capitals that the report introduces in brackets: "(GPLR)".
    shorts: FxHashSet<&'a str>,
}

impl<'d, 'a> Spots<'d, 'a> {
    /// `times` are the bytes of the time expressions, whose capitals are no names.
    pub fn new(doc: &'d Doc<'a>, times: &[Range<usize>]) -> Self {
        let mut timed = vec![false; doc.tokens.len()];
        for time in times {
            timed[doc.tokens_in(time)].fill(true);
        }
        let inside = (0..doc.tokens.len())
            .filter(|&n| doc.tokens[n].capital && !doc.starts_sentence(n))
            .map(|n| doc.word(n))
            .collect();
        let short = |n: &usize| doc.is_mark(n.wrapping_sub(1), "(") && doc.is_mark(n + 1, ")");
        let capitals = |word: &&str| word.len() > 2 && word.chars().all(char::is_uppercase);
        let shorts = (0..doc.tokens.len()).filter(short).map(|n| doc.word(n)).filter(capitals).collect();
        Self { doc, timed, inside, shorts }
    }

    /// The rows of `actors.tsv` that stand at `at`, longest first, with the number of tokens.
    pub fn words(&self, at: usize) -> Vec<(usize, &'static ActorWord)> {
        let doc = self.doc;
        if self.timed.get(at).copied().unwrap_or(true) || !doc.tokens[at].is_word() {
            return Vec::new();
        }
        let actors = &doc.pack.actors;
        let pick = |(len, row): (usize, &usize)| (len, &actors.rows[*row]);
        let mut found: Vec<_> = actors.forms.all(at, doc.words_from(at)).map(pick).collect();
        if found.first().is_some_and(|(len, row)| row.kind == ActorWordKind::Place && *len > 1) {
            found.truncate(1);
        }
        if found.is_empty() {
            let end = doc.sentence(at).end;
            let bare = |n: usize| (n < end).then(|| doc.bare(n));
            found = actors.forms.all(at, bare).map(pick).collect();
        }
        found
    }

    /// The longest word for an actor of one of `kinds` at `at`.
    pub fn word(&self, at: usize, kinds: &[ActorWordKind]) -> Option<(usize, &'static ActorWord)> {
        self.words(at).into_iter().find(|(_, row)| kinds.contains(&row.kind))
    }

    /// The name that starts at `at`.
    ///
    /// The longest name of the base wins, unless unknown capitalised words go on after a match that is not a full name:
    /// then the whole run is one unknown name ("Kenya Moore" is no state), except where juxtaposition is the grammar of
    /// possession ("Presiden Mesir Karim Fathi").
    pub fn name(&self, at: usize) -> Option<Name> {
        let doc = self.doc;
        let token = doc.tokens.get(at)?;
        if self.timed[at] || !token.is_word() {
            return None;
        }
        let known = self.known(at);
        if let Some(name) = &known {
            let firm = name.state().is_some()
                || name.body().is_some()
                || name.outlet().is_some()
                || matches!(name.person(), Some((_, PersonForm::Full | PersonForm::Alias)));
            // a weekday, an article or a heading in capitals is no city
            if firm || self.run(at).len() <= name.tokens.len() {
                if !firm && token.has(Class::NeverName) && name.tokens.len() == 1 {
                    return None;
                }
                return known;
            }
        }
        let tokens = self.run(at);
        if tokens.is_empty() {
            return None;
        }
        Some(Name { tokens, entries: Vec::new() })
    }

    /// A capitalised run that starts with a word for a group or organ and goes on with unknown words: the name of a
    /// body ("Pasukan Dukungan Cepat").
    pub fn proper_body(&self, at: usize) -> Option<Name> {
        use ActorWordKind::{Body, Group, Organ};
        let doc = self.doc;
        if !doc.tokens[at].capital || doc.starts_sentence(at) {
            return None;
        }
        if doc.pack.grammar.has_possessive_mark() {
            return self.joined_body(at);
        }
        let (len, _) = self.word(at, &[Group, Organ, Body])?;
        let known = self.known(at);
        if let Some(name) = known
            && name.tokens.len() > len
        {
            return Some(name);
        }
        let next = at + len;
        let goes_on = doc.tokens.get(next).is_some_and(|token| token.is_word() && token.capital && token.spaced)
            && next < doc.sentence(at).end
            && !self.timed[next]
            && self.known(next).is_none()
            && self.words(next).is_empty();
        if !goes_on {
            return None;
        }
        let tokens = at..self.run(next).end;
        (tokens.len() > len && tokens.len() < 8).then_some(Name { tokens, entries: Vec::new() })
    }

    /// A capitalised run joined by "and" that starts with a word for people and ends with one for a body: "Hostages and
    /// Missing Families Forum".
    fn joined_body(&self, at: usize) -> Option<Name> {
        use ActorWordKind::{Body, Group};
        let doc = self.doc;
        self.word(at, &[Group])?;
        let end = doc.sentence(at).end.min(at + 8);
        let mut stop = at;
        let mut joined = false;
        while stop < end {
            let token = &doc.tokens[stop];
            if token.is_word() && token.capital && !self.timed[stop] {
                stop += 1;
            } else if token.has(Class::Conjunction) && doc.tokens.get(stop + 1).is_some_and(|next| next.capital) {
                joined = true;
                stop += 1;
            } else {
                break;
            }
        }
        let closes = stop > at + 2 && self.word(stop - 1, &[Body]).is_some();
        (joined && closes).then(|| Name { tokens: at..stop, entries: Vec::new() })
    }

    /// Whether an unknown name is made of words for a body: "General Staff", "General Committee".
    pub fn names_body(&self, name: &Name) -> bool {
        use ActorWordKind::{Body, Government, Organ};
        let first = name.tokens.start;
        name.entries.is_empty()
            && name
                .tokens
                .clone()
                .any(|at| self.word(at, &[Body, Organ, Government]).is_some_and(|(len, _)| at + len <= name.tokens.end))
            && !self.doc.has(first, Class::Courtesy)
    }

    fn known(&self, at: usize) -> Option<Name> {
        let doc = self.doc;
        let matches = notula_knowledge::find(doc.text, doc.tokens[at].start as usize, doc.pack.code);
        matches.into_iter().find_map(|found| {
            let start = doc.tokens[at].start as usize;
            let tokens = doc.tokens_in(&(start..start + found.len));
            // "US$ 10 million" names no state
            if doc.text[start + found.len..].starts_with('$') {
                return None;
            }
            // "… in Kashmir. Pakistan had …": no name goes over the end of a sentence
            let whole = tokens.end <= doc.sentence(at).end;
            (whole && !tokens.is_empty() && tokens.start == at && !(tokens.len() == 1 && self.is_common(at)))
                .then(|| Name { tokens, entries: found.entries.into_vec() })
        })
    }

    /// A capitalised word that is common at the start of a sentence, and no abbreviation in capitals.
    fn is_common(&self, at: usize) -> bool {
        let token = &self.doc.tokens[at];
        let word = self.doc.word(at);
        let shouted = word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
        !shouted && token.has(Class::NeverName)
    }

    /// The run of capitalised words at `at` that may be one unknown name.
    fn run(&self, at: usize) -> Range<usize> {
        let doc = self.doc;
        if !self.capital(at) || self.is_common(at) || doc.tokens[at].has(Class::Courtesy) {
            return at..at;
        }
        if doc.starts_sentence(at) && self.starts_plainly(at) {
            return at..at;
        }
        // "GPLR Teuku Ansari": whose he is, and he
        if self.shorts.contains(doc.word(at)) {
            return at..at + 1;
        }
        let end = doc.sentence(at).end;
        let mut stop = at + 1;
        while stop < end {
            let token = &doc.tokens[stop];
            if token.is_word() && token.spaced && self.capital(stop) && !self.timed[stop] {
                if self.breaks(stop) {
                    break;
                }
                stop += 1;
            } else if self.goes_on(stop, end) {
                stop += 2;
            } else {
                break;
            }
        }
        at..stop
    }

    /// Whether a particle or hyphen at `at` leads to another word of the name.
    fn goes_on(&self, at: usize, end: usize) -> bool {
        let doc = self.doc;
        let token = &doc.tokens[at];
        let Some(next) = doc.tokens.get(at + 1).filter(|next| at + 1 < end && next.is_word()) else { return false };
        let particle = token.is_word() && token.spaced && token.has(Class::NameParticle) && !token.has(Class::Article);
        let hyphen = doc.is_mark(at, "-") && !token.spaced && !next.spaced && next.capital;
        particle && self.capital(at + 1) || hyphen && !self.breaks(at + 1)
    }

    fn capital(&self, at: usize) -> bool {
        let doc = self.doc;
        doc.tokens[at].capital
            || (doc.tokens[at].is_word()
                && doc.word(at).split_once('-').is_some_and(|(first, second)| {
                    doc.pack.grammar.classes(first).has(Class::NameParticle) && second.starts_with(char::is_uppercase)
                }))
    }

    /// Whether another name or an office starts here, so that a run ends before it.
    fn breaks(&self, at: usize) -> bool {
        use ActorWordKind::{Government, Group, Kin, Office, Organ};
        // "Rapid Support Forces": where the head comes last, a capitalised group ends the name it belongs to
        let last_head = self.doc.pack.grammar.has_possessive_mark() && self.doc.tokens[at].capital;
        let kinds: &[ActorWordKind] = if last_head { &[Office, Kin] } else { &[Office, Kin, Group, Organ, Government] };
        self.word(at, kinds).is_some()
            || self.known(at).is_some_and(|name| {
                name.state().is_some() || name.body().is_some() || matches!(name.person(), Some((_, PersonForm::Full)))
            })
    }

    /// Whether the capital at the start of a sentence is due to that alone: a word of the lexicons, or one that looks
    /// like a verb, and no capital follows it.
    fn starts_plainly(&self, at: usize) -> bool {
        let doc = self.doc;
        let lower = doc.lower(at);
        let known_word = doc.tokens[at].classes != notula_language::Classes::default()
            || doc.pack.actors.has_word(lower)
            || doc.pack.actors.has_word(doc.bare(at))
            || doc.pack.grammar.looks_like_verb(lower);
        if known_word {
            return true;
        }
        let next_is_name = doc.tokens.get(at + 1).is_some_and(|next| next.is_word() && next.capital && next.spaced);
        // a single unknown word is a name only if the text has it with a capital inside a sentence as well
        !next_is_name && !self.occurs_inside(at)
    }

    fn occurs_inside(&self, at: usize) -> bool {
        self.inside.contains(self.doc.word(at))
    }
}
