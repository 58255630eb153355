//! Reads pages with dom_smoothie and prints what the page crate's example `extract` prints: one JSON object a page, and
//! pages a second, the slowest page and the most memory on stderr.

use std::io::{Read as _, Write as _};

fn main() {
    let (mut pages, mut worst, mut busy) = (0usize, 0.0f64, 0.0);
    let mut out = std::io::stdout().lock();
    for name in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&name) else { continue };
        let mut html = Vec::new();
        if flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut html).is_err() {
            html = bytes;
        }
        let begin = clock();
        let html = String::from_utf8_lossy(&html);
        let article = dom_smoothie::Readability::new(html.as_ref(), None, None).and_then(|mut page| page.parse());
        let took = clock() - begin;
        pages += 1;
        busy += took;
        worst = worst.max(took);
        let text = article.as_ref().map(|article| article.text_content.to_string()).unwrap_or_default();
        let title = article.as_ref().map(|article| article.title.clone()).unwrap_or_default();
        let byline = article.as_ref().ok().and_then(|article| article.byline.clone());
        let published = article.as_ref().ok().and_then(|article| article.published_time.clone());
        let day = published.map(|stamp| stamp.chars().take(10).collect::<String>());
        let row = serde_json::json!({
            "file": name, "title": title, "authors": byline.into_iter().collect::<Vec<_>>(), "published": day, "text": text,
        });
        let _ = writeln!(out, "{row}");
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).and_then(|rest| rest.split_whitespace().next());
    let memory: u64 = memory.and_then(|kib| kib.parse().ok()).unwrap_or(0);
    eprintln!("{pages} pages, {:.1} pages/s, worst {worst:.3} s, {} MB at most", pages as f64 / busy, memory / 1024);
}

/// Seconds that this process has had the processor.
fn clock() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
