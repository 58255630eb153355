//! Words that tell an issue of the agenda (`issues.tsv`), and words that tell a stance on it (`stances.tsv`).

use notula_record::Stance;

use crate::frame::Voice;
use crate::pattern::{Lists, Patterns};
use crate::table::{DataError, rows};

/// The issues of the contract.
pub const ISSUES: &[&str] = &[
    "territory.status",
    "territory.occupied",
    "territory.withdrawal",
    "territory.maritime",
    "territory.borders",
    "security.guarantees",
    "security.alliance",
    "security.force-limits",
    "security.foreign-troops",
    "security.nuclear",
    "security.missiles",
    "security.arms-supply",
    "ceasefire.general",
    "ceasefire.partial",
    "ceasefire.offensive",
    "ceasefire.monitoring",
    "prisoners.exchange",
    "prisoners.hostages",
    "humanitarian.aid",
    "humanitarian.displaced",
    "sanctions.imposition",
    "sanctions.relief",
    "sanctions.assets",
    "politics.elections",
    "politics.government",
    "politics.recognition",
    "politics.minorities",
    "justice.accountability",
    "justice.amnesty",
    "justice.reparations",
    "economy.reconstruction",
    "economy.trade",
    "economy.energy",
    "economy.minerals",
    "economy.transport",
    "process.talks",
    "process.format",
    "process.leaders-meeting",
    "process.venue",
    "process.timeline",
    "process.plan",
    "process.pressure",
    "other",
];

/// One row of `issues.tsv`.
#[derive(Debug, Clone)]
pub struct Issue {
    /// The code.
    pub code: &'static str,
    /// How strongly the words point to it.
    pub weight: f32,
    /// The row's name.
    pub place: String,
}

/// Words that tell issues.
#[derive(Debug, Clone, Default)]
pub struct Issues {
    /// The rows.
    pub rows: Vec<Issue>,
    /// Forms, with the index of their row.
    pub forms: Patterns<usize>,
}

impl Issues {
    /// Reads `issues.tsv`: code, weight, forms.
    ///
    /// # Errors
    /// Unknown codes, weights out of range, unknown lists.
    pub fn parse(file: &'static str, text: &'static str, lists: &Lists, errors: &mut Vec<DataError>) -> Self {
        let mut out = Self::default();
        for row in rows(file, text) {
            if let Err(error) = row.expect(3, 3) {
                errors.push(error);
                continue;
            }
            if !ISSUES.contains(&row.cell(0)) {
                errors.push(row.error(format!("no issue {:?}", row.cell(0))));
            }
            let weight = row.cell(1).parse::<f32>().unwrap_or(-1.0);
            if !(0.0..=10.0).contains(&weight) {
                errors.push(row.error(format!("the weight {:?} is not between 0 and 10", row.cell(1))));
            }
            out.forms.insert(&row, 2, lists, &out.rows.len(), errors);
            out.rows.push(Issue { code: row.cell(0), weight, place: row.place() });
        }
        out
    }
}

/// One row of `stances.tsv`.
#[derive(Debug, Clone)]
pub struct StanceFrame {
    /// Where the actor stands.
    pub stance: Stance,
    /// How the actor stands to the words: the subject ([`Voice::Active`]), the agent ([`Voice::Passive`]) or the owner
    /// ([`Voice::Noun`]).
    pub voice: Voice,
    /// How sure the words are, 0 to 1.
    pub weight: f32,
    /// The issue that the words themselves name ("ready for talks"), if they do.
    pub issue: Option<&'static str>,
    /// The row's name.
    pub place: String,
}

/// Words that tell a stance.
#[derive(Debug, Clone, Default)]
pub struct Stances {
    /// The rows.
    pub rows: Vec<StanceFrame>,
    /// Forms, with the index of their row.
    pub forms: Patterns<usize>,
}

impl Stances {
    /// Reads `stances.tsv`: stance, voice (active, passive, noun), weight, issue or `-`, forms.
    ///
    /// # Errors
    /// Unknown stances and voices, weights out of range, unknown lists.
    pub fn parse(file: &'static str, text: &'static str, lists: &Lists, errors: &mut Vec<DataError>) -> Self {
        let mut out = Self::default();
        for row in rows(file, text) {
            if let Err(error) = row.expect(5, 5) {
                errors.push(error);
                continue;
            }
            let stance = match row.cell(0).parse::<Stance>() {
                Ok(stance) => stance,
                Err(message) => {
                    errors.push(row.error(message));
                    continue;
                }
            };
            let voice = match row.cell(1) {
                "active" => Voice::Active,
                "passive" => Voice::Passive,
                "noun" => Voice::Noun,
                other => {
                    errors.push(row.error(format!("no voice {other:?}; there are: active passive noun")));
                    continue;
                }
            };
            let weight = row.cell(2).parse::<f32>().unwrap_or(-1.0);
            if !(0.0..=1.0).contains(&weight) {
                errors.push(row.error(format!("the weight {:?} is not between 0 and 1", row.cell(2))));
            }
            let issue = Some(row.cell(3)).filter(|code| !code.is_empty());
            if issue.is_some_and(|code| !ISSUES.contains(&code)) {
                errors.push(row.error(format!("no issue {:?}", row.cell(3))));
            }
            out.forms.insert(&row, 4, lists, &out.rows.len(), errors);
            out.rows.push(StanceFrame { stance, voice, weight, issue, place: row.place() });
        }
        out
    }
}
