//! Scores the attributions read from a folder of articles in PolNeAR's form: `text/NAME.txt` and
//! `attributions/NAME*.ann` (brat). Usage: `eval_quotes FOLDER [--show KIND]`.
//!
//! An attribution is right when its content's spans and the gold's have an intersection over union of at least a half
//! (counted in letters and digits); "with source" asks that the two sources overlap as well. `direct` is what stands in
//! quotation marks from end to end, `mixed` has some, `indirect` none: recall counts what the gold has as one, precision
//! what was found as one. Attributions without a source in the gold need
//! none.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::{env, fs};

use notula_reader::actor;
use notula_reader::doc::Doc;
use notula_reader::draft::Draft;
use notula_reader::mention::Mentions;
use notula_reader::statement::attributions;

#[derive(Clone)]
struct Said {
    content: Vec<Range<usize>>,
    source: Vec<Range<usize>>,
    cue: Vec<Range<usize>>,
    told: &'static str,
}

#[derive(Default, Clone, Copy)]
struct Tally {
    /// Found of this kind that are in the gold.
    right: usize,
    found: usize,
    /// Gold of this kind that was found.
    recalled: usize,
    gold: usize,
}

impl Tally {
    fn row(self) -> [f64; 3] {
        let p = self.right as f64 / self.found.max(1) as f64;
        let r = self.recalled as f64 / self.gold.max(1) as f64;
        [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
    }
}

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let Some(folder) = args.first() else {
        eprintln!("usage: eval_quotes FOLDER [--show KIND]");
        std::process::exit(2);
    };
    let show = args.iter().position(|a| a == "--show").and_then(|n| args.get(n + 1)).cloned();
    let mut tallies: HashMap<(&str, bool), Tally> = HashMap::new();
    let mut texts: Vec<_> =
        fs::read_dir(Path::new(folder).join("text")).into_iter().flatten().flatten().map(|e| e.path()).collect();
    texts.sort();
    let annotations: Vec<_> = fs::read_dir(Path::new(folder).join("attributions"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path())
        .collect();
    let pack = notula_language::pack("en").expect("the English pack is built in");
    for path in &texts {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        let Some(ann) = annotations
            .iter()
            .find(|p| p.file_name().and_then(|n| n.to_str()).is_some_and(|name| name.starts_with(stem)))
            .and_then(|p| fs::read_to_string(p).ok())
        else {
            continue;
        };
        let gold = gold(&text, &ann);
        let doc = Doc::new(&text, pack);
        let mut draft = Draft::default();
        actor::read(&doc, &[], None, &mut draft);
        let found = found(&doc, &draft.mentions);
        for with_source in [false, true] {
            let print = |kind: &str| with_source && show.as_deref().is_some_and(|s| s == kind || s == "all");
            let mut free = vec![true; found.len()];
            for g in &gold {
                let best = (0..found.len())
                    .filter(|&n| free[n])
                    .map(|n| (overlap(&text, &g.content, &found[n].content), n))
                    .filter(|(x, _)| *x >= 0.5)
                    .max_by(|a, b| a.0.total_cmp(&b.0));
                let right = match best {
                    Some((_, n)) if !with_source || g.source.is_empty() || meets(&g.source, &found[n].source) => {
                        free[n] = false;
                        Some(found[n].told)
                    }
                    Some((_, n)) if print(g.told) => {
                        println!("SOURCE {stem}\n   gold {}\n   got  {}", line(&text, g), line(&text, &found[n]));
                        None
                    }
                    None if print(g.told) => {
                        println!("MISSED {stem}\n   gold {}", line(&text, g));
                        None
                    }
                    _ => None,
                };
                for kind in [g.told, "all"] {
                    let tally = tallies.entry((kind, with_source)).or_default();
                    tally.gold += 1;
                    tally.recalled += usize::from(right.is_some());
                }
                for kind in right.into_iter().flat_map(|told| [told, "all"]) {
                    tallies.entry((kind, with_source)).or_default().right += 1;
                }
            }
            for (n, said) in found.iter().enumerate() {
                for kind in [said.told, "all"] {
                    tallies.entry((kind, with_source)).or_default().found += 1;
                }
                if free[n] && print(said.told) {
                    println!("EXTRA {stem}\n   got  {}", line(&text, said));
                }
            }
        }
    }
    println!("{:10}{:>7}{:>7}{:>7}   {:>7}{:>7}{:>7}{:>7}", "", "P", "R", "F1", "P+src", "R+src", "F1+src", "gold");
    for kind in ["direct", "mixed", "indirect", "all"] {
        let plain = tallies.get(&(kind, false)).copied().unwrap_or_default();
        let [p, r, f] = plain.row();
        let [ps, rs, fs] = tallies.get(&(kind, true)).copied().unwrap_or_default().row();
        println!("{kind:10}{p:7.3}{r:7.3}{f:7.3}   {ps:7.3}{rs:7.3}{fs:7.3}{:7}", plain.gold);
    }
}

fn line(text: &str, said: &Said) -> String {
    let join = |ranges: &[Range<usize>]| {
        ranges.iter().map(|r| text[r.clone()].replace('\n', " ")).collect::<Vec<_>>().join(" … ")
    };
    format!("[{}] <{}> {}", join(&said.source), join(&said.cue), join(&said.content))
}

/// Intersection over union, in letters and digits: quotation marks and spaces do not count.
fn overlap(text: &str, a: &[Range<usize>], b: &[Range<usize>]) -> f64 {
    let size = |r: Range<usize>| text[r].chars().filter(|c| c.is_alphanumeric()).count();
    let total = |list: &[Range<usize>]| list.iter().map(|r| size(r.clone())).sum::<usize>();
    let mut shared = 0;
    for x in a {
        for y in b {
            let (from, to) = (x.start.max(y.start), x.end.min(y.end));
            if from < to {
                shared += size(from..to);
            }
        }
    }
    let union = total(a) + total(b) - shared;
    if union == 0 { 0.0 } else { shared as f64 / union as f64 }
}

fn meets(a: &[Range<usize>], b: &[Range<usize>]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.start.max(y.start) < x.end.min(y.end)))
}

