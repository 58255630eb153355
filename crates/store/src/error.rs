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
    /// What keeps the store failed.
    #[error("the store failed: {0}")]
    Backend(#[source] Box<dyn std::error::Error + Send + Sync>),
}
