//! Noun phrases for actors: name, office, owner and apposition in any order.
//!
//! "utusan khusus Presiden Kenya William Ruto, Daniel Otieno", "menantu Ruto, Peter Kamau", "Chad's army chief,
//! General Idriss al-Nour", "the head of the Ukrainian president's office", "Grace Njoroge (menteri keuangan)".
//! The same steps serve every language: an owner before the head (with a possessive mark or as an adjective) where the
//! language has a possessive mark, an owner after it by a genitive word or, where there is none, by juxtaposition.

use std::ops::Range;

use notula_knowledge::{PersonForm, StateForm};
use notula_language::{ActorWord, ActorWordKind, Class, Classes, Word};

use super::description::Description;
use super::spot::{Name, Spots};
use crate::doc::Doc;

/// What the head of a phrase is.
#[derive(Debug, Clone)]
pub enum Head {
    /// A name, perhaps with an office.
    Named(Name),
    /// A word for an actor without a name.
    Word(&'static ActorWord),
    /// A third-person pronoun.
    Pronoun {
        /// Several people.
        plural: bool,
        /// It, its.
        thing: bool,
    },
}

/// A phrase.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// All of it, without article and preposition.
    pub tokens: Range<usize>,
    /// The name or head noun.
    pub at: Range<usize>,
    /// What the head is.
    pub head: Head,
    /// The words for its office, group or organ, the first one the most telling.
    pub words: Vec<&'static ActorWord>,
    /// To whom the office, group or organ belongs.
    pub owner: Option<Box<Phrase>>,
    /// The owner is a pronoun: "his counterpart", "menantunya".
    pub owner_pronoun: bool,
    /// A short form introduced in brackets: "(RSF)".
    pub short: Option<Range<usize>>,
    /// "the", "itu": known from before.
    pub definite: bool,
    /// "a", "sejumlah": not named before.
    pub indefinite: bool,
}

const DEPTH: usize = 4;
/// Lower-case words of the field or manner that may stand between an office and its owner.
const FILLERS: usize = 4;

/// All phrases of the document, in order, not overlapping.
pub fn phrases(spots: &Spots<'_, '_>) -> Vec<Phrase> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < spots.doc.tokens.len() {
        match phrase(spots, at, DEPTH) {
            Some(found) => {
                at = found.tokens.end.max(at + 1);
                let (found, rest) = siblings(spots, found);
                out.push(found);
                for sibling in rest {
                    at = sibling.tokens.end.max(at);
                    out.push(sibling);
                }
            }
            // "social media" is no media that acts
            None => at += spots.word(at, &[ActorWordKind::Place]).map_or(1, |(len, _)| len),
        }
    }
    out
}

/// The phrase that starts at `at`, if any.
fn phrase(spots: &Spots<'_, '_>, at: usize, depth: usize) -> Option<Phrase> {
    let doc = spots.doc;
    let token = doc.tokens.get(at)?;
    if depth == 0 || !(token.is_word() || token.kind == crate::token::Kind::Number) {
        return None;
    }
    if let Some((len, row)) = spots.word(at, &[ActorWordKind::Own, ActorWordKind::Both]) {
        let mut found = bare(at..at + len, Head::Word(row));
        found.words.push(row);
        return Some(found);
    }
    if let Some(name) = spots.proper_body(at) {
        return Some(named(spots, name, depth));
    }
    if let Some(found) = described(spots, at, None, at, depth) {
        return Some(owning(spots, found, at, depth));
    }
    if let Some(name) = spots.name(at) {
        return Some(named(spots, name, depth));
    }
    pronoun(spots, at)
}

/// "General Idriss al-Nour's army": what the holder of an office owns.
fn owning(spots: &Spots<'_, '_>, holder: Phrase, start: usize, depth: usize) -> Phrase {
    let doc = spots.doc;
    let end = holder.tokens.end;
    let owns = matches!(holder.head, Head::Named(_)) && doc.has(end, Class::PossessiveMark) && !doc.tokens[end].spaced;
    let owned = owns.then(|| described(spots, end + 1, Some(holder.clone()), start, depth - 1)).flatten();
    match owned {
        Some(mut owned) => {
            owned.tokens.start = start;
            owned
        }
        None => holder,
    }
}

