//! A record as it lies in the store: compressed, without what its report's row says too and without quotes, which are
//! cut out of the text again.

use std::cell::RefCell;

use notula_record::{Record, Span};
use notula_story::row::ReportRow;
use zstd::bulk::{Compressor, Decompressor};

use crate::error::Error;
use crate::store::Result;

/// Made of records of our own samples (`cargo run -p notula-store --example dictionary`); one that was released is
/// never changed, a better one gets the next number.
static DICTIONARY: &[u8] = include_bytes!("../data/record.1.dict");

/// First byte of a body: JSON, compressed with dictionary 1.
const JSON_1: u8 = 1;

/// Level of compression: done beside the decisions, on every core; the next levels take much longer for a fiftieth less.
const LEVEL: i32 = 6;

/// No record is longer, in bytes: a report of 4 MB with its facts is a tenth of it.
const LONGEST: usize = 256 << 20;

thread_local! {
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// Takes out what stands elsewhere and compresses the rest.
pub(crate) fn pack(record: &Record) -> Result<Vec<u8>> {
    let lean = lean(record);
    let json =
        serde_json::to_vec(&lean).map_err(|error| Error::Asked(format!("a record cannot be written: {error}")))?;
    let mut body = COMPRESSOR.with_borrow_mut(|kept| {
        let compressor = match kept {
            Some(compressor) => compressor,
            none => none.insert(Compressor::with_dictionary(LEVEL, DICTIONARY)?),
        };
        compressor.compress(&json)
    })?;
    body.insert(0, JSON_1);
    Ok(body)
}

/// The record that [`pack`] put away.
pub(crate) fn unpack(body: &[u8], report: &ReportRow) -> Result<Record> {
    let damaged = |why: &str| Error::Damaged(format!("record of {}: {why}", report.id));
    let Some((&JSON_1, packed)) = body.split_first() else { return Err(damaged("unknown form")) };
    let length = Decompressor::<'static>::upper_bound(packed).unwrap_or(LONGEST).min(LONGEST);
    let json = DECOMPRESSOR
        .with_borrow_mut(|kept| {
            let decompressor = match kept {
                Some(decompressor) => decompressor,
                none => none.insert(Decompressor::with_dictionary(DICTIONARY)?),
            };
            decompressor.decompress(packed, length)
        })
        .map_err(|error| damaged(&error.to_string()))?;
    let mut record: Record = serde_json::from_slice(&json).map_err(|error| damaged(&error.to_string()))?;
    fill(&mut record, report);
    Ok(record)
}

/// A copy without the fields of the report's row and without every quote that is what it should be.
fn lean(record: &Record) -> Record {
    let mut lean = record.clone();
    let points = Points::new(&record.document.text);
    let text = &record.document.text;
    spans(&mut lean, &mut |span| {
        if !span.quote.is_empty() && points.cut(text, span.start, span.end) == Some(span.quote.as_str()) {
            span.quote.clear();
        }
    });
    lean.document.id.clear();
    lean.document.source.clear();
    lean.document.url = None;
    lean.document.title = None;
    lean
}

fn fill(record: &mut Record, report: &ReportRow) {
    let text = std::mem::take(&mut record.document.text);
    let points = Points::new(&text);
    spans(record, &mut |span| {
        // an empty stretch has an empty quote either way
        if span.quote.is_empty()
            && let Some(quote) = points.cut(&text, span.start, span.end)
        {
            quote.clone_into(&mut span.quote);
        }
    });
    record.document.text = text;
    record.document.id.clone_from(&report.hash);
    record.document.source.clone_from(&report.source);
    record.document.url.clone_from(&report.url);
    record.document.title.clone_from(&report.title);
}

/// Every span of the facts of a record.
fn spans(record: &mut Record, each: &mut dyn FnMut(&mut Span)) {
    let mentions = record.actors.iter_mut().flat_map(|actor| &mut actor.mentions);
    let mentions = mentions.chain(record.places.iter_mut().flat_map(|place| &mut place.mentions));
    mentions.for_each(|mention| each(&mut mention.span));
    record.times.iter_mut().for_each(|time| each(&mut time.span));
    for statement in &mut record.statements {
        statement.content.iter_mut().chain(&mut statement.cue).for_each(&mut *each);
    }
    record.events.iter_mut().flat_map(|event| &mut event.evidence).for_each(&mut *each);
    for position in &mut record.positions {
        position.evidence.iter_mut().chain(&mut position.condition).for_each(&mut *each);
    }
    record.proposals.iter_mut().flat_map(|proposal| &mut proposal.evidence).for_each(&mut *each);
    record.relations.iter_mut().flat_map(|relation| &mut relation.evidence).for_each(&mut *each);
}

/// From code points to bytes.
struct Points(Option<Vec<u32>>);

impl Points {
    fn new(text: &str) -> Self {
        Self(
            (!text.is_ascii()).then(|| {
                text.char_indices().map(|(at, _)| at as u32).chain(std::iter::once(text.len() as u32)).collect()
            }),
        )
    }

    fn cut<'t>(&self, text: &'t str, start: usize, end: usize) -> Option<&'t str> {
        match &self.0 {
            None => text.get(start..end),
            Some(points) => text.get(*points.get(start)? as usize..*points.get(end)? as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report row and its record, with a letter of two bytes, a wrong quote and an empty span.
    fn filed() -> (ReportRow, Record) {
        let record: Record = serde_json::from_value(serde_json::json!({
            "schema": "notula.record/1",
            "document": {"id": "sha256:00", "source": "a.txt", "url": "https://a.example/1", "title": "Talks", "outlet": null,
                "authors": [], "dateline": null, "language": "id", "published": null, "text": "Vučić bertemu Kurti.",
                "paragraphs": [[0, 20]], "source_map": [[0, 0, 20]], "dropped": []},
            "times": [
                {"id": "t1", "value": null, "type": "date", "span": {"start": 6, "end": 13, "quote": "bertemu"}, "confidence": 0.5},
                {"id": "t2", "value": null, "type": "date", "span": {"start": 6, "end": 13, "quote": "meets"}, "confidence": 0.5},
                {"id": "t3", "value": null, "type": "date", "span": {"start": 90, "end": 99, "quote": "outside"}, "confidence": 0.5},
                {"id": "t4", "value": null, "type": "date", "span": {"start": 3, "end": 3, "quote": ""}, "confidence": 0.5}]
        }))
        .unwrap();
        let report = ReportRow {
            id: notula_story::ids::ReportId(1),
            hash: "sha256:00".into(),
            source: "a.txt".into(),
            url: Some("https://a.example/1".into()),
            version: 1,
            replaced_by: None,
            title: Some("Talks".into()),
            outlet: None,
            domain: None,
            language: Some("id".into()),
            published: None,
            day: 0,
            copy_of: None,
            family: notula_story::ids::ReportId(1),
            story: None,
            sketch: Vec::new(),
        };
        (report, record)
    }

    #[test]
    fn a_record_comes_out_as_it_went_in() {
        let (report, record) = filed();
        let body = pack(&record).unwrap();
        assert_eq!(unpack(&body, &report).unwrap(), record);
    }

    #[test]
    fn damage_is_an_error() {
        let (report, record) = filed();
        let body = pack(&record).unwrap();
        for broken in [&body[..0], &body[..1], &body[..body.len() / 2], b"\x09abc"] {
            assert!(matches!(unpack(broken, &report), Err(Error::Damaged(_))));
        }
    }
}
