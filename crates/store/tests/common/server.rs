//! A PostgreSQL server for a test: a cluster in a folder that is thrown away, reached through a socket in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A running server; it stops when this is dropped.
pub(crate) struct Server {
    folder: tempfile::TempDir,
    programs: PathBuf,
    databases: AtomicU32,
}

/// Starts a server, or says why it cannot and gives none. Where `NOTULA_TEST_POSTGRES` is set it must start.
pub(crate) fn start() -> Option<Server> {
    let Some(programs) = programs() else {
        assert!(std::env::var_os("NOTULA_TEST_POSTGRES").is_none(), "there is no PostgreSQL to test with");
        eprintln!("SKIPPED: no PostgreSQL found in /usr/lib/postgresql/*/bin; install Debian's package postgresql");
        return None;
    };
    let folder = tempfile::Builder::new().prefix("npg").tempdir_in("/tmp").unwrap();
    if is_root() {
        // PostgreSQL does not run as root; Debian's package makes this user
        run(Command::new("chown").arg("postgres").arg(folder.path()));
    }
    let server = Server { folder, programs, databases: AtomicU32::new(0) };
    let data = server.data();
    run(server
        .command("initdb")
        .args(["-A", "trust", "-U", "notula", "-E", "UTF8", "--locale=C", "--no-sync", "-D"])
        .arg(&data));
    let options = format!(
        "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off -c max_connections=40 -c shared_buffers=64MB",
        server.folder.path().display()
    );
    let log = server.folder.path().join("log");
    run(server.command("pg_ctl").args(["start", "-w", "-t", "60", "-o", &options, "-l"]).arg(log).arg("-D").arg(&data));
    Some(server)
}

impl Server {
    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A program of the server, run by a user that is not root.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = match is_root() {
            true => {
                let mut command = Command::new("setpriv");
                command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
                command
            }
            false => Command::new(program),
        };
        command.current_dir(self.folder.path());
        command
    }

    /// Address of a new, empty database.
    pub(crate) fn database(&self) -> String {
        let name = format!("d{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let folder = self.folder.path();
        run(self.command("createdb").args(["-U", "notula", "-h"]).arg(folder).arg(&name));
        format!("postgres://notula@{}/{name}", folder.display().to_string().replace('/', "%2F"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        let _ = stop.args(["stop", "-m", "immediate", "-D"]).arg(self.data()).stdout(Stdio::null()).status();
    }
}

fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|entry| entry.path().join("bin")).collect();
    found.retain(|bin| bin.join("initdb").is_file());
    found.sort();
    found.pop()
}

fn is_root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(Path::new("/proc/self")).unwrap()) == 0
}

fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).stdout(Stdio::null()).status().unwrap();
    assert!(output.success(), "{command:?}: {output}");
}
