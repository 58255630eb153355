//! Reports to stories, one by one: a report joins the story that is most like it, if it is like enough.
//!
//! What is compared is free of language: who the report is about, where, on which days, what happened between whom, which
//! issues, names as they are written in Latin letters, numbers; and words, which only reports of one language share.
//! What many reports have counts little (inverse document frequency, Spärck Jones 1972), what stands at the head counts
//! more than the rest.

use std::collections::BTreeMap;
use std::sync::Arc;

use notula_record::{ActorKind, Record, TimeType};

use crate::Error;
use crate::days::{self, gap};
use crate::desk::Desk;
use crate::event;
use crate::hash::key;
use crate::identity::Cast;
use crate::ids::StoryId;
use crate::row::{ActRow, Day, Index, StoryRow};
use crate::words::words;

/// Days between a report and the reports of its story.
const WINDOW: Day = 3;
/// Days that a story may last.
const LONGEST: Day = 9;
/// Features under which a story can be found again, of each report: free of language, and words.
const ENTERED: [usize; 2] = [7, 2];
/// Features by which it is sought.
const SOUGHT: usize = 15;
/// Features that a story keeps.
const KEPT: usize = 160;
/// Likeness from which a report belongs to a story.
const ALIKE: f32 = 0.17;
/// How much the heads of reports speak for and against one story.
const HEADS: f32 = 0.05;
/// Reports that are thought to have come before the first.
const FIRST: f32 = 400.0;
/// Acts that a story keeps.
const ACTS: usize = 12;

/// What sort of feature, with its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Sort {
    Person,
    Body,
    State,
    Place,
    Day,
    Act,
    Issue,
    Name,
    Number,
    Word,
}

impl Sort {
    const fn weight(self) -> f32 {
        match self {
            Self::Person => 1.0,
            Self::Body => 0.9,
            Self::State => 0.8,
            Self::Place => 1.2,
            Self::Day => 1.0,
            Self::Act => 1.2,
            Self::Issue => 0.5,
            Self::Name => 1.0,
            Self::Number => 0.8,
            Self::Word => 0.5,
        }
    }
}

/// The features of one report.
pub(crate) struct Features {
    /// Hashed feature and weight, ascending by hash; the squares of the weights add up to one.
    vector: Vec<(u32, f32)>,
    /// Keys of the index, the weightiest first: free of language, and words.
    keys: [Vec<i64>; 2],
    /// Keys whose frequency rises.
    pub(crate) counted: Vec<i64>,
    /// What the report tells at its head.
    acts: Vec<ActRow>,
}

/// End of the head of a report, in code points: title line, first paragraph, or the first fifth.
pub(crate) fn head(record: &Record) -> usize {
    let total = record.document.text.chars().count();
    let first = record.document.paragraphs.first().map_or(0, |paragraph| paragraph[1]);
    first.max(total / 5).min(total.max(1))
}

pub(crate) fn features(
    desk: &Desk<'_>,
    record: &Record,
    cast: &Cast,
    drafts: &[event::Draft<'_>],
    words: &[(i64, Sort, f32)],
) -> Result<Features, Error> {
    let head = head(record);
    let mut all = words.to_vec();
    let mut add = |key: i64, sort: Sort, strength: f32| all.push((key, sort, strength));
    let at_head = |at: usize| if at < head { 1.6 } else { 0.8 };
    let lead =
        |mentions: &[notula_record::Mention]| at_head(mentions.first().map_or(usize::MAX, |first| first.span.start));
    for actor in &record.actors {
        let Some(member) = cast.get(&actor.id).filter(|member| !member.media) else { continue };
        let sort = match actor.kind {
            ActorKind::Person => Sort::Person,
            ActorKind::State => Sort::State,
            ActorKind::Organisation => Sort::Body,
            ActorKind::Group => continue,
        };
        let strength = lead(&actor.mentions);
        add(key(&["actor", &member.id.to_string()]), sort, strength);
    }
    for place in &record.places {
        let strength = lead(&place.mentions);
        add(key(&["place", &place.name]), Sort::Place, strength);
    }
    for time in record.times.iter().filter(|time| time.kind == TimeType::Date) {
        if let Some(day) = time.value.as_deref().and_then(days::day) {
            add(key(&["day", &days::text(day)]), Sort::Day, at_head(time.span.start));
        }
    }
    for (act, leads) in event::acts(drafts) {
        add(act, Sort::Act, if leads { 1.6 } else { 0.7 });
    }
    for position in &record.positions {
        add(key(&["issue", &position.issue]), Sort::Issue, 1.0);
    }
    weigh(desk, strongest(all), event::head_acts(drafts))
}

/// Each feature once, as strong as it is anywhere; ascending by key.
fn strongest(mut all: Vec<(i64, Sort, f32)>) -> Vec<(i64, Sort, f32)> {
    all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.2.total_cmp(&a.2)));
    all.dedup_by_key(|(key, ..)| *key);
    all
}

