//! The place of the model's name tagger, which a larger model of the user's can take.

use std::path::PathBuf;

use crate::Token;

/// Finds the names of sentences in the place of the model in the program.
pub trait NameTagger: std::fmt::Debug + Send + Sync {
    /// What explanations call it.
    fn name(&self) -> &str;

    /// Sets `name` and `name_confidence` of each token; `tokens` has one for each word.
    ///
    /// # Errors
    /// When the words cannot be tagged. The tokens are then as they were.
    fn tag(&self, words: &[&str], tokens: &mut [Token]) -> Result<(), NameTaggerError>;
}

/// Why names could not be tagged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameTaggerError {
    /// A file of the tagger is missing, broken, or of a kind that is not understood.
    #[error("{}: {why}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The tagger failed on one sentence.
    #[error("{tagger} failed on a sentence of {words} words: {why}")]
    Sentence {
        /// What the tagger is called.
        tagger: String,
        /// How many words the sentence has.
        words: usize,
        /// What it said.
        why: String,
    },
}
