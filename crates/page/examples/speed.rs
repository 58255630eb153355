//! Time of the parts, for plain text and pages: `cargo run --release -p notula-page --example speed FILE…`.

use std::io::Read as _;

fn main() {
    let mut texts = Vec::new();
    for name in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&name) else { continue };
        let mut all = Vec::new();
        if bytes.starts_with(b"\x1f\x8b") {
            let _ = flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut all);
        } else {
            all = bytes;
        }
        if let Ok(decoded) = notula_page::decode(&all) {
            texts.push(decoded.text);
        }
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    for round in 0..3 {
        let start = std::time::Instant::now();
        let mut kept = 0;
        for text in &texts {
            kept += notula_page::read(text).text.len();
        }
        let took = start.elapsed().as_secs_f64();
        println!(
            "round {round}: {:.0} a second, {:.1} MB/s, {kept} bytes kept",
            texts.len() as f64 / took,
            bytes as f64 / took / 1e6
        );
    }
}
