//! The junk rules of all packs, ready to be looked up in a line.
//!
//! Outlets mix languages, so every pack's rules hold for every report.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use notula_language::junk::{JunkRule, Piece, Run, Scope, runs};
use rustc_hash::FxHashMap;

/// A word, number or sign of a line, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tok {
    pub(crate) text: String,
    pub(crate) run: Run,
    /// Bytes of the line.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The tokens of `line`.
pub(crate) fn toks(line: &str) -> Vec<Tok> {
    runs(line).map(|(start, end, run)| Tok { text: line[start..end].to_lowercase(), run, start, end }).collect()
}

struct Index {
    rules: Vec<&'static JunkRule>,
    /// Rules by the word with which the line must start.
    first: FxHashMap<&'static str, Vec<usize>>,
    /// Rules that may start anywhere, by their first word.
    inner: FxHashMap<&'static str, Vec<usize>>,
    /// Rules that start with a sign or a number.
    other: Vec<usize>,
    raw: AhoCorasick,
    raw_rules: Vec<usize>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let rules: Vec<&'static JunkRule> =
        notula_language::packs().iter().flat_map(|pack| &pack.junk).chain(&notula_language::shared().junk).collect();
    let mut index = Index {
        first: FxHashMap::default(),
        inner: FxHashMap::default(),
        other: Vec::new(),
        raw: AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(rules.iter().filter_map(|rule| rule.raw))
            .unwrap_or_else(|_| AhoCorasick::new([""; 0]).expect("no pattern is a valid set")),
        raw_rules: (0..rules.len()).filter(|&n| rules[n].raw.is_some()).collect(),
        rules: Vec::new(),
    };
    for (n, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.raw.is_none()) {
        match (rule.pattern.first(), rule.pattern.iter().find(|piece| matches!(piece, Piece::Word(_) | Piece::Number)))
        {
            (Some(Piece::Word(word)), _) if rule.scope != Scope::Inline => index.first.entry(word).or_default().push(n),
            // a sign at the head may be looked up by the word after it only where a word comes before any number
            (Some(Piece::Any), Some(Piece::Word(word))) => index.inner.entry(word).or_default().push(n),
            (_, Some(Piece::Word(word))) if rule.scope == Scope::Inline => index.inner.entry(word).or_default().push(n),
            _ => index.other.push(n),
        }
    }
    index.rules = rules;
    index
});

/// Whether `pattern` matches all of `toks`. Signs that it does not name are passed over.
fn whole(pattern: &[Piece], toks: &[Tok]) -> bool {
    // the last `…` and the token from which it may swallow one more
    let (mut at, mut tok, mut star) = (0, 0, None);
    loop {
        if at == pattern.len() {
            if toks[tok..].iter().all(|tok| tok.run == Run::Sign) {
                return true;
            }
        } else if pattern[at] == Piece::Any {
            if at + 1 == pattern.len() {
                return true;
            }
            star = Some((at, tok));
            at += 1;
            continue;
        } else if let Some(token) = toks.get(tok) {
            if fits(pattern[at], token) {
                (at, tok) = (at + 1, tok + 1);
                continue;
            }
            if token.run == Run::Sign {
                tok += 1;
                continue;
            }
        }
        match star {
            Some((after, from)) if from < toks.len() => {
                star = Some((after, from + 1));
                (at, tok) = (after + 1, from + 1);
            }
            _ => return false,
        }
    }
}

fn fits(piece: Piece, tok: &Tok) -> bool {
    match piece {
        Piece::Word(word) => tok.text == word,
        Piece::Number => tok.run == Run::Number,
        Piece::Sign(sign) => tok.run == Run::Sign && tok.text.starts_with(sign),
        Piece::Any => true,
    }
}

/// Most words that a line may have to be dropped by a rule with so many words and signs of its own.
fn longest(rule: &JunkRule) -> usize {
    let open = rule.pattern.contains(&Piece::Any);
    let own = rule.pattern.iter().filter(|piece| !matches!(piece, Piece::Any)).count();
    match (rule.scope, open) {
        (_, false) => usize::MAX,
        (Scope::Caption, _) => 70,
        (Scope::Byline | Scope::Hand | Scope::Nobody, _) => 22,
        _ => match own {
            0 | 1 => 14,
            2 => 30,
            _ => 60,
        },
    }
}

