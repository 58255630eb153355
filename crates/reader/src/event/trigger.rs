//! The words of the frames in a text, and how they are to be read.

use notula_language::{Class, Mark, Need, Voice, Word};

use crate::clause::{Clauses, Link};
use crate::token::Kind;

/// Words of a frame that stand in the text.
#[derive(Debug, Clone, Copy)]
pub struct Trigger {
    /// First token.
    pub at: usize,
    /// Number of tokens.
    pub len: usize,
    /// Index of the row in [`notula_language::Frames::rows`].
    pub frame: usize,
    /// How the parties stand here: a participle of an active frame can be passive.
    pub voice: Voice,
    /// Whether the form is a present participle.
    pub participle: bool,
    /// Whether the form is a past one.
    pub past: bool,
    /// Whether it is a participle after a preposition ("accused of ignoring", "a plan for ending"): told only as what
    /// somebody is accused of.
    pub governed: bool,
}

/// The number of words of the longest form at `at` that tells no event, or nought.
pub fn blocked(clauses: &Clauses, at: usize) -> usize {
    let doc = clauses.doc;
    let end = doc.sentence(at).end;
    let word = |n: usize| (n < end).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
    doc.pack.frames.blocked.all(&doc.pack.lists, at, &word).first().map_or(0, |hit| hit.len)
}

/// The triggers at token `at`, the longest first, that can be read so there.
pub fn at(clauses: &Clauses, at: usize) -> Vec<Trigger> {
    let doc = clauses.doc;
    if !doc.tokens[at].is_word() {
        return Vec::new();
    }
    if inside_name(clauses, at) {
        return Vec::new();
    }
    let end = doc.sentence(at).end;
    let word = |n: usize| (n < end).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
    let blocked = blocked(clauses, at);
    doc.pack
        .frames
        .forms
        .all(&doc.pack.lists, at, &word)
        .into_iter()
        .filter(|hit| hit.len > blocked && !(hit.gapped && auxiliary_of_another(clauses, at, hit.len)))
        .filter_map(|hit| {
            let frame = &doc.pack.frames.rows[*hit.value];
            let voice = match frame.voice {
                Voice::Active | Voice::Mutual => reading(clauses, at, hit.len, hit.mark, frame.voice)?,
                Voice::Passive | Voice::Moved | Voice::Session => frame.voice,
                Voice::Noun | Voice::Meeting => {
                    if is_verb_here(clauses, at) {
                        return None;
                    }
                    frame.voice
                }
            };
            let participle = hit.mark == Mark::Progressive;
            let trigger = Trigger {
                at,
                len: hit.len,
                frame: *hit.value,
                voice,
                participle,
                past: hit.mark == Mark::Participle,
                governed: participle && is_governed(clauses, at),
            };
            needs_met(clauses, &trigger).then_some(trigger)
        })
        .collect()
}

/// Whether a form begins with an auxiliary that belongs to a verb in its gap: "had insisted the talks" held none.
fn auxiliary_of_another(clauses: &Clauses, at: usize, len: usize) -> bool {
    let doc = clauses.doc;
    let gap = at + 1..(at + len).saturating_sub(1);
    doc.has(at, Class::Auxiliary) && gap.into_iter().any(|n| clauses.is_verb(n) && clauses.phrase_at(n).is_none())
}

/// Whether the token belongs to a name rather than to the sentence.
fn inside_name(clauses: &Clauses, at: usize) -> bool {
    let doc = clauses.doc;
    clauses.phrase_at(at).is_some() && (doc.tokens[at].capital || clauses.mentions.outer_at(at).is_some())
}

