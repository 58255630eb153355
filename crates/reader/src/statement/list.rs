//! Bulleted lists: lines that start with one and the same mark.

use std::ops::Range;

use super::hit::Ctx;
use crate::token::Kind;

/// Calls `each` with every bullet's words, for the bulleted lines from token `at` on.
pub(super) fn bullets(ctx: &Ctx, at: usize, mut each: impl FnMut(Range<usize>)) {
    let doc = ctx.doc;
    let Some(first) = doc.tokens.get(at) else { return };
    if first.kind != Kind::Mark && first.kind != Kind::Number {
        return;
    }
    let mark = first.kind;
    let from = doc.paragraphs.partition_point(|p| p.end <= first.start as usize);
    for paragraph in doc.paragraphs[from..].iter().take(20) {
        let tokens = doc.tokens_in(paragraph);
        let Some(opening) = doc.tokens.get(tokens.start) else { return };
        let bullet = opening.kind == mark
            && (mark == Kind::Number || doc.slice(tokens.start..tokens.start + 1) == doc.slice(at..at + 1));
        if !bullet {
            return;
        }
        let mut start = tokens.start + 1;
        while start < tokens.end && doc.tokens[start].kind == Kind::Mark {
            start += 1;
        }
        let mut end = tokens.end;
        while end > start && doc.tokens[end - 1].kind == Kind::Mark && !doc.is_mark(end - 1, ")") {
            end -= 1;
        }
        if end > start {
            each(start..end);
        }
    }
}
