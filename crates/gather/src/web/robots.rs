//! What a site lets programs read (robots.txt, RFC 9309).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;
use texting_robots::Robot;
use tokio::sync::OnceCell;
use tokio::time::Instant;

use super::Trouble;

/// The name under which rules for this program stand.
const NAME: &str = "notula";

/// Bytes of a robots.txt that are read, as RFC 9309 wants at least.
pub(crate) const MOST: usize = 500 << 10;

/// Rules with a `$` that are kept: each becomes a regular expression.
const EXPRESSIONS: usize = 300;

/// What such a rule takes in memory, in bytes, roughly.
const EXPRESSION: usize = 10 << 10;

/// Bytes of memory for the rules of all sites; beyond it those not in use are forgotten.
const MEMORY: usize = 64 << 20;

/// How long rules hold.
const HOLD: Duration = Duration::from_secs(86_400);

/// How long it holds that there was no way to get them.
const HOLD_FAILED: Duration = Duration::from_secs(600);

/// The rules of one site.
pub(crate) enum Rules {
    /// Everything may be read.
    Open,
    /// Nothing may, for now: the site could not tell, and why.
    Unknown(Trouble),
    /// What the file says, and the bytes of memory that takes.
    Told(Box<Robot>, usize),
}

impl Rules {
    /// The rules in a robots.txt.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let bytes = &bytes[..bytes.len().min(MOST)];
        let mut expressions = 0;
        let few: Vec<u8> = bytes
            .split_inclusive(|&byte| byte == b'\n')
            .filter(|line| {
                let expression = line.contains(&b'$');
                expressions += usize::from(expression);
                !expression || expressions <= EXPRESSIONS
            })
            .flatten()
            .copied()
            .collect();
        let memory = few.len() + expressions.min(EXPRESSIONS) * EXPRESSION;
        match Robot::new(NAME, &few) {
            Ok(robot) => Self::Told(Box::new(robot), memory),
            // RFC 9309: what cannot be parsed does not hold
            Err(_) => Self::Open,
        }
    }

    /// Whether `url` may be read.
    pub(crate) fn allow(&self, url: &Url) -> bool {
        match self {
            Self::Open => true,
            Self::Unknown(_) => false,
            Self::Told(robot, _) => robot.allowed(url.as_str()),
        }
    }

    /// Seconds between requests that the site asks for.
    pub(crate) fn delay(&self) -> Option<f32> {
        match self {
            Self::Told(robot, _) => robot.delay,
            _ => None,
        }
    }
}

type Cell = Arc<OnceCell<(Instant, Rules)>>;

/// The rules of every site asked so far.
#[derive(Default)]
pub(crate) struct Robots {
    sites: Mutex<HashMap<String, Cell>>,
}

impl Robots {
    /// The place of a site's rules, which the first who comes fills; rules that are too old are forgotten.
    pub(crate) fn of(&self, url: &Url) -> Cell {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        let memory = |cell: &Cell| match cell.get() {
            Some((_, Rules::Told(_, memory))) => *memory,
            _ => 256,
        };
        if sites.values().map(memory).sum::<usize>() > MEMORY {
            sites.retain(|_, cell| Arc::strong_count(cell) > 1);
        }
        let cell = sites.entry(url.origin().ascii_serialization()).or_default();
        if let Some((since, rules)) = cell.get() {
            let hold = if matches!(rules, Rules::Unknown(_)) { HOLD_FAILED } else { HOLD };
            if since.elapsed() > hold {
                *cell = Cell::default();
            }
        }
        Arc::clone(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_for_us_go_before_rules_for_all() {
        let rules =
            Rules::parse(b"User-agent: *\nDisallow: /\n\nUser-agent: Notula\nCrawl-delay: 2\nDisallow: /*/draft\n");
        let allow = |path: &str| rules.allow(&Url::parse("https://a.example").unwrap().join(path).unwrap());
        assert!(allow("/news/1") && !allow("/news/draft/1"));
        assert_eq!(rules.delay(), Some(2.0));
        assert!(Rules::parse(b"<html>not found</html>").allow(&Url::parse("https://a.example/x").unwrap()));
    }

    #[test]
    fn a_hundred_thousand_patterns_take_no_time() {
        let start = std::time::Instant::now();
        let rules = Rules::parse(&b"User-agent: *\nDisallow: /*a*b$\n".repeat(20_000));
        assert!(!rules.allow(&Url::parse("https://a.example/xaxb").unwrap()));
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }
}
