//! Language packs: everything the reader knows of a language, as plain data.
//!
//! A pack is a folder `packs/CODE` of tab-separated files. `build.rs` finds every folder, checks every file with the
//! same code that reads it at run time, and embeds it: a language is added by adding a folder.
//!
//! ```
//! let pack = notula_language::pack("id").unwrap();
//! assert!(pack.grammar.classes("bahwa").has(notula_language::Class::Complementizer));
//! assert_eq!(pack.grammar.bare("ujarnya"), "ujar");
//! ```

mod actor;
mod cue;
mod frame;
mod grammar;
mod issue;
pub mod junk;
mod modality;
mod pack;
mod pattern;
mod phrase;
mod proposal;
mod table;
mod term;
pub mod time;
mod unit;

use std::sync::LazyLock;

pub use actor::{ActorWord, ActorWordKind, ActorWords, Both};
pub use cue::{Cue, CueFrame, CueFrames, CueKind, Cues, Near, Nears};
pub use frame::{Frame, Frames, Need, Place, Voice};
pub use grammar::{Class, Classes, Grammar};
pub use issue::{ISSUES, Issue, Issues, StanceFrame, Stances};
pub use modality::{Modal, Modality, Scope};
pub use pack::{Files, Pack, Shared};
pub use pattern::{Hit, Lists, Mark, Patterns, Word};
pub use phrase::Phrases;
pub use proposal::{ProposalWord, Proposals};
pub use table::{DataError, Row, rows};
pub use term::{Property, Terms};
pub use unit::{Counted, Unit, Units, counted};

include!(concat!(env!("OUT_DIR"), "/packs.rs"));

static PARSED: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    // build.rs has parsed the same text with the same code and would have failed
    PACKS.iter().filter_map(|(code, files)| Pack::parse(code, files).ok()).collect()
});

static ALL: LazyLock<Shared> = LazyLock::new(|| Shared::parse(SHARED).unwrap_or_default());

/// What holds for every language.
pub fn shared() -> &'static Shared {
    &ALL
}

impl ActorWord {
    /// Whether `property` holds of the word's English term, as `packs/terms.tsv` says.
    pub fn is(&self, property: Property) -> bool {
        shared().terms.has(self.english, property)
    }
}

/// Every pack.
pub fn packs() -> &'static [Pack] {
    &PARSED
}

/// The pack of the language with the BCP 47 code `code`; a region (`en-GB`) is ignored.
pub fn pack(code: &str) -> Option<&'static Pack> {
    let primary = code.split(['-', '_']).next().unwrap_or(code);
    PARSED.iter().find(|pack| pack.code.eq_ignore_ascii_case(primary))
}

/// The pack whose words fill most of `text`, with their share of its words; `None` under one word in six, or one in
/// twelve in a text of a sentence or two.
///
/// Counts [`Class::Telltale`] words, which every pack lists for itself, and its words for actors.
pub fn detect(text: &str) -> Option<(&'static Pack, f32)> {
    let mut counts = vec![0usize; PARSED.len()];
    let mut words = 0usize;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(2000) {
        words += 1;
        let lower = word.to_lowercase();
        for (count, pack) in counts.iter_mut().zip(PARSED.iter()) {
            *count += usize::from(pack.grammar.classes(&lower).has(Class::Telltale) || pack.actors.has_word(&lower));
        }
    }
    let (best, &count) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    let share = count as f32 / words.max(1) as f32;
    let least = if words < 40 { 1.0 / 12.0 } else { 1.0 / 6.0 };
    (share >= least).then(|| (&PARSED[best], share))
}
