//! Where sources disagree, side by side.

use std::fmt::Write;

use notula_story::view::Conflict;

use crate::ask::page::{Page, words};
use crate::output::paint::{CODE, STRONG, one_line, paint};

/// Each conflict with its versions.
pub(crate) fn show(page: &mut Page, conflicts: &[Conflict]) {
    for conflict in conflicts {
        let mut line = format!("{} {}", paint(STRONG, &conflict.id.to_string()), page.ui.disagreement(conflict.about));
        if let Some(event) = conflict.event {
            let _ = write!(line, " ({event})");
        }
        if let Some(proposal) = conflict.proposal {
            let _ = write!(line, " ({proposal})");
        }
        page.line(&line);
        for version in &conflict.values {
            page.line(&format!("    {}", paint(CODE, &one_line(&version.value))));
            page.sources(&version.sources);
        }
    }
}

/// Value and outlet of each version, on one line.
pub(crate) fn short(conflict: &Conflict) -> Vec<(String, String)> {
    conflict
        .values
        .iter()
        .map(|version| {
            let said = version.sources.first().map(|source| words(&source.evidence)).unwrap_or_default();
            (one_line(&version.value), said)
        })
        .collect()
}
