//! The command `notula`.

use std::process::ExitCode;

/// Records are made of many small lists and texts: half the time of adding them went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    notula_cli::main()
}
