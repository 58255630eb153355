//! Quotation marks matched into quotations, whatever marks a report mixes.

use std::ops::Range;

use crate::token::{Kind, Token, is_quote};

/// A quotation; nested ones belong to the outer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Bytes between the marks.
    pub content: Range<usize>,
    /// Bytes with the marks.
    pub outer: Range<usize>,
    /// Tokens between the marks.
    pub tokens: Range<usize>,
    /// Whether a closing mark was found; else it ends with its paragraph.
    pub closed: bool,
    /// Whether it goes on in the next quotation, at the start of the next paragraph.
    pub goes_on: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Double,
    Single,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Either,
}

fn shape(mark: &str) -> (Family, Side) {
    let mut chars = mark.chars();
    let first = chars.next().unwrap_or('"');
    if chars.next().is_some() {
        return (Family::Double, Side::Either);
    }
    match first {
        '“' | '„' | '«' | '‟' => (Family::Double, Side::Open),
        '”' | '»' => (Family::Double, Side::Close),
        '‘' | '‚' => (Family::Single, Side::Open),
        '’' => (Family::Single, Side::Close),
        '\'' | '`' => (Family::Single, Side::Either),
        _ => (Family::Double, Side::Either),
    }
}

/// The quotations of `text`, in order. `paragraphs` are byte ranges.
///
/// A mark opens where white space, a bracket or a dash comes before it and none after; a directed mark that stands the
/// wrong way round is read by its place. A single mark opens a quotation only if one that can close it follows in the
/// same paragraph. An opened quotation that its paragraph does not close goes on in the next one if that starts with a
/// mark, else it ends with its paragraph.
pub fn quotes(text: &str, tokens: &[Token], paragraphs: &[Range<usize>]) -> Vec<Quote> {
    let mut out: Vec<Quote> = Vec::new();
    let mut from = 0;
    for paragraph in paragraphs {
        let to = from + tokens[from..].partition_point(|t| (t.start as usize) < paragraph.end);
        let mut open: Option<(usize, Family)> = None;
        let marks: Vec<usize> = (from..to).filter(|&n| tokens[n].kind == Kind::Quote).collect();
        let last_single = marks.iter().rposition(|&m| closes_single(text, &tokens[m]));
        // a single mark that could open, but that no single mark closes
        let mut stray = None;
        for (nth, &n) in marks.iter().enumerate() {
            let (family, side) = shape(&text[tokens[n].bytes()]);
            let before = text[..tokens[n].start as usize].chars().next_back();
            let after = text[tokens[n].end as usize..].chars().next();
            // a mark right behind one that has just closed opens, as in `… done.""Next …`
            let behind = open.is_none() && before.is_some_and(is_quote);
            let opens_here = before
                .is_none_or(|c| c.is_whitespace() || "([{–—-,:;/.".contains(c) || c == '\u{a0}' || behind)
                && after.is_some_and(|c| !c.is_whitespace());
            let closes_here = before.is_some_and(|c| !c.is_whitespace());
            match open {
                None => {
                    let may = match (family, side) {
                        (Family::Double, Side::Open) => true,
                        (Family::Double, Side::Close) => opens_here && before.is_none_or(char::is_whitespace),
                        (Family::Double, Side::Either) => opens_here || !closes_here,
                        (Family::Single, Side::Close) => false,
                        (Family::Single, _) => opens_here && last_single.is_some_and(|last| last > nth),
                    };
                    if may {
                        open = Some((n, family));
                    } else if family == Family::Single && opens_here {
                        stray = Some(n);
                    } else if family == Family::Double
                        && closes_here
                        && let Some(start) = stray.take().filter(|&s| out.last().is_none_or(|q| q.tokens.end < s))
                    {
                        // mixed marks: 'We are ready," he said
                        out.push(quote(tokens, start, n, true));
                    }
                }
                Some((start, kind)) if kind == family => {
                    let may = match family {
                        Family::Double => {
                            side != Side::Open || !opens_here && after.is_none_or(|c| !c.is_alphanumeric())
                        }
                        Family::Single => closes_single(text, &tokens[n]),
                    };
                    // the space on the wrong side: `… mereka, “kata X`
                    let astray = family == Family::Double
                        && before.is_some_and(char::is_whitespace)
                        && after.is_some_and(char::is_lowercase)
                        && text[..tokens[n].start as usize].trim_end().ends_with([',', '.', '?', '!']);
                    if astray {
                        out.push(quote(tokens, start, n, true));
                        open = None;
                        continue;
                    }
                    // a straight mark that can only open shows that the earlier one was never closed
                    if may && !(side == Side::Either && opens_here && before.is_some_and(char::is_whitespace)) {
                        out.push(quote(tokens, start, n, true));
                        open = None;
                    } else if family == Family::Double && opens_here && side != Side::Close {
                        open = Some((n, family));
                    }
                }
                Some(_) => {}
            }
        }
        if let Some((start, Family::Double)) = open
            && let Some(last) = last_single.map(|nth| marks[nth])
            && last > start + 1
            && last + 2 >= to
        {
            // mixed marks at the paragraph's end: "… ready.'
            out.push(quote(tokens, start, last, true));
        } else if let Some((start, Family::Double)) = open
            && to > start + 1
        {
            let mut unclosed = quote(tokens, start, to, false);
            unclosed.content.end = paragraph.end;
            unclosed.outer.end = paragraph.end;
            let next =
                tokens.get(to).is_some_and(|t| t.kind == Kind::Quote && shape(&text[t.bytes()]).1 != Side::Close);
            unclosed.goes_on = next;
            out.push(unclosed);
        }
        from = to;
    }
    out
}

fn quote(tokens: &[Token], open: usize, close: usize, closed: bool) -> Quote {
    let content = tokens[open].end as usize..tokens.get(close).map_or(0, |t| t.start as usize);
    let outer = tokens[open].start as usize..tokens.get(close).map_or(0, |t| t.end as usize);
    Quote { content, outer, tokens: open + 1..close, closed, goes_on: false }
}

/// Whether a single mark can close: something before it, and no letter after it.
fn closes_single(text: &str, token: &Token) -> bool {
    let mark = &text[token.bytes()];
    let before = text[..token.start as usize].chars().next_back();
    let after = text[token.end as usize..].chars().next();
    shape(mark).0 == Family::Single
        && mark != "‘"
        && before.is_some_and(|c| !c.is_whitespace())
        && after.is_none_or(|c| !c.is_alphanumeric())
}
