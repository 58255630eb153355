//! What was done, on disk: lines of JSON, each written once, so that whoever comes again knows it.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use reqwest::Url;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// After so many rounds in which a page could not be fetched it is given up.
const ROUNDS: u32 = 20;

/// Longest line that is read.
const LINE: u64 = 64 << 10;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
enum Line {
    /// A page was kept.
    Kept {
        address: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        redirected: Option<String>,
    },
    /// A page is not there, is none, or must be left alone: it is not asked for again.
    Gone { address: String, why: String },
    /// A page could not be fetched this time.
    Failed { address: String, why: String },
    /// A feed has these validators.
    Feed {
        address: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        etag: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        modified: Option<String>,
    },
}

/// What a server gave to ask with for a change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Validators {
    /// ETag.
    pub(super) etag: Option<String>,
    /// Last-Modified.
    pub(super) modified: Option<String>,
}

/// The first half of an address's hash: what a page costs in memory.
type Key = [u8; 16];

/// The journal of one folder; while it lives nobody else can open it.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    _lock: File,
    /// Pages that are not asked for again.
    done: HashSet<Key>,
    failed: HashMap<Key, u32>,
    feeds: HashMap<String, Validators>,
}

impl Journal {
    /// Opens the journal in `folder`, which is made where it is missing.
    ///
    /// # Errors
    /// When it cannot be read or written, or somebody else has it open.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("gather.lock"))?;
        lock.try_lock().map_err(|_| io::Error::other("another notula gathers into it"))?;
        let path = folder.join("gather.journal");
        let (mut done, mut failed, mut feeds) = (HashSet::new(), HashMap::new(), HashMap::new());
        let mut whole = true;
        if path.exists() {
            let mut reader = BufReader::new(File::open(&path)?);
            let mut line = Vec::new();
            loop {
                line.clear();
                if io::Read::take(&mut reader, LINE).read_until(b'\n', &mut line)? == 0 {
                    break;
                }
                whole = line.ends_with(b"\n");
                match serde_json::from_slice(&line) {
                    Ok(Line::Kept { address, redirected }) => {
                        done.insert(key(&address));
                        done.extend(redirected.as_deref().map(key));
                    }
                    Ok(Line::Gone { address, .. }) => {
                        done.insert(key(&address));
                    }
                    Ok(Line::Failed { address, .. }) => *failed.entry(key(&address)).or_insert(0) += 1,
                    Ok(Line::Feed { address, etag, modified }) => {
                        feeds.insert(address, Validators { etag, modified });
                    }
                    // the last line of one who was killed; what it told is asked for again
                    Err(error) => tracing::warn!(journal = %path.display(), %error, "a line makes no sense"),
                }
            }
        }
        let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
        if !whole {
            file.write_all(b"\n")?;
        }
        Ok(Self { path, file, _lock: lock, done, failed, feeds })
    }

    /// Where it stands.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a page is not to be asked for: it was kept, is gone, or was given up.
    pub(super) fn knows(&self, address: &str) -> bool {
        let key = key(address);
        self.done.contains(&key) || self.failed.get(&key).is_some_and(|&rounds| rounds >= ROUNDS)
    }

    /// A page was kept; `redirected` is where it stood in the end.
    pub(super) fn kept(&mut self, address: &str, redirected: &str) -> io::Result<()> {
        let redirected = Some(redirected.to_owned()).filter(|to| to != address);
        self.done.insert(key(address));
        self.done.extend(redirected.as_deref().map(key));
        self.write(&Line::Kept { address: address.to_owned(), redirected })
    }

    /// A page is not to be asked for again.
    pub(super) fn gone(&mut self, address: &str, why: String) -> io::Result<()> {
        self.done.insert(key(address));
        self.write(&Line::Gone { address: address.to_owned(), why })
    }

    /// A page could not be fetched this time.
    pub(super) fn failed(&mut self, address: &str, why: String) -> io::Result<()> {
        *self.failed.entry(key(address)).or_insert(0) += 1;
        self.write(&Line::Failed { address: address.to_owned(), why })
    }

    /// What to ask with whether a feed has changed.
    pub(super) fn validators(&self, feed: &str) -> Validators {
        self.feeds.get(feed).cloned().unwrap_or_default()
    }

    /// Everything in this version of a feed was looked at.
    pub(super) fn read(&mut self, feed: &str, now: Validators) -> io::Result<()> {
        if self.feeds.get(feed) == Some(&now) {
            return Ok(());
        }
        self.feeds.insert(feed.to_owned(), now.clone());
        self.write(&Line::Feed { address: feed.to_owned(), etag: now.etag, modified: now.modified })
    }

    fn write(&mut self, line: &Line) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.file.write_all(&text)
    }
}

