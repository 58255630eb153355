//! What can go wrong in a store.

/// Why a store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store cannot be opened.
    #[error("{place}: {why}")]
    Open {
        /// File or address, without any password.
        place: String,
        /// What is wrong.
        why: String,
    },
    /// The store was made by a later release.
    #[error("{place}: made by a later release (version {found}, this one knows {known}); update notula")]
    TooNew {
        /// File or address.
        place: String,
        /// Version of the store.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// What was asked for makes no sense.
    #[error("{0}")]
    Asked(String),
    /// What was asked for is not there.
    #[error("there is no {0}")]
    Missing(String),
    /// Something in the store is not as this program wrote it.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// What keeps the store failed.
    #[error("the store failed: {0}")]
    Backend(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Backend(Box::new(error))
    }
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        Error::Backend(Box::new(error))
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Backend(Box::new(error))
    }
}

impl From<notula_story::Error> for Error {
    fn from(error: notula_story::Error) -> Self {
        match error {
            // what a look-up met is an error of this crate
            notula_story::Error::Memory(lost) => match lost.downcast::<Error>() {
                Ok(error) => *error,
                Err(lost) => Error::Backend(lost),
            },
            other => Error::Backend(Box::new(other)),
        }
    }
}
