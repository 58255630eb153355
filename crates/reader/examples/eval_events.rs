//! Scores event types on sentences with a marked source and target, one JSON object a line: `text`, `marked` (the text
//! with `<s>…</s>` and `<t>…</t>`), `gold_root` (a PLOVER type; YIELD stands for CONCEDE and RETREAT).
//! Usage: `eval_events FILE [--show TYPE]`.
//!
//! "without hints" asks for an event of the right type in the sentence as it is read; "with hints" makes the two spans
//! the only actors and takes the surest event between them.

use std::collections::BTreeMap;
use std::{env, fs};

use notula_reader::actor;
use notula_reader::clause::Clauses;
use notula_reader::doc::Doc;
use notula_reader::draft::{ActorDraft, Draft, EventDraft};
use notula_reader::event;
use notula_reader::mention::{Mention, Mentions};
use notula_reader::statement;
use notula_record::{ActorKind, EventType, Form, Status};

/// PLOVER reads the promise of cooperation as AGREE, and that of force as THREATEN.
fn root(event: &EventDraft) -> &'static str {
    let future = matches!(event.status, Status::Planned | Status::Possible | Status::Conditional);
    match event.kind {
        EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid | EventType::Retreat
            if future =>
        {
            "AGREE"
        }
        kind if future && kind.quad() == "material conflict" => "THREATEN",
        EventType::Concede | EventType::Retreat => "YIELD",
        kind => kind.as_str(),
    }
}

/// The spans of `<s>` and `<t>` in the text without marks.
fn marks(marked: &str) -> (String, Vec<(usize, usize)>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut open = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(tail) = ["<s>", "<t>"].iter().find_map(|mark| rest.strip_prefix(mark)) {
            open.push(text.len());
            rest = tail;
        } else if let Some(tail) = ["</s>", "</t>"].iter().find_map(|mark| rest.strip_prefix(mark)) {
            if let Some(start) = open.pop() {
                spans.push((start, text.len()));
            }
            rest = tail;
        } else {
            text.push('<');
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    (text, spans)
}

fn hinted(doc: &Doc, spans: &[(usize, usize)]) -> Draft {
    let mut draft = Draft::default();
    let mut all = Vec::new();
    for (n, &(start, end)) in spans.iter().enumerate() {
        let tokens = doc.tokens_in(&(start..end));
        if tokens.is_empty() {
            continue;
        }
        draft.actors.push(ActorDraft {
            name: doc.slice(tokens.clone()).to_owned(),
            kind: ActorKind::State,
            country: Some(format!("X{n}")),
            sector: None,
            role: None,
            role_of: None,
            wikidata: None,
            confidence: 1.0,
            why: Vec::new(),
        });
        let actor = Some(draft.actors.len() - 1);
        let head = tokens.clone();
        all.push(Mention { tokens, head, form: Form::Name, actor, place: None, parent: None, plural: false });
    }
    // pronouns of the third person mean the source
    use notula_language::Class::{PronounHeShe, PronounIt, PronounThey};
    for at in 0..doc.tokens.len() {
        let outside = all.iter().all(|m: &Mention| !m.tokens.contains(&at));
        if outside && doc.tokens[at].classes.any(&[PronounHeShe, PronounIt, PronounThey]) && !draft.actors.is_empty() {
            let tokens = at..at + 1;
            let head = tokens.clone();
            let actor = Some(0);
            all.push(Mention { tokens, head, form: Form::Pronoun, actor, place: None, parent: None, plural: false });
        }
    }
    draft.mentions = Mentions::new(doc, all);
    draft
}

fn main() {
    let mut args = env::args().skip(1);
    let Some(path) = args.next() else { return };
    let show = args.next().filter(|flag| flag == "--show").and_then(|_| args.next());
    let Some(pack) = notula_language::pack("en") else { return };
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for line in fs::read_to_string(path).unwrap_or_default().lines() {
        let Ok(row) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let gold = row["gold_root"].as_str().unwrap_or("").to_owned();
        let (text, spans) = marks(row["marked"].as_str().unwrap_or(""));
        let doc = Doc::new(&text, pack);
        let mut draft = Draft::default();
        actor::read(&doc, &[], None, &mut draft);
        draft.statements = statement::read(&doc, &mut draft);
        let clauses = Clauses::new(&doc, &draft.mentions);
        let free = event::read(&clauses, &draft, None);
        let hints = hinted(&doc, &spans);
        let clauses = Clauses::new(&doc, &hints.mentions);
        let events = event::read(&clauses, &hints, None);
        // the first span is the source, the others are the target
        let fit = |event: &EventDraft| {
            let mutual = event.kind.is_symmetric() && event.initiators.len() + event.recipients.len() > 1;
            let source = event.initiators.contains(&0);
            let target = event.recipients.iter().any(|&actor| actor > 0);
            f32::from(u8::from(source || mutual)) + f32::from(u8::from(target || mutual)) + event.confidence
        };
        let best = events.iter().max_by(|a, b| fit(a).total_cmp(&fit(b)));
        let found = free.iter().any(|event| root(event) == gold);
        let hit = best.is_some_and(|event| root(event) == gold);
        let count = counts.entry(gold.clone()).or_default();
        count[0] += 1;
        count[1] += usize::from(found);
        count[2] += usize::from(hit);
        if !hit && show.as_deref() == Some(gold.as_str()) {
            println!("{:?} {}", best.map(|event| (root(event), &event.why)), row["marked"]);
        }
    }
    let total = counts.values().fold([0; 3], |sum, c| [sum[0] + c[0], sum[1] + c[1], sum[2] + c[2]]);
    println!("{:10}{:>6}{:>15}{:>12}", "type", "count", "without hints", "with hints");
    for (name, count) in counts.iter().chain([(&"all".to_owned(), &total)]) {
        let share = |n: usize| n as f32 / count[0].max(1) as f32;
        println!("{name:10}{:6}{:15.3}{:12.3}", count[0], share(count[1]), share(count[2]));
    }
}
