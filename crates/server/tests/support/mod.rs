//! A store made from the project's samples, in a folder that is thrown away with it.

#![allow(dead_code, unreachable_pub)]

use std::sync::Arc;

use notula_record::{Document, Published, PublishedBasis};
use notula_server::{Paste, Reader, Reading};
use notula_store::Store;
use tempfile::TempDir;

/// Reads as the command does, as far as the pages need it.
pub fn reader() -> Reader {
    Arc::new(|paste: Paste| read(&paste))
}

fn read(paste: &Paste) -> Result<Reading, String> {
    let decoded = notula_page::decode(&paste.bytes).map_err(|error| error.to_string())?;
    let page = notula_page::read(&decoded.text);
    // not what the command would give, but the same for the same bytes
    let hash =
        paste.bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3));
    let published = paste.published.clone().or_else(|| page.published.iter().find_map(|p| p.value.clone()));
    let document = Document {
        id: format!("sha256:{hash:064x}"),
        source: paste.source.clone(),
        url: paste.url.clone(),
        title: paste.title.clone().or(page.title),
        outlet: page.outlet,
        authors: page.authors,
        language: paste.language.clone().or(page.language),
        published: published.map(|value| Published { value, basis: PublishedBasis::Dateline, confidence: 0.9 }),
        text: page.text,
        paragraphs: page.paragraphs,
        source_map: page.source_map,
        dropped: page.dropped,
        notes: page.notes,
        ..Document::default()
    };
    let record = notula_reader::read(document, &notula_reader::Options::default());
    Ok(Reading { record, raw: decoded.text })
}

/// The samples in a store.
pub struct Samples {
    /// The store.
    pub store: Arc<dyn Store>,
    folder: TempDir,
}

/// A store that holds the samples.
pub fn samples() -> Samples {
    let folder = tempfile::tempdir().unwrap();
    let store = notula_store::open(&folder.path().join("notula.db").to_string_lossy()).unwrap();
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");
    let mut files: Vec<_> = std::fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "txt"));
    files.sort();
    let records: Vec<_> = files
        .iter()
        .map(|file| {
            let source = format!("samples/{}", file.file_name().unwrap().to_string_lossy());
            read(&Paste { source, bytes: std::fs::read(file).unwrap(), ..Paste::default() }).unwrap().record
        })
        .collect();
    store.add(&records).unwrap();
    Samples { store: Arc::from(store), folder }
}
