//! Reads pages as the benchmarks have them: `cargo run --release -p notula-page --example extract FILE…` prints one JSON
//! object a page (file, title, authors, published, text) and, on stderr, pages per second.

use std::io::{Read as _, Write as _};

fn main() {
    let mut pages = Vec::new();
    for name in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&name) else { continue };
        let mut html = Vec::new();
        if bytes.starts_with(b"\x1f\x8b") {
            let _ = flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut html);
        } else {
            html = bytes;
        }
        pages.push((name, html));
    }
    let mut out = std::io::stdout().lock();
    let (mut worst, start) = (0.0f64, std::time::Instant::now());
    let mut busy = 0.0;
    for (name, html) in &pages {
        let begin = std::time::Instant::now();
        let Ok(decoded) = notula_page::decode(html) else { continue };
        let page = notula_page::extract(&decoded.text);
        let took = begin.elapsed().as_secs_f64();
        busy += took;
        worst = worst.max(took);
        if std::env::var_os("DROPPED").is_some() {
            let points: Vec<char> = decoded.text.chars().collect();
            for dropped in &page.dropped {
                let text: String = points[dropped.start..dropped.end.min(dropped.start + 160)].iter().collect();
                eprintln!("{:14} {:6} {:?}", dropped.reason, dropped.end - dropped.start, text);
            }
        }
        // the benchmarks count the dateline as text; here it stands in a field
        let raw: Vec<char> = decoded.text.chars().collect();
        let head: String = page
            .fields
            .iter()
            .filter(|field| field.kind == "dateline")
            .flat_map(|field| raw[field.start..field.end].iter())
            .collect();
        let text = format!("{head} {}", page.text);
        let published = page.day().map(|day| day.value);
        let _ = writeln!(
            out,
            "{}",
            serde_json::json!({
                "file": name, "title": page.title, "authors": page.authors, "published": published, "text": text.trim(),
            })
        );
    }
    let _ = start;
    eprintln!("{} pages, {:.1} pages/s, worst {:.3} s", pages.len(), pages.len() as f64 / busy, worst);
}