/// The key of an address: without fragment and without the words that only tell where a reader came from.
fn key(address: &str) -> Key {
    let text = match Url::parse(address) {
        Ok(url) => plain(url).to_string(),
        Err(_) => address.to_owned(),
    };
    let mut key = [0; 16];
    key.copy_from_slice(&Sha256::digest(text)[..16]);
    key
}

/// An address without fragment, name and password, and what only tells where a reader came from.
pub(super) fn plain(mut url: Url) -> Url {
    url.set_fragment(None);
    // fails only for addresses that cannot have them
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if let Some(query) = url.query() {
        let tracks = |pair: &&str| {
            let name = pair.split('=').next().unwrap_or_default();
            !name.starts_with("utm_") && !matches!(name, "fbclid" | "gclid" | "dclid" | "msclkid" | "igshid")
        };
        let kept: Vec<&str> = query.split('&').filter(tracks).collect();
        let kept = kept.join("&");
        url.set_query(Some(kept.as_str()).filter(|query| !query.is_empty()));
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_again_what_was_done() {
        let folder = tempfile::tempdir().unwrap();
        let etag = Validators { etag: Some("\"a\"".into()), modified: None };
        {
            let mut journal = Journal::open(folder.path()).unwrap();
            journal.kept("https://a.example/1", "https://a.example/one").unwrap();
            journal.gone("https://a.example/2", "404".into()).unwrap();
            journal.failed("https://a.example/3", "slow".into()).unwrap();
            journal.read("https://a.example/rss", etag.clone()).unwrap();
            assert!(Journal::open(folder.path()).is_err(), "one at a time");
        }
        // killed in the middle of a line
        let path = folder.path().join("gather.journal");
        let mut text = fs::read(&path).unwrap();
        text.extend(b"{\"what\":\"kept\",\"addr");
        fs::write(&path, text).unwrap();
        for _ in 0..2 {
            let mut journal = Journal::open(folder.path()).unwrap();
            for known in ["https://a.example/1", "https://a.example/one#top", "https://A.example/2?utm_source=rss"] {
                assert!(journal.knows(known), "{known}");
            }
            assert!(!journal.knows("https://a.example/3") && !journal.knows("https://a.example/4"));
            assert_eq!(journal.validators("https://a.example/rss"), etag);
            journal.kept("https://a.example/5", "https://a.example/5").unwrap();
        }
        let mut journal = Journal::open(folder.path()).unwrap();
        for _ in 0..ROUNDS {
            journal.failed("https://a.example/3", "slow".into()).unwrap();
        }
        assert!(journal.knows("https://a.example/3"), "given up in the end");
    }

    #[test]
    fn addresses_without_what_tells_nothing() {
        let plain = |text: &str| plain(Url::parse(text).unwrap()).to_string();
        assert_eq!(plain("https://u:p@a.example/x?utm_source=rss&id=5&fbclid=z#c"), "https://a.example/x?id=5");
        assert_eq!(plain("https://a.example/x?utm_medium=feed"), "https://a.example/x");
        assert_eq!(plain("https://a.example/x?page=all"), "https://a.example/x?page=all");
    }
}
