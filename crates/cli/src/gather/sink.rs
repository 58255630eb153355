//! Gathered pages into a store.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use notula_gather::{Fetched, Sink, Unkept};
use notula_store::Store;
use serde::{Deserialize, Serialize};

use crate::pipeline::{self, Settings};

/// Reads gathered pages and adds their records to a store, each page in one transaction.
pub(super) struct StoreSink {
    store: Box<dyn Store>,
    /// The file that names the page which is being added: whoever is killed between adding it and writing it into the
    /// journal has added it, and need not fetch it again.
    mark: PathBuf,
}

/// The page that is being added.
#[derive(Serialize, Deserialize)]
struct Mark {
    asked: String,
    address: String,
    id: String,
}

impl StoreSink {
    /// Opens the store at `place`, which is made where there is none; `journal` is the folder of the journal.
    ///
    /// # Errors
    /// When one of them cannot be opened.
    pub(super) fn open(place: &str, journal: &Path) -> io::Result<Self> {
        fs::create_dir_all(journal)?;
        let store = notula_store::open(place).map_err(io::Error::other)?;
        Ok(Self { store, mark: journal.join("gather.adding") })
    }
}

impl Sink for StoreSink {
    fn recover(&mut self) -> io::Result<Vec<String>> {
        let bytes = match fs::read(&self.mark) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        // a torn mark is that of a page which was not added yet
        let Ok(mark) = serde_json::from_slice::<Mark>(&bytes) else { return Ok(Vec::new()) };
        let added = self.store.has(&mark.id).map_err(io::Error::other)?.is_some();
        Ok(if added { vec![mark.address, mark.asked] } else { Vec::new() })
    }

    fn keep(&mut self, page: Fetched) -> Result<(), Unkept> {
        // the client of PostgreSQL waits in its own way, which the thread that asks the web does not allow
        let added = std::thread::scope(|scope| scope.spawn(|| self.add(page)).join());
        added.unwrap_or_else(|_| Err(Unkept::Page("cannot be read".to_owned())))
    }
}

impl StoreSink {
    /// Reads a page and adds it, unless its bytes are known.
    fn add(&self, page: Fetched) -> Result<(), Unkept> {
        let (asked, address) = (page.asked.clone(), page.address.clone());
        let report = page.report();
        let id = format!("sha256:{}", report.hash);
        if self.store.has(&id).map_err(io::Error::other)?.is_some() {
            return Ok(());
        }
        let settings = Settings::until(jiff::Zoned::now().date());
        let mut records = pipeline::read_all(report, &settings).map_err(|failure| Unkept::Page(failure.why))?;
        // the page of a live blog comes after its entries: when it is there, they are too
        records.reverse();
        let mark = serde_json::to_vec(&Mark { asked, address, id }).map_err(io::Error::other)?;
        fs::write(&self.mark, mark)?;
        self.store.add(&records).map_err(io::Error::other)?;
        Ok(())
    }
}