/// Names, numbers and words of a record's headline and text.
pub(crate) fn words_of(record: &Record) -> Vec<(i64, Sort, f32)> {
    let mut all = Vec::new();
    let mut add = |key: i64, sort: Sort, strength: f32| all.push((key, sort, strength));
    let title = record.document.title.as_deref().unwrap_or("");
    text_features(title, 0, usize::MAX, record, &mut add);
    text_features(&record.document.text, 0, head(record), record, &mut add);
    strongest(all)
}

/// Names, numbers and words of a text.
fn text_features(text: &str, mut at: usize, head: usize, record: &Record, add: &mut dyn FnMut(i64, Sort, f32)) {
    let language = record.document.language.as_deref().unwrap_or("");
    let mut sentence_start = true;
    for raw in text.split_inclusive(|c: char| c.is_whitespace()) {
        let strength = if at < head { 1.4 } else { 0.8 };
        at += raw.chars().count();
        let starts = sentence_start;
        sentence_start = raw.trim_end().ends_with(['.', '!', '?', ':', '"', '”']) || raw.ends_with('\n');
        let name = !starts && raw.trim_start_matches(['"', '“', '(', '\'']).starts_with(char::is_uppercase);
        for word in words(raw) {
            if word.starts_with(|c: char| c.is_ascii_digit()) {
                add(key(&["number", &word]), Sort::Number, strength);
            } else if name && word.len() > 2 {
                add(key(&["name", &word]), Sort::Name, strength);
            } else if word.len() > 3 {
                add(key(&["word", language, &word]), Sort::Word, strength);
            }
        }
    }
}

fn weigh(desk: &Desk<'_>, all: Vec<(i64, Sort, f32)>, acts: Vec<ActRow>) -> Result<Features, Error> {
    let counted: Vec<i64> = all.iter().map(|(key, ..)| *key).collect();
    let frequencies = desk.memory.frequencies(&counted).map_err(Error::Memory)?;
    // the first reports are read as if others had come before
    let reports = desk.counters.reports as f32 + FIRST;
    let mut weighed: Vec<(i64, Sort, f32)> = all
        .iter()
        .zip(&frequencies)
        .map(|(&(key, sort, strength), &frequency)| {
            let prior = match sort {
                Sort::State => 12.0,
                Sort::Word => 6.0,
                Sort::Issue => 20.0,
                Sort::Day => 3.0,
                _ => 2.0,
            };
            // what one report in some hundred has is rare, however many there are
            let idf = (reports / (frequency as f32 + prior * reports / FIRST)).ln().max(0.1);
            (key, sort, sort.weight() * strength * idf)
        })
        .collect();
    let length = weighed.iter().map(|(_, _, weight)| weight * weight).sum::<f32>().sqrt().max(1e-6);
    weighed.iter_mut().for_each(|feature| feature.2 /= length);
    let mut order = weighed.clone();
    order.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    let (words, others): (Vec<_>, Vec<_>) =
        order.iter().filter(|(_, sort, _)| *sort != Sort::Day).partition(|(_, sort, _)| *sort == Sort::Word);
    let first = |list: &[(i64, Sort, f32)], most: usize| list.iter().take(most).map(|(key, ..)| *key).collect();
    let keys = [first(&others, SOUGHT), first(&words, SOUGHT / 3)];
    let mut vector: Vec<(u32, f32)> = order.iter().take(KEPT).map(|(key, _, weight)| (fold(*key), *weight)).collect();
    vector.sort_by_key(|(key, _)| *key);
    vector.dedup_by_key(|(key, _)| *key);
    Ok(Features { vector, keys, counted, acts })
}