pub(super) fn bare(tokens: Range<usize>, head: Head) -> Phrase {
    Phrase {
        at: tokens.clone(),
        tokens,
        head,
        words: Vec::new(),
        owner: None,
        owner_pronoun: false,
        short: None,
        definite: false,
        indefinite: false,
    }
}

fn pronoun(spots: &Spots<'_, '_>, at: usize) -> Option<Phrase> {
    let token = &spots.doc.tokens[at];
    let they = token.has(Class::PronounThey);
    let it = token.has(Class::PronounIt);
    if !(they || it || token.has(Class::PronounHeShe)) {
        // a possessive pronoun before an office is the office's owner
        if token.has(Class::Possessive)
            && let Some(mut found) = described(spots, at + 1, None, at, DEPTH)
        {
            found.owner_pronoun = found.owner.is_none();
            return Some(found);
        }
        return None;
    }
    if token.has(Class::Possessive) && described(spots, at + 1, None, at, DEPTH).is_some_and(|p| p.owner.is_none()) {
        let mut found = described(spots, at + 1, None, at, DEPTH)?;
        found.owner_pronoun = true;
        return Some(found);
    }
    Some(bare(at..at + 1, Head::Pronoun { plural: they, thing: it }))
}

const HEADS: &[ActorWordKind] =
    &[ActorWordKind::Office, ActorWordKind::Group, ActorWordKind::Organ, ActorWordKind::Government, ActorWordKind::Kin];

/// Skips modifiers and fields; returns where the next word for an actor stands. With `loose`, an owner has been named
/// and up to two further words may describe the head: "its development minister", "Mali's ruling party".
fn skip_modifiers(spots: &Spots<'_, '_>, from: usize, most: usize, loose: bool) -> usize {
    let doc = spots.doc;
    let end = doc.sentence(from).end;
    let mut at = from;
    for _ in 0..most {
        if at >= end || spots.word(at, HEADS).is_some() && !qualifies(spots, at) {
            break;
        }
        match spots.word(at, &[ActorWordKind::Modifier, ActorWordKind::Field]) {
            Some((len, _)) => at += len,
            None => break,
        }
    }
    if loose && spots.word(at, HEADS).is_none() {
        let plain = |n: usize| {
            n < end
                && doc.tokens[n].is_word()
                && !doc.tokens[n].capital
                && doc.tokens[n].classes == Classes::default()
                && !tells_event(doc, n)
        };
        return (at + 1..=at + 2)
            .take_while(|&n| plain(n - 1))
            .find(|&n| n < end && spots.word(n, HEADS).is_some())
            .unwrap_or(at);
    }
    at
}

/// Whether the words at `at` tell an event ("Poland deployed troops"): they describe no head.
fn tells_event(doc: &Doc, at: usize) -> bool {
    let end = doc.sentence(at).end;
    let word = |n: usize| (n < end).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
    !doc.pack.frames.forms.all(&doc.pack.lists, at, &word).is_empty()
}

/// Whether the word for an actor at `at` only qualifies the next one: "military government", where the head comes last.
fn qualifies(spots: &Spots<'_, '_>, at: usize) -> bool {
    spots.doc.pack.grammar.has_possessive_mark()
        && spots.word(at, &[ActorWordKind::Modifier, ActorWordKind::Field]).is_some_and(|(len, _)| {
            spots.word(at, HEADS).is_some_and(|(head, _)| head == len) && spots.word(at + len, HEADS).is_some()
        })
}

/// A phrase whose head is a word for an actor that stands at `at` or after modifiers; `owner` came before.
pub(super) fn described(
    spots: &Spots<'_, '_>,
    at: usize,
    owner: Option<Phrase>,
    start: usize,
    depth: usize,
) -> Option<Phrase> {
    let doc = spots.doc;
    if depth == 0 || at >= doc.tokens.len() || doc.sentence_of(at) != doc.sentence_of(start) {
        return None;
    }
    let loose = doc.pack.grammar.has_possessive_mark() && (owner.is_some() || at > start);
    let head_at = skip_modifiers(spots, at, 3, loose);
    let (len, row) = spots.word(head_at, HEADS)?;
    Some(Description::new(spots, head_at..head_at + len, row, owner, start, depth).phrase())
}

