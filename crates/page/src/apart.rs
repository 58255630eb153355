//! A live blog taken apart.

use std::fmt::Write;
use std::ops::Range;

use notula_record::Dropped;

use crate::page::Page;

/// Words that an address quotes of an entry which the page gives no name.
const QUOTED: usize = 8;

impl Page {
    /// What stands beside the entries of a live blog, and after it each entry as a report of its own. Another page comes
    /// back as it is, alone.
    ///
    /// An entry has the page's language, outlet and address, the latter with a fragment: the name that the page gives
    /// the entry, or its first words as a text fragment.
    ///
    /// ```
    /// let page = notula_page::read("The talks ended.");
    /// assert_eq!(page.apart().len(), 1);
    /// ```
    pub fn apart(mut self) -> Vec<Page> {
        let mut entries = std::mem::take(&mut self.entries);
        if entries.is_empty() {
            return vec![self];
        }
        for entry in &mut entries {
            entry.about.url.clone_from(&self.about.url);
            entry.about.fragment.get_or_insert_with(|| quoted(&entry.text));
            entry.language = entry.language.take().or_else(|| self.language.clone());
            entry.outlet = entry.outlet.take().or_else(|| self.outlet.clone());
        }
        let stretches: Vec<Range<usize>> = entries.iter().filter_map(stretch).collect();
        self.leave_out(&stretches);
        let mut pages = vec![self];
        pages.append(&mut entries);
        pages
    }

    /// Drops the paragraphs that begin in one of `stretches` of the raw input.
    fn leave_out(&mut self, stretches: &[Range<usize>]) {
        let text: Vec<char> = self.text.chars().collect();
        let (mut kept, mut paragraphs, mut map) = (String::new(), Vec::new(), Vec::new());
        let mut length = 0;
        for &[start, end] in &self.paragraphs {
            let first = self.source_map.partition_point(|[at, _, run]| at + run <= start);
            let runs = self.source_map[first..].iter().take_while(|[at, ..]| *at < end);
            let raw = runs.clone().next().map(|[at, from, _]| from + start.saturating_sub(*at));
            if raw.is_some_and(|raw| stretches.iter().any(|stretch| stretch.contains(&raw))) {
                continue;
            }
            if length > 0 {
                kept.push('\n');
                length += 1;
            }
            for &[at, from, run] in runs {
                let (first, last) = (at.max(start), (at + run).min(end));
                map.push([first - start + length, from + first - at, last - first]);
            }
            kept.extend(&text[start..end]);
            paragraphs.push([length, length + end - start]);
            length += end - start;
        }
        if paragraphs.len() < self.paragraphs.len() {
            let reason = "live entries".to_owned();
            let left_out = stretches.iter().map(|s| Dropped { start: s.start, end: s.end, reason: reason.clone() });
            self.dropped.retain(|d| !stretches.iter().any(|s| s.start <= d.start && d.end <= s.end));
            self.dropped.extend(left_out);
            self.dropped.sort_by_key(|dropped| (dropped.start, dropped.end));
            (self.text, self.paragraphs, self.source_map) = (kept, paragraphs, map);
        }
    }
}

/// The stretch of the raw input that everything in an entry comes from.
fn stretch(entry: &Page) -> Option<Range<usize>> {
    let text = entry.source_map.iter().map(|[_, from, run]| (*from, from + run));
    let fields = entry.fields.iter().map(|field| (field.start, field.end));
    let dropped = entry.dropped.iter().map(|dropped| (dropped.start, dropped.end));
    text.chain(fields).chain(dropped).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).map(|(start, end)| start..end)
}

/// The first words of a text as a text fragment (<https://wicg.github.io/scroll-to-text-fragment/>).
fn quoted(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().take(QUOTED).collect();
    let mut fragment = ":~:text=".to_owned();
    for byte in words.join(" ").bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => fragment.push(char::from(byte)),
            other => {
                let _ = write!(fragment, "%{other:02X}");
            }
        }
    }
    fragment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_are_an_address() {
        assert_eq!(quoted("Delegasi tiba, kata -saksi\nLagi"), ":~:text=Delegasi%20tiba%2C%20kata%20%2Dsaksi");
    }
}
