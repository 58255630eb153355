//! One text on its way through the patterns.

use super::TimeExpr;
use super::expr::{Expr, Tense};
use super::lexicon::{Hit, Known, TimeLexicon};
use super::pattern::Builder;
use super::token::{Kind, Token, tokens};

/// A text's tokens with the readings that the lexicon gives them.
pub(super) struct Scan<'l> {
    pub(super) lexicon: &'l TimeLexicon,
    pub(super) tokens: Vec<Token>,
    hits: Vec<Hit>,
}

impl<'l> Scan<'l> {
    pub(super) fn new(lexicon: &'l TimeLexicon, text: &str, base: usize) -> Self {
        let mut tokens = tokens(text, base);
        let mut hits = Vec::new();
        let mut buffer = [0u8; 32];
        let mut owned;
        for n in 0..tokens.len() {
            let token = tokens[n];
            if token.kind == Kind::Number {
                continue;
            }
            let word = &text[token.start - base..token.end - base];
            let lower = match token.kind {
                Kind::Sign('-' | '\'') | Kind::Word if word.len() <= buffer.len() && word.is_ascii() => {
                    let bytes = &mut buffer[..word.len()];
                    bytes.copy_from_slice(word.as_bytes());
                    bytes.make_ascii_lowercase();
                    std::str::from_utf8(bytes).unwrap_or(word)
                }
                Kind::Word if word.len() <= buffer.len() => {
                    owned = word.to_lowercase();
                    &owned
                }
                _ => continue,
            };
            let start = hits.len();
            let rest = |n_rest: usize| tokens.get(n + 1 + n_rest).map(|t| &text[t.start - base..t.end - base]);
            let mid = token.capital && !starts_sentence(&tokens, n);
            lexicon.hits(lower, rest, |hit| {
                if !(hit.flags.lower && mid) {
                    hits.push(hit);
                }
            });
            tokens[n].hits = (start as u32, (hits.len() - start).min(255) as u8);
        }
        Self { lexicon, tokens, hits }
    }

    /// The readings that start with token `at`, longest first.
    pub(super) fn hits(&self, at: usize) -> &[Hit] {
        match self.tokens.get(at) {
            Some(token) => &self.hits[token.hits.0 as usize..token.hits.0 as usize + usize::from(token.hits.1)],
            None => &[],
        }
    }

    /// The longest expression that starts with token `at`, of the given level or below: the token after it, the
    /// expression, and the pattern.
    pub(super) fn expression(&self, at: usize, level: usize) -> Option<(usize, Expr, u16)> {
        let token = self.tokens.get(at)?;
        let number = token.kind == Kind::Number;
        if !number && token.hits.1 == 0 && token.kind != Kind::Sign('\'') {
            return None;
        }
        if number && self.inside_a_number(at) {
            return None;
        }
        let mut best: Option<(usize, Expr)> = None;
        let mut rule = 0;
        for level in 0..=level.min(Builder::LEVELS - 1) {
            let below = best.clone();
            let mut found: Option<(usize, u16)> = None;
            let mut run = |n: u16, inner: Option<&(usize, Expr)>| {
                if let Some((end, expr)) = self.lexicon.patterns[usize::from(n)].run(self, at, inner) {
                    // the longest, then the first of a level, then the lowest level
                    let better = match found {
                        Some((other, rule)) => end > other || end == other && n < rule,
                        None => below.as_ref().is_none_or(|(other, _)| end > *other),
                    };
                    if better {
                        best = Some((end, expr));
                        found = Some((end, n));
                    }
                }
            };
            if number {
                // a language without a pack has no levels
                for &n in self.lexicon.by_number.get(level).into_iter().flatten() {
                    run(n, None);
                }
            } else {
                let Some(by_first) = self.lexicon.by_first.get(level) else { continue };
                for (k, hit) in self.hits(at).iter().enumerate() {
                    if self.hits(at)[..k].iter().any(|other| other.class == hit.class) {
                        continue;
                    }
                    for &n in by_first.get(&hit.class).into_iter().flatten() {
                        run(n, None);
                    }
                }
            }
            if below.is_some() {
                for &n in self.lexicon.by_inner.get(level).into_iter().flatten() {
                    run(n, below.as_ref());
                }
            }
            if let Some((_, n)) = found {
                rule = n;
            }
        }
        best.map(|(end, expr)| (end, expr, rule))
    }

