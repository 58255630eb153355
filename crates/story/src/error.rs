//! What can go wrong while a report is filed.

use crate::ids::ReportId;
use crate::memory::Lost;

/// Why a report could not be filed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A look-up failed.
    #[error("a look-up failed: {0}")]
    Memory(#[source] Lost),
    /// A row that was just made is gone: a fault of this program.
    #[error("report {0} was lost while it was filed")]
    Lost(ReportId),
}
