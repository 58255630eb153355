//! From attributions to statements: who speaks to whom, through which outlet.

use std::ops::Range;

use notula_language::{Class, CueKind, Near};
use notula_record::{ActorKind, Form, Sector, StatementKind};

use super::attribution::Attribution;
use super::setting;
use crate::doc::Doc;
use crate::draft::{Draft, StatementDraft};
use crate::mention::ActorIx;

/// Turns attributions into statements; a speaker that only a pronoun, an enclitic or nothing stands for is the one that
/// spoke last, or the subject of the sentence before.
pub(super) fn statements(doc: &Doc, draft: &Draft, all: Vec<Attribution>) -> Vec<StatementDraft> {
    let mut out: Vec<StatementDraft> = Vec::with_capacity(all.len());
    // what was said and by whom, for ellipsis
    let mut last: Option<(usize, Vec<ActorIx>)> = None;
    // the words that named the last speaker
    let mut called: Option<Range<usize>> = None;
    let interviews = setting::interviews(doc);
    for a in all {
        let start = doc.token_at(a.start());
        let sentence = doc.sentence_of(a.cue.as_ref().map_or(start, |c| c.start.min(start)));
        let end = a.content.last().map_or(start, |c| doc.token_at(c.end.saturating_sub(1)).max(1) - 1);
        let sentence_end = doc.sentence_of(a.cue.as_ref().map_or(end, |c| c.start.max(end)));
        let mut speakers = a.source.as_ref().map(|s| actors_in(doc, draft, s)).unwrap_or_default();
        if speakers.is_empty()
            && let Some(source) = &a.source
        {
            speakers = issuer(doc, draft, source);
        }
        let mut confidence = a.score;
        // "he said" right after somebody's words is the same one
        let own = a.source.as_ref().and_then(|s| subject_of(doc, draft, sentence, s.start));
        if let Some((at, before)) = &last
            && at + 1 >= sentence
            && own.is_none_or(|actor| before.contains(&actor))
            && before.len() == 1
            && a.source.as_ref().is_some_and(|s| s.len() == 1 && doc.has(s.start, Class::PronounHeShe))
            && matches!(draft.actors[before[0]].kind, ActorKind::Person | ActorKind::Group)
        {
            speakers = before.clone();
        }
        // "the official": the one who has just been called so
        if let (Some(source), Some((at, before)), Some(called)) = (&a.source, &last, &called)
            && at + 2 >= sentence
            && speakers != *before
            && definite(doc, source)
            && person_noun(doc, source).is_some_and(|noun| Some(noun) == person_noun(doc, called))
            && draft.actors[before[0]].kind == ActorKind::Group
        {
            speakers = before.clone();
        }
        if speakers.is_empty() && silent(doc, draft, &a) {
            let carried = a.continues.and(out.last()).map(|s| s.speakers.clone()).filter(|s| !s.is_empty());
            speakers = carried.unwrap_or_else(|| fallback(draft, doc, sentence, last.as_ref()));
            confidence -= 0.06;
        }
        if speakers.is_empty() {
            confidence -= 0.25;
        } else {
            last = Some((sentence_end, speakers.clone()));
            called = a.source.clone().or(called);
        }
        if speakers.is_empty() && a.kind == CueKind::Accuse && a.told == StatementKind::Indirect {
            // "accusing X of firing", by whom is not told: the event says as much
            continue;
        }
        let mut addressees = a.addressee.as_ref().map(|s| actors_in(doc, draft, s)).unwrap_or_default();
        let mut via = a.via.as_ref().map(|v| outlet(doc, draft, v));
        if via.is_none()
            && let Some(&n) = addressees.iter().find(|&&n| outlet_like(draft, n))
        {
            via = Some(draft.actors[n].name.clone());
        }
        addressees.retain(|n| !outlet_like(draft, *n) && !speakers.contains(n));
        // "Reuters reported, quoting a Russian source": the outlet carries, the source speaks
        if let (Some(v), [outlet]) = (&a.via, speakers.as_slice())
            && draft.actors[*outlet].sector == Some(Sector::Med)
            && let Some(&source) = actors_in(doc, draft, v).first()
            && draft.actors[source].sector != Some(Sector::Med)
        {
            via = Some(draft.actors[*outlet].name.clone());
            speakers = vec![source];
        }
        let start = a.cue.as_ref().map_or(a.content.first().map_or(0, |c| c.start), |c| doc.bytes(c.clone()).start);
        let spoken = interviews.partition_point(|(range, _)| range.end <= start);
        if via.is_none()
            && let Some((range, name)) = interviews.get(spoken)
            && range.contains(&start)
        {
            via = Some(name.clone());
        }
        let (mut time, mut place) =
            a.cue.as_ref().map_or((None, None), |cue| setting::time_and_place(doc, draft, cue, &a.content));
        // a quotation that goes on was spoken then and there
        if let Some(before) = a.continues.and(out.last()).filter(|before| before.speakers == speakers) {
            via = via.or_else(|| before.via.clone());
            time = time.or_else(|| before.time.clone());
            place = place.or(before.place);
        }
        out.push(StatementDraft {
            speakers,
            addressees,
            kind: a.told,
            content: a.content,
            cue: a.cue.map(|c| doc.bytes(c)),
            via,
            time,
            place,
            confidence: confidence.clamp(0.05, 0.99),
            why: a.why,
        });
    }
    out
}

