//! A store in memory, made from the project's samples, so that API and pages can be tried without a database.
//!
//! Each report is a story of its own; all reports on Sudan, and all others, are a process each. Facts are not merged.

#![allow(dead_code, unreachable_pub)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use notula_record::{Document, Record};
use notula_server::{Paste, Reader, Reading};
use notula_store::{
    Added, Change, Corrected, Correction, Cursor, Error, Hit, Order, Page, Query, Result, Store, Totals,
};
use notula_story::ids::*;
use notula_story::view::*;

/// Reads as the command does, as far as the pages need it.
pub fn reader() -> Reader {
    Arc::new(|paste: Paste| read(&paste))
}

fn read(paste: &Paste) -> std::result::Result<Reading, String> {
    let decoded = notula_page::decode(&paste.bytes).map_err(|error| error.to_string())?;
    let page = notula_page::read(&decoded.text);
    let hash: String = paste
        .bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
        .to_string();
    let published = paste.published.clone().or_else(|| page.published.iter().find_map(|p| p.value.clone()));
    let document = Document {
        id: format!("sha256:{hash:0>64}"),
        source: paste.source.clone(),
        url: paste.url.clone(),
        title: paste.title.clone().or(page.title),
        outlet: page.outlet,
        authors: page.authors,
        dateline: page.dateline,
        language: paste.language.clone().or(page.language),
        published: published.map(|value| notula_record::Published {
            value,
            basis: notula_record::PublishedBasis::Dateline,
            confidence: 0.9,
        }),
        text: page.text,
        paragraphs: page.paragraphs,
        source_map: page.source_map,
        dropped: page.dropped,
        notes: page.notes,
        ..Document::default()
    };
    let record = notula_reader::read(document, &notula_reader::Options::default());
    Ok(Reading { record, raw: decoded.text })
}

/// The store.
#[derive(Default)]
pub struct InMemory {
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    reports: Vec<(Report, Record)>,
    actors: Vec<Actor>,
    events: Vec<Event>,
    statements: Vec<Statement>,
    positions: Vec<Position>,
    proposals: Vec<Proposal>,
    corrections: Vec<Corrected>,
}

/// A store that holds the samples.
pub fn samples() -> Arc<dyn Store> {
    let store = InMemory::default();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "txt"));
    files.sort();
    let records: Vec<_> = files
        .iter()
        .map(|file| {
            let source = format!("samples/{}", file.file_name().unwrap().to_string_lossy());
            read(&Paste { source, bytes: std::fs::read(file).unwrap(), ..Paste::default() }).unwrap().record
        })
        .collect();
    store.add(&records).unwrap();
    Arc::new(store)
}

