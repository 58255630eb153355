//! Sides: actors of one country are one side, except bodies and rebels that stand outside its government.

use notula_record::{ActorKind, Sector};

use crate::draft::Draft;
use crate::mention::ActorIx;

/// A side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    /// A state and those who act for it.
    Country(String),
    /// An actor of its own.
    Own(ActorIx),
}

/// The side of an actor.
pub fn side(draft: &Draft, actor: ActorIx) -> Side {
    match draft.actors.get(actor) {
        Some(a) if a.kind != ActorKind::Organisation && a.sector != Some(Sector::Reb) => {
            a.country.clone().map_or(Side::Own(actor), Side::Country)
        }
        _ => Side::Own(actor),
    }
}

/// The sides of some actors, each once.
pub fn sides(draft: &Draft, actors: &[ActorIx]) -> Vec<Side> {
    let mut out = Vec::new();
    for &actor in actors {
        let side = side(draft, actor);
        if !out.contains(&side) {
            out.push(side);
        }
    }
    out
}

/// Whether the two share a side.
pub fn meet(draft: &Draft, a: &[ActorIx], b: &[ActorIx]) -> bool {
    let a = sides(draft, a);
    sides(draft, b).iter().any(|side| a.contains(side))
}

/// Whether every side of `a` is one of `b`.
pub fn within(draft: &Draft, a: &[ActorIx], b: &[ActorIx]) -> bool {
    let b = sides(draft, b);
    sides(draft, a).iter().all(|side| b.contains(side))
}