/// Who is behind a statement or paper that speaks: "a statement issued by the army", "pernyataan yang dirilis oleh X".
pub(super) fn issuer(doc: &Doc, draft: &Draft, source: &Range<usize>) -> Vec<ActorIx> {
    let end = doc.sentence(source.start).end;
    if !source.clone().any(|n| doc.pack.cues.is(Near::Medium, doc.lower(n))) {
        return Vec::new();
    }
    let by = (source.start..end.min(source.end + 6))
        .take_while(|&n| doc.tokens[n].is_word())
        .find(|&n| doc.tokens[n].classes.any(&[Class::Agent, Class::Origin]));
    by.and_then(|n| (n + 1..end.min(n + 4)).find_map(|n| draft.mentions.outer_at(n)))
        .and_then(|n| draft.mentions.all[n].actor)
        .into_iter()
        .collect()
}

/// Whether the phrase takes up somebody: "the official", "pejabat itu".
pub(super) fn definite(doc: &Doc, source: &Range<usize>) -> bool {
    let article = |n: usize| doc.has(n, Class::Article) && !doc.pack.cues.is(Near::Fresh, doc.lower(n));
    article(source.start)
        || source.start > 0 && article(source.start - 1)
        || source.end > source.start && doc.has(source.end - 1, Class::Demonstrative)
}

/// The noun for an unnamed speaker in a phrase.
fn person_noun<'d>(doc: &'d Doc, source: &Range<usize>) -> Option<&'d str> {
    source.clone().map(|n| doc.lower(n)).find(|word| doc.pack.cues.is(Near::Person, word))
}

/// Whether the actor is an outlet, or a named body of which nothing is known but that it was spoken to.
fn outlet_like(draft: &Draft, n: ActorIx) -> bool {
    let actor = &draft.actors[n];
    let unknown = actor.country.is_none() && matches!(actor.sector, None | Some(Sector::Unk));
    actor.kind == ActorKind::Organisation && (actor.sector == Some(Sector::Med) || unknown)
}

/// Whether nothing but a pronoun, an enclitic or a pointing phrase names the speaker.
fn silent(doc: &Doc, draft: &Draft, a: &Attribution) -> bool {
    let Some(source) = &a.source else { return true };
    let fresh = |n: usize| doc.pack.cues.is(Near::Fresh, doc.lower(n));
    if fresh(source.start) || source.start > 0 && fresh(source.start - 1) {
        return false;
    }
    let described = |n: usize| draft.mentions.all[n].form != Form::Name && draft.mentions.all[n].actor.is_none();
    let pointing = [Class::PronounHeShe, Class::PronounThey, Class::PronounIt, Class::Demonstrative];
    // "the ministry", "the statement" that no mention covers
    let cues = &doc.pack.cues;
    let bare = draft.mentions.outer_in(source.clone()).next().is_none()
        && doc.has(source.start, Class::Article)
        && source.clone().any(|n| cues.is(Near::Person, doc.lower(n)) || cues.is(Near::Medium, doc.lower(n)));
    bare || source.clone().any(|n| doc.tokens[n].classes.any(&pointing))
        || draft.mentions.outer_in(source.clone()).any(described)
}

