//! Lists the reports behind files, folders, archives and addresses, without reading them:
//!
//! ```sh
//! cargo run -p notula-gather --example list -- crawl.warc.gz news/
//! ```

use std::io::{self, Write};

use notula_gather::{Options, reports};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut count, mut bytes) = (0usize, 0usize);
    for item in reports(std::env::args().skip(1).collect(), &Options::default()) {
        match item {
            Ok(report) => {
                count += 1;
                bytes += report.bytes.len();
                writeln!(out, "{}\t{}\t{}", report.source, report.bytes.len(), report.meta.url.unwrap_or_default())?;
            }
            Err(failure) => eprintln!("{failure}"),
        }
    }
    out.flush()?;
    eprintln!("{count} reports, {} MB", bytes >> 20);
    Ok(())
}
