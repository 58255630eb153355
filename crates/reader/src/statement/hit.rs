//! Where cues stand in a report.

use std::ops::Range;

use notula_knowledge::{Entry, StateForm};
use notula_language::{Class, Cue, CueFrame, Cues, Near};

use crate::doc::Doc;
use crate::mention::{MentionIx, Mentions};
use crate::token::Kind;

/// How many tokens a rule looks ahead or back: keeps the work linear in the text.
pub(super) const WINDOW: usize = 120;

/// Small words that only look like verbs.
const CLOSED: &[Class] = &[
    Class::Article,
    Class::Demonstrative,
    Class::Preposition,
    Class::Genitive,
    Class::Origin,
    Class::Agent,
    Class::Comitative,
    Class::Recipient,
    Class::Between,
    Class::Conjunction,
    Class::Contrast,
    Class::Relative,
    Class::Temporal,
    Class::Concession,
    Class::Cause,
];

/// A cue in the text.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// Its words.
    pub(super) tokens: Range<usize>,
    /// Its entry.
    pub(super) cue: &'static Cue,
    /// Whether an enclitic on it stands for the speaker ("ujarnya").
    pub(super) enclitic: bool,
    /// Whether it is an infinitive ("to say"): nobody says it yet.
    pub(super) infinitive: bool,
    /// Whether it is negated: "has not said".
    pub(super) negated: bool,
}

impl Hit {
    /// Whether the cue may stand so.
    pub(super) fn has(&self, frame: CueFrame) -> bool {
        self.cue.frames.has(frame)
    }
}

/// What the rules of this layer look at.
pub(super) struct Ctx<'a> {
    /// The report.
    pub(super) doc: &'a Doc<'a>,
    /// Its mentions.
    pub(super) mentions: &'a Mentions,
    /// The language's cues.
    pub(super) cues: &'static Cues,
    /// The cues outside quotations, in order.
    pub(super) hits: Vec<Hit>,
    hit_at: Vec<u32>,
}

impl<'a> Ctx<'a> {
    /// Finds the cues of `doc`.
    pub(super) fn new(doc: &'a Doc<'a>, mentions: &'a Mentions) -> Self {
        let mut ctx = Self { doc, mentions, cues: &doc.pack.cues, hits: Vec::new(), hit_at: vec![0; doc.tokens.len()] };
        let mut at = 0;
        while at < doc.tokens.len() {
            let Some(hit) = ctx.find(at) else {
                at += 1;
                continue;
            };
            at = hit.tokens.end;
            ctx.hit_at[hit.tokens.clone()].fill(ctx.hits.len() as u32 + 1);
            ctx.hits.push(hit);
        }
        ctx
    }

    fn find(&self, at: usize) -> Option<Hit> {
        let doc = self.doc;
        if self.kind(at) != Some(Kind::Word) || self.quoted(at) || self.in_name(at) {
            return None;
        }
        let lower = doc.lower(at);
        let (len, cue, enclitic) = match self.cues.at(at, doc.words_from(at)) {
            Some((len, cue)) => (len, cue, false),
            None => {
                let bare = self.cues.without_enclitic(lower)?;
                let (_, cue) = self.cues.at(0, |n| (n == 0).then_some(bare))?;
                let speaker = cue.frames.has(CueFrame::Inverted)
                    || cue.frames.has(CueFrame::Passive)
                    || cue.kind == notula_language::CueKind::Source;
                (1, cue, speaker)
            }
        };
        let before = at.checked_sub(1).filter(|&n| doc.sentence_of(n) == doc.sentence_of(at));
        let prior = before.and_then(|n| self.verbal_before(n));
        let noun = cue.kind == notula_language::CueKind::Noun;
        if !noun && before.is_some_and(|n| self.any(n, &[Class::Article, Class::Possessive, Class::Genitive])) {
            return None;
        }
        // a participle after "be" is a passive: its subject is spoken to or of
        if prior.is_some_and(|n| doc.has(n, Class::Copula))
            && !cue.frames.has(CueFrame::Shared)
            && !cue.frames.has(CueFrame::Passive)
            && !cue.frames.has(CueFrame::Inverted)
            && doc.pack.grammar.looks_like_verb(lower)
        {
            return None;
        }
        if self.reduced(at, len, before) {
            return None;
        }
        if len == 1 && self.is(Near::Nominal, at) && !self.verbal(at, prior) {
            return None;
        }
        if cue.frames.has(CueFrame::Inverted) && !enclitic && !self.opens(at) {
            return None;
        }
        let infinitive = prior.is_some_and(|n| doc.has(n, Class::Purpose) && !doc.has(n, Class::Copula));
        let negated = (at.saturating_sub(3)..at)
            .rev()
            .take_while(|&n| self.kind(n) == Some(Kind::Word))
            .any(|n| doc.has(n, Class::Negation) && !self.is(Near::Link, n));
        Some(Hit { tokens: at..at + len, cue, enclitic, infinitive, negated })
    }