impl Inside {
    fn add(&mut self, record: &Record) -> Added {
        if let Some((report, _)) = self.reports.iter().find(|(report, _)| report.hash == record.document.id) {
            return Added::Known(report.id);
        }
        let id = ReportId(self.reports.len() as u64 + 1);
        let sudan = record.actors.iter().any(|actor| actor.country.as_deref() == Some("SDN"));
        let (story, process) = (StoryId(id.0), ProcessId(if sudan { 1 } else { 2 }));
        let doc = &record.document;
        let outlet = doc.outlet.clone().unwrap_or_default();
        let report = Report {
            id,
            hash: doc.id.clone(),
            source: doc.source.clone(),
            url: doc.url.clone(),
            version: 1,
            replaced_by: None,
            title: doc.title.clone(),
            outlet: outlet.name,
            domain: outlet.domain,
            language: doc.language.clone(),
            published: doc.published.as_ref().map(|published| published.value.clone()),
            added: Some("2026-11-24T12:00:00Z".into()),
            copy_of: None,
            story: Some(story),
            process: Some(process),
        };
        let mut parties: HashMap<&str, Party> = HashMap::new();
        for actor in &record.actors {
            let known = self.actors.iter_mut().find(|known| known.name == actor.name && known.country == actor.country);
            let known = match known {
                Some(known) => {
                    known.reports += 1;
                    known
                }
                None => {
                    self.actors.push(Actor {
                        id: ActorId(self.actors.len() as u64 + 1),
                        name: actor.name.clone(),
                        kind: actor.kind,
                        country: actor.country.clone(),
                        sector: actor.sector,
                        roles: actor
                            .role
                            .iter()
                            .map(|title| Role { title: title.clone(), of: None, seen: None })
                            .collect(),
                        wikidata: actor.reference.as_ref().and_then(|known| known.wikidata.clone()),
                        names: actor.mentions.iter().take(1).map(|mention| mention.span.quote.clone()).collect(),
                        reports: 1,
                        seen: report.published.clone().map(|day| (day.clone(), day)),
                    });
                    self.actors.last_mut().unwrap()
                }
            };
            let party = Party { id: known.id, name: known.name.clone(), country: known.country.clone() };
            parties.insert(&actor.id, party);
        }
        let all = |ids: &[String]| ids.iter().filter_map(|id| parties.get(id.as_str()).cloned()).collect::<Vec<_>>();
        let source = |fact: &str, evidence: &[notula_record::Span], confidence: f32| Source {
            report: id,
            fact: fact.to_owned(),
            outlet: report.outlet.clone().unwrap_or_else(|| report.source.clone()),
            language: report.language.clone(),
            published: report.published.clone(),
            evidence: evidence.to_vec(),
            independent: true,
            confidence,
        };
        let place = |id: &Option<String>| {
            record.places.iter().find(|place| Some(&place.id) == id.as_ref()).map(|place| Place {
                name: place.name.clone(),
                country: place.country.clone(),
                lat: place.lat,
                lon: place.lon,
                geonames: place.reference.as_ref().and_then(|known| known.geonames),
            })
        };
        for e in &record.events {
            self.events.push(Event {
                id: EventId(self.events.len() as u64 + 1),
                kind: e.kind,
                mode: e.mode.clone(),
                contexts: e.contexts.clone(),
                initiators: all(&e.initiators),
                recipients: all(&e.recipients),
                place: place(&e.place),
                time: e.time.clone(),
                status: e.status,
                claimed: e.statement.is_some(),
                cameo: e.cameo.clone(),
                quad: e.quad.clone(),
                sources: vec![source(&e.id, &e.evidence, e.confidence)],
                independent: 1,
                conflicts: Vec::new(),
                fulfils: None,
                fulfilled_by: None,
                story: Some(story),
                process: Some(process),
                confidence: e.confidence,
            });
        }
        for s in &record.statements {
            let speakers = if s.speakers.is_empty() { s.speaker.as_slice() } else { &s.speakers };
            self.statements.push(Statement {
                id: StatementId(self.statements.len() as u64 + 1),
                speakers: all(speakers),
                addressees: all(&s.addressee),
                kind: s.kind,
                content: s.content.clone(),
                via: s.via.clone(),
                time: s.time.clone(),
                place: place(&s.place),
                sources: vec![source(&s.id, &s.content, s.confidence)],
                independent: 1,
                story: Some(story),
                process: Some(process),
                confidence: s.confidence,
            });
        }
        for o in &record.positions {
            let Some(actor) = parties.get(o.actor.as_str()).cloned() else { continue };
            let before =
                self.positions.iter().rev().find(|p| p.actor == actor && p.issue == o.issue && p.stance != o.stance);
            let (changes, changes_from) = (before.map(|p| p.id), before.map(|p| p.stance));
            self.positions.push(Position {
                id: PositionId(self.positions.len() as u64 + 1),
                actor,
                issue: o.issue.clone(),
                stance: o.stance,
                toward: o.toward.as_ref().and_then(|id| parties.get(id.as_str()).cloned()),
                condition: o.condition.as_ref().map(|span| span.quote.clone()),
                seen: report.published.clone().map(|day| (day.clone(), day)),
                changes,
                changes_from,
                sources: vec![source(&o.id, &o.evidence, o.confidence)],
                independent: 1,
                process: Some(process),
                confidence: o.confidence,
            });
        }
        for r in &record.proposals {
            self.proposals.push(Proposal {
                id: ProposalId(self.proposals.len() as u64 + 1),
                label: r.label.clone(),
                proposers: all(&r.proposers),
                addressees: all(&r.addressees),
                issues: r.issues.clone(),
                status: r.status,
                life: vec![Step {
                    day: report.published.clone(),
                    status: r.status,
                    label: None,
                    points: None,
                    report: id,
                }],
                sources: vec![source(&r.id, &r.evidence, r.confidence)],
                independent: 1,
                process: Some(process),
                confidence: r.confidence,
            });
        }
        self.reports.push((report, record.clone()));
        Added::New(id)
    }

