//! One language's pack: all of its tables, parsed.

use crate::actor::ActorWords;
use crate::cue::Cues;
use crate::grammar::Grammar;
use crate::table::DataError;

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
    /// Words that attribute speech.
    pub cues: Cues,
}

impl Pack {
    /// Reads a pack from its files, whose names are as `en/grammar.tsv`.
    ///
    /// # Errors
    /// Every error of every file.
    pub fn parse(code: &'static str, files: Files) -> Result<Self, Vec<DataError>> {
        let mut errors = Vec::new();
        let mut file = |name: &str| -> (&'static str, &'static str) {
            files.iter().find(|(path, _)| path.rsplit('/').next() == Some(name)).copied().unwrap_or_else(|| {
                errors.push(DataError { file: format!("{code}/{name}"), line: 0, message: "is missing".into() });
                ("", "")
            })
        };
        let grammar = file("grammar.tsv");
        let actors = file("actors.tsv");
        let cues = file("cues.tsv");
        let pack = Self {
            code,
            grammar: Grammar::parse(grammar.0, grammar.1, &mut errors),
            actors: ActorWords::parse(actors.0, actors.1, &mut errors),
            cues: Cues::parse(cues.0, cues.1, &mut errors),
        };
        if errors.is_empty() { Ok(pack) } else { Err(errors) }
    }
}
