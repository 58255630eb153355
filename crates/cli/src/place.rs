//! Where the store is.

use notula_store::{Error, Options, Store, default_place};

/// Which store.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct StoreArg {
    /// The store: a file, or postgres://USER@HOST/NAME [default: $NOTULA_STORE, or notula/notula.db in the user's data folder].
    #[arg(long, value_name = "PATH|postgres://…")]
    store: Option<String>,
}

impl StoreArg {
    /// The place as given, or the default one.
    ///
    /// # Errors
    /// If nothing is given and the user has no folder for data.
    pub(crate) fn place(&self) -> notula_store::Result<String> {
        let nowhere = || Error::Asked("say where the store is with --store or NOTULA_STORE".to_owned());
        self.store.clone().or_else(default_place).ok_or_else(nowhere)
    }

    /// Opens a store that is there already.
    ///
    /// # Errors
    /// If there is none, or it cannot be opened.
    pub(crate) fn open(&self) -> notula_store::Result<Box<dyn Store>> {
        Options { create: false, ..Options::default() }.open(&self.place()?)
    }
}
