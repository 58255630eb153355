//! Who said what to whom.

use std::fmt::Write;

use notula_story::view::Statement;

use crate::ask::page::Page;
use crate::ask::words::Word;
use crate::output::paint::{DAY, paint, safe};

/// Each statement with its words.
pub(crate) fn show(page: &mut Page, statements: &[Statement]) {
    for statement in statements {
        let day = statement.time.as_deref().unwrap_or(page.word(Word::NoDate));
        let mut line = format!("{} {}", paint(DAY, &safe(day)), page.names(&statement.speakers));
        if !statement.addressees.is_empty() {
            let _ = write!(line, " {} {}", page.word(Word::To), page.names(&statement.addressees));
        }
        line += &page.place(statement.place.as_ref());
        let _ = write!(line, " ({}", statement.kind);
        if let Some(via) = &statement.via {
            let _ = write!(line, ", {} {}", page.word(Word::Via), safe(via));
        }
        line += &page.count(statement.independent, statement.sources.len());
        line.push(')');
        page.fact(line, statement.id, statement.confidence);
        page.sources(&statement.sources);
    }
}
