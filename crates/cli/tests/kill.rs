//! A run of `notula add` that is killed at any moment loses nothing and doubles nothing: after a rerun the store holds
//! what it holds after an undisturbed run. `NOTULA_KILLS` says how often to kill (`make kill-test`).

#[path = "../../store/tests/common/server.rs"]
mod server;

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use notula_store::Options;

/// Kills of one store before it may run to its end.
const IN_A_ROW: u32 = 5;

/// A folder of short reports: four of one meeting and its copies, many of other days, one page that changes.
fn reports(folder: &Path) {
    let towns = ["Velmora", "Port Olan", "Karsk", "Tirena", "Ostrava Baru"];
    let mut lines = String::new();
    for n in 0..60_u32 {
        let (town, day) = (towns[n as usize % towns.len()], n / 4 + 1);
        let text = match n % 4 {
            0 => format!(
                "Ukraine and the United States held talks in {town} on 2026-03-{day:02}. “We are close,” an envoy said."
            ),
            1 => format!(
                "Delegasi Ukraina dan Amerika Serikat bertemu di {town} pada 2026-03-{day:02}. “Kami hampir sepakat,” kata seorang utusan."
            ),
            2 => format!("Russia rejected a plan for {town} with {n} points. The Kremlin said it had not been asked."),
            _ => format!(
                "Ukraine and the United States held talks in {town} on 2026-03-{day:02}. “We are close,” an envoy said. ({n})"
            ),
        };
        // every tenth is a later version of the page before
        let page = if n % 10 == 9 { n - 1 } else { n };
        let report = serde_json::json!({"text": text, "title": format!("Talks in {town}"), "url": format!("https://post.example/{page}"),
            "published": format!("2026-03-{day:02}"), "language": if n % 4 == 1 { "id" } else { "en" }});
        lines.push_str(&format!("{report}\n"));
    }
    std::fs::write(folder.join("reports.jsonl"), lines).unwrap();
}

fn add(folder: &Path, place: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_notula"));
    command.args(["add", "--no-models", "--no-clock", "--quiet", "--jobs", "2", "--batch", "3", "--store", place]);
    command.arg(folder.join("reports.jsonl")).stdout(Stdio::null());
    command
}

fn dump(place: &str) -> String {
    let mut out = Vec::new();
    Options::default().open(place).unwrap().dump(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Kills runs that fill stores at `place`, and compares each of the stores with one that was left alone.
fn survives(fresh: &dyn Fn() -> String, kills: u32) {
    let folder = tempfile::tempdir().unwrap();
    reports(folder.path());
    let alone = fresh();
    let begin = Instant::now();
    assert!(add(folder.path(), &alone).status().unwrap().success());
    let (time, whole) = (begin.elapsed(), dump(&alone));
    assert!(whole.lines().count() > 100);
    // a fixed row of moments (splitmix64), spread over the time that a run takes
    let mut state = 0x6b69_6c6c_u64;
    let mut moment = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        time.mul_f64((mixed >> 11) as f64 / (1_u64 << 53) as f64)
    };
    let mut left = kills;
    while left > 0 {
        let place = fresh();
        for _ in 0..IN_A_ROW.min(left) {
            let mut run = add(folder.path(), &place).spawn().unwrap();
            thread::sleep(moment());
            let _ = run.kill();
            run.wait().unwrap();
            left -= 1;
        }
        // a server may still hold what it did for a client that is gone
        thread::sleep(Duration::from_millis(20));
        assert!(add(folder.path(), &place).status().unwrap().success());
        assert!(dump(&place) == whole, "after kills, {place} differs");
    }
}

fn kills() -> u32 {
    std::env::var("NOTULA_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10)
}

#[test]
fn sqlite_survives_kills() {
    let folder = tempfile::tempdir().unwrap();
    let count = std::cell::Cell::new(0);
    survives(
        &|| {
            count.set(count.get() + 1);
            folder.path().join(format!("{}.db", count.get())).display().to_string()
        },
        kills(),
    );
}

#[test]
fn postgres_survives_kills() {
    let Some(server) = server::start() else { return };
    survives(&|| server.database(), kills());
}