fn fold(key: i64) -> u32 {
    (key as u64 >> 32) as u32
}

/// Cosine of a report and a story.
fn likeness(report: &[(u32, f32)], story: &[(u32, f32)]) -> f32 {
    let length = story.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    let mut at = 0;
    let mut sum = 0.0;
    for (key, weight) in report {
        while story.get(at).is_some_and(|(other, _)| other < key) {
            at += 1;
        }
        if let Some((_, other)) = story.get(at).filter(|(other, _)| other == key) {
            sum += weight * other;
        }
    }
    sum / length.max(1e-6)
}

/// What the heads of report and story add to their likeness, or take from it: the same meeting or attack speaks for
/// one story, only others against it.
fn telling(report: &[ActRow], story: &[ActRow]) -> f32 {
    if report.is_empty() || story.is_empty() {
        return 0.0;
    }
    let pairs = report.iter().flat_map(|a| story.iter().map(move |b| agreement(a, b)));
    HEADS * pairs.fold(-1.0_f32, f32::max)
}

/// From -1, where two acts cannot be one, to 1, where parties, day and place are the same.
fn agreement(a: &ActRow, b: &ActRow) -> f32 {
    let common = a.sides.iter().filter(|side| b.sides.contains(side)).count();
    let people = a.people.iter().filter(|person| b.people.contains(person)).count();
    let mut sum: f32 = match common {
        0 => return -1.0,
        1 if a.sides.len() > 1 && b.sides.len() > 1 => -0.6,
        _ => 0.2,
    };
    if a.family != b.family {
        sum -= 0.3;
    }
    sum += match (a.days, b.days) {
        (Some(a), Some(b)) if gap(a, b) == 0 => 0.4,
        (Some(a), Some(b)) if gap(a, b) == 1 => -0.2,
        (Some(_), Some(_)) => return -1.0,
        _ => 0.0,
    };
    sum += match (&a.place, &b.place) {
        (Some(a), Some(b)) if a == b => 0.3,
        (Some(_), Some(_)) => -0.2,
        _ => 0.0,
    };
    sum += match people {
        0 if !a.people.is_empty() && !b.people.is_empty() => -0.2,
        0 => 0.0,
        _ => 0.2,
    };
    sum.clamp(-1.0, 1.0)
}

/// The story to which a report belongs, if there is one yet, and how like it is.
pub(crate) fn find(desk: &mut Desk<'_>, features: &Features, day: Day) -> Result<Option<(StoryId, f32)>, Error> {
    let mut hits: BTreeMap<u64, u32> = BTreeMap::new();
    for entry in desk.entries(Index::Story, &features.keys.concat(), day - WINDOW..=day + WINDOW, 24)? {
        *hits.entry(entry.id).or_default() += 1;
    }
    let mut order: Vec<(u64, u32)> = hits.into_iter().collect();
    order.sort_by_key(|&(id, count)| (std::cmp::Reverse((count, id)), id));
    let mut best: Option<(StoryId, f32)> = None;
    for (id, _) in order.into_iter().take(24) {
        let Some(story) = desk.story(StoryId(id))? else { continue };
        let seen = (story.seen.0.min(day), story.seen.1.max(day));
        if seen.1 - seen.0 > LONGEST || day > story.seen.1 + WINDOW || day < story.seen.0 - WINDOW {
            continue;
        }
        let alike = likeness(&features.vector, &story.features) + telling(&features.acts, &story.acts);
        if best.is_none_or(|(_, most)| alike > most) {
            best = Some((story.id, alike));
        }
    }
    Ok(best.filter(|(_, alike)| *alike >= ALIKE))
}

