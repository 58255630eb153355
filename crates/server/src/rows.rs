//! Tables: what stands in the columns of a CSV file. Lists within a cell are separated by `; `.

use notula_store::{Corrected, Hit};
use notula_story::view::{
    Actor, Conflict, Event, Party, Place, Position, Process, Proposal, Relation, Report, Source, Statement, Story,
};
use serde::{Deserialize, Serialize};

/// A line of a table.
pub(crate) trait Row {
    /// What the lines are, for the name of the file.
    const NAME: &'static str;
    /// Heads of the columns.
    const COLUMNS: &'static [&'static str];
    /// As many as there are columns.
    fn cells(&self) -> Vec<String>;
}

/// A place and how many events happened there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct PlaceOfEvents {
    /// The place.
    #[serde(flatten)]
    pub(crate) place: Place,
    /// How many events.
    pub(crate) events: u32,
}

macro_rules! row {
    ($type:ty, $name:literal, $this:ident, $($column:literal => $cell:expr),+ $(,)?) => {
        impl Row for $type {
            const NAME: &'static str = $name;
            const COLUMNS: &'static [&'static str] = &[$($column),+];

            fn cells(&self) -> Vec<String> {
                let $this = self;
                vec![$($cell),+]
            }
        }
    };
}

row!(Report, "reports", r,
    "id" => r.id.to_string(),
    "published" => opt(&r.published),
    "outlet" => opt(&r.outlet),
    "domain" => opt(&r.domain),
    "language" => opt(&r.language),
    "title" => opt(&r.title),
    "source" => r.source.clone(),
    "url" => opt(&r.url),
    "version" => r.version.to_string(),
    "copy_of" => show(&r.copy_of),
    "story" => show(&r.story),
    "process" => show(&r.process),
    "hash" => r.hash.clone(),
);

row!(Actor, "actors", a,
    "id" => a.id.to_string(),
    "name" => a.name.clone(),
    "kind" => a.kind.to_string(),
    "country" => opt(&a.country),
    "sector" => show(&a.sector),
    "roles" => join(a.roles.iter().map(|role| role.title.clone())),
    "wikidata" => opt(&a.wikidata),
    "names" => join(a.names.iter().cloned()),
    "reports" => a.reports.to_string(),
    "first_seen" => seen(&a.seen).0,
    "last_seen" => seen(&a.seen).1,
);

row!(Event, "events", e,
    "id" => e.id.to_string(),
    "time" => opt(&e.time),
    "type" => e.kind.to_string(),
    "mode" => opt(&e.mode),
    "status" => e.status.to_string(),
    "initiators" => parties(&e.initiators),
    "recipients" => parties(&e.recipients),
    "place" => e.place.as_ref().map(|place| place.name.clone()).unwrap_or_default(),
    "lat" => e.place.as_ref().and_then(|place| place.lat).map(|at| at.to_string()).unwrap_or_default(),
    "lon" => e.place.as_ref().and_then(|place| place.lon).map(|at| at.to_string()).unwrap_or_default(),
    "contexts" => join(e.contexts.iter().cloned()),
    "cameo" => opt(&e.cameo),
    "quad" => e.quad.clone(),
    "claimed" => e.claimed.to_string(),
    "sources" => e.sources.len().to_string(),
    "independent" => e.independent.to_string(),
    "conflicts" => join(e.conflicts.iter().map(ToString::to_string)),
    "confidence" => number(e.confidence),
    "reports" => reports(&e.sources),
    "words" => words(&e.sources),
);

row!(Statement, "statements", s,
    "id" => s.id.to_string(),
    "time" => opt(&s.time),
    "speakers" => parties(&s.speakers),
    "addressees" => parties(&s.addressees),
    "kind" => s.kind.to_string(),
    "words" => join_with(" […] ", s.content.iter().map(|span| span.quote.clone())),
    "via" => opt(&s.via),
    "sources" => s.sources.len().to_string(),
    "independent" => s.independent.to_string(),
    "confidence" => number(s.confidence),
    "reports" => reports(&s.sources),
);

