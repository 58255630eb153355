//! What stands before the report: title, bylines, dates.

use notula_language::junk::Scope;
use notula_record::PublishedBasis;

use super::{Cleaner, Mark, squeeze};
use crate::dateline;
use crate::dates;
use crate::head;
use crate::line::Hint;
use crate::page::PublishedCandidate;
use crate::rules;

impl Cleaner<'_> {
    /// Reads title, bylines and dates from what stands before the report.
    pub(super) fn head(&mut self, start: usize) {
        let mut titles: Vec<usize> = Vec::new();
        let mut label = false;
        let mut hand = false;
        let mut dated = Vec::new();
        let language = notula_language::detect(self.text).map(|(pack, _)| pack);
        for n in 0..start {
            if std::mem::take(&mut hand) && self.marks[n] == Mark::Open && head::person(self.line(n)) {
                self.marks[n] = Mark::Drop("credits");
                continue;
            }
            hand = self.marks[n] == Mark::Drop("credits") && self.line(n).ends_with(':');
            if matches!(self.marks[n], Mark::Field(_)) || self.marks[n] == Mark::Drop("copyright") {
                continue;
            }
            let line = &self.lines[n];
            let text = self.line(n);
            if line.words > 30 {
                // a paragraph before the dateline: a long caption, if the page was not chosen
                if self.marks[n] == Mark::Open {
                    self.marks[n] = if self.chosen { Mark::Keep } else { Mark::Field("caption") };
                }
                continue;
            }
            if label && head::person(text) {
                self.marks[n] = Mark::Field("byline");
                self.page.authors.extend(head::names(text));
                label = false;
                continue;
            }
            label = false;
            // a date line: short, and most of it is the date
            let mut found = None;
            for cell in head::cells(text) {
                if let Some(names) = head::byline(cell).filter(|_| !self.prose_alone(n)) {
                    label |= names.is_empty() && cell.trim_end_matches([':', ' ']).split(' ').count() == 1;
                    self.page.authors.extend(names);
                    found = Some("byline");
                }
            }
            let dates =
                if line.words <= 22 && !self.prose_alone(n) { dates::find_in(text, language) } else { Vec::new() };
            let spread: usize = dates.iter().map(|date| date.range.len()).sum();
            let cell_date = head::cells(text)
                .iter()
                .any(|cell| dates::find(cell).iter().any(|date| date.range.len() * 2 >= cell.len()));
            // "The Courier, Istanbul, Nov. 28": names alone before it
            let names_only = || {
                let last = dates.last().is_some_and(|date| date.range.end == text.trim_end().len());
                let words = || text.split(' ').filter(|word| word.starts_with(char::is_alphabetic));
                last && line.words <= 10
                    && text.contains(", ")
                    && words().all(|word| word.starts_with(char::is_uppercase))
            };
            if !dates.is_empty() && (found.is_some() || cell_date || spread * 4 >= text.len() || names_only()) {
                if found.is_none() {
                    // a name beside the date
                    for cell in head::cells(text) {
                        if head::bare_name(cell) && !self.outlets.contains(&cell.to_lowercase()) {
                            self.page.authors.push(dateline::usual_case(before_comma(cell)));
                        }
                    }
                }
                found = Some(found.unwrap_or("date"));
                dated.push(n);
                self.add_dates(text, dates);
            }
            if let Some(kind) = found {
                self.marks[n] = Mark::Field(kind);
            } else if self.marks[n] == Mark::Open {
                let line = &self.lines[n];
                let menu = line.cells >= 3 && !line.closed;
                if menu || rules::line(text, &line.toks, |scope| scope == Scope::Head).is_some() {
                    self.marks[n] = Mark::Drop("navigation");
                } else {
                    titles.push(n);
                }
            }
        }
        self.name_beside_date(&mut titles, &dated, start);
        self.title(&titles, &dated, start);
    }

    /// Whether the line is a sentence and no label.
    pub(super) fn prose_alone(&self, n: usize) -> bool {
        self.lines[n].words > 12 && self.lines[n].closed && self.lines[n].verb
    }

    pub(super) fn add_dates(&mut self, text: &str, dates: Vec<dates::SeenDate>) {
        let clock = dates::clock(text);
        for (n, mut date) in dates.into_iter().enumerate() {
            date.clock |= clock;
            let confidence = if n > 0 {
                0.4
            } else if date.year.is_none() {
                0.6
            } else if clock {
                0.97
            } else {
                0.93
            };
            self.page.published.push(PublishedCandidate {
                value: date.iso(),
                date,
                basis: PublishedBasis::Dateline,
                confidence,
            });
        }
    }

    pub(super) fn name_beside_date(&mut self, titles: &mut Vec<usize>, dated: &[usize], start: usize) {
        if !self.page.authors.is_empty() {
            return;
        }
        let beside =
            |n: usize| dated.iter().any(|&at| at.abs_diff(n) == 1) || n + 1 == start && n > 0 && dated.is_empty();
        let found = titles.iter().copied().filter(|&n| beside(n)).find_map(|n| {
            // "Name", "Name - Outlet"
            let cells = head::cells(self.line(n));
            let name = cells.first().filter(|_| cells.len() <= 2)?;
            let outlet = cells.get(1).is_none_or(|other| other.split(' ').count() <= 3);
            (outlet && head::bare_name(name) && !self.outlets.contains(&name.to_lowercase())).then_some((n, *name))
        });
        if let Some((n, name)) = found {
            self.page.authors.push(dateline::usual_case(before_comma(name)));
            self.marks[n] = Mark::Field("byline");
            titles.retain(|&other| other != n);
        }
    }

    /// Chooses the title among the head's lines, and says what the others are.
    pub(super) fn title(&mut self, heads: &[usize], dated: &[usize], start: usize) {
        let first_field = dated
            .iter()
            .copied()
            .chain((0..start).filter(|&n| matches!(self.marks[n], Mark::Field("byline" | "caption"))))
            .min();
        let fits = |n: &usize| {
            let line = &self.lines[*n];
            line.words >= 3
                && !self.line(*n).ends_with(['.', '-', '–', '—', ','])
                && line.words <= 40
                && line.cells <= 3
        };
        let before = |n: &&usize| first_field.is_none_or(|at| **n < at);
        let longest = |list: Vec<usize>| list.into_iter().rev().max_by_key(|&n| self.lines[n].words);
        let title = longest(heads.iter().filter(|n| fits(n)).filter(before).copied().collect())
            .or_else(|| longest(heads.iter().filter(|n| fits(n)).copied().collect()));
        let title = if self.chosen {
            // what the page says of itself; a heading is the title only where it says nothing
            let said = self.page.title.clone();
            let same = |n: &usize| said.as_deref().is_some_and(|said| same_words(said, self.line(*n)));
            heads
                .iter()
                .copied()
                .find(same)
                .or_else(|| title.filter(|&n| said.is_none() && self.lines[n].hint == Hint::Heading))
        } else {
            title
        };
        if let Some(n) = title
            && (!self.chosen || self.page.title.is_none())
        {
            self.page.title = Some(self.without_desk(&squeeze(self.line(n))).to_owned());
        }
        if let Some(n) = title {
            self.marks[n] = Mark::Field("title");
        }
        for &n in heads {
            if self.marks[n] != Mark::Open {
                continue;
            }
            let line = &self.lines[n];
            // said again, also with the outlet's name behind it
            let same = self.page.title.as_deref().is_some_and(|title| {
                let line = squeeze(self.line(n));
                line.strip_prefix(title)
                    .is_some_and(|rest| rest.len() <= 30 && (rest.is_empty() || rest.starts_with([' ', '-', '|'])))
            });
            // a sentence right under the title leads into the report; under byline or picture it is a caption
            let deck = title.is_some_and(|title| n > title) && first_field.is_none_or(|at| n < at) && line.prose();
            self.marks[n] = if self.glued[n] {
                let before = (0..n)
                    .rev()
                    .find(|&at| self.marks[at] != Mark::Open || at == 0)
                    .map_or(Mark::Open, |at| self.marks[at]);
                // a desk or a name under the title does not go on in it
                let own = head::nobody(self.line(n)) || head::bare_name(self.line(n));
                let before = if before == Mark::Field("title") && own { Mark::Field("byline") } else { before };
                if before == Mark::Field("title") {
                    self.page.title = self.page.title.take().map(|title| format!("{title} {}", squeeze(self.line(n))));
                }
                before
            } else if same {
                Mark::Field("title")
            } else if deck || self.chosen && line.links < 50 && matches!(line.hint, Hint::Heading | Hint::Paragraph) {
                Mark::Keep
            } else if line.prose() {
                if title.is_none() && first_field.is_none() { Mark::Keep } else { Mark::Field("caption") }
            } else if line.words >= 5 {
                Mark::Drop("heading of the page")
            } else {
                Mark::Drop("navigation")
            };
        }
    }

    /// The title without the desk before it ("WORLD DESK: …") and the desk or outlet behind it ("… - The Courier").
    fn without_desk<'t>(&self, title: &'t str) -> &'t str {
        let mut title = title;
        if let Some((desk, rest)) = title.split_once(": ")
            && head::nobody(desk)
            && rest.split(' ').count() >= 3
        {
            title = rest;
        }
        for sign in [" | ", " - ", " – ", " — "] {
            if let Some((rest, tail)) = title.rsplit_once(sign)
                && tail.split(' ').count() <= 4
                && rest.split(' ').count() >= 3
                && (head::nobody(tail) || dateline::is_outlet(tail) || self.outlets.contains(&tail.to_lowercase()))
            {
                return rest.trim_end();
            }
        }
        title
    }
}

/// The name before a post: "Ana Lind, Foreign Correspondent".
fn before_comma(name: &str) -> &str {
    name.split(',').next().unwrap_or(name).trim_end()
}

/// Whether two titles have nearly the same words.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    let hit = b.iter().filter(|word| a.contains(word)).count();
    hit >= 2 && hit * 10 >= b.len() * 8 && hit * 10 >= a.len() * 5
}
