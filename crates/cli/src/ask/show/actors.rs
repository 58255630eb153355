//! Who there is.

use std::fmt::Write;

use notula_story::view::Actor;

use crate::ask::page::Page;
use crate::output::paint::{ACTOR, CODE, FAINT, paint, safe};

/// Names shown beside the usual one.
const NAMES: usize = 6;

/// Each identity with its roles and the forms of its name.
pub(crate) fn show(page: &mut Page, actors: &[Actor]) {
    for actor in actors {
        let mut line =
            format!("{} {}", paint(FAINT, &format!("{:>6}", actor.id.to_string())), paint(ACTOR, &safe(&actor.name)));
        let codes: Vec<&str> =
            [actor.country.as_deref(), actor.sector.map(|sector| sector.as_str())].into_iter().flatten().collect();
        if !codes.is_empty() {
            let _ = write!(line, " {}", paint(CODE, &codes.join(" ")));
        }
        match actor.roles.last() {
            Some(role) => {
                let _ = write!(line, ", {}", safe(&role.title));
            }
            None => {
                let _ = write!(line, ", {}", actor.kind);
            }
        }
        let _ = write!(line, " {}", paint(FAINT, &format!("×{}", actor.reports)));
        if let Some(item) = &actor.wikidata {
            let _ = write!(line, " {}", paint(FAINT, &safe(item)));
        }
        let others: Vec<String> =
            actor.names.iter().filter(|name| **name != actor.name).take(NAMES).map(|name| safe(name)).collect();
        if !others.is_empty() {
            let _ = write!(line, " {}", paint(FAINT, &format!("= {}", others.join(", "))));
        }
        page.line(&line);
    }
}