/// Adds a report to a story, new where `into` is none. `alike` is its likeness to the story before.
pub(crate) fn join(
    desk: &mut Desk<'_>,
    into: Option<StoryId>,
    record: &Record,
    features: &Features,
    cast: &Cast,
    day: Day,
    counted: bool,
) -> Result<StoryId, Error> {
    let known = match into {
        Some(id) => desk.story(id)?,
        None => None,
    };
    let mut story = known.map(Arc::unwrap_or_clone).unwrap_or_else(|| StoryRow {
        id: desk.fresh_story(),
        title: None,
        central: -1.0,
        seen: (day, day),
        reports: 0,
        copies: 0,
        languages: Vec::new(),
        parties: Vec::new(),
        places: Vec::new(),
        features: Vec::new(),
        acts: Vec::new(),
        process: None,
    });
    story.copies += 1;
    story.seen = (story.seen.0.min(day), story.seen.1.max(day));
    if let Some(language) = &record.document.language
        && !story.languages.contains(language)
        && story.languages.len() < 16
    {
        story.languages.push(language.clone());
    }
    if counted || story.reports == 0 {
        story.reports += 1;
        let mut sum: BTreeMap<u32, f32> = story.features.iter().copied().collect();
        for (key, weight) in &features.vector {
            *sum.entry(*key).or_default() += weight;
        }
        let mut sum: Vec<(u32, f32)> = sum.into_iter().collect();
        if sum.len() > KEPT {
            sum.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            sum.truncate(KEPT);
            sum.sort_by_key(|(key, _)| *key);
        }
        story.features = sum;
        for act in &features.acts {
            if !story.acts.contains(act) && story.acts.len() < ACTS {
                story.acts.push(act.clone());
            }
        }
        count_parties(&mut story, record, cast);
        let entered = features.keys.iter().zip(ENTERED).flat_map(|(keys, most)| keys.iter().take(most));
        for &key in entered {
            desk.enter(Index::Story, key, day, story.id.0);
        }
    }
    let central = likeness(&features.vector, &story.features);
    if (central > story.central || story.title.is_none())
        && let Some(title) = &record.document.title
    {
        story.title = Some(title.chars().take(300).collect());
        story.central = central;
    }
    let id = story.id;
    desk.put_story(story);
    Ok(id)
}

fn count_parties(story: &mut StoryRow, record: &Record, cast: &Cast) {
    let mut seen = Vec::new();
    for member in record.actors.iter().filter_map(|actor| cast.get(&actor.id)) {
        if member.media || member.kind == ActorKind::Group || seen.contains(&member.id) {
            continue;
        }
        seen.push(member.id);
        raise(&mut story.parties, member.id, 16);
    }
    for place in &record.places {
        let row = event::place_row(place);
        let room = story.places.len() < 8;
        match story.places.iter_mut().find(|(known, _)| known.name == row.name) {
            Some((_, count)) => *count += 1,
            None if room => story.places.push((row, 1)),
            None => {}
        }
    }
    story.places.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
}

/// Counts one more of `what`; of `most` different things, the rarest gives way.
pub(crate) fn raise<T: PartialEq>(counts: &mut Vec<(T, u32)>, what: T, most: usize) {
    match counts.iter_mut().find(|(known, _)| *known == what) {
        Some((_, count)) => *count += 1,
        None => {
            if counts.len() >= most && counts.last().is_some_and(|(_, count)| *count <= 1) {
                counts.pop();
            }
            if counts.len() < most {
                counts.push((what, 1));
            }
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
}
