//! What parts of a page are called (`data/markup.tsv`).

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use notula_language::{DataError, rows};
use rustc_hash::FxHashMap;

/// What a name says about an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The report's text.
    Body,
    /// No part of it, and why.
    Drop(&'static str),
    /// What stands between title and text and leads into it.
    Lead,
    /// A picture's caption.
    Caption,
    /// Who wrote it.
    Byline,
    /// A line about it: who wrote it and when, and more.
    Details,
    /// When it was published.
    Date,
    /// When it was last changed.
    Changed,
    /// Its title.
    Title,
}

/// The names of parts.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    words: FxHashMap<&'static str, Part>,
    names: FxHashMap<&'static str, Part>,
    starts: Vec<(&'static str, Part)>,
    /// Parts of the addresses of authors' pages.
    paths: Vec<&'static str>,
    /// Names found inside names, and what they say; the finder has them in this order.
    inside: Vec<(&'static str, Part)>,
    finder: Option<AhoCorasick>,
}

pub(crate) const TEXT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/markup.tsv"));

/// The table, read once; the build has checked it.
pub(crate) static MARKUP: LazyLock<Markup> = LazyLock::new(|| Markup::parse("markup.tsv", TEXT).unwrap_or_default());

impl Markup {
    /// Reads the table.
    ///
    /// # Errors
    /// Every row with an unknown part or scope, or with names that are not in lower case.
    pub(crate) fn parse(file: &'static str, text: &'static str) -> Result<Self, Vec<DataError>> {
        let mut markup = Self::default();
        let mut errors = Vec::new();
        for row in rows(file, text) {
            let part = match row.cell(0) {
                "body" => Part::Body,
                "lead" => Part::Lead,
                "caption" => Part::Caption,
                "byline" => Part::Byline,
                "details" => Part::Details,
                "date" => Part::Date,
                "changed" => Part::Changed,
                "title" => Part::Title,
                other => match other.strip_prefix("drop:") {
                    Some(reason) => Part::Drop(reason),
                    None => {
                        errors.push(row.error(format!(
                            "no part {other:?}; there are: body lead drop:REASON caption byline details date changed title"
                        )));
                        continue;
                    }
                },
            };
            for name in row.cell(2).split_ascii_whitespace() {
                if name != name.to_lowercase() {
                    errors.push(row.error(format!("{name:?} is not in lower case")));
                }
                match row.cell(1) {
                    "word" => drop(markup.words.insert(name, part)),
                    "name" => drop(markup.names.insert(name, part)),
                    "start" => markup.starts.push((name, part)),
                    "in" => markup.inside.push((name, part)),
                    "path" if part == Part::Byline => markup.paths.push(name),
                    other => errors.push(
                        row.error(format!("no scope {other:?}; there are: word name start in, and path for bylines")),
                    ),
                }
            }
        }
        markup.finder = AhoCorasick::new(markup.inside.iter().map(|(name, _)| name)).ok();
        if errors.is_empty() { Ok(markup) } else { Err(errors) }
    }

    /// What the value of a class or id attribute says; `first` is asked before the table. The report's text wins over
    /// anything that is no part of it.
    pub(crate) fn part(&self, value: &str, folded: &mut String, first: impl Fn(&str) -> Option<Part>) -> Option<Part> {
        let mut found = None;
        for name in value.split_ascii_whitespace().take(24).filter(|name| name.len() <= 80) {
            fold(name, folded);
            let part = first(folded)
                .or_else(|| self.names.get(folded.as_str()).copied())
                .or_else(|| self.within(folded))
                .or_else(|| self.starts.iter().find(|(start, _)| folded.starts_with(start)).map(|&(_, part)| part))
                .or_else(|| folded.split('-').find_map(|word| self.words.get(word).copied()));
            match part {
                Some(Part::Body) => return part,
                Some(_) if found.is_none() => found = part,
                _ => {}
            }
        }
        found
    }
}

impl Markup {
    /// Whether `part` stands in the addresses of authors' pages: `author` in `/author/ana-lind`.
    pub(crate) fn author_path(&self, part: &str) -> bool {
        self.paths.iter().any(|path| path.eq_ignore_ascii_case(part))
    }

    /// What a name inside `name`, between word borders, says; the first of the table wins.
    fn within(&self, name: &str) -> Option<Part> {
        let bytes = name.as_bytes();
        let border = |at: usize| at == 0 || at == bytes.len() || bytes[at] == b'-' || bytes[at - 1] == b'-';
        let hits = self.finder.as_ref()?.find_overlapping_iter(name);
        let first =
            hits.filter(|hit| border(hit.start()) && border(hit.end())).map(|hit| hit.pattern().as_usize()).min()?;
        Some(self.inside[first].1)
    }
}

/// A name in lower case with its words joined by hyphens: "articleBody" and "article__body" are "article-body".
fn fold(name: &str, out: &mut String) {
    out.clear();
    let mut before = ' ';
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
                out.push('-');
            }
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
        before = c;
    }
    while out.ends_with('-') {
        out.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        assert_eq!(Markup::parse("markup.tsv", TEXT).map(|_| ()), Ok(()));
    }

    #[test]
    fn tells_parts() {
        let mut buffer = String::new();
        let mut part = |value: &str| MARKUP.part(value, &mut buffer, |_| None);
        assert_eq!(part("c-articleBody js-x"), Some(Part::Body));
        assert_eq!(part("entry-content has-sidebar"), Some(Part::Body));
        assert_eq!(part("widget widget_nav"), Some(Part::Drop("sidebar")));
        assert_eq!(part("share-tools"), Some(Part::Drop("share")));
        assert_eq!(part("shadow header-image"), None);
        assert_eq!(part("wp-caption-text"), Some(Part::Caption));
        assert_eq!(part("ad-slot"), Some(Part::Drop("advertisement")));
        assert_eq!(part("adapter"), None);
    }
}
