//! The command as its users meet it: formats, exit codes, messages.

mod common;

use std::fs;

use common::{notula, records, samples};
use snapbox::str;

const TALK: &str = "KAIRO, Kabar Nusa -- Menteri Luar Negeri Mesir Badr Abdelatty mengatakan perundingan akan dilanjutkan \
                    pada Minggu (15/2/2026).\n\"Kami tidak meminta kepercayaan,\" kata Abdelatty di Kairo.\n";

#[test]
fn without_a_command_it_shows_help_and_fails() {
    notula().assert().code(2);
    notula().args(["read", "--format", "yaml", "x.txt"]).assert().code(2);
    notula().args(["read", "--min-confidence", "2", "x.txt"]).assert().code(2).stderr_eq(str![[r#"
error: invalid value '2' for '--min-confidence <P>': a number from 0 to 1

For more information, try '--help'.

"#]]);
    notula().args(["read", "--published", "yesterday", "x.txt"]).assert().code(2);
    notula().args(["read", "--help"]).assert().code(0);
}

#[test]
fn an_unknown_language_is_a_mistake_of_the_caller() {
    let output = notula().args(["read", "--language", "xx", "-"]).stdin(TALK).assert().code(2).get_output().clone();
    assert!(String::from_utf8_lossy(&output.stderr).contains("there are: en, id"));
}

#[test]
fn reads_standard_input() {
    for args in [vec!["read"], vec!["read", "-"]] {
        let output = notula().args(args).stdin(TALK).assert().code(0).get_output().clone();
        let records = records(&output.stdout);
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].document.source, "-");
        assert_eq!(records[0].document.language.as_deref(), Some("id"));
        assert!(records[0].actors.iter().any(|actor| actor.name == "Badr Abdelatty"));
    }
}

#[test]
fn standard_input_may_hold_json_lines_or_a_json_document() {
    let lines = "{\"text\": \"Talks began.\"}\n{\"content\": \"Talks ended.\", \"language\": \"en\"}\n";
    let document = "[\n  {\"text\": \"Talks began.\"},\n  {\"text\": \"Talks ended.\"}\n]";
    for input in [lines, document] {
        let output = notula().args(["read"]).stdin(input).assert().code(0).get_output().clone();
        let sources: Vec<_> = records(&output.stdout).into_iter().map(|record| record.document.source).collect();
        assert_eq!(sources, ["-:1", "-:2"]);
    }
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("a.txt", TALK.as_bytes());
    write("b.txt", b"");
    write("c.txt", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    write("d.txt", &[0, 159, 146, 150, 0, 0, 1, 2, 3, 0, 0, 0]);
    write(
        "e.jsonl",
        b"{\"text\": \"Talks began.\"}\nnonsense\n\n{\"title\": \"no text\"}\n{\"text\": \"Talks ended.\"}\n",
    );
    write("f.json", b"{\"published\": \"2026-02-10\"}");
    write("z.txt", TALK.as_bytes());
    let names = ["a.txt", "b.txt", "c.txt", "d.txt", "e.jsonl", "f.json", "gone.txt", "*.html", "z.txt"];
    let output =
        notula().current_dir(folder.path()).args(["read", "--quiet"]).args(names).assert().code(1).get_output().clone();
    let sources: Vec<_> = records(&output.stdout).into_iter().map(|record| record.document.source).collect();
    assert_eq!(sources, ["a.txt", "e.jsonl:1", "e.jsonl:5", "z.txt"]);
    snapbox::assert_data_eq!(
        String::from_utf8(output.stderr).unwrap(),
        str![[r#"
notula: b.txt: the input is empty
notula: c.txt: the input is not text (a PDF file)
notula: d.txt: the input is not text ([..])
notula: e.jsonl:2: not JSON: expected ident at line 1 column 2
notula: e.jsonl:4: no report: there is no field text or content in it
notula: f.json: no report: there is no field text or content in it
notula: gone.txt: no such file or folder
notula: *.html: no file matches

"#]]
    );
}

#[test]
fn side_files_tell_about_their_text_and_are_no_reports() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.txt", TALK);
    write("a.json", r#"{"published": "2026-02-10", "language": "id", "url": "https://kabarnusa.example/a"}"#);
    write("b.txt", TALK);
    write("b.json", r#"{"published": "soon"}"#);
    for inputs in [vec!["."], vec!["*"], vec!["a.txt", "a.json", "b.json", "b.txt"]] {
        let output =
            notula().current_dir(folder.path()).arg("read").args(&inputs).assert().code(0).get_output().clone();
        let records = records(&output.stdout);
        assert_eq!(records.len(), 2, "{inputs:?}");
        let published = records[0].document.published.as_ref().unwrap();
        assert_eq!((published.value.as_str(), published.basis.as_str()), ("2026-02-10", "metadata"));
        assert_eq!(records[0].document.url.as_deref(), Some("https://kabarnusa.example/a"));
        assert!(String::from_utf8_lossy(&output.stderr).contains("published is no date and was not used: \"soon\""));
    }
    // asked for by name and alone, it is no report
    notula().current_dir(folder.path()).args(["read", "a.json"]).assert().code(1);
}

#[test]
fn what_the_caller_knows_goes_before_what_the_files_say() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), TALK).unwrap();
    fs::write(folder.path().join("a.json"), r#"{"published": "2026-02-10"}"#).unwrap();
    let args = ["read", "--published", "2026-02-12", "--language", "id", "a.txt"];
    let output = notula().current_dir(folder.path()).args(args).assert().code(0).get_output().clone();
    assert_eq!(records(&output.stdout)[0].document.published.as_ref().unwrap().value, "2026-02-12");
}

#[test]
fn the_id_is_the_hash_of_the_raw_bytes() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "abc").unwrap();
    let output = notula().current_dir(folder.path()).args(["read", "a.txt"]).assert().get_output().clone();
    let id = &records(&output.stdout)[0].document.id;
    assert_eq!(id, "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/// A live blog of three entries.
fn live_blog() -> String {
    let post = |name: &str, day: u32, text: &str| {
        format!(
            "<div class=\"post\"{name}><time datetime=\"2025-03-0{day}T10:00:00+07:00\">{day} March</time>\
             <p>{text}, officials of both delegations said in the lobby of the hotel late on Monday.</p></div>"
        )
    };
    format!(
        "<!doctype html><link rel=canonical href=\"https://courier.example/live/talks\">\
         <script type=\"application/ld+json\">{{\"@type\":\"LiveBlogPosting\",\"headline\":\"Talks: live\"}}</script>\
         <h1>Talks: live</h1><div><p>The talks in Geneva are in their third week.</p>{}{}{}</div>",
        post("", 3, "The envoys have left the town in two cars"),
        post(" id=post-2", 2, "The third round has begun behind closed doors"),
        post(" id=post-1", 1, "The delegations have arrived at the airport"),
    )
}

#[test]
fn the_entries_of_a_live_blog_are_reports_of_their_own() {
    let page = live_blog();
    let output = notula().args(["read", "--today", "2025-04-01"]).stdin(&page).assert().code(0).get_output().clone();
    let records = records(&output.stdout);
    let sources: Vec<_> = records.iter().map(|record| record.document.source.as_str()).collect();
    assert_eq!(sources, ["-", "-:1", "-:2", "-:3"]);
    for record in &records {
        common::check(record, &page);
    }
    let whole = &records[0].document;
    assert_eq!(whole.page.as_ref().unwrap().kind, notula_record::PageKind::LiveBlog);
    assert_eq!(whole.text, "The talks in Geneva are in their third week.");
    assert_eq!(whole.dropped.iter().filter(|dropped| dropped.reason == "live entries").count(), 3);
    let entry = &records[2].document;
    assert!(entry.text.contains("behind closed doors") && !entry.text.contains("two cars"), "{}", entry.text);
    assert_eq!(entry.published.as_ref().unwrap().value, "2025-03-02");
    assert_eq!(entry.page.as_ref().unwrap().published.as_deref(), Some("2025-03-02T10:00:00+07:00"));
    let addresses: Vec<_> = records.iter().map(|record| record.document.url.as_deref().unwrap()).collect();
    assert_eq!(
        addresses,
        [
            "https://courier.example/live/talks",
            "https://courier.example/live/talks#:~:text=The%20envoys%20have%20left%20the%20town%20in%20two",
            "https://courier.example/live/talks#post-2",
            "https://courier.example/live/talks#post-1",
        ]
    );
    assert_ne!(records[1].document.id, entry.id);
}

#[test]
fn the_entries_of_a_live_blog_are_kept_and_explained_as_reports_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let (page, store) = (folder.path().join("live.html"), folder.path().join("news.db"));
    fs::write(&page, live_blog()).unwrap();
    let add = || {
        let args = ["--today", "2025-04-01", "--store"];
        let output = notula().arg("add").arg(&page).args(args).arg(&store).assert().code(0).get_output().clone();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(add().ends_with("4 new, 0 changed, 0 copies, 0 known before\n"));
    assert!(add().ends_with("0 new, 0 changed, 0 copies, 1 known before\n"));
    // the page has grown: what was there stays the report that it was
    let grown = live_blog().replace("in their third week", "in their fourth week");
    fs::write(&page, grown).unwrap();
    assert!(add().ends_with("0 new, 1 changed, 0 copies, 3 known before\n"));
    let entry = format!("{}:2", page.display());
    let output = notula().args(["explain", &entry]).assert().code(0).get_output().clone();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("behind closed doors") && !told.contains("two cars"), "{told}");
    let output = notula().args(["explain", &format!("{}:4", page.display())]).assert().code(1).get_output().clone();
    assert!(String::from_utf8(output.stderr).unwrap().contains("there is no such report"));
}

#[test]
fn json_is_one_array_of_the_same_records() {
    let read = |format: &str| {
        let args = ["read", "--format", format, "--quiet", "feed.jsonl", "en-06-khartoum.txt"];
        notula().current_dir(samples()).args(args).assert().code(0).get_output().stdout.clone()
    };
    let array: Vec<serde_json::Value> = serde_json::from_slice(&read("json")).unwrap();
    let lines: Vec<serde_json::Value> =
        String::from_utf8(read("jsonl")).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(array, lines);
    assert_eq!(array.len(), 4);
    assert_eq!(notula().args(["read", "--format", "json"]).stdin(" ").assert().code(1).get_output().stdout, b"[]\n");
}

#[test]
fn the_output_is_the_same_whatever_the_jobs() {
    let read = |jobs: &str, format: &str| {
        let args = ["read", "--format", format, "--jobs", jobs, "--quiet", "."];
        notula().current_dir(samples()).args(args).assert().code(0).get_output().stdout.clone()
    };
    for format in ["jsonl", "text"] {
        let one = read("1", format);
        assert!(!one.is_empty());
        for jobs in ["2", "7", "0"] {
            assert!(read(jobs, format) == one, "--jobs {jobs} changes the {format}");
        }
    }
}

#[test]
fn text_has_colours_only_where_they_are_wanted() {
    let read = |more: &[&str]| {
        let args = ["read", "--format", "text", "en-06-khartoum.txt"];
        let output = notula().current_dir(samples()).args(args).args(more).assert().code(0).get_output().clone();
        String::from_utf8(output.stdout).unwrap()
    };
    let plain = read(&[]);
    assert!(!plain.contains('\u{1b}'));
    assert!(plain.contains("People and parties") && plain.contains("Statements"));
    assert!(plain.lines().all(|line| line.chars().count() <= 100), "wraps to the width");
    let painted = read(&["--color", "always"]);
    assert!(painted.contains('\u{1b}'));
    assert_eq!(anstream::adapter::strip_str(&painted).to_string(), plain);
}

#[test]
fn explains_facts_and_names_the_ones_there_are() {
    let explain = |args: &[&str]| notula().current_dir(samples()).arg("explain").args(args).assert();
    let output = explain(&["en-06-khartoum.txt", "s1", "a1"]).code(0).get_output().stdout.clone();
    let text = String::from_utf8(output).unwrap();
    assert!(text.contains("s1 statement:") && text.contains("a1 actor:") && text.contains("[["), "{text}");
    assert!(text.contains("made by") && !text.contains("(nothing noted)"), "{text}");
    assert!(text.contains("input line "), "{text}");
    let output = explain(&["en-06-khartoum.txt", "s999"]).code(1).get_output().stderr.clone();
    assert!(String::from_utf8(output).unwrap().contains("there is no fact s999; there are a1–a"));
    explain(&["feed.jsonl:2", "a1"]).code(0);
    explain(&["feed.jsonl"]).code(1).stderr_eq(str![[r#"
notula: feed.jsonl: holds many reports; name one of them, such as feed.jsonl:1

"#]]);
    explain(&["gone.txt"]).code(1);
}

#[test]
fn improbable_facts_can_be_left_out() {
    let read = |least: &str| {
        let args = ["read", "--format", "jsonl", "--min-confidence", least, "--quiet", "."];
        records(&notula().current_dir(samples()).args(args).assert().code(0).get_output().stdout)
    };
    let facts =
        |records: &[notula_record::Record]| records.iter().map(|r| r.statements.len() + r.events.len()).sum::<usize>();
    let (all, some) = (read("0"), read("0.7"));
    assert!(facts(&some) < facts(&all));
    assert!(some.iter().flat_map(|r| &r.statements).all(|s| s.confidence >= 0.7));
    for record in &some {
        common::check_references(record);
    }
}

#[test]
fn whoever_stops_reading_stops_it() {
    use std::io::Read;
    use std::process::{Command, Stdio};
    let mut child = Command::new(snapbox::cmd::cargo_bin!("notula"))
        .current_dir(samples())
        .args(["read", "--format", "json", ".", ".", ".", ".", ".", "."])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut some = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut some).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn the_address_tells_day_and_outlet() {
    let line = r#"{"text": "Menteri itu menolak usulan damai dan akan kembali.", "url": "https://www.republika.co.id/2026/02/10/x"}"#;
    let output = notula().arg("read").stdin(line).assert().code(0).get_output().clone();
    let document = records(&output.stdout).remove(0).document;
    let published = document.published.unwrap();
    assert_eq!((published.value.as_str(), published.basis.as_str()), ("2026-02-10", "url"));
    assert_eq!(document.outlet.unwrap().domain.as_deref(), Some("republika.co.id"));
}

#[test]
fn pages_of_html_are_read_too() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<!DOCTYPE html><html lang=\"en\"><head><title>Talks resume - Harbour Post</title>\
        <link rel=\"canonical\" href=\"https://harbourpost.example/2026/02/10/talks\"></head><body>\
        <nav><a href=\"/\">Home</a> <a href=\"/world\">World</a></nav><article><h1>Talks resume</h1>\
        <p>Foreign Minister Hakan Fidan of Turkey said on Monday that talks would resume in Geneva next week.</p>\
        <p>&ldquo;We are ready,&rdquo; Fidan told reporters in Ankara after he had met the envoy of the United Nations.</p>\
        </article><footer>Copyright</footer></body></html>";
    fs::write(folder.path().join("a.html"), page).unwrap();
    let args = ["read", "--today", "2026-07-01", "."];
    let output = notula().current_dir(folder.path()).args(args).assert().code(0).get_output().clone();
    let record = records(&output.stdout).remove(0);
    common::check(&record, page);
    assert_eq!(record.document.url.as_deref(), Some("https://harbourpost.example/2026/02/10/talks"));
    assert_eq!(record.document.published.as_ref().unwrap().value, "2026-02-10");
    assert!(record.document.text.starts_with("Foreign Minister") && !record.document.text.contains("World"));
    assert!(record.statements.iter().any(|s| s.content[0].quote.contains("We are ready")));
}

#[test]
fn packed_pages_and_web_archives_are_read_too() {
    use std::io::Write;
    let gzip = |bytes: &[u8]| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    };
    let page = "<!DOCTYPE html><html lang=\"en\"><head><title>Talks resume</title></head><body><article>\
        <p>Foreign Minister Hakan Fidan of Turkey said on Monday that talks would resume in Geneva next week.</p>\
        </article></body></html>";
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://harbourpost.example/talks\r\nWARC-Date: \
         2026-02-10T08:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    );
    let member = gzip(record.as_bytes());
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.html.gz"), gzip(page.as_bytes())).unwrap();
    fs::write(folder.path().join("b.warc.gz"), [&member[..], &member[..60]].concat()).unwrap();
    let output =
        notula().current_dir(folder.path()).args(["read", "--quiet", "."]).assert().code(1).get_output().clone();
    let records = records(&output.stdout);
    let sources: Vec<_> = records.iter().map(|record| record.document.source.as_str()).collect();
    assert_eq!(sources, ["./a.html.gz", "./b.warc.gz:1"]);
    assert_eq!(records[0].document.text, records[1].document.text);
    assert_eq!(records[0].document.id, records[1].document.id);
    assert_eq!(records[1].document.url.as_deref(), Some("https://harbourpost.example/talks"));
    for record in &records {
        common::check(record, page);
    }
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("./b.warc.gz: record 2 is damaged"), "{message}");
    let output = notula().arg("read").stdin(member).assert().code(0).get_output().clone();
    assert_eq!(common::records(&output.stdout)[0].document.source, "-:1");
    notula().current_dir(folder.path()).args(["explain", "b.warc.gz:1", "a1"]).assert().code(0);
}
