//! Exit codes.

use std::process::ExitCode;

/// How the run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything was read.
    Fine,
    /// Some input could not be read; the rest was.
    SomeFailed,
    /// The command was not understood.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Fine => 0,
            Exit::SomeFailed => 1,
            Exit::Usage => 2,
        })
    }
}
