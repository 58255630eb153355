//! The command `notula`.

use std::process::ExitCode;

fn main() -> ExitCode {
    notula_cli::main()
}
