//! Where the facts of a record stand in its report: all that views need of a record.

use std::ops::Range;

use notula_record::{Points, Record, Span};

/// The text of a report and the spans of the facts of its record. A store can keep it apart from the rest of the
/// record, so that an answer with hundreds of sources does not open hundreds of records.
///
/// ```
/// use notula_record::Span;
/// use notula_story::{Evidence, Told};
/// let span = |start, end| Span { start, end, quote: String::new() };
/// let told = Told { local: "s1".into(), content: 1, spans: 2 };
/// let evidence = Evidence::new("Kurti said no.".into(), vec![span(11, 13), span(6, 10)], vec![told], vec![]);
/// assert_eq!(evidence.content("s1")[0].quote, "no");
/// assert_eq!(evidence.of("s1")[1].quote, "said");
/// ```
#[derive(Debug, Clone)]
pub struct Evidence {
    text: String,
    points: Points,
    spans: Vec<Span>,
    /// Each with the place of its first span.
    facts: Vec<(Told, usize)>,
    relations: Vec<Range<usize>>,
}

/// A fact of a record and how many spans it has.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Told {
    /// The fact's id in its record (`e7`).
    pub local: String,
    /// How many of its spans, the first ones, are what was said: of statements alone.
    pub content: usize,
    /// How many spans tell it, content and cue of a statement.
    pub spans: usize,
}

impl Evidence {
    /// `spans` are those of `facts` one after the other, then those of the relations, which have so many each. A span
    /// without quote gets the words that stand there.
    pub fn new(text: String, spans: Vec<Span>, facts: Vec<Told>, relations: Vec<usize>) -> Self {
        let mut at = 0_usize;
        let mut first = |spans: usize| {
            let first = at;
            at = at.saturating_add(spans);
            first
        };
        let facts = facts
            .into_iter()
            .map(|told| {
                let at = first(told.spans);
                (told, at)
            })
            .collect();
        let relations = relations
            .into_iter()
            .map(|spans| {
                let at = first(spans);
                at..at.saturating_add(spans)
            })
            .collect();
        Self { points: Points::new(&text), text, spans, facts, relations }
    }

    /// That of a record.
    pub fn of_record(record: &Record) -> Self {
        let spans = spans(record).cloned().collect();
        Self::new(record.document.text.clone(), spans, told(record), relations(record))
    }

    /// The report's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words that tell a fact, named by its id in the record; none where there is no such fact.
    pub fn of(&self, local: &str) -> Vec<Span> {
        self.fact(local).map(|(told, at)| self.cut(at..at.saturating_add(told.spans))).unwrap_or_default()
    }

    /// What was said in a statement.
    pub fn content(&self, local: &str) -> Vec<Span> {
        self.fact(local).map(|(told, at)| self.cut(at..at.saturating_add(told.content))).unwrap_or_default()
    }

    /// The words that tell a relation, named by its place in the record, from 0.
    pub fn of_relation(&self, number: usize) -> Vec<Span> {
        self.relations.get(number).map(|range| self.cut(range.clone())).unwrap_or_default()
    }

    fn fact(&self, local: &str) -> Option<(&Told, usize)> {
        self.facts.iter().find(|(told, _)| told.local == local).map(|(told, at)| (told, *at))
    }

    fn cut(&self, range: Range<usize>) -> Vec<Span> {
        let mut spans = self.spans.get(range).unwrap_or_default().to_vec();
        for span in spans.iter_mut().filter(|span| span.quote.is_empty()) {
            if let Some(quote) = self.points.cut(&self.text, span.start, span.end) {
                quote.clone_into(&mut span.quote);
            }
        }
        spans
    }
}

/// The facts of a record with the number of their spans, in the order of [`spans`].
pub fn told(record: &Record) -> Vec<Told> {
    let fact = |local: &String, content: usize, spans: usize| Told { local: local.clone(), content, spans };
    let events = record.events.iter().map(|event| fact(&event.id, 0, event.evidence.len()));
    let statements = record.statements.iter().map(|statement| {
        fact(&statement.id, statement.content.len(), statement.content.len() + usize::from(statement.cue.is_some()))
    });
    let positions = record.positions.iter().map(|position| fact(&position.id, 0, position.evidence.len()));
    let proposals = record.proposals.iter().map(|proposal| fact(&proposal.id, 0, proposal.evidence.len()));
    events.chain(statements).chain(positions).chain(proposals).collect()
}

/// How many spans each relation of a record has.
pub fn relations(record: &Record) -> Vec<usize> {
    record.relations.iter().map(|relation| relation.evidence.len()).collect()
}

/// The spans of the facts of a record: events, statements (content, then cue), positions, proposals, relations.
pub fn spans(record: &Record) -> impl Iterator<Item = &Span> {
    let events = record.events.iter().flat_map(|event| &event.evidence);
    let statements = record.statements.iter().flat_map(|statement| statement.content.iter().chain(&statement.cue));
    let positions = record.positions.iter().flat_map(|position| &position.evidence);
    let proposals = record.proposals.iter().flat_map(|proposal| &proposal.evidence);
    let relations = record.relations.iter().flat_map(|relation| &relation.evidence);
    events.chain(statements).chain(positions).chain(proposals).chain(relations)
}
