//! Which issue of the agenda a stretch of text is about.

use std::ops::Range;

use notula_language::Word;

use crate::doc::Doc;

/// An issue found in a stretch.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its code.
    pub code: &'static str,
    /// The sum of the weights of its words.
    pub weight: f32,
    /// The row that weighed most.
    pub place: String,
}

/// The issues of `range`, the weightiest first. At each word the longest form counts, and each further word of a form
/// makes it weigh a quarter more; what is nearer to the front weighs a little more.
pub fn all(doc: &Doc, range: Range<usize>) -> Vec<Found> {
    let issues = &doc.pack.issues;
    let end = range.end.min(doc.tokens.len());
    let word = |n: usize| (n < end).then(|| Word { lower: doc.lower(n), bare: doc.bare(n) });
    let mut out: Vec<(Found, f32)> = Vec::new();
    let mut at = range.start;
    while at < end {
        let hits = issues.forms.all(&doc.pack.lists, at, &word);
        let Some(len) = hits.first().map(|hit| hit.len) else {
            at += 1;
            continue;
        };
        // words that tell several issues count for each
        for hit in hits.iter().take_while(|hit| hit.len == len) {
            let row = &issues.rows[*hit.value];
            let near = 1.0 - 0.3 * ((at - range.start) as f32 / 30.0).min(1.0);
            let weight = row.weight * (1.0 + 0.25 * (len - 1) as f32) * near;
            match out.iter_mut().find(|(found, _)| found.code == row.code) {
                Some((found, top)) => {
                    found.weight += weight * 0.5;
                    if weight > *top {
                        *top = weight;
                        found.place.clone_from(&row.place);
                    }
                }
                None => out.push((Found { code: row.code, weight, place: row.place.clone() }, weight)),
            }
        }
        at += len;
    }
    let mut out: Vec<Found> = out.into_iter().map(|(found, _)| found).collect();
    out.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    out
}

/// The issue of `range`.
pub fn best(doc: &Doc, range: Range<usize>) -> Option<Found> {
    all(doc, range).into_iter().next()
}