/// The rule that holds for the line as a whole, of those whose scope `wanted` allows; the one with most words wins.
pub(crate) fn line(text: &str, toks: &[Tok], wanted: impl Fn(Scope) -> bool) -> Option<&'static JunkRule> {
    let index = &*INDEX;
    let words = toks.iter().filter(|tok| tok.run != Run::Sign).count();
    let prose = text.trim_end().ends_with('.');
    let holds = |n: usize| {
        let rule = index.rules[n];
        let own = rule.pattern.iter().filter(|piece| !matches!(piece, Piece::Any)).count();
        // one word alone does not make a sentence junk
        let sentence = own == 1 && prose && words > 7;
        wanted(rule.scope)
            && rule.scope != Scope::Inline
            && words <= longest(rule)
            && !sentence
            && whole(&rule.pattern, toks)
    };
    let lead = toks.iter().find(|tok| tok.run != Run::Sign);
    let mut found: Option<usize> = None;
    let mut take = |n: usize| {
        let own = |n: usize| {
            let rule = index.rules[n];
            let words = rule.pattern.iter().filter(|piece| !matches!(piece, Piece::Any)).count();
            2 * words + usize::from(rule.scope == Scope::List) + 100 * usize::from(rule.raw.is_some())
        };
        if found.is_none_or(|old| own(n) > own(old)) {
            found = Some(n);
        }
    };
    for &n in lead.and_then(|tok| index.first.get(tok.text.as_str())).into_iter().flatten().chain(&index.other) {
        if holds(n) {
            take(n);
        }
    }
    if words <= 70 {
        for tok in toks {
            for &n in index.inner.get(tok.text.as_str()).into_iter().flatten() {
                if holds(n) {
                    take(n);
                }
            }
        }
    }
    if words <= 70 {
        for hit in index.raw.find_iter(text) {
            let n = index.raw_rules[hit.pattern().as_usize()];
            if wanted(index.rules[n].scope) {
                take(n);
            }
        }
    }
    found.map(|n| index.rules[n])
}

/// Stretches inside a paragraph that are junk: byte ranges of the line, in order, none overlapping.
pub(crate) fn inline(toks: &[Tok]) -> Vec<(usize, usize, &'static JunkRule)> {
    let index = &*INDEX;
    let mut out: Vec<(usize, usize, &'static JunkRule)> = Vec::new();
    for (at, tok) in toks.iter().enumerate() {
        for &n in index.inner.get(tok.text.as_str()).into_iter().flatten() {
            let rule = index.rules[n];
            if rule.scope != Scope::Inline {
                continue;
            }
            // signs before the first word of the pattern stand before the token
            let signs = rule.pattern.iter().take_while(|piece| matches!(piece, Piece::Sign(_))).count();
            let Some(from) = at.checked_sub(signs) else { continue };
            if let Some(end) = prefix(&rule.pattern, &toks[from..]) {
                let (start, end) = (toks[from].start, toks[from + end - 1].end);
                if out.last().is_none_or(|last| last.1 <= start) {
                    out.push((start, end, rule));
                }
            }
        }
    }
    out
}

/// How many tokens `pattern` takes from the head of `toks`; `…` takes as few as it can, at most 24.
fn prefix(pattern: &[Piece], toks: &[Tok]) -> Option<usize> {
    let (mut at, mut tok) = (0, 0);
    while at < pattern.len() {
        if pattern[at] == Piece::Any {
            let next = *pattern.get(at + 1)?;
            tok += toks[tok..].iter().take(25).position(|token| fits(next, token))?;
            at += 1;
            continue;
        }
        if !fits(pattern[at], toks.get(tok)?) {
            return None;
        }
        (at, tok) = (at + 1, tok + 1);
    }
    Some(tok)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> Option<&'static str> {
        line(text, &toks(text), |scope| matches!(scope, Scope::Line | Scope::List | Scope::Tail))
            .map(|rule| rule.reason)
    }

    #[test]
    fn finds_whole_lines() {
        assert_eq!(reason("ADVERTISEMENT"), Some("advertisement"));
        assert_eq!(reason("BACA JUGA: Harga Cabai Turun di Pasar Induk"), Some("read-also"));
        assert_eq!(reason(">> Related: A port's long year"), Some("read-also"));
        assert_eq!(reason("Halaman: 1 2 Selanjutnya"), Some("navigation"));
        assert_eq!(reason("1.2K shares"), Some("share"));
        assert_eq!(reason(":quality(80):format(webp)/x/y.jpg)"), Some("image-link"));
        assert_eq!(reason("Para menteri membaca juga naskah itu sebelum rapat dimulai di ibu kota."), None);
        assert_eq!(
            reason("Register your fleet, the minister told owners, or lose the right to fish there next year."),
            None
        );
    }

    #[test]
    fn finds_words_inside() {
        let text = "Rapat ditunda. [Gambas:Video TV 9] Menteri pulang.";
        let found = inline(&toks(text));
        assert_eq!(&text[found[0].0..found[0].1], "[Gambas:Video TV 9]");
        assert_eq!(found.len(), 1);
    }
}