    fn process(&self, id: ProcessId) -> Process {
        let mine = || self.reports.iter().filter(move |(report, _)| report.process == Some(id));
        let mut days: Vec<_> = mine().filter_map(|(report, _)| report.published.clone()).collect();
        days.sort();
        let mut parties: Vec<Party> = Vec::new();
        for event in self.events.iter().filter(|event| event.process == Some(id)) {
            for party in event.initiators.iter().chain(&event.recipients) {
                if !parties.contains(party) && parties.len() < 6 {
                    parties.push(party.clone());
                }
            }
        }
        Process {
            id,
            title: if id.0 == 1 { "Sudan".into() } else { "Everything else".into() },
            parties,
            seen: days.first().cloned().zip(days.last().cloned()),
            stories: mine().count() as u32,
            reports: mine().count() as u32,
        }
    }

    fn story(&self, report: &Report) -> Story {
        Story {
            id: report.story.unwrap(),
            title: report.title.clone(),
            seen: report.published.clone().map(|day| (day.clone(), day)),
            reports: 1,
            copies: 1,
            languages: report.language.iter().cloned().collect(),
            parties: Vec::new(),
            places: Vec::new(),
            process: report.process,
        }
    }
}

/// The part of `items` that the query's cursor and limit choose.
fn part<T>(mut items: Vec<T>, query: &Query, day: impl Fn(&T) -> Option<String>) -> Result<Page<T>> {
    let in_days = |item: &T| {
        let day = day(item);
        query.since.as_ref().is_none_or(|since| day.as_ref().is_some_and(|day| day >= since))
            && query.until.as_ref().is_none_or(|until| day.as_ref().is_some_and(|day| day <= until))
    };
    items.retain(in_days);
    items.sort_by_key(|item| day(item).unwrap_or_default());
    if query.order == Order::Latest {
        items.reverse();
    }
    let from: usize = match &query.after {
        None => 0,
        Some(Cursor(at)) => at.parse().map_err(|_| Error::Asked("`after` is no cursor of this store".into()))?,
    };
    let all = items.len();
    let end = from.saturating_add(query.limit as usize);
    let items: Vec<_> = items.into_iter().skip(from).take(query.limit as usize).collect();
    Ok(Page { items, next: (end < all).then(|| Cursor(end.to_string())) })
}

fn within<T: PartialEq>(wanted: &[T], value: &T) -> bool {
    wanted.is_empty() || wanted.contains(value)
}

fn parties_fit(query: &Query, parties: &[&Party]) -> bool {
    let actors = query.actors.iter().all(|wanted| parties.iter().any(|party| party.id == *wanted));
    let countries = query.countries.is_empty()
        || parties.iter().any(|party| party.country.as_ref().is_some_and(|country| query.countries.contains(country)));
    actors && countries
}

macro_rules! by_id {
    ($name:ident $id:ident $field:ident $item:ty) => {
        fn $name(&self, id: $id) -> Result<Option<$item>> {
            Ok(self.inside.lock().unwrap().$field.iter().find(|item| item.id == id).cloned())
        }
    };
}

impl Store for InMemory {
    fn add(&self, records: &[Record]) -> Result<Vec<Added>> {
        let mut inside = self.inside.lock().unwrap();
        Ok(records.iter().map(|record| inside.add(record)).collect())
    }

