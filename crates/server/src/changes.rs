//! Tells those who listen that the store has grown.

use std::sync::Arc;
use std::time::Duration;

use notula_store::Totals;
use tokio::sync::{Semaphore, watch};

use crate::app::App;

/// How often the store is looked at while somebody listens.
const EVERY: Duration = Duration::from_secs(2);
/// How many can listen at once.
const LISTENERS: usize = 64;

/// The last totals, and who waits for new ones.
pub(crate) struct Changes {
    totals: watch::Sender<Option<Totals>>,
    pub(crate) places: Arc<Semaphore>,
}

impl Default for Changes {
    fn default() -> Self {
        Self { totals: watch::Sender::new(None), places: Arc::new(Semaphore::new(LISTENERS)) }
    }
}

impl Changes {
    pub(crate) fn listen(&self) -> watch::Receiver<Option<Totals>> {
        self.totals.subscribe()
    }
}

/// Looks at the store until the server stops. Programs beside this one may add to it, so it cannot tell by itself.
pub(crate) async fn watch(app: Arc<App>) {
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut ticks = 0_u32;
    loop {
        tick.tick().await;
        ticks = ticks.wrapping_add(1);
        if ticks.is_multiple_of(30) {
            app.rate.sweep();
            app.metrics.run_upkeep();
        }
        if app.changes.totals.receiver_count() == 0 {
            continue;
        }
        if let Ok(now) = app.ask(|store| store.totals()).await {
            app.changes.totals.send_if_modified(|last| {
                let new = *last != Some(now);
                *last = Some(now);
                new
            });
        }
    }
}
