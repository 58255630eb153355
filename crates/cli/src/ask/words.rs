//! The words of the answers, in the language that `--ui` names. Data in `data/words.tsv`.

use clap::ValueEnum;
use notula_record::{Stance, Status};
use notula_story::view::Disagreement;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Language of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ui {
    /// English.
    En,
    /// Indonesian.
    Id,
}

impl Ui {
    /// The word.
    pub(crate) fn word(self, word: Word) -> &'static str {
        WORDS[word as usize][self as usize]
    }

    /// The word with `values` put in where it has `{}`.
    pub(crate) fn fill(self, word: Word, values: &[&str]) -> String {
        let mut parts = self.word(word).split("{}");
        let mut text = parts.next().unwrap_or_default().to_owned();
        for (n, part) in parts.enumerate() {
            text.push_str(values.get(n).copied().unwrap_or_default());
            text.push_str(part);
        }
        text
    }

    pub(crate) fn status(self, status: Status) -> &'static str {
        self.word(match status {
            Status::Occurred => Word::Occurred,
            Status::Ongoing => Word::Ongoing,
            Status::Planned => Word::StatusPlanned,
            Status::Conditional => Word::Conditional,
            Status::Possible => Word::Possible,
            Status::Denied => Word::Denied,
        })
    }

    pub(crate) fn stance(self, stance: Stance) -> &'static str {
        self.word(match stance {
            Stance::Supports => Word::Supports,
            Stance::Opposes => Word::Opposes,
            Stance::Demands => Word::Demands,
            Stance::Offers => Word::Offers,
            Stance::Conditional => Word::StanceConditional,
            Stance::Doubts => Word::Doubts,
            Stance::Undecided => Word::Undecided,
        })
    }

    pub(crate) fn disagreement(self, about: Disagreement) -> &'static str {
        self.word(match about {
            Disagreement::Date => Word::Date,
            Disagreement::Place => Word::Place,
            Disagreement::Parties => Word::ConflictParties,
            Disagreement::Outcome => Word::Outcome,
            Disagreement::Number => Word::Number,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_in_what_is_given() {
        assert_eq!(Ui::En.fill(Word::Sources, &["2", "3"]), "2 independent of 3");
        assert_eq!(Ui::Id.fill(Word::Sources, &["2", "3"]), "2 independen dari 3");
        assert_eq!(Ui::Id.status(Status::Denied), "dibantah");
    }
}
