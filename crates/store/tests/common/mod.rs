//! Stores to test with: SQLite in a folder that is thrown away, and a PostgreSQL server of our own.
#![allow(dead_code, reason = "every test uses a part")]

#[path = "../../benches/generate.rs"]
pub(crate) mod generate;
pub(crate) mod server;

use notula_record::Record;
use serde_json::{Value, json};

/// The reports of a small story: a first report, its copy, one in Indonesian, a later version, and one about something else.
pub(crate) fn reports() -> Vec<Record> {
    vec![
        report(
            1,
            "2026-03-02",
            "en",
            "Talks in Port Olan",
            "Minister Ana Vučko met Envoy Tom Reyl in Port Olan on Monday. “We want a ceasefire before winter,” Vučko said. The two agreed to exchange forty prisoners, officials told reporters in the harbour town.",
        ),
        report(
            2,
            "2026-03-03",
            "id",
            "Pertemuan di Port Olan",
            "Menteri Ana Vučko bertemu utusan Tom Reyl di Port Olan pada hari Senin. “Kami ingin gencatan senjata,” kata Vučko. Keduanya sepakat menukar empat puluh tahanan.",
        ),
        report(
            3,
            "2026-03-09",
            "en",
            "Storm closes mountain road",
            "Snow closed the road over the pass for a second day. Reyl was not in town. Talks about the plough went on.",
        ),
    ]
}

/// A report about the meeting of Ana Vučko (a1) and Tom Reyl (a2), whose text names both.
pub(crate) fn report(n: u32, day: &str, language: &str, title: &str, text: &str) -> Record {
    let span = |words: &str| {
        let at = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {text:?}"));
        let start = text[..at].chars().count();
        json!({"start": start, "end": start + words.chars().count(), "quote": words})
    };
    let mention = |words: &str| {
        let mut span = span(words);
        span["form"] = json!("name");
        span
    };
    let actor = |id: &str, name: &str, country: &str, seen: &str| {
        json!({"id": id, "name": name, "kind": "person", "country": country, "sector": "GOV", "role": null, "role_of": null,
               "ref": null, "mentions": [mention(seen)], "confidence": 0.9})
    };
    let met = text.contains("Vučko");
    let mut actors = vec![actor("a2", "Tom Reyl", "XBB", "Reyl")];
    let (mut events, mut statements, mut positions) = (Vec::<Value>::new(), Vec::<Value>::new(), Vec::<Value>::new());
    if met {
        actors.insert(0, actor("a1", "Ana Vučko", "XAA", "Ana Vučko"));
        let verb = if language == "id" { "bertemu" } else { "met" };
        events.push(
            json!({"id": "e1", "type": "CONSULT", "mode": null, "contexts": ["diplomatic"], "initiators": ["a1"],
            "recipients": ["a2"], "place": "p1", "time": "2026-03-02", "status": "occurred", "statement": null,
            "cameo": "040", "quad": "verbal cooperation", "evidence": [span(verb)], "confidence": 0.8}),
        );
        let quote = text.split(['“', ',']).nth(1).unwrap();
        statements
            .push(json!({"id": "s1", "speaker": "a1", "addressee": [], "kind": "direct", "content": [span(quote)],
            "cue": null, "via": null, "time": "2026-03-02", "place": null, "confidence": 0.9}));
        positions.push(
            json!({"id": "o1", "actor": "a1", "issue": "security.ceasefire", "stance": "demands", "toward": null,
            "condition": null, "statement": "s1", "evidence": [span(quote)], "confidence": 0.7}),
        );
    }
    let place = |words: &str| {
        json!({"id": "p1", "name": "Port Olan", "country": "XAA", "lat": 12.5, "lon": -40.25, "ref": null,
               "mentions": [mention(words)], "confidence": 0.9})
    };
    serde_json::from_value(json!({
        "schema": "notula.record/1",
        "document": {
            "id": format!("sha256:{n:064x}"), "source": format!("https://post.example/{n}"),
            "url": format!("https://post.example/{n}"), "title": title,
            "outlet": {"name": format!("Post {n}"), "domain": "post.example"}, "authors": ["A. Writer"], "dateline": null,
            "language": language, "published": {"value": day, "basis": "metadata", "confidence": 0.9}, "text": text,
            "paragraphs": [[0, text.chars().count()]], "source_map": [[0, 0, text.chars().count()]], "dropped": []},
        "actors": actors, "places": if met { vec![place("Port Olan")] } else { vec![] }, "times": [],
        "statements": statements, "events": events, "positions": positions, "proposals": [], "relations": []
    }))
    .unwrap()
}

/// The same page with other bytes and another text.
pub(crate) fn changed(record: &Record, n: u32, text: &str) -> Record {
    let published = record.document.published.as_ref().map_or("", |published| published.value.as_str());
    let language = record.document.language.as_deref().unwrap_or("en");
    let mut changed = report(n, published, language, record.document.title.as_deref().unwrap_or(""), text);
    changed.document.url.clone_from(&record.document.url);
    changed.document.source.clone_from(&record.document.source);
    changed
}
