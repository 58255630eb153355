//! A record as it lies in the store: compressed, in two parts. The first has the report's text and all spans, without
//! quotes, which are cut out of the text again; answers with many sources open it alone. The second has the rest, without
//! what stands in the report's row.

use std::cell::RefCell;

use notula_record::{Points, Record, Span};
use notula_story::evidence::{relations, told};
use notula_story::row::{self, ReportRow};
use notula_story::{Evidence, Told};
use serde::{Deserialize, Serialize};
use zstd::bulk::{Compressor, Decompressor};

use crate::error::Error;
use crate::store::Result;

/// Made of records of our own samples (`cargo run -p notula-store --example dictionary`); one that was released is
/// never changed, a better one gets the next number.
static DICTIONARIES: [&[u8]; 2] = [include_bytes!("../data/record.1.dict"), include_bytes!("../data/record.2.dict")];

/// First byte of a body: the whole record as JSON, compressed with dictionary 1.
const WHOLE: u8 = 1;
/// First byte of a body: four bytes with the length of the first part (low byte first), [`First`] as packed by the story
/// crate, the rest of the record as JSON; both compressed with dictionary 2.
const PARTS: u8 = 2;

/// Level of compression: done beside the decisions, on every core; the next levels take much longer for a fiftieth less.
const LEVEL: i32 = 6;

/// No part is longer, in bytes: a report of 4 MB with its facts is a tenth of it.
const LONGEST: usize = 256 << 20;

