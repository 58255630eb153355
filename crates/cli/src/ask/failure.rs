//! Why a question got no answer.

use std::io;

/// Why a question got no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The question makes no sense for this store.
    #[error("{0}")]
    Asked(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] notula_store::Error),
    /// The export failed.
    #[error(transparent)]
    Export(notula_export::Error),
    /// The answer cannot be written.
    #[error(transparent)]
    Write(#[from] io::Error),
}

impl From<notula_export::Error> for Failure {
    fn from(error: notula_export::Error) -> Self {
        match error {
            notula_export::Error::Write(error) => Self::Write(error),
            notula_export::Error::Store(error) => Self::Store(error),
            other => Self::Export(other),
        }
    }
}
