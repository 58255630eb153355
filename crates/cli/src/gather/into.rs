//! Where gathered pages go.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// How a file of SQLite begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Where gathered pages go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Into {
    /// A folder of web archives.
    Folder(PathBuf),
    /// A store.
    Store(String),
}

impl Into {
    /// Tells folders from stores.
    pub(crate) fn parse(place: &str) -> Result<Self, String> {
        let path = Path::new(place);
        let store = if is_postgres(place) {
            true
        } else if path.is_file() {
            if !is_sqlite(path) {
                return Err("is a file, but no store; name a folder or a store".to_owned());
            }
            true
        } else {
            !path.is_dir() && path.extension().is_some_and(|end| end == "db" || end == "sqlite")
        };
        Ok(if store { Self::Store(place.to_owned()) } else { Self::Folder(path.to_owned()) })
    }

    /// The folder of the journal, where none is named; none where the user has no folder for data.
    pub(crate) fn journal(&self) -> Option<PathBuf> {
        match self {
            Self::Folder(path) => Some(path.clone()),
            Self::Store(place) if is_postgres(place) => {
                Some(notula_store::data_folder()?.join("gather").join(name(place)))
            }
            Self::Store(place) => Some(PathBuf::from(format!("{place}.gather"))),
        }
    }
}

fn is_postgres(place: &str) -> bool {
    place.starts_with("postgres://") || place.starts_with("postgresql://")
}

/// Whether a file is one of SQLite, or an empty one, which SQLite makes one of its own.
fn is_sqlite(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(SQLITE.len() as u64).read_to_end(&mut head));
    read.is_ok() && (head.is_empty() || head == SQLITE)
}

/// Host and name of a database as the name of a folder, without user, password and options.
fn name(place: &str) -> String {
    let rest = place.split_once("://").map_or(place, |(_, rest)| rest);
    let rest = rest.split('?').next().unwrap_or(rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    rest.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_stores() {
        let here = tempfile::tempdir().unwrap();
        let at = |name: &str| here.path().join(name).display().to_string();
        std::fs::write(at("old.db"), [SQLITE, b"..."].concat()).unwrap();
        std::fs::write(at("notes.db"), "some notes").unwrap();
        std::fs::create_dir(at("pages.db")).unwrap();
        assert_eq!(Into::parse(&at("old.db")), Ok(Into::Store(at("old.db"))));
        assert_eq!(Into::parse(&at("new.db")), Ok(Into::Store(at("new.db"))));
        assert_eq!(Into::parse(&at("pages.db")), Ok(Into::Folder(at("pages.db").into())));
        assert_eq!(Into::parse(&at("pages")), Ok(Into::Folder(at("pages").into())));
        assert!(Into::parse(&at("notes.db")).is_err());
        let database = "postgres://ana:s3cret@db.example:5433/news?sslmode=require";
        assert_eq!(Into::parse(database), Ok(Into::Store(database.to_owned())));
    }

    #[test]
    fn the_journal_of_a_database_does_not_tell_its_password() {
        assert_eq!(name("postgres://ana:s3cret@db.example:5433/news?password=s3cret"), "db.example-5433-news");
        assert_eq!(Into::Store("a/b.db".into()).journal(), Some("a/b.db.gather".into()));
    }
}