    /// Whether it is a participle that describes the noun before it: "a plan proposed by Egypt", "in a statement posted on".
    fn reduced(&self, at: usize, len: usize, before: Option<usize>) -> bool {
        let doc = self.doc;
        let Some(noun) = before else { return false };
        if !doc.pack.grammar.suffixed_verb(doc.lower(at)) {
            return false;
        }
        let next = at + len;
        let named = self.mentions.outer_at(next).is_some() || self.any(next + 1, &[Class::Article, Class::Possessive]);
        if doc.has(next, Class::Agent) && (named || self.mentions.outer_at(next + 1).is_some()) {
            return true;
        }
        let governed = (noun.saturating_sub(4)..noun)
            .rev()
            .take_while(|&n| self.kind(n) == Some(Kind::Word) && !doc.has(n, Class::Verb))
            .any(|n| self.any(n, &[Class::Preposition]) && doc.sentence_of(n) == doc.sentence_of(at));
        self.is(Near::Medium, noun) && governed && (len > 1 || self.any(next, &[Class::Preposition, Class::Agent]))
    }

    /// Whether a word that is mostly a noun is a verb here, by what stands before it.
    fn verbal(&self, at: usize, prior: Option<usize>) -> bool {
        let doc = self.doc;
        let Some(prior) = prior else { return false };
        if let Some(n) = self.mentions.outer_at(prior) {
            let mention = &self.mentions.all[n];
            // "Russian demands" are no verb, "Russia demands" is one
            let adjective = mention.tokens.len() == 1
                && notula_knowledge::find(doc.text, doc.tokens[prior].start as usize, doc.pack.code)
                    .iter()
                    .flat_map(|found| &found.entries)
                    .any(|entry| matches!(entry, Entry::State(_, StateForm::Demonym)));
            return mention.tokens.end == prior + 1 && !adjective;
        }
        self.any(
            prior,
            &[
                Class::PronounHeShe,
                Class::PronounThey,
                Class::PronounWe,
                Class::PronounI,
                Class::PronounYou,
                Class::Auxiliary,
                Class::Purpose,
                Class::Relative,
            ],
        ) && !doc.has(prior, Class::Copula)
            || self.is(Near::Person, prior) && prior + 1 == at
            || (self.comma(prior)
                || self.any(prior, &[Class::Conjunction, Class::Contrast]) && prior > doc.sentence(at).start + 1)
                && self.kind(at + 1) == Some(Kind::Word)
                && !self.any(at + 1, &[Class::Conjunction, Class::Preposition, Class::Genitive])
            || self.any(prior, &[Class::Conjunction, Class::Contrast]) && prior > doc.sentence(at).start + 1
    }

    /// Whether the token is part of a mention's name, where a cue word is none ("Human Rights Watch reports").
    fn in_name(&self, at: usize) -> bool {
        let Some(n) = self.mentions.outer_at(at) else { return false };
        let mention = &self.mentions.all[n];
        // a role's words are no verbs either, unless the token ends the phrase
        mention.head.contains(&at)
            || self.mentions.inside(n).any(|m| self.mentions.all[m].head.contains(&at))
            || mention.tokens.end > at + 1 && !self.capital(at)
    }

    /// The nearest token before that is no adverb.
    fn verbal_before(&self, mut at: usize) -> Option<usize> {
        for _ in 0..4 {
            if !(self.doc.has(at, Class::Adverb) || self.doc.has(at, Class::Negation)) {
                return Some(at);
            }
            at = at.checked_sub(1)?;
        }
        None
    }

    /// Whether a new part of the sentence starts at `at`: after a mark, a quotation, a connective or nothing.
    pub(super) fn opens(&self, at: usize) -> bool {
        let doc = self.doc;
        if doc.starts_sentence(at) {
            return true;
        }
        let Some(before) = at.checked_sub(1) else { return true };
        matches!(self.kind(before), Some(Kind::Quote | Kind::Mark))
            || doc.sentence_of(before) != doc.sentence_of(at)
            || self.is(Near::Link, before)
    }

    /// The cue that covers the token.
    pub(super) fn hit(&self, at: usize) -> Option<usize> {
        self.hit_at.get(at).and_then(|&n| (n as usize).checked_sub(1))
    }

    /// The cues that start within `tokens`.
    pub(super) fn hits_in(&self, tokens: Range<usize>) -> Range<usize> {
        let from = self.hits.partition_point(|h| h.tokens.start < tokens.start);
        let to = self.hits.partition_point(|h| h.tokens.start < tokens.end);
        from..to.max(from)
    }

    /// Whether the single word has class `near`.
    pub(super) fn is(&self, near: Near, at: usize) -> bool {
        self.cues.is(near, self.doc.lower(at))
    }

    /// Number of words of the phrase of class `near` at `at`.
    pub(super) fn near(&self, near: Near, at: usize) -> Option<usize> {
        self.cues.near(near, at, self.doc.words_from(at))
    }

    /// The outermost mention that starts at `at` or after an article there.
    pub(super) fn mention_from(&self, at: usize) -> Option<MentionIx> {
        let at = if self.doc.has(at, Class::Article) { at + 1 } else { at };
        let n = self.mentions.outer_at(at)?;
        (self.mentions.all[n].tokens.start >= at.saturating_sub(1)).then_some(n)
    }

