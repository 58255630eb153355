//! One language's pack: all of its tables, parsed.

use crate::actor::ActorWords;
use crate::cue::Cues;
use crate::frame::Frames;
use crate::grammar::Grammar;
use crate::issue::{Issues, Stances};
use crate::junk::{self, Imprints, JunkRule};
use crate::modality::Modality;
use crate::pattern::Lists;
use crate::proposal::Proposals;
use crate::table::{DataError, rows};
use crate::term::Terms;
use crate::time::TimeLexicon;
use crate::unit::Units;

/// The files of one pack: name and text.
pub type Files = &'static [(&'static str, &'static str)];

/// One language.
#[derive(Debug, Clone, Default)]
pub struct Pack {
    /// BCP 47 code: the folder's name.
    pub code: &'static str,
    /// Closed word classes.
    pub grammar: Grammar,
    /// Words for people and bodies.
    pub actors: ActorWords,
    /// Words and patterns of time expressions.
    pub times: TimeLexicon,
    /// Words that attribute speech.
    pub cues: Cues,
    /// Named word lists, used inside forms.
    pub lists: Lists,
    /// Event frames.
    pub frames: Frames,
    /// Words that say whether something happened.
    pub modality: Modality,
    /// Words for the issues of an agenda.
    pub issues: Issues,
    /// Words for stances.
    pub stances: Stances,
    /// Words for proposals.
    pub proposals: Proposals,
    /// What stands round a report.
    pub junk: Vec<JunkRule>,
    /// Names of states, as written in this language.
    pub states: Vec<&'static str>,
    /// Words for what is counted.
    pub units: Units,
}

/// The files that every pack has.
const FILES: [&str; 14] = [
    "grammar.tsv",
    "actors.tsv",
    "times.tsv",
    "cues.tsv",
    "lists.tsv",
    "frames.tsv",
    "contexts.tsv",
    "modality.tsv",
    "issues.tsv",
    "stances.tsv",
    "proposals.tsv",
    "junk.tsv",
    "states.tsv",
    "units.tsv",
];

fn find(files: Files, name: &str) -> Option<(&'static str, &'static str)> {
    files.iter().find(|(path, _)| path.rsplit('/').next() == Some(name)).copied()
}

impl Pack {
    /// Reads a pack from its files, whose names are as `en/grammar.tsv`.
    ///
    /// # Errors
    /// Every error of every file.
    pub fn parse(code: &'static str, files: Files) -> Result<Self, Vec<DataError>> {
        let mut errors = Vec::new();
        for name in FILES {
            if find(files, name).is_none() {
                errors.push(DataError { file: format!("{code}/{name}"), line: 0, message: "is missing".into() });
            }
        }
        let file = |name: &str| find(files, name).unwrap_or(("", ""));
        let [
            grammar,
            actors,
            times,
            cues,
            lists,
            frames,
            contexts,
            modality,
            issues,
            stances,
            proposals,
            junk,
            states,
            units,
        ] = FILES.map(file);
        let lists = Lists::parse(lists.0, lists.1, &mut errors);
        let pack = Self {
            code,
            frames: Frames::parse(frames, contexts, &lists, &mut errors),
            modality: Modality::parse(modality.0, modality.1, &mut errors),
            issues: Issues::parse(issues.0, issues.1, &lists, &mut errors),
            stances: Stances::parse(stances.0, stances.1, &lists, &mut errors),
            proposals: Proposals::parse(proposals.0, proposals.1, &lists, &mut errors),
            lists,
            grammar: Grammar::parse(grammar.0, grammar.1, &mut errors),
            actors: ActorWords::parse(actors.0, actors.1, &mut errors),
            times: TimeLexicon::parse(times.0, times.1, &mut errors),
            cues: Cues::parse(cues.0, cues.1, &mut errors),
            junk: junk::parse(junk.0, junk.1, &mut errors),
            units: Units::parse(units.0, units.1, &mut errors),
            states: rows(states.0, states.1).flat_map(|row| row.list(1).collect::<Vec<_>>()).collect(),
        };
        if errors.is_empty() { Ok(pack) } else { Err(errors) }
    }
}

/// What holds for every language: the files that stand beside the packs.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    /// What stands round a report in any language.
    pub junk: Vec<JunkRule>,
    /// Outlets and places of filing.
    pub imprints: Imprints,
    /// What the English terms of the words for actors mean.
    pub terms: Terms,
}

impl Shared {
    /// Reads the files beside the packs.
    ///
    /// # Errors
    /// Every error of every file.
    pub fn parse(files: Files) -> Result<Self, Vec<DataError>> {
        let mut errors = Vec::new();
        let mut file = |name: &str| {
            files.iter().find(|(path, _)| *path == name).copied().unwrap_or_else(|| {
                errors.push(DataError { file: name.to_owned(), line: 0, message: "is missing".into() });
                ("", "")
            })
        };
        let (rules, outlets, filing, terms) =
            (file("junk.tsv"), file("outlets.tsv"), file("filing.tsv"), file("terms.tsv"));
        let shared = Self {
            junk: junk::parse(rules.0, rules.1, &mut errors),
            imprints: Imprints::parse(outlets, filing, &mut errors),
            terms: Terms::parse(terms.0, terms.1, &mut errors),
        };
        if errors.is_empty() { Ok(shared) } else { Err(errors) }
    }
}