    fn has(&self, hash: &str) -> Result<Option<ReportId>> {
        Ok(self
            .inside
            .lock()
            .unwrap()
            .reports
            .iter()
            .find(|(report, _)| report.hash == hash)
            .map(|(report, _)| report.id))
    }

    fn report(&self, id: ReportId) -> Result<Option<Report>> {
        Ok(self
            .inside
            .lock()
            .unwrap()
            .reports
            .iter()
            .find(|(report, _)| report.id == id)
            .map(|(report, _)| report.clone()))
    }

    fn record(&self, id: ReportId) -> Result<Option<Record>> {
        Ok(self
            .inside
            .lock()
            .unwrap()
            .reports
            .iter()
            .find(|(report, _)| report.id == id)
            .map(|(_, record)| record.clone()))
    }

    fn reports(&self, query: &Query) -> Result<Page<Report>> {
        let all = self.inside.lock().unwrap().reports.iter().map(|(report, _)| report.clone()).collect::<Vec<_>>();
        let fits = |report: &Report| {
            query.process.is_none_or(|process| report.process == Some(process))
                && query.story.is_none_or(|story| report.story == Some(story))
                && (query.languages.is_empty() || report.language.as_ref().is_some_and(|l| query.languages.contains(l)))
        };
        part(all.into_iter().filter(fits).collect(), query, |report| report.published.clone())
    }

    fn copies(&self, _: ReportId) -> Result<Vec<Report>> {
        Ok(Vec::new())
    }

    by_id!(actor ActorId actors Actor);
    by_id!(event EventId events Event);
    by_id!(statement StatementId statements Statement);
    by_id!(proposal ProposalId proposals Proposal);

    fn actors(&self, query: &Query) -> Result<Page<Actor>> {
        let text = query.text.as_deref().unwrap_or_default().to_lowercase();
        let mut all: Vec<_> = self.inside.lock().unwrap().actors.clone();
        all.retain(|actor| actor.name.to_lowercase().contains(&text));
        all.sort_by_key(|actor| actor.reports);
        part(all, query, |_| None)
    }

    fn relations(&self, query: &Query) -> Result<Page<Relation>> {
        part(Vec::new(), query, |_| None)
    }

    fn events(&self, query: &Query) -> Result<Page<Event>> {
        let mut all = self.inside.lock().unwrap().events.clone();
        all.retain(|e| {
            within(&query.types, &e.kind)
                && within(&query.statuses, &e.status)
                && query.process.is_none_or(|process| e.process == Some(process))
                && query.story.is_none_or(|story| e.story == Some(story))
                && e.confidence >= query.min_confidence
                && parties_fit(query, &e.initiators.iter().chain(&e.recipients).collect::<Vec<_>>())
        });
        part(all, query, |e| e.time.clone().or_else(|| e.sources[0].published.clone()))
    }

    fn statements(&self, query: &Query) -> Result<Page<Statement>> {
        let mut all = self.inside.lock().unwrap().statements.clone();
        all.retain(|s| {
            query.process.is_none_or(|process| s.process == Some(process))
                && query.story.is_none_or(|story| s.story == Some(story))
                && parties_fit(query, &s.speakers.iter().collect::<Vec<_>>())
        });
        part(all, query, |s| s.time.clone().or_else(|| s.sources[0].published.clone()))
    }

    fn positions(&self, query: &Query) -> Result<Page<Position>> {
        let mut all = self.inside.lock().unwrap().positions.clone();
        all.retain(|o| {
            query.process.is_none_or(|process| o.process == Some(process)) && parties_fit(query, &[&o.actor])
        });
        part(all, query, |o| o.seen.as_ref().map(|(day, _)| day.clone()))
    }

    fn proposals(&self, query: &Query) -> Result<Page<Proposal>> {
        let mut all = self.inside.lock().unwrap().proposals.clone();
        all.retain(|r| query.process.is_none_or(|process| r.process == Some(process)));
        part(all, query, |r| r.sources[0].published.clone())
    }

