//! Words for proposals and for what becomes of them (`proposals.tsv`).

use notula_record::PlanStatus;

use crate::pattern::{Lists, Patterns};
use crate::table::{DataError, rows};

/// What the words of one row of `proposals.tsv` are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalWord {
    /// A noun for a proposal ("plan", "usulan").
    Noun,
    /// A noun for a proposal only where a description or an owner stands by it ("format", "draft").
    WeakNoun,
    /// A verb of proposing: its object is the proposal.
    Verb,
    /// A passive of proposing: the noun before it is the proposal, the proposer follows ("proposed by", "diajukan").
    Passive,
    /// Words about a proposal that give its status.
    Status(PlanStatus),
}

/// Words for proposals.
#[derive(Debug, Clone, Default)]
pub struct Proposals {
    /// Kind and name of every row.
    pub rows: Vec<(ProposalWord, String)>,
    /// Forms, with the index of their row.
    pub forms: Patterns<usize>,
}

impl Proposals {
    /// Reads `proposals.tsv`: `noun`, `weak-noun`, `verb`, `passive` or a status, then forms.
    ///
    /// # Errors
    /// Other first cells, unknown lists.
    pub fn parse(file: &'static str, text: &'static str, lists: &Lists, errors: &mut Vec<DataError>) -> Self {
        let mut out = Self::default();
        for row in rows(file, text) {
            if let Err(error) = row.expect(2, 2) {
                errors.push(error);
                continue;
            }
            let word = match row.cell(0) {
                "noun" => ProposalWord::Noun,
                "weak-noun" => ProposalWord::WeakNoun,
                "verb" => ProposalWord::Verb,
                "passive" => ProposalWord::Passive,
                other => match other.parse::<PlanStatus>() {
                    Ok(status) => ProposalWord::Status(status),
                    Err(message) => {
                        errors.push(row.error(format!("neither noun, weak-noun, verb nor passive: {message}")));
                        continue;
                    }
                },
            };
            out.forms.insert(&row, 1, lists, &out.rows.len(), errors);
            out.rows.push((word, row.place()));
        }
        out
    }
}
