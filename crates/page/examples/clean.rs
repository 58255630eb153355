//! Prints one JSON object a file: `cargo run -p notula-page --example clean FILE…`.

use notula_record::{Document, Published};

fn main() {
    for name in std::env::args().skip(1) {
        let decoded = match std::fs::read(&name)
            .map_err(|error| error.to_string())
            .and_then(|bytes| notula_page::decode(&bytes).map_err(|error| error.to_string()))
        {
            Ok(decoded) => decoded,
            Err(error) => {
                eprintln!("{name}: {error}");
                continue;
            }
        };
        let page = notula_page::clean(&decoded.text);
        let published = page.published.iter().find_map(|candidate| {
            Some(Published {
                value: candidate.value.clone()?,
                basis: candidate.basis,
                confidence: candidate.confidence,
            })
        });
        let document = Document {
            source: name,
            title: page.title,
            outlet: page.outlet,
            authors: page.authors,
            dateline: page.dateline,
            language: page.language,
            published,
            text: page.text,
            paragraphs: page.paragraphs,
            source_map: page.source_map,
            dropped: page.dropped,
            notes: page.date_hints,
            ..Document::default()
        };
        println!("{}", serde_json::json!({ "schema": notula_record::SCHEMA, "document": document }));
    }
}