    fn conflicts(&self, query: &Query) -> Result<Page<Conflict>> {
        part(Vec::new(), query, |_| None)
    }

    fn story(&self, id: StoryId) -> Result<Option<Story>> {
        let inside = self.inside.lock().unwrap();
        Ok(inside.reports.iter().find(|(report, _)| report.story == Some(id)).map(|(report, _)| inside.story(report)))
    }

    fn stories(&self, query: &Query) -> Result<Page<Story>> {
        let inside = self.inside.lock().unwrap();
        let all: Vec<_> = inside.reports.iter().map(|(report, _)| inside.story(report)).collect();
        let fits = |story: &Story| query.process.is_none_or(|process| story.process == Some(process));
        part(all.into_iter().filter(fits).collect(), query, |story| story.seen.as_ref().map(|(day, _)| day.clone()))
    }

    fn process(&self, id: ProcessId) -> Result<Option<Process>> {
        Ok((1..=2).contains(&id.0).then(|| self.inside.lock().unwrap().process(id)))
    }

    fn processes(&self, query: &Query) -> Result<Page<Process>> {
        let inside = self.inside.lock().unwrap();
        part(vec![inside.process(ProcessId(1)), inside.process(ProcessId(2))], query, |_| None)
    }

    fn places(&self, query: &Query) -> Result<Page<(Place, u32)>> {
        let mut places: Vec<(Place, u32)> = Vec::new();
        for event in self.events(&Query { limit: 100_000, after: None, ..query.clone() })?.items {
            let Some(place) = event.place else { continue };
            match places.iter_mut().find(|(known, _)| *known == place) {
                Some((_, count)) => *count += 1,
                None => places.push((place, 1)),
            }
        }
        part(places, &Query { since: None, until: None, ..query.clone() }, |_| None)
    }

    fn search(&self, query: &Query) -> Result<Page<Hit>> {
        let words = query.text.as_deref().unwrap_or_default().to_lowercase();
        let inside = self.inside.lock().unwrap();
        let hits: Vec<_> = inside
            .reports
            .iter()
            .filter(|(report, _)| {
                query.languages.is_empty() || report.language.as_ref().is_some_and(|l| query.languages.contains(l))
            })
            .filter_map(|(report, record)| {
                let text = &record.document.text;
                let at = text.to_lowercase().find(&words).filter(|at| text.is_char_boundary(*at))?;
                let at = text[..at].chars().count();
                let snippet: String = text.chars().skip(at.saturating_sub(60)).take(200).collect();
                let start = at.min(60);
                Some(Hit { report: report.clone(), snippet, found: vec![[start, start + words.chars().count()]] })
            })
            .collect();
        part(hits, query, |hit| hit.report.published.clone())
    }

    fn correct(&self, correction: &Correction) -> Result<Corrected> {
        let mut inside = self.inside.lock().unwrap();
        let id = inside.corrections.len() as u64 + 1;
        let at = "2026-11-24T12:00:00Z".to_owned();
        let made = Corrected { id, at, correction: correction.clone(), made: None, undone_by: None };
        if let Change::Undo { correction } = correction.change
            && let Some(undone) = inside.corrections.iter_mut().find(|earlier| earlier.id == correction)
        {
            undone.undone_by = Some(id);
        }
        inside.corrections.push(made.clone());
        Ok(made)
    }

    fn corrections(&self, query: &Query) -> Result<Page<Corrected>> {
        part(self.inside.lock().unwrap().corrections.clone(), query, |made| Some(made.id.to_string()))
    }

    fn totals(&self) -> Result<Totals> {
        let inside = self.inside.lock().unwrap();
        Ok(Totals {
            reports: inside.reports.len() as u64,
            actors: inside.actors.len() as u64,
            events: inside.events.len() as u64,
            statements: inside.statements.len() as u64,
            positions: inside.positions.len() as u64,
            proposals: inside.proposals.len() as u64,
            stories: inside.reports.len() as u64,
            processes: 2,
            ..Totals::default()
        })
    }
}
