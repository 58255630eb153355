//! `notula gather` against a server on this machine: it can be killed at any time.

mod common;
#[path = "../../store/tests/common/server.rs"]
mod postgres;
#[path = "../../gather/tests/common/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{notula, records};
use notula_gather::{Options, reports};
use notula_record::Record;
use notula_store::Query;
use server::{Server, html, missing, reply, rss, xml};

const ARGS: [&str; 4] = ["gather", "--allow-private", "--delay", "0s"];

/// How often each page is in the archives of a folder.
fn pages(folder: &Path) -> BTreeMap<String, usize> {
    let mut pages = BTreeMap::new();
    for item in reports(vec![folder.display().to_string()], &Options::default()) {
        let url = item.unwrap().meta.url.unwrap();
        *pages.entry(url.splitn(4, '/').nth(3).unwrap().to_owned()).or_default() += 1;
    }
    pages
}

/// The records in a store by the paths of their pages; none of them twice.
fn kept(store: &str) -> BTreeMap<String, Record> {
    let store = notula_store::open(store).unwrap();
    let all = store.reports(&Query { limit: 500, ..Query::default() }).unwrap().items;
    let mut kept = BTreeMap::new();
    for report in all {
        let path = report.url.as_deref().unwrap().splitn(4, '/').nth(3).unwrap().to_owned();
        let before = kept.insert(path, store.record(report.id).unwrap().unwrap());
        assert!(before.is_none(), "{} is there twice", report.url.unwrap());
    }
    kept
}