/// How a verb form is to be read; `None` where it is a noun or adjective.
pub(crate) fn reading(clauses: &Clauses, at: usize, len: usize, mark: Mark, voice: Voice) -> Option<Voice> {
    let doc = clauses.doc;
    let start = doc.sentence(at).start;
    let Some(before) = at.checked_sub(1).filter(|&n| n >= start) else { return Some(voice) };
    let token = &doc.tokens[before];
    if token.classes.any(&[Class::Article, Class::PossessiveMark]) && !token.has(Class::Copula) {
        return None;
    }
    if token.has(Class::Possessive) && !clauses.mentions.outer_at(before).is_some_and(|_| mark == Mark::Participle) {
        return None;
    }
    let group = clauses.group_start(at);
    let copula = (group..at).any(|n| doc.has(n, Class::Copula) && doc.tokens[n].is_word());
    match mark {
        Mark::Progressive => Some(voice),
        Mark::Participle => {
            if copula {
                return Some(Voice::Passive);
            }
            if token.classes.any(&[Class::Genitive, Class::Agent]) {
                return None;
            }
            let agent =
                (at + len..doc.sentence(at).end.min(at + len + 4)).take_while(|&n| doc.tokens[n].kind != Kind::Mark);
            // "retaliated by shelling": how, not by whom
            let by = agent
                .into_iter()
                .any(|n| doc.has(n, Class::Agent) && !(clauses.is_verb(n + 1) && clauses.phrase_at(n + 1).is_none()));
            let auxiliary = group < at;
            if by && !auxiliary { Some(Voice::Passive) } else { Some(voice) }
        }
        Mark::Plain => {
            if doc.pack.grammar.juxtaposes {
                return Some(voice);
            }
            // "Trump's offer to": a noun
            if is_owner_mark(clauses, before) {
                return None;
            }
            if token.classes.any(&[Class::Genitive, Class::Agent, Class::Preposition])
                && !token.classes.any(&[Class::Purpose, Class::Auxiliary])
            {
                return None;
            }
            // "air strikes", "Israeli attacks": a noun, unless an object follows at once
            let noun_before = token.kind == Kind::Number
                || clauses.phrase_at(before).is_none()
                    && token.is_word()
                    && !token.capital
                    && token.classes == notula_language::Classes::default()
                    && !clauses.is_verb(before);
            // a phrase that something governs is no subject ("for EU sanctions"), one after "that" is ("that Baku demands")
            let owner_before = clauses.phrase_at(before).is_some_and(|phrase| {
                let phrase = &clauses.phrases[phrase];
                let relative = phrase.tokens.start > start && doc.has(phrase.tokens.start - 1, Class::Relative);
                phrase.link != Link::Bare && !relative
            });
            let adjective = clauses.phrase_at(before).is_some_and(|phrase| clauses.is_demonym(phrase));
            let lists = &doc.pack.lists;
            let ambiguous = lists.has("noun-like", doc.lower(at)) || lists.has("not-verb", doc.lower(at));
            if adjective && ambiguous && group == at {
                return None;
            }
            // "restrictions and sanctions on X": a noun, as no subject stands before it
            let pronoun =
                [Class::PronounHeShe, Class::PronounThey, Class::PronounIt, Class::PronounWe, Class::PronounI];
            let subject =
                clauses.phrase_at(before).is_some() || token.classes.any(&pronoun) || token.has(Class::Purpose);
            let on =
                doc.tokens.get(at + len).is_some_and(|next| next.classes.any(&[Class::Preposition, Class::Genitive]));
            if ambiguous && len == 1 && group == at && on && !subject {
                return None;
            }
            if owner_before && len > 1 && group == at && doc.pack.lists.has("noun-like", doc.lower(at)) {
                return None;
            }
            if (noun_before || owner_before) && ambiguous && len == 1 && group == at {
                let next = at + 1;
                let object = clauses.phrase_at(next).is_some()
                    || doc.tokens.get(next).is_some_and(|t| {
                        t.classes.any(&[Class::Article, Class::Possessive, Class::Complementizer])
                            || t.kind == Kind::Number
                    });
                return object.then_some(voice);
            }
            Some(voice)
        }
    }
}

/// Whether the mark at `at` follows a name: an owner's, since no bare verb follows a copula.
fn is_owner_mark(clauses: &Clauses, at: usize) -> bool {
    clauses.doc.has(at, Class::PossessiveMark) && at > 0 && clauses.phrase_at(at - 1).is_some()
}

/// Whether a preposition governs the participle, one that does not say when or by what means.
fn is_governed(clauses: &Clauses, at: usize) -> bool {
    let doc = clauses.doc;
    let group = clauses.group_start(at);
    // "go on negotiating": a part of the verb before it
    let particle = group > doc.sentence(at).start + 1
        && clauses.is_verb(group - 2)
        && !doc.tokens[group - 1].classes.any(&[Class::Genitive, Class::Origin]);
    group > doc.sentence(at).start
        && !particle
        && doc.tokens[group - 1].classes.any(&[Class::Genitive, Class::Preposition, Class::Origin, Class::Comitative])
        && !doc.tokens[group - 1].classes.any(&[Class::Temporal, Class::Agent])
}

/// Whether the noun form at `at` is a verb here: after an auxiliary or an infinitive marker.
fn is_verb_here(clauses: &Clauses, at: usize) -> bool {
    let doc = clauses.doc;
    if doc.pack.grammar.juxtaposes || at == doc.sentence(at).start {
        return false;
    }
    let before = &doc.tokens[at - 1];
    before.classes.any(&[Class::Future, Class::Willing])
        || before.classes.any(&[Class::Auxiliary]) && !before.classes.any(&[Class::Copula, Class::PossessiveMark])
}

/// Whether one of the lists that the frame needs has a word in what follows.
fn needs_met(clauses: &Clauses, trigger: &Trigger) -> bool {
    let doc = clauses.doc;
    let frame = &doc.pack.frames.rows[trigger.frame];
    let lists: Vec<usize> =
        frame.needs.iter().filter_map(|need| if let Need::List(list) = need { Some(*list) } else { None }).collect();
    let last = trigger.at + trigger.len - 1;
    // "menerimanya": the object is in the enclitic
    let enclitic = trigger.voice == Voice::Active && doc.bare(last) != doc.lower(last);
    if lists.is_empty() || enclitic && doc.pack.lists.find("proposal").is_some_and(|list| lists.contains(&list)) {
        return true;
    }
    let end = doc.sentence(trigger.at).end;
    let word = |n: usize| (n < end).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
    let range = if trigger.voice == Voice::Passive {
        clauses.group_start(trigger.at).saturating_sub(8).max(doc.sentence(trigger.at).start)..trigger.at
    } else {
        trigger.at + trigger.len..end.min(trigger.at + trigger.len + 14)
    };
    for at in range {
        if doc.is_mark(at, ",") && trigger.voice != Voice::Passive {
            break;
        }
        if lists.iter().any(|&list| doc.pack.lists.stands(list, at, &word).is_some()) {
            return true;
        }
    }
    false
}