    /// Whether the number at `at` belongs to a longer number or word before it: "3.12", "COVID-19", "$10".
    fn inside_a_number(&self, at: usize) -> bool {
        let token = self.tokens[at];
        if !token.glued || at == 0 {
            return false;
        }
        let before = self.tokens[at - 1];
        match before.kind {
            Kind::Word | Kind::Number => true,
            Kind::Sign('.' | ',' | ':' | '/') => before.glued && at >= 2 && self.tokens[at - 2].kind == Kind::Number,
            Kind::Sign('-') => before.glued,
            Kind::Sign(sign) => matches!(sign, '$' | '€' | '£' | '#' | '%' | '+' | '&' | '=' | '_' | '¥'),
        }
    }

    /// Every expression of the text.
    pub(super) fn all(&self) -> Vec<TimeExpr<'l>> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            match self.expression(at, Builder::LEVELS - 1) {
                Some((end, expr, rule)) => {
                    if expr != Expr::Nothing {
                        out.push(self.time_expr(at, end, expr, rule));
                    }
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        out
    }

    /// The expression that starts at the byte `start`.
    pub(super) fn at(&self, start: usize) -> Option<TimeExpr<'l>> {
        let at = self.tokens.iter().position(|token| token.start >= start)?;
        let (end, expr, rule) = self.expression(at, Builder::LEVELS - 1)?;
        (expr != Expr::Nothing).then(|| self.time_expr(at, end, expr, rule))
    }

    /// The nearest telling word of the sentence: up to 14 tokens before, else up to 8 after.
    fn tense(&self, at: usize, end: usize) -> Tense {
        let tells = |n: usize| {
            self.hits(n).iter().find_map(|hit| match hit.class {
                class if class == Known::Planned as u8 => Some(Tense::Future),
                class if class == Known::Happened as u8 => Some(Tense::Past),
                _ => None,
            })
        };
        let stops = |n: usize| {
            let token = self.tokens[n];
            token.line_start
                || matches!(token.kind, Kind::Sign('.' | '!' | '?' | ';')) && starts_sentence(&self.tokens, n + 1)
        };
        // "the Thursday deadline"
        if end < self.tokens.len() && tells(end) == Some(Tense::Future) {
            return Tense::Future;
        }
        let mut n = at;
        while n > 0 && at - n < 14 && !self.tokens[n].line_start {
            n -= 1;
            if matches!(self.tokens[n].kind, Kind::Sign('!' | '?' | ';'))
                || self.tokens[n].kind == Kind::Sign('.')
                    && self.tokens.get(n + 1).is_some_and(|t| t.capital && !t.glued)
            {
                break;
            }
            match tells(n) {
                // "will be held", "akan bertemu": the word before says more
                Some(Tense::Past) if (1..=3.min(n)).any(|back| tells(n - back) == Some(Tense::Future)) => {
                    return Tense::Future;
                }
                Some(tense) => return tense,
                None => {}
            }
        }
        (end..self.tokens.len().min(end + 8)).take_while(|&n| !stops(n)).find_map(tells).unwrap_or_default()
    }

    fn time_expr(&self, at: usize, end: usize, expr: Expr, rule: u16) -> TimeExpr<'l> {
        TimeExpr {
            range: self.tokens[at].start..self.tokens[end - 1].end,
            expr,
            tense: self.tense(at, end),
            rule: &self.lexicon.patterns[usize::from(rule)].place,
        }
    }
}

fn starts_sentence(tokens: &[Token], at: usize) -> bool {
    if at == 0 || tokens.get(at).is_none_or(|token| token.line_start) {
        return true;
    }
    match tokens[at - 1].kind {
        Kind::Sign('.' | '!' | '?' | ':' | '"' | '“' | '”' | '«' | '(' | '•' | '*' | '-') => true,
        Kind::Sign('\'') => !tokens[at - 1].glued,
        _ => false,
    }
}

const _: () = assert!((Known::End as u8) < 100);
