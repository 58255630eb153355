//! The board of positions, actors × issues, and how each came about.

use std::collections::BTreeMap;
use std::fmt::Write;

use notula_record::Stance;
use notula_story::ids::ActorId;
use notula_story::view::{Party, Position};

use crate::ask::page::Page;
use crate::ask::words::Word;
use crate::output::paint::{CODE, DAY, FAINT, STRONG, one_line, paint, safe};

/// Columns of one name on the board.
const COLUMN: usize = 14;

/// Where each actor stands now on each issue: the last position of each.
pub(crate) fn current(positions: &[Position]) -> BTreeMap<(&str, ActorId), &Position> {
    let mut board: BTreeMap<(&str, ActorId), &Position> = BTreeMap::new();
    for position in positions {
        let place = board.entry((position.issue.as_str(), position.actor.id)).or_insert(position);
        if (&position.seen, position.id) > (&place.seen, place.id) {
            *place = position;
        }
    }
    board
}

/// Issues down, actors across, a sign for each stance.
pub(crate) fn board(page: &mut Page, positions: &[Position]) {
    let board = current(positions);
    let mut weight: BTreeMap<ActorId, (usize, &Party)> = BTreeMap::new();
    for position in board.values() {
        weight.entry(position.actor.id).or_insert((0, &position.actor)).0 += 1;
    }
    let mut actors: Vec<(usize, &Party)> = weight.into_values().collect();
    actors.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
    let mut issues: Vec<&str> = board.keys().map(|(issue, _)| *issue).collect();
    issues.dedup();
    let first = issues.iter().map(|issue| issue.len()).max().unwrap_or(0) + 2;
    let fit = (page.width().saturating_sub(first) / COLUMN).max(1);
    for part in actors.chunks(fit) {
        let mut head = " ".repeat(first);
        for (_, actor) in part {
            let _ = write!(head, "{:<COLUMN$}", cut(&safe(&actor.name), COLUMN - 2));
        }
        let _ = writeln!(page.out, "{}", paint(STRONG, head.trim_end()));
        for issue in &issues {
            let cells: Vec<Option<&&Position>> = part.iter().map(|(_, actor)| board.get(&(*issue, actor.id))).collect();
            if cells.iter().all(Option::is_none) {
                continue;
            }
            let _ = write!(page.out, "{:<first$}", safe(issue));
            for cell in cells {
                let text = cell.map(|position| sign(position)).unwrap_or_default();
                // painted text has more bytes than columns
                let _ = write!(page.out, "{}{}", paint(CODE, &text), " ".repeat(COLUMN - text.chars().count()));
            }
            page.out.truncate(page.out.trim_end().len());
            page.out.push('\n');
        }
        page.out.push('\n');
    }
    let legend = page.word(Word::Legend);
    page.note(legend);
}

fn sign(position: &Position) -> String {
    let sign = match position.stance {
        Stance::Supports => "+",
        Stance::Opposes => "−",
        Stance::Demands => "!",
        Stance::Offers => "o",
        Stance::Conditional => "~",
        Stance::Doubts => "?",
        Stance::Undecided => "·",
    };
    if position.changes.is_some() { format!("{sign}*") } else { sign.to_owned() }
}

fn cut(text: &str, columns: usize) -> String {
    match text.chars().count() {
        n if n <= columns => text.to_owned(),
        _ => text.chars().take(columns - 1).chain(['…']).collect(),
    }
}

/// Every position with its words, the changes marked.
pub(crate) fn history(page: &mut Page, positions: &[Position]) {
    for position in positions {
        let line = told(page, position);
        page.fact(line, position.id, position.confidence);
        page.sources(&position.sources);
    }
}

/// Who stands where since when, and what was before.
pub(crate) fn told(page: &Page, position: &Position) -> String {
    let since = position.seen.as_ref().map_or(page.word(Word::NoDate), |(first, _)| first);
    let mut line = format!(
        "{} {} {} {}",
        paint(DAY, &safe(since)),
        page.names(std::slice::from_ref(&position.actor)),
        paint(CODE, page.ui.stance(position.stance)),
        safe(&position.issue)
    );
    if let Some(toward) = &position.toward {
        let _ = write!(line, " ({} {})", page.word(Word::Of), page.names(std::slice::from_ref(toward)));
    }
    if let Some(condition) = &position.condition {
        let _ = write!(line, ", {}: “{}”", page.word(Word::If), one_line(condition));
    }
    if let Some(before) = position.changes_from {
        let was = page.ui.fill(Word::ChangedFrom, &[page.ui.stance(before)]);
        let _ = write!(line, " {}", paint(STRONG, &format!("({was})")));
    }
    if position.sources.len() > 1 {
        let count = page.count(position.independent, position.sources.len());
        let _ = write!(line, " {}", paint(FAINT, count.trim_start_matches(", ")));
    }
    line
}