/// As [`described`], for the owner of an office: a name behind its comma is the holder of that office, not the owner's
/// ("utusan khusus Presiden Kenya, Daniel Otieno").
fn described_owner(spots: &Spots<'_, '_>, at: usize, depth: usize) -> Option<Phrase> {
    let head_at = skip_modifiers(spots, at, 3, false);
    let (len, row) = spots.word(head_at, HEADS)?;
    Some(Description::new(spots, head_at..head_at + len, row, None, at, depth).owned().phrase())
}

/// A name that can be that of the holder of an office: no state, body or outlet.
pub(super) fn may_hold(name: &Name) -> bool {
    name.person().is_some() || name.may_be_person() && !(name.has_place() && name.tokens.len() == 1)
}

/// A name after a courtesy title.
pub(super) fn courtesy_name(spots: &Spots<'_, '_>, at: usize) -> Option<Name> {
    let doc = spots.doc;
    let mut from = at;
    while doc.has(from, Class::Courtesy) || doc.is_mark(from, ".") && from > at {
        from += 1;
    }
    if from > at && doc.sentence_of(from) != doc.sentence_of(at) {
        return None;
    }
    spots.name(from)
}

/// Where the owner would start, and whether a genitive word leads to it.
pub(super) fn owner_start(spots: &Spots<'_, '_>, at: usize, fillers: bool) -> (usize, bool) {
    let doc = spots.doc;
    let end = doc.sentence(at.min(doc.tokens.len().saturating_sub(1))).end;
    let mut from = at;
    let mut linked = false;
    for _ in 0..FILLERS {
        if from >= end {
            break;
        }
        let token = &doc.tokens[from];
        if !linked && (token.has(Class::Genitive) || token.has(Class::Origin) || (token.has(Class::OwnerLink))) {
            linked = true;
            from += 1;
        } else if linked && token.has(Class::Article) {
            from += 1;
        } else if (fillers || linked)
            && let Some((len, _)) = spots.word(from, &[ActorWordKind::Field])
            && spots.word(from, HEADS).is_none_or(|(head, _)| head <= len)
        {
            from += len;
        } else {
            break;
        }
    }
    (from, linked)
}

/// The phrase or name at `from` that can own the office `row`.
pub(super) fn owner_at(
    spots: &Spots<'_, '_>,
    from: usize,
    linked: bool,
    row: &ActorWord,
    depth: usize,
) -> Option<Phrase> {
    let doc = spots.doc;
    if from >= doc.tokens.len() {
        return None;
    }
    if let Some((len, both)) = spots.word(from, &[ActorWordKind::Both, ActorWordKind::Own]) {
        return Some(bare(from..from + len, Head::Word(both)));
    }
    let office = matches!(row.kind, ActorWordKind::Office | ActorWordKind::Kin) && !row.plural;
    let found = if office && depth > 1 {
        described_owner(spots, from, depth - 1)
    } else {
        described(spots, from, None, from, depth - 1)
    };
    if let Some(found) = found {
        let fits = linked || row.owner_follows || matches!(row.kind, ActorWordKind::Group | ActorWordKind::Kin);
        return fits.then_some(found);
    }
    let name = spots.name(from)?;
    let sided = name.state().is_some() || name.body().is_some();
    let personal = name.may_be_person() && !sided;
    let group = matches!(
        row.kind,
        ActorWordKind::Group | ActorWordKind::Organ | ActorWordKind::Government | ActorWordKind::Kin
    );
    if sided && !(linked && name.is_demonym() && !doc.has(from, Class::NeverName))
        || personal && (row.owner_follows && !row.of_body || group || linked)
        || linked && name.is_demonym()
    {
        if linked && doc.pack.grammar.has_possessive_mark() {
            // "the head of the Ukrainian president's office"
            if let Some(found) = premodified(spots, &name, depth) {
                return Some(found);
            }
        }
        let mut found = bare(name.tokens.clone(), Head::Named(name));
        if let Some(short) = short_form(spots, found.tokens.end) {
            found.tokens.end = short.end + 1;
            found.short = Some(short);
        }
        return Some(found);
    }
    None
}