    /// Whether a comma ends at the token, be it before a closing quotation mark.
    pub(super) fn pause(&self, at: usize) -> bool {
        if self.comma(at) {
            return true;
        }
        let doc = self.doc;
        doc.tokens.get(at).is_some_and(|t| t.kind == Kind::Quote)
            && at.checked_sub(1).is_some_and(|n| {
                doc.quote_of(n).is_some() && matches!(doc.slice(n..n + 1), "," | "?" | "!" | "…" | ".")
            })
    }

    /// Whether the token stands in a quotation that is closed somewhere; where one is not, anything may follow.
    pub(super) fn quoted(&self, at: usize) -> bool {
        let doc = self.doc;
        doc.quote_of(at).is_some_and(|n| {
            let chained = n.checked_sub(1).is_some_and(|before| doc.quotes[before].goes_on);
            doc.quotes[n].closed || doc.quotes[n].goes_on || chained
        })
    }

    /// Whether the token is a dash, or a hyphen typed for one.
    pub(super) fn dash(&self, at: usize) -> bool {
        let doc = self.doc;
        let hyphen = |n: usize| doc.is_mark(n, "-");
        ["–", "—", "―"].iter().any(|mark| doc.is_mark(at, mark))
            || hyphen(at) && (hyphen(at + 1) || at > 0 && hyphen(at - 1) || doc.tokens[at].spaced)
    }

    /// Whether the token has any of `classes`.
    pub(super) fn any(&self, at: usize, classes: &[Class]) -> bool {
        self.doc.tokens.get(at).is_some_and(|t| t.classes.any(classes))
    }

    /// What the token is; `None` behind the last.
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.doc.tokens.get(at).map(|t| t.kind)
    }

    /// Whether the token starts with a capital letter.
    pub(super) fn capital(&self, at: usize) -> bool {
        self.doc.tokens.get(at).is_some_and(|t| t.capital)
    }

    /// Whether the token is a comma.
    pub(super) fn comma(&self, at: usize) -> bool {
        self.doc.is_mark(at, ",")
    }

    /// Whether the token is the full stop of an abbreviation inside a sentence: "Mr. Burman", "Nov. 23".
    pub(super) fn abbreviates(&self, at: usize) -> bool {
        let doc = self.doc;
        doc.is_mark(at, ".")
            && !doc.tokens[at].spaced
            && at + 1 < doc.tokens.len()
            && doc.sentence_of(at + 1) == doc.sentence_of(at)
            && self.kind(at + 1) != Some(Kind::Quote)
            && at.checked_sub(1).is_some_and(|n| self.capital(n) || doc.has(n, Class::Abbreviation))
    }

    /// Whether the token ends what a sentence says: its last marks.
    pub(super) fn final_mark(&self, at: usize) -> bool {
        !self.abbreviates(at)
            && self.doc.tokens.get(at).is_some_and(|t| {
                t.kind == Kind::Mark && matches!(&self.doc.text[t.bytes()], "." | "!" | "?" | "…" | ";")
            })
    }

    /// Whether the token is certainly a finite verb or a word that stands only before one.
    pub(super) fn finite(&self, at: usize) -> bool {
        let doc = self.doc;
        doc.tokens.get(at).is_some_and(|t| t.kind == Kind::Word)
            && (!doc.has(at, Class::PossessiveMark) || self.contracted(at))
            // "on May 7"
            && !(self.capital(at) && self.is(Near::Moment, at) && !doc.starts_sentence(at))
            && (self.is(Near::Finite, at)
                || doc.has(at, Class::Verb)
                || (self.any(at, &[Class::Auxiliary]) && !doc.has(at, Class::Purpose)))
    }

    /// Whether 's stands for "is" or "has": after a pronoun.
    fn contracted(&self, at: usize) -> bool {
        at > 0
            && self.any(
                at - 1,
                &[Class::PronounHeShe, Class::PronounIt, Class::PronounThey, Class::Demonstrative, Class::Relative],
            )
    }

    /// Whether the token may be a verb; what stands in a mention is none.
    pub(super) fn verb(&self, at: usize) -> bool {
        let doc = self.doc;
        self.finite(at)
            || doc.tokens.get(at).is_some_and(|t| t.kind == Kind::Word && !t.capital)
                && self.mentions.outer_at(at).is_none()
                && !doc.tokens[at].classes.any(CLOSED)
                && !self.is(Near::Person, at)
                && !self.is(Near::Medium, at)
                && !self.is(Near::Moment, at)
                && (self.hit(at).is_some() || doc.pack.grammar.looks_like_verb(doc.lower(at)))
    }

    /// Whether a verb stands in `tokens`.
    pub(super) fn has_verb(&self, tokens: Range<usize>) -> bool {
        tokens.take(WINDOW).any(|n| self.verb(n))
    }

    /// The token after a bracket's end, where one opens at `at`.
    pub(super) fn after_bracket(&self, at: usize, end: usize) -> Option<usize> {
        if !self.doc.is_mark(at, "(") {
            return None;
        }
        (at + 1..end.min(at + 20)).find(|&n| self.doc.is_mark(n, ")")).map(|n| n + 1)
    }
}
