//! What cleaning does, case by case: `clean/NAME.txt` is dirty text, `clean/NAME.expected` says what becomes of each
//! of its lines. The cases are written by us, with outlets that do not exist. `UPDATE=1` writes the expected files anew.

use std::fmt::Write as _;
use std::path::Path;

use notula_page::{Page, clean, decode};

/// What became of every code point of the raw text: `Some` label, or `None` for white space that nothing claims.
fn labels(raw: &str, page: &Page) -> Vec<Option<String>> {
    let mut out: Vec<Option<String>> = raw.chars().map(|_| None).collect();
    let mut set = |start: usize, end: usize, label: &str| {
        for slot in &mut out[start..end] {
            slot.get_or_insert_with(|| label.to_owned());
        }
    };
    for &[_, start, len] in &page.source_map {
        set(start, start + len, "keep");
    }
    // a mended sign stands for all that it was made of
    for pair in page.source_map.windows(2).filter(|pair| pair[0][2] == 1 && pair[0][0] + 1 == pair[1][0]) {
        set(pair[0][1], pair[1][1], "keep");
    }
    for field in &page.fields {
        set(field.start, field.end, &format!("<{}>", field.kind));
    }
    for dropped in &page.dropped {
        set(dropped.start, dropped.end, &dropped.reason);
    }
    out
}

fn show(raw: &str, page: &Page) -> String {
    let mut out = String::new();
    let dateline = page.dateline.as_ref();
    let fields = [
        ("title", page.title.clone().unwrap_or_default()),
        ("outlet", page.outlet.as_ref().and_then(|outlet| outlet.name.clone()).unwrap_or_default()),
        ("authors", page.authors.join("; ")),
        ("place", dateline.and_then(|line| line.place.clone()).unwrap_or_default()),
        (
            "published",
            page.published
                .iter()
                .map(|day| {
                    let date = &day.date;
                    day.value.clone().unwrap_or_else(|| format!("----{:02}-{:02}", date.month, date.day))
                })
                .collect::<Vec<_>>()
                .join("; "),
        ),
        ("not before", page.date_hints.last().cloned().unwrap_or_default()),
        ("language", page.language.clone().unwrap_or_default()),
    ];
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "{name}: {value}");
    }
    out.push('\n');
    let labels = labels(raw, page);
    let mut at = 0;
    for line in raw.split('\n') {
        let count = line.chars().count();
        let mut parts: Vec<&str> = Vec::new();
        for (c, label) in line.chars().zip(&labels[at..at + count]) {
            let label = label.as_deref().unwrap_or("");
            if !c.is_whitespace() && parts.last() != Some(&label) {
                parts.push(label);
            }
        }
        at += count + 1;
        let _ = writeln!(out, "{:22}| {}", parts.join(" + "), line.trim_end());
    }
    out.push_str("\n=====\n");
    out.push_str(&page.text);
    out.push('\n');
    out
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clean");
    let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    names.sort();
    assert!(names.len() >= 20, "{} cases", names.len());
    let mut wrong = Vec::new();
    for path in names {
        let raw = decode(&std::fs::read(&path).unwrap()).unwrap().text;
        let page = clean(&raw);
        let found = show(&raw, &page);
        let expected = path.with_extension("expected");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&expected, &found).unwrap();
        }
        let wanted = std::fs::read_to_string(&expected).unwrap_or_default();
        if wanted != found {
            let diff: Vec<String> = wanted
                .lines()
                .zip(found.lines())
                .filter(|(a, b)| a != b)
                .take(6)
                .map(|(a, b)| format!("  - {a}\n  + {b}"))
                .collect();
            wrong.push(format!("{}\n{}", path.file_name().unwrap().display(), diff.join("\n")));
        }
        // every sign of the raw text is kept, in a field, or dropped with a reason
        let blanks = raw.replace("&nbsp;", "      ");
        for (c, label) in blanks.chars().zip(labels(&raw, &page)) {
            assert!(label.is_some() || c.is_whitespace(), "{}: nobody answers for {c:?}", path.display());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