row!(Position, "positions", o,
    "id" => o.id.to_string(),
    "actor" => o.actor.name.clone(),
    "country" => opt(&o.actor.country),
    "issue" => o.issue.clone(),
    "stance" => o.stance.to_string(),
    "toward" => o.toward.as_ref().map(|party| party.name.clone()).unwrap_or_default(),
    "condition" => opt(&o.condition),
    "from" => seen(&o.seen).0,
    "to" => seen(&o.seen).1,
    "changes" => show(&o.changes),
    "changes_from" => show(&o.changes_from),
    "independent" => o.independent.to_string(),
    "confidence" => number(o.confidence),
    "reports" => reports(&o.sources),
    "words" => words(&o.sources),
);

row!(Proposal, "proposals", r,
    "id" => r.id.to_string(),
    "label" => r.label.clone(),
    "status" => r.status.to_string(),
    "proposers" => parties(&r.proposers),
    "addressees" => parties(&r.addressees),
    "issues" => join(r.issues.iter().cloned()),
    "steps" => r.life.len().to_string(),
    "independent" => r.independent.to_string(),
    "confidence" => number(r.confidence),
    "reports" => reports(&r.sources),
    "words" => words(&r.sources),
);

row!(Conflict, "conflicts", c,
    "id" => c.id.to_string(),
    "about" => serde_json::to_value(c.about).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default(),
    "event" => show(&c.event),
    "proposal" => show(&c.proposal),
    "values" => join(c.values.iter().map(|version| {
        format!("{} ({})", version.value, version.sources.iter().map(|s| s.outlet.as_str()).collect::<Vec<_>>().join(", "))
    })),
    "story" => show(&c.story),
    "process" => show(&c.process),
);

row!(Story, "stories", s,
    "id" => s.id.to_string(),
    "title" => opt(&s.title),
    "from" => seen(&s.seen).0,
    "to" => seen(&s.seen).1,
    "reports" => s.reports.to_string(),
    "with_copies" => s.copies.to_string(),
    "languages" => join(s.languages.iter().cloned()),
    "parties" => parties(&s.parties),
    "places" => join(s.places.iter().map(|place| place.name.clone())),
    "process" => show(&s.process),
);

row!(Process, "processes", p,
    "id" => p.id.to_string(),
    "title" => p.title.clone(),
    "parties" => parties(&p.parties),
    "from" => seen(&p.seen).0,
    "to" => seen(&p.seen).1,
    "stories" => p.stories.to_string(),
    "reports" => p.reports.to_string(),
);

row!(Relation, "relations", l,
    "a" => l.a.name.clone(),
    "kind" => l.kind.to_string(),
    "b" => l.b.name.clone(),
    "a_id" => l.a.id.to_string(),
    "b_id" => l.b.id.to_string(),
    "reports" => reports(&l.sources),
    "words" => words(&l.sources),
);

row!(PlaceOfEvents, "places", p,
    "name" => p.place.name.clone(),
    "country" => opt(&p.place.country),
    "lat" => show(&p.place.lat),
    "lon" => show(&p.place.lon),
    "geonames" => show(&p.place.geonames),
    "events" => p.events.to_string(),
);

row!(Hit, "search", h,
    "id" => h.report.id.to_string(),
    "published" => opt(&h.report.published),
    "outlet" => opt(&h.report.outlet),
    "language" => opt(&h.report.language),
    "title" => opt(&h.report.title),
    "snippet" => h.snippet.clone(),
);

row!(Corrected, "corrections", c,
    "id" => c.id.to_string(),
    "at" => c.at.clone(),
    "by" => c.correction.by.clone(),
    "change" => serde_json::to_string(&c.correction.change).unwrap_or_default(),
    "note" => opt(&c.correction.note),
    "undone_by" => show(&c.undone_by),
);

fn opt(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}

fn show<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn seen(days: &Option<(String, String)>) -> (String, String) {
    days.clone().unwrap_or_default()
}

fn number(p: f32) -> String {
    format!("{p:.3}")
}

fn join(parts: impl Iterator<Item = String>) -> String {
    join_with("; ", parts)
}

fn join_with(between: &str, parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(between)
}

fn parties(parties: &[Party]) -> String {
    join(parties.iter().map(|party| party.name.clone()))
}

fn reports(sources: &[Source]) -> String {
    join(sources.iter().map(|source| source.report.to_string()))
}

/// The words of the first source.
fn words(sources: &[Source]) -> String {
    let spans = sources.first().map(|source| source.evidence.as_slice()).unwrap_or_default();
    join_with(" […] ", spans.iter().map(|span| span.quote.clone()))
}