/// "(AS)", "(RSF)": the token in the brackets at `at`.
pub(super) fn short_form(spots: &Spots<'_, '_>, at: usize) -> Option<Range<usize>> {
    let doc = spots.doc;
    if !doc.is_mark(at, "(") || !doc.is_mark(at + 2, ")") {
        return None;
    }
    let word = doc.word(at + 1);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    (letters >= 2 && upper * 2 >= letters).then_some(at + 1..at + 2)
}

/// A name after a comma, closed by a comma, the end of the sentence, a conjunction or a verb: an apposition.
///
/// Titles before it come with it.
pub(super) fn apposed_name(spots: &Spots<'_, '_>, from: usize, end: usize) -> Option<(Vec<&'static ActorWord>, Name)> {
    let doc = spots.doc;
    let mut titles = Vec::new();
    // "Chad's army chief, General Idriss al-Nour"
    let mut at = from;
    for _ in 0..2 {
        match spots.word(at, &[ActorWordKind::Office]) {
            Some((len, row)) if !row.owner_follows && at < end => {
                titles.push(row);
                at += len;
            }
            _ => break,
        }
        if doc.is_mark(at, ".") && !doc.tokens[at].spaced {
            at += 1;
        }
    }
    let name = courtesy_name(spots, at).filter(may_hold)?;
    let after = name.tokens.end;
    let closes = after >= end
        || doc.is_mark(after, ",")
        || doc.is_mark(after, ".")
        || doc.is_mark(after, ";")
        || doc.is_mark(after, "(")
        || doc.tokens[after].kind == crate::token::Kind::Quote
        || doc.has(after, Class::Conjunction)
        || doc.tokens[after].is_word() && !doc.tokens[after].capital;
    closes.then_some((titles, name))
}

/// The name of a body behind a comma, closed by a comma or a short form in brackets.
pub(super) fn apposed_body(spots: &Spots<'_, '_>, from: usize) -> Option<Name> {
    let doc = spots.doc;
    let mut at = from;
    while doc.has(at, Class::Article) {
        at += 1;
    }
    let name = spots.proper_body(at).or_else(|| spots.name(at))?;
    let fits = name.body().is_some() || name.entries.is_empty();
    let after = name.tokens.end;
    (fits && (doc.is_mark(after, ",") || short_form(spots, after).is_some())).then_some(name)
}

/// A phrase whose owner `name` stands before the head: "Trump's son-in-law", "Russian negotiators", "Hamas official".
fn premodified(spots: &Spots<'_, '_>, name: &Name, depth: usize) -> Option<Phrase> {
    let doc = spots.doc;
    if !doc.pack.grammar.has_possessive_mark() {
        return None;
    }
    let start = name.tokens.start;
    let mut next = name.tokens.end;
    if short_form(spots, next).is_some() {
        next += 3;
    }
    let marked = doc.has(next, Class::PossessiveMark) && !doc.tokens[next].spaced;
    if marked {
        next += 1;
    } else if !(name.state().is_some() || name.body().is_some() || name.person().is_some()) {
        return None;
    }
    if next >= doc.tokens.len() || doc.sentence_of(next) != doc.sentence_of(start) {
        return None;
    }
    // "Moscow on Dec 2", "Russia has": only words of the phrase may stand between
    let owner = bare(name.tokens.clone(), Head::Named(name.clone()));
    let Some(mut found) = described(spots, next, Some(owner.clone()), start, depth - 1) else {
        return marked.then(|| possessed(spots, owner, next)).flatten();
    };
    if !marked && name.person().is_some() && matches!(found.words[0].kind, ActorWordKind::Kin) {
        return None;
    }
    found.tokens.start = start;
    // "the Ukrainian president's office": the phrase so far owns another one
    let end = found.tokens.end;
    if matches!(found.head, Head::Word(_))
        && doc.has(end, Class::PossessiveMark)
        && !doc.tokens[end].spaced
        && let Some(mut outer) = described(spots, end + 1, Some(found.clone()), start, depth - 1)
    {
        outer.tokens.start = start;
        return Some(outer);
    }
    Some(found)
}

