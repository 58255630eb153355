//! Time expressions: where they stand in a text, and what they say.
//!
//! The engine knows calendars, not languages. A pack's `times.tsv` has the words (months, weekdays, units, "ago",
//! "lalu") and the patterns in which they stand; [`find`] gives [`Expr`]s, which the reader resolves to dates.
//!
//! A pattern is `pattern`, a builder, and items, each of them
//! - a word class of the file (`month`, `weekday`, `unit`, `shift`, … or one that the file adds as glue, as `of`),
//! - a number: `D` a day of the month, `M` a month, `Y` a year, `YY` two digits of one, `YW` a year in words,
//!   `N` a count, `N-digits` one in digits, `O` an ordinal, `OD` one in digits, `AMOUNT` counts with units, `CLOCK` a time of day,
//! - `X`, another expression of a lower level,
//! - a sign, as `,` or `(` (`-` is any dash, `'` any apostrophe, `pipe` the vertical bar).
//!
//! `a|b` is one or the other, a closing `?` makes the item optional, an opening `+` means that no space stands before it;
//! `<item` has to stand before the expression, `>item` behind it, `<!item` and `>!item` must not. `D2`, `M2`, `Y2`,
//! `month2`, `weekday2` and `X2` are the second end of a range. The longest match wins, then the pattern that stands first.
//!
//! Patterns are tried only where a word of the lexicon or a number stands, and are of bounded length: the time is
//! linear in the text.

mod compose;
mod expr;
mod lexicon;
mod number;
mod pattern;
mod scan;
mod token;

use std::ops::Range;

pub use expr::{Amount, Clock, DayPart, Edge, Expr, Holiday, Origin, PartialDate, Tense, Unit};
pub use lexicon::TimeLexicon;

use crate::pack::Pack;
use scan::Scan;

/// A time expression in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeExpr<'p> {
    /// Bytes of the text, on character boundaries.
    pub range: Range<usize>,
    /// What it says.
    pub expr: Expr,
    /// What the words beside it tell: the nearest `happened` or `planned` word of the sentence.
    pub tense: Tense,
    /// The pattern that found it, as `id/times.tsv:120`.
    pub rule: &'p str,
}

/// Every time expression of `text`, in order, none overlapping another.
///
/// ```
/// let pack = notula_language::pack("id").unwrap();
/// let found = notula_language::time::find("Pertemuan pada Sabtu (20/12) itu", pack);
/// assert_eq!(found[0].range, 15..28);
/// ```
pub fn find<'p>(text: &str, pack: &'p Pack) -> Vec<TimeExpr<'p>> {
    Scan::new(&pack.times, text, 0).all()
}

/// Every number of `text`, in digits or in words, in order: bytes and value.
///
/// ```
/// let pack = notula_language::pack("en").unwrap();
/// let found = notula_language::time::numbers("Twenty-one men and 25,000 shells", pack);
/// assert_eq!(found, [(0..10, 21), (19..25, 25_000)]);
/// ```
pub fn numbers(text: &str, pack: &Pack) -> Vec<(Range<usize>, u32)> {
    Scan::new(&pack.times, text, 0).numbers()
}

/// The time expression that starts at `start` (bytes; white space and signs before it are skipped), as at the head of
/// a page: "Selasa, 28 November 2023 | 06:12 WIB".
///
/// Looks no further than 160 bytes. An offset inside a character gives `None`.
pub fn parse_at<'p>(text: &str, start: usize, pack: &'p Pack) -> Option<TimeExpr<'p>> {
    let rest = text.get(start..)?;
    let skipped = rest.len() - rest.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let start = start + skipped;
    let mut end = text.len().min(start + 160);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Scan::new(&pack.times, &text[start..end], start).at(start)
}
