//! Every fact of a record in one shape.

use notula_record::{Actor, Record, Span};

/// A fact with its words and what made it.
#[derive(Debug)]
pub(super) struct Fact<'a> {
    /// As in the record; relations, which have none there, are counted `l1`, `l2`, …
    pub(super) id: String,
    /// What it says, in one line.
    pub(super) says: String,
    /// Probability.
    pub(super) confidence: f32,
    /// Its words, each with what they are for.
    pub(super) words: Vec<(&'static str, &'a Span)>,
    /// Rules, entries and models that made it.
    pub(super) why: &'a [String],
}

/// Every fact of `record`, in its order.
pub(super) fn facts(record: &Record) -> Vec<Fact<'_>> {
    let name = |id: &str| name(&record.actors, id);
    let names = |ids: &[String]| match ids {
        [] => "nobody named".to_owned(),
        ids => ids.iter().map(|id| name(id)).collect::<Vec<_>>().join(", "),
    };
    let mut all = Vec::new();
    for a in &record.actors {
        let of = [a.country.as_deref(), a.sector.map(|s| s.as_str()), a.role.as_deref()];
        let of: Vec<_> = of.into_iter().flatten().collect();
        all.push(Fact {
            id: a.id.clone(),
            says: format!("actor: {}, {} ({})", a.name, a.kind, of.join(", ")),
            confidence: a.confidence,
            words: a.mentions.iter().map(|m| (m.form.as_str(), &m.span)).collect(),
            why: &a.why,
        });
    }
    for p in &record.places {
        all.push(Fact {
            id: p.id.clone(),
            says: format!("place: {} ({})", p.name, p.country.as_deref().unwrap_or("country unknown")),
            confidence: p.confidence,
            words: p.mentions.iter().map(|m| (m.form.as_str(), &m.span)).collect(),
            why: &p.why,
        });
    }
    for t in &record.times {
        all.push(Fact {
            id: t.id.clone(),
            says: format!("time: {} ({})", t.value.as_deref().unwrap_or("not resolved"), t.kind),
            confidence: t.confidence,
            words: vec![("words", &t.span)],
            why: &t.why,
        });
    }
    for s in &record.statements {
        let speaker = if s.speakers.is_empty() { s.speaker.as_slice() } else { &s.speakers };
        let mut words: Vec<_> = s.content.iter().map(|span| ("content", span)).collect();
        words.extend(s.cue.iter().map(|span| ("cue", span)));
        all.push(Fact {
            id: s.id.clone(),
            says: format!("statement: {} ({})", names(speaker), s.kind),
            confidence: s.confidence,
            words,
            why: &s.why,
        });
    }
    for e in &record.events {
        all.push(Fact {
            id: e.id.clone(),
            says: format!(
                "event: {}{} by {} toward {} ({}, {})",
                e.kind,
                e.mode.as_ref().map(|mode| format!(" {mode}")).unwrap_or_default(),
                names(&e.initiators),
                names(&e.recipients),
                e.status,
                e.time.as_deref().unwrap_or("no date"),
            ),
            confidence: e.confidence,
            words: e.evidence.iter().map(|span| ("evidence", span)).collect(),
            why: &e.why,
        });
    }
    for o in &record.positions {
        let mut words: Vec<_> = o.evidence.iter().map(|span| ("evidence", span)).collect();
        words.extend(o.condition.iter().map(|span| ("condition", span)));
        all.push(Fact {
            id: o.id.clone(),
            says: format!("position: {} {} {}", name(&o.actor), o.stance, o.issue),
            confidence: o.confidence,
            words,
            why: &o.why,
        });
    }
    for r in &record.proposals {
        all.push(Fact {
            id: r.id.clone(),
            says: format!("proposal: {} by {} ({})", r.label, names(&r.proposers), r.status),
            confidence: r.confidence,
            words: r.evidence.iter().map(|span| ("evidence", span)).collect(),
            why: &r.why,
        });
    }
    for (n, l) in record.relations.iter().enumerate() {
        all.push(Fact {
            id: format!("l{}", n + 1),
            says: format!("relation: {} {} {}", name(&l.a), l.kind, name(&l.b)),
            confidence: l.confidence,
            words: l.evidence.iter().map(|span| ("evidence", span)).collect(),
            why: &l.why,
        });
    }
    all
}

/// Which ids there are, for a message.
pub(super) fn ids(facts: &[Fact<'_>]) -> String {
    if facts.is_empty() {
        return "no fact was read".to_owned();
    }
    let mut groups: Vec<(&str, usize)> = Vec::new();
    for fact in facts {
        let letter = fact.id.trim_end_matches(|c: char| c.is_ascii_digit());
        match groups.iter_mut().find(|(group, _)| *group == letter) {
            Some((_, count)) => *count += 1,
            None => groups.push((letter, 1)),
        }
    }
    let groups: Vec<_> = groups.iter().map(|(letter, count)| format!("{letter}1–{letter}{count}")).collect();
    format!("there are {}", groups.join(", "))
}

fn name(actors: &[Actor], id: &str) -> String {
    actors.iter().find(|actor| actor.id == id).map_or_else(|| id.to_owned(), |actor| actor.name.clone())
}