/// A body or person behind the possessive form of its state: "Sudan's Rapid Support Forces", "Russia's Putin".
fn possessed(spots: &Spots<'_, '_>, owner: Phrase, at: usize) -> Option<Phrase> {
    let Head::Named(state) = &owner.head else { return None };
    let name = spots.name(at)?;
    let person =
        matches!(name.person(), Some((_, PersonForm::Full | PersonForm::Alias | PersonForm::Surname { unique: true })));
    let fits = name.state().is_none() && (name.body().is_some() || person && !name.has_place());
    if state.state().is_none() || !fits || spots.word(name.tokens.end, HEADS).is_some() {
        return None;
    }
    let mut found = bare(owner.tokens.start..name.tokens.end, Head::Named(name.clone()));
    found.at = name.tokens;
    found.short = short_form(spots, found.tokens.end);
    found.tokens.end = found.short.as_ref().map_or(found.tokens.end, |short| short.end + 1);
    found.owner = Some(Box::new(owner));
    Some(found)
}

/// A phrase that starts with a name.
fn named(spots: &Spots<'_, '_>, name: Name, depth: usize) -> Phrase {
    let doc = spots.doc;
    if let Some(found) = premodified(spots, &name, depth) {
        return found;
    }
    let mut found = bare(name.tokens.clone(), Head::Named(name));
    let mut next = found.tokens.end;
    if let Some(short) = short_form(spots, next) {
        next = short.end + 1;
        found.tokens.end = next;
        found.short = Some(short);
    }
    let Head::Named(name) = &found.head else { return found };
    if !may_hold(name) {
        // "Malaysia, the current chair of ASEAN, has proposed": the description belongs to the name
        if doc.is_mark(next, ",")
            && doc.has(next + 1, Class::Article)
            && let Some(role) = apposed_role(spots, next + 2, depth)
            && matches!(role.head, Head::Word(word) if word.kind == ActorWordKind::Office && !word.plural)
            && doc.is_mark(role.tokens.end, ",")
        {
            found.tokens.end = role.tokens.end;
        }
        return found;
    }
    // "Grace Njoroge (menteri keuangan)"
    if doc.is_mark(next, "(")
        && let Some(role) = described(spots, next + 1, None, next + 1, depth - 1)
        && matches!(role.head, Head::Word(_))
        && doc.is_mark(role.tokens.end, ")")
    {
        let end = role.tokens.end + 1;
        adopt(&mut found, role, end);
        return found;
    }
    appose(spots, &mut found, depth);
    found
}

/// Takes a description behind a comma into a phrase with a name: "Daniel Otieno, utusan khusus Presiden Kenya
/// William Ruto, …".
pub(super) fn appose(spots: &Spots<'_, '_>, found: &mut Phrase, depth: usize) {
    let doc = spots.doc;
    let next = found.tokens.end;
    if doc.is_mark(next, ",") && next + 1 < doc.sentence(found.tokens.start).end {
        let mut from = next + 1;
        while doc.has(from, Class::Article) {
            from += 1;
        }
        let role = apposed_role(spots, from, depth);
        if let Some(role) = role
            && matches!(role.head, Head::Word(word) if matches!(word.kind, ActorWordKind::Office | ActorWordKind::Kin))
            && !doc.has(role.tokens.end, Class::Conjunction)
        {
            let end = role.tokens.end;
            adopt(found, role, end);
        }
    }
}

/// The office at `from` that describes the name before the comma, perhaps with its owner first.
fn apposed_role(spots: &Spots<'_, '_>, from: usize, depth: usize) -> Option<Phrase> {
    let doc = spots.doc;
    if doc.has(from, Class::Possessive) && doc.pack.grammar.has_possessive_mark() {
        let mut role = described(spots, from + 1, None, from, depth - 1)?;
        role.owner_pronoun = role.owner.is_none();
        return Some(role);
    }
    if let Some(role) = described(spots, from, None, from, depth - 1) {
        return Some(role);
    }
    premodified(spots, &spots.name(from)?, depth - 1)
}

