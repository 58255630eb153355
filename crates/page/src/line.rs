//! Lines of the mended text and what they look like.

use std::ops::Range;

use notula_language::Class;
use notula_language::junk::Run;

use crate::rules::{Tok, toks};

/// What is known of a line from the page's markup; plain text knows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Hint {
    /// Nothing.
    #[default]
    None,
    /// A paragraph of running text.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// A picture's caption.
    Caption,
}

/// One line, without the white space round it.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Bytes of the mended text.
    pub(crate) range: Range<usize>,
    /// Whether an empty line stands before it.
    pub(crate) apart: bool,
    pub(crate) hint: Hint,
    pub(crate) toks: Vec<Tok>,
    /// Words and numbers.
    pub(crate) words: usize,
    /// Words with a capital among words of four letters and more, in hundredths.
    pub(crate) capitals: usize,
    /// Whether it ends as a sentence does.
    pub(crate) closed: bool,
    /// Whether it starts with a small letter.
    pub(crate) small: bool,
    /// Whether it starts with a bullet or dash.
    pub(crate) bullet: bool,
    /// Whether it has the look of a sentence: a word that may be a verb.
    pub(crate) verb: bool,
    /// Stretches between bars, arrows and wide gaps.
    pub(crate) cells: usize,
    /// Share of the line that stands in links, in hundredths; 0 in plain text.
    pub(crate) links: usize,
}

impl Line {
    pub(crate) fn new(text: &str, range: Range<usize>, apart: bool, hint: Hint) -> Self {
        let line = &text[range.clone()];
        // an endless line is no heading and no rule's: its first words tell enough
        let toks = toks(crate::limit::head(line, crate::limit::LINE));
        let (mut long, mut capital, mut words, mut verb) = (0, 0, 0, false);
        for tok in toks.iter().filter(|tok| tok.run != Run::Sign) {
            words += 1;
            let first = line[tok.start..].chars().next().unwrap_or(' ');
            if tok.text.chars().nth(3).is_some() && tok.run == Run::Word {
                long += 1;
                capital += usize::from(first.is_uppercase());
            }
            verb |= first.is_lowercase() && may_be_verb(&tok.text);
        }
        let head = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        Self {
            apart,
            hint,
            words,
            capitals: (capital * 100usize).checked_div(long).unwrap_or(0),
            closed: closed(line),
            small: head.starts_with(char::is_lowercase) && !line.starts_with(['•', '*', '-', '–', '#']),
            bullet: line.starts_with(['•', '▪', '‣', '●', '◦', '*', '»', '›', '>', '·'])
                || line.strip_prefix(['-', '–', '—']).is_some_and(|rest| rest.starts_with(' ')),
            verb,
            cells: cells(line),
            links: 0,
            range,
            toks,
        }
    }

    /// The text of the line.
    pub(crate) fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range.clone()]
    }

    /// Whether the line is running text: a sentence, or long enough to be nothing else.
    pub(crate) fn prose(&self) -> bool {
        // scripts without spaces have few words and many letters
        let dense = self.range.len() >= 36 && self.range.len() > self.words * 24;
        (self.words >= 3 || dense) && self.closed && (self.verb || self.words >= 8 || dense)
            || self.words >= 20 && self.cells < 4
    }
}

fn may_be_verb(word: &str) -> bool {
    const MARKS: &[Class] = &[Class::Auxiliary, Class::Copula, Class::Future, Class::Negation, Class::Verb];
    notula_language::packs()
        .iter()
        .any(|pack| pack.grammar.looks_like_verb(word) || pack.grammar.classes(word).any(MARKS))
}

/// Whether `line` ends as a sentence does. Closing quotation marks and brackets are passed over, and so is a short
/// bracket or an agency's name after the full stop: "… di sana. (abc)", "… he said. REUTERS".
pub(crate) fn closed(line: &str) -> bool {
    ends(line) || {
        let bare = line.trim_end();
        let cut = match bare.chars().next_back() {
            Some(')') => bare.rfind('('),
            Some(']') => bare.rfind('['),
            Some(c) if c.is_uppercase() => bare.rfind(' '),
            _ => None,
        };
        cut.is_some_and(|at| {
            let last = &bare[at..];
            last.len() <= 60
                && (last.starts_with(['(', '[']) || last.chars().all(|c| !c.is_lowercase()))
                && ends(&bare[..at])
        })
    }
}

fn ends(line: &str) -> bool {
    let close =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '“' | '」' | '）');
    let bare = line.trim_end_matches(close);
    bare.ends_with(['.', '!', '?', '…', ';', ':', '。', '！', '？', '：', '؟', '۔', '।'])
        || bare.len() < line.len() && line.trim_end().ends_with(['”', '"', '»']) && line.contains(' ')
}

/// Number of stretches between bars, arrows, middle dots and gaps of two spaces.
fn cells(line: &str) -> usize {
    let mut count = 1;
    let mut filled = false;
    let mut gap = 0;
    for c in line.chars() {
        let bar = matches!(c, '|' | '»' | '›' | '·' | '>' | '/');
        gap = if c == ' ' { gap + 1 } else { 0 };
        if bar && c != '/' || gap == 2 {
            count += usize::from(filled);
            filled = false;
        } else if c != ' ' {
            filled = true;
        }
    }
    if filled { count } else { count.max(2) - 1 }
}

/// The lines of `text` that are not blank.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let (mut at, mut apart) = (0, true);
    for line in text.split('\n') {
        let start = at + (line.len() - line.trim_start().len());
        let range = start..start + line.trim().len();
        at += line.len() + 1;
        if range.is_empty() {
            apart = true;
            continue;
        }
        out.push(Line::new(text, range, apart, Hint::None));
        apart = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Line {
        lines(text).remove(0)
    }

    #[test]
    fn tells_sentences_from_headings() {
        assert!(one("Menteri itu pulang lebih awal.").prose());
        assert!(one("\"Kami belum sepakat,\" ujarnya").words == 4);
        assert!(one("“We are not there yet”").closed);
        assert!(!one("Fresh fighting near the old port").prose());
        assert_eq!(one("News  Region  Opinion | Video").cells, 4);
        assert_eq!(one("Beranda » Dunia » Asia").cells, 3);
        assert!(one("- a teaser").bullet && !one("-25 Jul 2025").bullet);
    }
}
