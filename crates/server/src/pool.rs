//! Work that blocks: calls to the store, readings. So many at once, the rest waits a moment and is then sent away.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::error::Problem;

/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// A bounded number of threads.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    turns: Arc<Semaphore>,
}

impl Pool {
    pub(crate) fn new(at_once: usize) -> Self {
        Self { turns: Arc::new(Semaphore::new(at_once.max(1))) }
    }

    /// Runs `work` on a thread of its own. The turn is given back when the work ends, even when nobody waits for it.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, Problem> + Send + 'static,
    {
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned())
            .await
            .map_err(|_| Problem::busy())?
            .map_err(|error| Problem::inside(&error))?;
        let span = tracing::Span::current();
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            span.in_scope(work)
        })
        .await
        .map_err(|error| Problem::inside(&error))?
    }
}
