//! How far a long run is, on stderr, for a person who waits.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A counter of reports; it draws nothing unless stderr is a terminal.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Starts to count; shows the count when `wanted` and stderr is a terminal.
    pub(crate) fn start(wanted: bool) -> Self {
        Self::of("reports", wanted)
    }

    /// Starts to count `things`; shows the count when `wanted` and stderr is a terminal.
    pub(crate) fn of(things: &str, wanted: bool) -> Self {
        let target = match wanted && std::io::stderr().is_terminal() {
            true => ProgressDrawTarget::stderr_with_hz(5),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) =
            ProgressStyle::with_template(&format!("{{spinner}} {{human_pos}} {things}, {{per_sec}}, {{elapsed}}"))
        {
            bar.set_style(style);
        }
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self { bar }
    }

    /// One report more.
    pub(crate) fn tick(&self) {
        self.bar.inc(1);
    }

    /// A message on stderr that does not disturb the count.
    pub(crate) fn say(&self, message: &str) {
        self.bar.suspend(|| anstream::eprintln!("notula: {message}"));
    }

    /// Takes the count away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
