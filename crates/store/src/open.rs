//! Finds and opens a store.

use std::path::{Path, PathBuf};

use crate::db::{Backend, Postgres, Sqlite};
use crate::keeper::Keeper;
use crate::store::{Result, Store};
use crate::{Error, schema};

/// How a store is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether reports are stamped with the time of adding. Without it the same records give the same store.
    pub clock: bool,
    /// Whether a store that is not there is made.
    pub create: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { clock: true, create: true }
    }
}

/// Opens the store at `place`: a file of SQLite, or a database of PostgreSQL (`postgres://user@host/name`). A store that
/// is not there is made; one of an older release is brought up to date.
///
/// # Errors
/// When the place cannot be opened, holds something else, or was written by a later release.
pub fn open(place: &str) -> Result<Box<dyn Store>> {
    Options::default().open(place)
}

impl Options {
    /// [`open`], with these options.
    ///
    /// # Errors
    /// As [`open`]; also when there is no store and none is to be made.
    pub fn open(self, place: &str) -> Result<Box<dyn Store>> {
        let backend = if place.starts_with("postgres://") || place.starts_with("postgresql://") {
            Backend::Postgres(Box::new(Postgres::open(place)?))
        } else {
            let path = Path::new(place);
            if !self.create && !path.is_file() {
                return Err(Error::Open { place: place.to_owned(), why: "there is no store here".to_owned() });
            }
            Backend::Sqlite(Sqlite::open(path)?)
        };
        schema::migrate(&backend, self.create)?;
        Ok(Box::new(Keeper::new(backend, self.clock)))
    }
}

/// Where the store is when nothing else is said: `NOTULA_STORE`, or else `notula/notula.db` in the folder of data of
/// the user (`XDG_DATA_HOME`, `~/.local/share`). None where the user has no folder.
pub fn default_place() -> Option<String> {
    if let Some(place) = set("NOTULA_STORE") {
        return place.into_string().ok();
    }
    data_folder()?.join("notula.db").into_os_string().into_string().ok()
}

/// The folder `notula` in the user's folder of data (`XDG_DATA_HOME`, `~/.local/share`). None where the user has none.
pub fn data_folder() -> Option<PathBuf> {
    let data = match set("XDG_DATA_HOME") {
        Some(data) => PathBuf::from(data),
        None => PathBuf::from(set("HOME").or_else(|| set("USERPROFILE"))?).join(".local").join("share"),
    };
    Some(data.join("notula"))
}

/// A variable of the environment that is not empty.
fn set(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
