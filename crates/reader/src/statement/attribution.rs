//! What a report attributes to somebody, before it is known who that is.

use std::ops::Range;

use notula_language::CueKind;
use notula_record::StatementKind;

/// Words attributed to a source. Ranges are tokens, but for `content`.
#[derive(Debug, Clone)]
pub struct Attribution {
    /// The noun phrase or pronoun attributed to; `None` where an enclitic or nothing stands for it.
    pub source: Option<Range<usize>>,
    /// The words that attribute.
    pub cue: Option<Range<usize>>,
    /// What the cue says.
    pub kind: CueKind,
    /// How it is told.
    pub told: StatementKind,
    /// What is attributed, in bytes.
    pub content: Vec<Range<usize>>,
    /// The outlet that it was taken from.
    pub via: Option<Range<usize>>,
    /// The one spoken to.
    pub addressee: Option<Range<usize>>,
    /// The whole attribution, with the adjuncts that may tell time and place.
    pub around: Range<usize>,
    /// The attribution before whose speaker goes on.
    pub continues: Option<usize>,
    /// Probability that it is one and is cut right.
    pub score: f32,
    /// Rules that made it, as `file:line`.
    pub why: Vec<String>,
}

impl Attribution {
    /// First byte of the content.
    pub fn start(&self) -> usize {
        self.content.first().map_or(0, |c| c.start)
    }
}

/// `range` without the white space at its ends.
pub(super) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(inner) = text.get(range.clone()) else { return range.start..range.start };
    let from = range.start + (inner.len() - inner.trim_start().len());
    let to = range.start + inner.trim_end().len();
    from..to.max(from)
}
