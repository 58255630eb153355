//! Prints one JSON object a file: `cargo run -p notula-page --example clean FILE…`.

use notula_record::Document;

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
        let hints = page.date_hints.clone();
        let document = page.document(Document { source: name, notes: hints, ..Document::default() });
        println!("{}", serde_json::json!({ "schema": notula_record::SCHEMA, "document": document }));
    }
}
