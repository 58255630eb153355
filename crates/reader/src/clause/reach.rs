//! How far a clause goes, and which phrases stand in it.

use std::ops::Range;

use notula_language::Class;

use super::{Clauses, GROUP, Link, MARKERS, OPENERS, REACH};
use crate::token::Kind;

impl Clauses<'_, '_> {
    /// The end of the clause that goes on at `from`.
    pub fn end(&self, from: usize) -> usize {
        self.follow(from).1
    }

    /// The phrases that follow `from` in its clause, and where the clause ends.
    pub fn follow(&self, from: usize) -> (Vec<usize>, usize) {
        let doc = self.doc;
        let sentence = doc.sentence(from.saturating_sub(1));
        let quote = doc.quote_of(from.saturating_sub(1));
        let ceiling = quote.map_or(sentence.end, |q| sentence.end.min(doc.quotes[q].tokens.end));
        let ceiling = ceiling.min(from + REACH);
        let mut out = Vec::new();
        let mut at = from;
        while at < ceiling {
            if let Some(n) = self.phrase_at(at) {
                out.push(n);
                at = self.phrases[n].tokens.end.max(at + 1);
                continue;
            }
            let token = &doc.tokens[at];
            match token.kind {
                Kind::Quote => {
                    // a few quoted words are part of the clause
                    let Some(inner) = doc.quote_of(at + 1).filter(|&q| Some(q) != quote) else { break };
                    let inner = &doc.quotes[inner];
                    let attributed = inner.tokens.end > 0 && doc.is_mark(inner.tokens.end - 1, ",");
                    if inner.tokens.len() > 6 || !inner.closed || attributed {
                        break;
                    }
                    at = inner.tokens.end + 1;
                    continue;
                }
                Kind::Mark => match doc.word(at) {
                    "(" => {
                        at = (at..ceiling.min(at + 12)).find(|&n| doc.is_mark(n, ")")).map_or(ceiling, |n| n + 1);
                        continue;
                    }
                    "," => {
                        let next = at + 1;
                        // "in Miami, Florida, on Saturday"
                        if let (Some(&last), Some(n)) = (out.last(), self.phrase_at(next))
                            && self.names_place(last)
                            && self.names_place(n)
                            && self.phrases[last].tokens.end == at
                        {
                            at = self.phrases[n].tokens.end;
                            if doc.is_mark(at, ",") {
                                at += 1;
                            }
                            continue;
                        }
                        let goes_on = next < ceiling
                            && doc.tokens[next].classes.any(MARKERS)
                            && !doc.tokens[next].classes.any(OPENERS);
                        if !goes_on {
                            break;
                        }
                    }
                    // a full stop inside a sentence ends an abbreviation
                    ";" | ":" | "!" | "?" | "…" => break,
                    "." if at + 1 >= ceiling => break,
                    "—" | "–" if token.spaced => break,
                    _ => {}
                },
                _ => {}
            }
            let classes = token.classes;
            if classes.any(&[Class::Complementizer, Class::Relative, Class::Contrast])
                || classes.any(OPENERS) && !(classes.has(Class::Preposition) && self.phrase_at(at + 1).is_some())
            {
                break;
            }
            if classes.has(Class::Purpose) {
                let marks = classes.any(&[Class::Recipient, Class::Preposition]);
                let next = (at + 1..ceiling).find(|&n| !doc.tokens[n].has(Class::Article));
                let nominal = next.is_some_and(|n| self.phrase_at(n).is_some() || n > at + 1 || self.is_noun(n));
                let infinitive = next.is_some_and(|n| self.is_verb(n)) || !nominal;
                if !marks || infinitive && self.phrase_at(at + 1).is_none() {
                    break;
                }
            }
            if classes.has(Class::Conjunction) {
                let mut next = at + 1;
                while next < ceiling && doc.tokens[next].classes.any(GROUP) {
                    next += 1;
                }
                if next < ceiling && self.is_verb(next) && self.phrase_at(next).is_none() {
                    break;
                }
            }
            let governed = at > from
                && self.doc.tokens[at - 1].classes.any(&[Class::Genitive, Class::Origin])
                && !self.doc.tokens[at - 1].has(Class::Complementizer);
            if self.is_verb(at) && at > from && (!out.is_empty() || governed) {
                break;
            }
            at += 1;
        }
        (out, at)
    }

    pub(super) fn names_place(&self, phrase: usize) -> bool {
        self.phrases[phrase].mentions.iter().any(|&ix| self.mentions.all[ix].place.is_some())
    }

    /// The subject of the clause that opens at `end`, where [`Self::follow`] stopped ("agar X …", "that X …").
    pub fn complement_subject(&self, end: usize) -> Option<usize> {
        let doc = self.doc;
        let opener = doc.tokens.get(end)?;
        if !opener.classes.any(&[Class::Complementizer, Class::Purpose]) {
            return None;
        }
        let stop = doc.sentence(end).end.min(end + 6);
        let phrase = (end + 1..stop).find_map(|n| self.phrase_at(n))?;
        let between = end + 1..self.phrases[phrase].tokens.start;
        let clear = between.clone().all(|n| !self.is_verb(n) && doc.tokens[n].kind != Kind::Mark);
        let free = match self.phrases[phrase].link {
            Link::Bare | Link::Possessor | Link::Follows => true,
            Link::Marked => self.phrases[phrase].marker == Some(end),
        };
        (clear && free).then_some(phrase)
    }

    /// The bytes from the start of `first` to `end`, without the marks at the end.
    pub fn evidence(&self, first: usize, end: usize) -> Range<usize> {
        let mut end = end;
        while end > first + 1 && matches!(self.doc.tokens[end - 1].kind, Kind::Mark | Kind::Quote) {
            let closes = self.doc.word(end - 1) == ")";
            let opened = closes && (first..end).any(|n| self.doc.is_mark(n, "("));
            if opened {
                break;
            }
            end -= 1;
        }
        self.doc.bytes(first..end)
    }
}
