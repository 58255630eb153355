//! Any bytes as a web archive and as a list of pages: no panic, no endless work, no address that leads out of the web.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notula_gather::{Options, archive, listing};

fuzz_target!(|bytes: &[u8]| {
    let options = Options { max_bytes: 1 << 16, ..Options::default() };
    for page in archive("fuzz", std::io::Cursor::new(bytes.to_vec()), &options).flatten() {
        assert!(page.bytes.len() <= 1 << 16 && !page.bytes.is_empty());
        assert!(page.meta.url.is_some());
    }
    if let Ok(found) = listing(bytes, "https://a.example/feed") {
        for link in found.pages.iter().chain(&found.lists) {
            assert!(link.address.starts_with("http://") || link.address.starts_with("https://"), "{link:?}");
        }
    }
});
