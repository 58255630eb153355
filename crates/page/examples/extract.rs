//! Reads pages as the benchmarks have them: `cargo run --release -p notula-page --example extract FILE…` prints one JSON
//! object a page (file, title, authors, published, text) and, on stderr, pages a second, the slowest page and the most
//! memory that was used. With DROPPED set in the environment, `dropped` has what was left out, with the reasons.
//!
//! One page is in memory at a time; the clock is the processor's and runs from a page's bytes to its report.

use std::io::{Read as _, Write as _};

use serde_json::{Value, json};

fn main() {
    let (mut pages, mut worst, mut busy) = (0usize, (0.0f64, String::new()), 0.0);
    let dropped = std::env::var_os("DROPPED").is_some();
    let mut out = std::io::stdout().lock();
    for name in std::env::args().skip(1) {
        let Some(html) = bytes(&name) else { continue };
        let begin = clock();
        let Ok(decoded) = notula_page::decode(&html) else { continue };
        let page = notula_page::extract(&decoded.text);
        let took = clock() - begin;
        pages += 1;
        busy += took;
        if took > worst.0 {
            worst = (took, name.clone());
        }
        // the benchmarks count the dateline as text; here it stands in a field
        let head: String = page
            .fields
            .iter()
            .filter(|field| field.kind == "dateline")
            .flat_map(|field| decoded.text.chars().skip(field.start).take(field.end - field.start))
            .collect();
        let text = format!("{head} {}", page.text);
        let mut row = json!({
            "file": name, "title": page.title, "authors": page.authors, "text": text.trim(),
            "published": page.day().map(|day| day.value),
        });
        if dropped {
            let points: Vec<char> = decoded.text.chars().collect();
            let part = |start: usize, end: usize| points[start..end].iter().collect::<String>();
            let left_out = page.dropped.iter().map(|piece| json!([piece.reason, part(piece.start, piece.end)]));
            let fields = page.fields.iter().map(|field| json!([field.kind, part(field.start, field.end)]));
            row["dropped"] = left_out.chain(fields).collect::<Value>();
        }
        let _ = writeln!(out, "{row}");
    }
    let memory = memory().map(|kib| format!(", {} MB at most", kib / 1024)).unwrap_or_default();
    eprintln!("{pages} pages, {:.1} pages/s, worst {:.3} s{memory} ({})", pages as f64 / busy, worst.0, worst.1);
}

/// Seconds that this process has had the processor.
fn clock() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The bytes of a page, unpacked.
fn bytes(name: &str) -> Option<Vec<u8>> {
    let bytes = std::fs::read(name).ok()?;
    if !bytes.starts_with(b"\x1f\x8b") {
        return Some(bytes);
    }
    let mut html = Vec::new();
    flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut html).ok()?;
    Some(html)
}

/// The most memory that was used, in KiB, where the system tells.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}
