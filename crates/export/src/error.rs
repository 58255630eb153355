//! What can go wrong while exporting.

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] notula_store::Error),
    /// The output could not be written.
    #[error("cannot write: {0}")]
    Write(#[from] std::io::Error),
    /// The format cannot hold this.
    #[error("{format} cannot hold this: {why}")]
    Format {
        /// Which format.
        format: &'static str,
        /// Why not.
        why: String,
    },
}

impl Error {
    pub(crate) fn format(format: &'static str, why: impl ToString) -> Self {
        Self::Format { format, why: why.to_string() }
    }
}

/// Result of an export.
pub type Result<T> = std::result::Result<T, Error>;
