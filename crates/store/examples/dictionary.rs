//! Makes the dictionary with which records are compressed, out of records of our own reports on standard input:
//!
//! ```sh
//! notula read samples crates/story/tests/set --format jsonl | cargo run -p notula-store --example dictionary -- crates/store/data/record.N.dict
//! ```
//!
//! A dictionary that was released is never changed, since stores were written with it.

use std::io::BufRead;

use notula_record::Record;
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name the file to write")?;
    let records: Vec<Vec<u8>> = std::io::stdin().lock().split(b'\n').collect::<Result<_, _>>()?;
    let mut pieces: Vec<Vec<u8>> = Vec::new();
    for line in &records {
        let (text, rest) = parts(line)?;
        // cut into pieces of the size of a fact, so that what is common to facts is found
        pieces.extend(text.as_bytes().chunks(512).chain(rest.chunks(512)).map(<[u8]>::to_vec));
    }
    let dictionary = zstd::dict::from_samples(&pieces, 32 << 10)?;
    std::fs::write(&path, &dictionary)?;
    eprintln!("{path}: {} bytes, from {} records", dictionary.len(), records.len());
    Ok(())
}

/// As the store writes it: the text apart, the rest without spans.
fn parts(line: &[u8]) -> serde_json::Result<(String, Vec<u8>)> {
    fn blank(value: &mut Value) {
        match value {
            Value::Object(fields) if fields.len() == 3 && fields.contains_key("quote") => {
                for (name, field) in fields {
                    *field = if name == "quote" { "".into() } else { 0.into() };
                }
            }
            Value::Object(fields) => fields.values_mut().for_each(blank),
            Value::Array(items) => items.iter_mut().for_each(blank),
            _ => {}
        }
    }
    let mut record: Record = serde_json::from_slice(line)?;
    let text = std::mem::take(&mut record.document.text);
    record.document.id.clear();
    record.document.source.clear();
    record.document.url = None;
    record.document.title = None;
    let mut rest = serde_json::to_value(&record)?;
    blank(&mut rest);
    // through the type once more, for the order of its fields
    let rest: Record = serde_json::from_value(rest)?;
    Ok((text, serde_json::to_vec(&rest)?))
}
