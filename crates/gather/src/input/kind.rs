//! What a file holds, by the end of its name.

use std::ffi::OsStr;
use std::path::Path;

/// What a file holds, and whether it is packed with gzip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// What it holds.
    pub(super) holds: Holds,
    /// Whether it is packed.
    pub(super) packed: bool,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// One report, as text or as a page of HTML.
    Text,
    /// JSON: a report or an array of them.
    Json,
    /// JSON Lines.
    Lines,
    /// A web archive (WARC), which tells by itself whether it is packed.
    Archive,
}

impl Kind {
    /// A JSON document.
    pub(super) const JSON: Self = Self { holds: Holds::Json, packed: false };

    /// The kind of the file with this name; `None` where the name does not tell.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let end = |path: &Path| path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
        let packed = end(path).as_deref() == Some("gz");
        let end = if packed { end(&path.with_extension("")) } else { end(path) };
        let holds = match end.as_deref()? {
            "txt" | "html" | "htm" => Holds::Text,
            "json" => Holds::Json,
            "jsonl" | "ndjson" => Holds::Lines,
            "warc" => Holds::Archive,
            _ => return None,
        };
        Some(Self { holds, packed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_is_inside() {
        let kind = |name: &str| Kind::of(Path::new(name)).map(|kind| (kind.holds, kind.packed));
        assert_eq!(kind("a.html"), Some((Holds::Text, false)));
        assert_eq!(kind("a.b/c.TXT.GZ"), Some((Holds::Text, true)));
        assert_eq!(kind("x.2.jsonl.gz"), Some((Holds::Lines, true)));
        assert_eq!(kind("x.warc.gz"), Some((Holds::Archive, true)));
        assert_eq!(kind("x.gz"), None);
        assert_eq!(kind("x.pdf"), None);
    }
}