fn start(into: &Path, more: &[&str]) -> Child {
    Command::new(snapbox::cmd::cargo_bin!("notula"))
        .args(ARGS)
        .arg("--into")
        .arg(into)
        .args(more)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn wait_for(mut what: impl FnMut() -> bool) {
    let start = Instant::now();
    while !what() {
        assert!(start.elapsed() < Duration::from_secs(60), "it does not come");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn keeps_pages_that_can_be_read() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/rss" => xml(rss(&["/2026/02/10/talks", "/gone"])),
        "/2026/02/10/talks" => html("Foreign Minister Hakan Fidan of Turkey said on Monday that talks would resume."),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    let feed = format!("{}/rss", server.address);
    let into = folder.path().join("pages");
    let output = notula().args(ARGS).arg("--into").arg(&into).arg(&feed).assert().code(1).get_output().clone();
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("/gone: the server answers 404"), "{message}");
    assert!(message.contains("1 new pages kept, 0 known, 1 left out; 1 lists read"), "{message}");
    let output = notula().args(["read", "--today", "2026-03-01"]).arg(&into).assert().code(0).get_output().clone();
    let record = records(&output.stdout).remove(0);
    assert_eq!(record.document.url.unwrap(), format!("{}/2026/02/10/talks", server.address));
    assert_eq!(record.document.published.unwrap().value, "2026-02-10");
    assert!(record.actors.iter().any(|actor| actor.name == "Hakan Fidan"));
    // the same page, named by its address
    let page = format!("{}/2026/02/10/talks", server.address);
    let output = notula().args(["read", "--allow-private", &page]).assert().code(0).get_output().clone();
    assert_eq!(records(&output.stdout)[0].document.id, record.document.id);
    let output = notula().args(["read", &page]).assert().code(1).get_output().clone();
    assert!(String::from_utf8(output.stderr).unwrap().contains("private network"));
}

#[test]
fn the_encoding_that_a_server_tells_is_kept_from_the_web_to_the_record() {
    // two words are too little for a guess: in other encodings these bytes are other words
    const TEXT: &str = "Лавров прибыл.";
    const BYTES: &[u8] = b"\xcb\xe0\xe2\xf0\xee\xe2 \xef\xf0\xe8\xe1\xfb\xeb.";
    let server = Server::start(|asked| match asked.path.as_str() {
        "/rss" => xml(rss(&["/note"])),
        "/note" => reply(200, "Content-Type: text/plain; charset=Windows-1251\r\n", BYTES),
        _ => missing(),
    });
    let at = |path: &str| format!("{}{path}", server.address);
    let text = |output: &[u8]| records(output).remove(0).document.text;
    let output = notula().args(["read", "--allow-private", &at("/note")]).assert().code(0).get_output().clone();
    assert_eq!(text(&output.stdout), TEXT);
    let here = tempfile::tempdir().unwrap();
    let (folder, store) = (here.path().join("pages"), here.path().join("news.db"));
    for into in [&folder, &store] {
        notula().args(ARGS).arg("--into").arg(into).arg(at("/rss")).assert().code(0);
    }
    let output = notula().arg("read").arg(&folder).assert().code(0).get_output().clone();
    assert_eq!(text(&output.stdout), TEXT);
    let kept = kept(&store.display().to_string());
    assert_eq!(kept.values().map(|record| record.document.text.as_str()).collect::<Vec<_>>(), [TEXT]);
}

#[test]
fn mistakes_of_the_caller() {
    let folder = tempfile::tempdir().unwrap();
    notula().args(["gather", "https://a.example/rss"]).assert().code(2);
    notula().args(["gather", "--into"]).arg(folder.path()).assert().code(2);
    let file = folder.path().join("a.txt");
    std::fs::write(&file, "x").unwrap();
    notula().args(["gather", "https://a.example/rss", "--into"]).arg(&file).assert().code(2);
    for wrong in [["--every", "soon"], ["--delay", "1"], ["--per-feed", "0"]] {
        notula().args(["gather", "x", "--into", "y"]).args(wrong).assert().code(2);
    }
    let output = notula()
        .args(["gather", "gone.opml", "--into"])
        .arg(folder.path().join("pages"))
        .assert()
        .code(1)
        .get_output()
        .clone();
    assert!(String::from_utf8(output.stderr).unwrap().contains("gone.opml: no such file or folder"));
}

#[test]
fn killed_again_and_again_it_goes_on_and_fetches_nothing_twice() {
    let paths: Vec<String> = (0..120).map(|n| format!("/p/{n}")).collect();
    let feed = rss(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/rss" => xml(feed.clone()),
        path if path.starts_with("/p/") => {
            std::thread::sleep(Duration::from_millis(4));
            html(path)
        }
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    let feed = format!("{}/rss", server.address);
    let asked = || server.count(|path| path.starts_with("/p/"));
    let mut kills = 0;
    for until in [15, 16, 40, 70, 100] {
        let mut child = start(folder.path(), &[&feed]);
        wait_for(|| asked() >= until);
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    notula().args(ARGS).arg("--into").arg(folder.path()).arg(&feed).assert().code(0);
    let pages = pages(folder.path());
    assert_eq!(pages.len(), 120);
    assert!(pages.values().all(|times| *times == 1), "{pages:?}");
    let hits: Vec<usize> = paths.iter().map(|path| server.hits(path)).collect();
    let again: usize = hits.iter().map(|hits| hits - 1).sum();
    assert!(again <= kills, "only what was under way when it was killed is asked for again: {hits:?}");
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| name.ends_with(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    let before = asked();
    notula().args(ARGS).arg("--into").arg(folder.path()).arg(&feed).assert().code(0);
    assert_eq!(asked(), before);
}

/// Kills runs into the store at `place`, with the journal in `journal`.
fn a_store_survives_kills(place: &str, journal: &Path) {
    let paths: Vec<String> = (0..40).map(|n| format!("/p/{n}")).chain(["/none".to_owned()]).collect();
    let feed = rss(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/rss" => xml(feed.clone()),
        "/none" => reply(200, "Content-Type: text/html\r\n", " "),
        path if path.starts_with("/p/") => {
            let number = &path[3..];
            html(&format!("The envoys of Ukraine met in Geneva for round {number}, the mediator said on Monday."))
        }
        _ => missing(),
    });
    let feed = format!("{}/rss", server.address);
    let asked = || server.count(|path| path != "/rss" && path != "/robots.txt");
    let more = ["--journal", journal.to_str().unwrap(), &feed];
    let mut kills = 0;
    for until in [3, 10, 11, 25, 33] {
        let mut child = start(Path::new(place), &more);
        wait_for(|| asked() >= until || child.try_wait().unwrap().is_some());
        child.kill().unwrap();
        let told = child.wait_with_output().unwrap();
        assert!(asked() >= until, "{}", String::from_utf8_lossy(&told.stderr));
        kills += 1;
    }
    let output = notula().args(ARGS).arg("--into").arg(place).args(more).assert().get_output().clone();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    let wanted: BTreeMap<String, ()> = (0..40).map(|n| (format!("p/{n}"), ())).collect();
    assert!(kept(place).keys().eq(wanted.keys()));
    let again: usize = paths.iter().map(|path| server.hits(path) - 1).sum();
    assert!(again <= kills, "only what was under way when it was killed is asked for again: {again}");
    // a store that is there, and everything known
    let before = asked();
    notula().args(ARGS).arg("--into").arg(place).args(more).assert().code(0);
    assert_eq!((asked(), kept(place).len()), (before, 40));
}

#[test]
fn a_store_takes_each_page_once_however_often_it_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("news.db").display().to_string();
    a_store_survives_kills(&place, &folder.path().join("news.db.gather"));
    if let Some(server) = postgres::start() {
        a_store_survives_kills(&server.database(), &folder.path().join("journal"));
    }
}

#[cfg(unix)]
#[test]
fn goes_round_until_it_is_told_to_stop() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.before) {
        ("/rss", 0) => xml(rss(&["/p/1"])),
        ("/rss", _) => xml(rss(&["/p/2", "/p/1"])),
        (path, _) if path.starts_with("/p/") => html(path),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut child = start(folder.path(), &[&format!("{}/rss", server.address), "--every", "1s"]);
    wait_for(|| server.hits("/rss") >= 3);
    // another one must not write into the same folder
    let output = notula().args(ARGS).arg("x").arg("--into").arg(folder.path()).assert().code(1).get_output().clone();
    assert!(String::from_utf8(output.stderr).unwrap().contains("another notula gathers into it"));
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert!(child.wait().unwrap().success());
    assert_eq!(pages(folder.path()), BTreeMap::from([("p/1".to_owned(), 1), ("p/2".to_owned(), 1)]));
}
