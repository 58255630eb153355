//! One request at a time for each host, and time between them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{Limits, Trouble};

/// Hosts that are remembered before those not in use are forgotten.
const MOST: usize = 20_000;

/// When each host may be asked again.
#[derive(Default)]
pub(crate) struct Hosts {
    lanes: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Lane>>>>,
}

/// The way to one host.
#[derive(Default)]
pub(crate) struct Lane {
    /// When it is open again.
    open: Option<Instant>,
    /// What its robots.txt asks for.
    delay: Duration,
}

impl Hosts {
    /// The way to `host`, shared by all who want to go there.
    pub(crate) fn lane(&self, host: &str) -> Arc<tokio::sync::Mutex<Lane>> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if lanes.len() >= MOST {
            // those that nobody waits for and that are open need not be remembered
            let now = Instant::now();
            lanes.retain(|_, lane| {
                Arc::strong_count(lane) > 1
                    || lane.try_lock().is_ok_and(|lane| lane.open.is_some_and(|open| open > now))
            });
        }
        Arc::clone(lanes.entry(host.to_owned()).or_default())
    }
}

/// Waits until the host may be asked.
///
/// # Errors
/// [`Trouble::Later`] when it has asked for more patience than `limits` have.
pub(crate) async fn wait(lane: &mut Lane, limits: &Limits) -> Result<(), Trouble> {
    let Some(open) = lane.open else { return Ok(()) };
    let left = open.saturating_duration_since(Instant::now());
    if left > limits.longest_wait {
        return Err(Trouble::Later(left));
    }
    tokio::time::sleep(left).await;
    Ok(())
}

impl Lane {
    /// The host has answered: it is left alone for the usual time, or for `longer`.
    pub(crate) fn rest(&mut self, limits: &Limits, longer: Option<Duration>) {
        let usual = self.delay.max(limits.delay);
        // a day is the longest that anybody is believed
        let rest = longer.unwrap_or_default().max(usual).min(Duration::from_secs(86_400));
        self.open = Some(Instant::now() + rest);
    }

    /// What its robots.txt asks for, as far as is bearable.
    pub(crate) fn ask_for_delay(&mut self, seconds: f32, limits: &Limits) {
        let seconds = if seconds.is_finite() { seconds.max(0.0) } else { 0.0 };
        self.delay = Duration::try_from_secs_f32(seconds).unwrap_or(limits.longest_delay).min(limits.longest_delay);
    }
}