/// The actors of the outermost mentions in a phrase: joint speakers, but not those that only describe it.
pub(super) fn actors_in(doc: &Doc, draft: &Draft, tokens: &Range<usize>) -> Vec<ActorIx> {
    let mentions = &draft.mentions;
    let mut out: Vec<ActorIx> = Vec::new();
    let mut previous: Option<usize> = None;
    // whom a relative clause names is not the speaker
    let relative = tokens.clone().find(|&n| doc.has(n, Class::Relative) && mentions.outer_at(n).is_none());
    let tokens = &(tokens.start..relative.unwrap_or(tokens.end));
    let first = tokens.start.checked_sub(1).and_then(|_| mentions.outer_at(tokens.start));
    let later = mentions.outer_in(tokens.clone()).filter(|&n| Some(n) != first);
    for n in first.into_iter().chain(later) {
        let mention = &mentions.all[n];
        // "Trump and Albanese": joined by a conjunction or a comma; anything else describes the one before
        if let Some(end) = previous {
            let joint = (end..mention.tokens.start).all(|t| {
                doc.tokens[t].classes.any(&[Class::Conjunction, Class::Disjunction, Class::Article])
                    || doc.is_mark(t, ",")
            });
            let same = (end..mention.tokens.start).all(|t| doc.has(t, Class::Adverb));
            if same && mention.form == Form::Name {
                // "the broadcaster of China CCTV": the name is what the words before describe
                out.pop();
            } else if !joint {
                continue;
            }
        }
        let Some(actor) = mention.actor else { continue };
        previous = Some(mention.tokens.end);
        if !out.contains(&actor) {
            out.push(actor);
        }
    }
    out
}

/// Who spoke last, or the first person named in the sentence before.
fn fallback(draft: &Draft, doc: &Doc, sentence: usize, last: Option<&(usize, Vec<ActorIx>)>) -> Vec<ActorIx> {
    if let Some((_, speakers)) = last.filter(|(at, _)| at + 1 >= sentence) {
        return speakers.clone();
    }
    // the sentence between has a subject of its own
    if let Some(actor) = sentence.checked_sub(1).and_then(|n| subject_of(doc, draft, n, usize::MAX)) {
        return vec![actor];
    }
    if let Some((_, speakers)) = last.filter(|(at, _)| at + 4 > sentence) {
        return speakers.clone();
    }
    for back in 1..=3 {
        let Some(tokens) = sentence.checked_sub(back).and_then(|n| doc.sentences.get(n)) else { break };
        let person = draft.mentions.outer_in(tokens.clone()).find_map(|n| {
            let mention = &draft.mentions.all[n];
            mention.actor.filter(|&a| mention.form != Form::Pronoun && draft.actors[a].kind == ActorKind::Person)
        });
        if let Some(actor) = person {
            return vec![actor];
        }
    }
    last.map(|(_, speakers)| speakers.clone()).unwrap_or_default()
}

/// The person that opens a sentence as its subject, before token `end`.
fn subject_of(doc: &Doc, draft: &Draft, sentence: usize, end: usize) -> Option<ActorIx> {
    let tokens = doc.sentences.get(sentence)?;
    let n = draft.mentions.outer_in(tokens.start..tokens.end.min(tokens.start + 3).min(end)).next()?;
    let mention = &draft.mentions.all[n];
    let before = mention.tokens.start.checked_sub(1).filter(|&t| t >= tokens.start);
    let oblique = before.is_some_and(|t| doc.has(t, Class::Preposition) || doc.has(t, Class::Recipient));
    let actor = mention.actor?;
    (!oblique && mention.form == Form::Name && draft.actors[actor].kind == ActorKind::Person).then_some(actor)
}

/// An outlet's usual name, as far as its actor has one; else the words of the report.
fn outlet(doc: &Doc, draft: &Draft, tokens: &Range<usize>) -> String {
    let known = tokens.clone().find_map(|n| setting::outlet_at(doc, n));
    if let Some(name) = known {
        return name;
    }
    actors_in(doc, draft, tokens)
        .first()
        .map(|&n| draft.actors[n].name.clone())
        .unwrap_or_else(|| doc.slice(tokens.clone()).to_owned())
}
