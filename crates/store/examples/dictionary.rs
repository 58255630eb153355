//! Makes the dictionary with which records are compressed, out of records on standard input:
//!
//! ```sh
//! notula read samples --format jsonl | cargo run -p notula-store --example dictionary -- crates/store/data/record.N.dict
//! ```
//!
//! A dictionary that was released is never changed, since stores were written with it.

use std::io::BufRead;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name the file to write")?;
    let records: Vec<Vec<u8>> = std::io::stdin().lock().split(b'\n').collect::<Result<_, _>>()?;
    let records: Vec<Vec<u8>> = records.iter().map(|line| lean(line)).collect::<Result<_, _>>()?;
    // a record is cut into pieces of the size of a fact, so that what is common to facts is found
    let pieces: Vec<&[u8]> = records.iter().flat_map(|record| record.chunks(512)).collect();
    let dictionary = zstd::dict::from_samples(&pieces, 24 << 10)?;
    std::fs::write(&path, &dictionary)?;
    eprintln!("{path}: {} bytes, from {} records", dictionary.len(), records.len());
    Ok(())
}

/// As the store writes it: without quotes.
fn lean(line: &[u8]) -> serde_json::Result<Vec<u8>> {
    fn blank(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, field) in fields {
                    if name == "quote" { *field = "".into() } else { blank(field) }
                }
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(blank),
            _ => {}
        }
    }
    let mut record = serde_json::from_slice(line)?;
    blank(&mut record);
    serde_json::to_vec(&record)
}