fn told(text: &str, content: &[Range<usize>]) -> &'static str {
    let mut letters = 0;
    let mut quoted = 0;
    let mut open = false;
    for range in content {
        // two single marks are typed for a double one
        for c in text[range.clone()].replace("''", "\"").chars() {
            match c {
                '“' => open = true,
                '”' => open = false,
                '"' => open = !open,
                _ if c.is_alphanumeric() => {
                    letters += 1;
                    quoted += usize::from(open);
                }
                _ => {}
            }
        }
    }
    if quoted == 0 {
        "indirect"
    } else if quoted * 20 >= letters * 19 {
        "direct"
    } else {
        "mixed"
    }
}

/// The attributions of a brat file; its offsets are characters.
fn gold(text: &str, ann: &str) -> Vec<Said> {
    let mut at: Vec<usize> = text.char_indices().map(|(n, _)| n).collect();
    at.push(text.len());
    let byte = |n: usize| at[n.min(at.len() - 1)];
    let mut spans: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
    let mut out = Vec::new();
    for line in ann.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells.as_slice() {
            [id, label, ..] if id.starts_with('T') => {
                let ranges = label.split_once(' ').map_or("", |(_, r)| r);
                let mut list: Vec<Range<usize>> = ranges
                    .split(';')
                    .filter_map(|r| {
                        let (a, b) = r.split_once(' ')?;
                        Some(byte(a.parse().ok()?)..byte(b.parse().ok()?))
                    })
                    .collect();
                list.sort_by_key(|r| r.start);
                spans.insert(id, list);
            }
            _ => {}
        }
    }
    for line in ann.lines().filter(|l| l.starts_with('E')) {
        let mut said = Said { content: Vec::new(), source: Vec::new(), cue: Vec::new(), told: "" };
        for part in line.split('\t').nth(1).unwrap_or("").split(' ') {
            let Some((role, id)) = part.split_once(':') else { continue };
            let list = spans.get(id).cloned().unwrap_or_default();
            match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
                "Content" => said.content.extend(list),
                "Source" => said.source.extend(list),
                "Cue" => said.cue.extend(list),
                _ => {}
            }
        }
        if !said.content.is_empty() {
            said.content.sort_by_key(|r| r.start);
            said.told = told(text, &said.content);
            out.push(said);
        }
    }
    out
}

/// What the reader finds; a quotation that goes on after its attribution belongs to that, as in PolNeAR.
fn found(doc: &Doc, mentions: &Mentions) -> Vec<Said> {
    let all = attributions(doc, mentions);
    let mut out: Vec<Said> = Vec::new();
    let mut place: Vec<Option<usize>> = Vec::with_capacity(all.len());
    for a in &all {
        let head = a.continues.and_then(|n| place.get(n).copied().flatten());
        if let Some(head) = head {
            let content = a.content.clone();
            out[head].content.extend(content);
            place.push(Some(head));
            continue;
        }
        place.push(Some(out.len()));
        out.push(Said {
            content: a.content.clone(),
            source: a.source.iter().map(|s| doc.bytes(s.clone())).collect(),
            cue: a.cue.iter().map(|c| doc.bytes(c.clone())).collect(),
            told: match a.told {
                notula_record::StatementKind::Direct => "direct",
                notula_record::StatementKind::Mixed => "mixed",
                notula_record::StatementKind::Indirect => "indirect",
            },
        });
    }
    out
}