fn adopt(found: &mut Phrase, role: Phrase, end: usize) {
    found.words.extend(role.words);
    if found.owner.is_none() {
        found.owner = role.owner;
        found.owner_pronoun = role.owner_pronoun;
    }
    found.tokens.end = end;
}

/// Coordinated owners: "pejabat AS, Ukraina, dan Eropa", "Thai and Cambodian troops" give one phrase each.
fn siblings(spots: &Spots<'_, '_>, found: Phrase) -> (Phrase, Vec<Phrase>) {
    let doc = spots.doc;
    let end = doc.sentence(found.tokens.start).end;
    match &found.head {
        Head::Word(row)
            if (row.plural || row.kind == ActorWordKind::Group)
                && found.owner.as_ref().is_some_and(|owner| owner.tokens.start > found.at.start) =>
        {
            let row: &'static ActorWord = row;
            let mut found = found;
            let mut out = Vec::new();
            let mut next = found.tokens.end;
            while let Some(from) = coordinated(spots, next, end) {
                let is_state = |name: &Name| name.state().is_some_and(|(_, form)| form != StateForm::Demonym);
                let Some(name) = spots.name(from).filter(is_state) else { break };
                let mut sibling = bare(name.tokens.clone(), Head::Word(row));
                sibling.words.clone_from(&found.words);
                next = sibling.tokens.end;
                if let Some(short) = short_form(spots, next) {
                    next = short.end + 1;
                    sibling.tokens.end = next;
                }
                sibling.owner = Some(Box::new(bare(name.tokens.clone(), Head::Named(name))));
                out.push(sibling);
            }
            if !out.is_empty()
                && let Some(office) = office_of(doc, row)
            {
                // each of them has its own: "the foreign ministers of X and Y"
                for member in std::iter::once(&mut found).chain(&mut out) {
                    put_head(member, office);
                }
            }
            (found, out)
        }
        Head::Named(name) if found.words.is_empty() && name.is_demonym() => {
            // an adjective whose noun stands behind the next member
            let second = coordinated(spots, found.tokens.end, end)
                .and_then(|from| spots.name(from))
                .filter(|other| other.state().is_some())
                .and_then(|other| premodified(spots, &other, DEPTH))
                .filter(|second| matches!(second.head, Head::Word(_)));
            let Some(mut second) = second else { return (found, Vec::new()) };
            let Head::Word(mut row) = second.head else { return (found, Vec::new()) };
            if let Some(office) = office_of(doc, row) {
                put_head(&mut second, office);
                row = office;
            }
            let mut first = bare(found.tokens.clone(), Head::Word(row));
            first.words.clone_from(&second.words);
            first.owner = Some(Box::new(found));
            (first, vec![second])
        }
        _ => (found, Vec::new()),
    }
}

/// The office that each of the people has whom the word means: "foreign ministers".
fn office_of(doc: &Doc, row: &ActorWord) -> Option<&'static ActorWord> {
    let plural = row.plural && row.kind == ActorWordKind::Group;
    let mut rows = doc.pack.actors.rows.iter().filter(|_| plural);
    rows.find(|office| office.kind == ActorWordKind::Office && office.english == row.english)
}

/// Puts `office` in the place of the phrase's head.
fn put_head(phrase: &mut Phrase, office: &'static ActorWord) {
    if let Head::Word(head) = phrase.head {
        for word in phrase.words.iter_mut().filter(|word| std::ptr::eq(**word, head)) {
            *word = office;
        }
    }
    phrase.head = Head::Word(office);
}

/// After a comma, a conjunction or both: where the next member of a list starts.
fn coordinated(spots: &Spots<'_, '_>, at: usize, end: usize) -> Option<usize> {
    let doc = spots.doc;
    let mut from = at;
    if doc.is_mark(from, ",") || doc.is_mark(from, "/") {
        from += 1;
    }
    if doc.has(from, Class::Conjunction) {
        from += 1;
    }
    while from > at && doc.has(from, Class::Article) {
        from += 1;
    }
    (from > at && from < end).then_some(from)
}