thread_local! {
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSORS: RefCell<[Option<Decompressor<'static>>; 2]> = const { RefCell::new([const { None }; 2]) };
}

/// What answers need of a record.
#[derive(Debug, Serialize, Deserialize)]
struct First {
    text: String,
    /// Of each span how much later than the one before it begins, and its length; in the order of [`spans`].
    steps: Vec<(i64, i64)>,
    /// Quotes that are not what stands in the text, by the number of their span.
    odd: Vec<(usize, String)>,
    facts: Vec<Told>,
    /// Spans of each relation.
    relations: Vec<usize>,
}

impl First {
    /// Takes text and spans out of a record.
    fn take(record: &mut Record) -> Self {
        let (facts, relations) = (told(record), relations(record));
        let text = std::mem::take(&mut record.document.text);
        let points = Points::new(&text);
        let (mut steps, mut odd, mut last) = (Vec::new(), Vec::new(), 0_usize);
        spans(record, &mut |span| {
            let (start, end) = (std::mem::take(&mut span.start), std::mem::take(&mut span.end));
            let quote = std::mem::take(&mut span.quote);
            if !quote.is_empty() && points.cut(&text, start, end) != Some(quote.as_str()) {
                odd.push((steps.len(), quote));
            }
            steps.push((start.wrapping_sub(last) as i64, end.wrapping_sub(start) as i64));
            last = start;
        });
        Self { text, steps, odd, facts, relations }
    }

    /// The spans, most of them without their quotes.
    fn spans(&mut self) -> Vec<Span> {
        let mut start = 0_usize;
        let step = |(later, length): (i64, i64)| {
            start = start.wrapping_add(later as usize);
            Span { start, end: start.wrapping_add(length as usize), quote: String::new() }
        };
        let mut spans: Vec<Span> = std::mem::take(&mut self.steps).into_iter().map(step).collect();
        for (at, quote) in std::mem::take(&mut self.odd) {
            if let Some(span) = spans.get_mut(at) {
                span.quote = quote;
            }
        }
        spans
    }

    /// Puts text and spans back; no, where there are not as many as the record has.
    fn put(mut self, record: &mut Record) -> bool {
        let mut taken = self.spans().into_iter();
        let mut all = true;
        spans(record, &mut |span| match taken.next() {
            Some(next) => *span = next,
            None => all = false,
        });
        record.document.text = self.text;
        all && taken.next().is_none()
    }
}

/// Takes out what stands elsewhere and compresses the rest.
pub(crate) fn pack(record: &Record) -> Result<Vec<u8>> {
    let mut rest = record.clone();
    let first = First::take(&mut rest);
    rest.document.id.clear();
    rest.document.source.clear();
    rest.document.url = None;
    rest.document.title = None;
    let json =
        serde_json::to_vec(&rest).map_err(|error| Error::Asked(format!("a record cannot be written: {error}")))?;
    let (first, json) = COMPRESSOR.with_borrow_mut(|kept| {
        let compressor = match kept {
            Some(compressor) => compressor,
            none => none.insert(Compressor::with_dictionary(LEVEL, DICTIONARIES[1])?),
        };
        Ok::<_, Error>((compressor.compress(&row::pack(&first))?, compressor.compress(&json)?))
    })?;
    let mut body = Vec::with_capacity(first.len() + json.len() + 5);
    body.push(PARTS);
    body.extend((first.len() as u32).to_le_bytes());
    body.extend(first);
    body.extend(json);
    Ok(body)
}

/// The record that [`pack`] put away, now or in an older release.
pub(crate) fn unpack(body: &[u8], report: &ReportRow) -> Result<Record> {
    let damaged = |why: String| Error::Damaged(format!("record of {}: {why}", report.id));
    let parse = |json: Vec<u8>| serde_json::from_slice(&json).map_err(|error| error.to_string());
    let mut record: Record = match Body::of(body).map_err(damaged)? {
        Body::Whole(packed) => decompress(packed, 0).and_then(parse).map_err(damaged)?,
        Body::Parts(first, rest) => {
            let first = read_first(first).map_err(damaged)?;
            let mut record = decompress(rest, 1).and_then(parse).map_err(damaged)?;
            if !first.put(&mut record) {
                return Err(damaged("spans are missing".to_owned()));
            }
            record
        }
    };
    fill(&mut record, report);
    Ok(record)
}

/// Text and facts of the record that [`pack`] put away.
pub(crate) fn unpack_evidence(body: &[u8], report: u64) -> Result<Evidence> {
    let damaged = |why: String| Error::Damaged(format!("record of R{report}: {why}"));
    match Body::of(body).map_err(damaged)? {
        Body::Whole(packed) => {
            let json = decompress(packed, 0).map_err(damaged)?;
            let mut record: Record = serde_json::from_slice(&json).map_err(|error| damaged(error.to_string()))?;
            // in those days quotes were left out where they are what stands in the text, as they are here
            let text = std::mem::take(&mut record.document.text);
            let spans = notula_story::evidence::spans(&record).cloned().collect();
            Ok(Evidence::new(text, spans, told(&record), relations(&record)))
        }
        Body::Parts(first, _) => {
            let mut first = read_first(first).map_err(damaged)?;
            let spans = first.spans();
            Ok(Evidence::new(first.text, spans, first.facts, first.relations))
        }
    }
}

/// A body by its form.
enum Body<'b> {
    Whole(&'b [u8]),
    Parts(&'b [u8], &'b [u8]),
}

impl<'b> Body<'b> {
    fn of(body: &'b [u8]) -> std::result::Result<Self, String> {
        match body.split_first() {
            Some((&WHOLE, packed)) => Ok(Self::Whole(packed)),
            Some((&PARTS, packed)) => {
                let parts = packed
                    .split_first_chunk::<4>()
                    .and_then(|(length, rest)| rest.split_at_checked(u32::from_le_bytes(*length) as usize));
                parts.map(|(first, rest)| Self::Parts(first, rest)).ok_or_else(|| "is cut off".to_owned())
            }
            _ => Err("unknown form".to_owned()),
        }
    }
}

fn read_first(packed: &[u8]) -> std::result::Result<First, String> {
    row::unpack(&decompress(packed, 1)?).map_err(|error| error.to_string())
}

fn decompress(packed: &[u8], dictionary: usize) -> std::result::Result<Vec<u8>, String> {
    let length = Decompressor::<'static>::upper_bound(packed).unwrap_or(LONGEST).min(LONGEST);
    DECOMPRESSORS.with_borrow_mut(|kept| {
        let decompressor = match &mut kept[dictionary] {
            Some(decompressor) => decompressor,
            none => {
                none.insert(Decompressor::with_dictionary(DICTIONARIES[dictionary]).map_err(|error| error.to_string())?)
            }
        };
        decompressor.decompress(packed, length).map_err(|error| error.to_string())
    })
}

/// Puts back what stands in the report's row, and the quotes.
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

/// Every span of a record: first those of [`notula_story::evidence::spans`], in their order, then the others. Bodies
/// depend on this order; it is never changed.
fn spans(record: &mut Record, each: &mut dyn FnMut(&mut Span)) {
    record.events.iter_mut().flat_map(|event| &mut event.evidence).for_each(&mut *each);
    for statement in &mut record.statements {
        statement.content.iter_mut().chain(&mut statement.cue).for_each(&mut *each);
    }
    record.positions.iter_mut().flat_map(|position| &mut position.evidence).for_each(&mut *each);
    record.proposals.iter_mut().flat_map(|proposal| &mut proposal.evidence).for_each(&mut *each);
    record.relations.iter_mut().flat_map(|relation| &mut relation.evidence).for_each(&mut *each);
    record.positions.iter_mut().flat_map(|position| &mut position.condition).for_each(&mut *each);
    let mentions = record.actors.iter_mut().flat_map(|actor| &mut actor.mentions);
    let mentions = mentions.chain(record.places.iter_mut().flat_map(|place| &mut place.mentions));
    mentions.for_each(|mention| each(&mut mention.span));
    record.times.iter_mut().for_each(|time| each(&mut time.span));
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
    fn evidence_is_that_of_the_record() {
        let mut record = filed().1;
        let span = |start, end, quote: &str| Span { start, end, quote: quote.into() };
        record.statements = serde_json::from_value(serde_json::json!([{"id": "s1", "speaker": null, "kind": "direct",
            "content": [], "cue": null, "via": null, "time": null, "place": null, "confidence": 0.5}]))
        .unwrap();
        record.statements[0].content = vec![span(14, 19, "Kurti"), span(0, 5, "Vučić")];
        record.statements[0].cue = Some(span(6, 13, "met"));
        let body = pack(&record).unwrap();
        let evidence = unpack_evidence(&body, 1).unwrap();
        assert_eq!(evidence.text(), record.document.text);
        assert_eq!(evidence.content("s1"), record.statements[0].content);
        assert_eq!(evidence.of("s1")[2].quote, "met");
        assert_eq!(evidence.of("s1"), Evidence::of_record(&record).of("s1"));
        assert_eq!(evidence.of("e1"), []);
    }

    #[test]
    fn damage_is_an_error() {
        let (report, record) = filed();
        let body = pack(&record).unwrap();
        for broken in [&body[..0], &body[..1], &body[..8], b"\x09abc", b"\x02\xff\xff\xff\xffa"] {
            assert!(matches!(unpack(broken, &report), Err(Error::Damaged(_))));
            assert!(matches!(unpack_evidence(broken, 1), Err(Error::Damaged(_))));
        }
    }
}
