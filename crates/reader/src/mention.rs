//! Mentions of actors and places: what the layers above point at.

use std::ops::Range;

use notula_record::Form;

use crate::doc::Doc;

/// Index of an actor in [`crate::draft::Draft::actors`].
pub type ActorIx = usize;
/// Index of a place in [`crate::draft::Draft::places`].
pub type PlaceIx = usize;
/// Index of a mention in [`Mentions`].
pub type MentionIx = usize;

/// A noun phrase or pronoun that names an actor, a place or both.
///
/// A mention covers its whole phrase: in "utusan khusus Presiden Kenya William Ruto, Daniel Otieno" the outer mention
/// covers all of it with the head "Daniel Otieno"; inside it stand the mention "Presiden Kenya William Ruto" and in
/// that the mention "Kenya", each with its `parent`.
#[derive(Debug, Clone)]
pub struct Mention {
    /// The whole phrase, with its role and apposition, without article and preposition.
    pub tokens: Range<usize>,
    /// The name, or the head noun of a description.
    pub head: Range<usize>,
    /// How it names the actor.
    pub form: Form,
    /// The actor meant; `None` for a place that does not act, and for what cannot be resolved.
    pub actor: Option<ActorIx>,
    /// The place meant, where the words can name one.
    pub place: Option<PlaceIx>,
    /// The phrase that this one is part of.
    pub parent: Option<MentionIx>,
    /// Whether it means several people ("pejabat AS", "they").
    pub plural: bool,
}

/// The mentions of a report, by position.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// All mentions, by start, outer ones first.
    pub all: Vec<Mention>,
    /// For each token: its outermost mention and one, or nought.
    outermost: Vec<u32>,
}

impl Mentions {
    /// Sorts `all` and links inner mentions to outer ones.
    pub fn new(doc: &Doc, mut all: Vec<Mention>) -> Self {
        all.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end)));
        let mut outermost = vec![0; doc.tokens.len()];
        let mut open: Vec<MentionIx> = Vec::new();
        for n in 0..all.len() {
            while open.last().is_some_and(|&top| all[top].tokens.end <= all[n].tokens.start) {
                open.pop();
            }
            all[n].parent = open.last().copied();
            if open.is_empty() {
                outermost[all[n].tokens.clone()].fill(n as u32 + 1);
            }
            open.push(n);
        }
        Self { all, outermost }
    }

    /// The outermost mention that covers the token.
    pub fn outer_at(&self, token: usize) -> Option<MentionIx> {
        self.outermost.get(token).and_then(|&n| (n as usize).checked_sub(1))
    }

    /// The outermost mentions that start within `tokens`, in order.
    pub fn outer_in(&self, tokens: Range<usize>) -> impl DoubleEndedIterator<Item = MentionIx> + '_ {
        self.starting_in(tokens).filter(|&n| self.all[n].parent.is_none())
    }

    /// Every mention that starts within `tokens`, in order.
    pub fn starting_in(&self, tokens: Range<usize>) -> Range<MentionIx> {
        let from = self.all.partition_point(|m| m.tokens.start < tokens.start);
        let to = self.all.partition_point(|m| m.tokens.start < tokens.end);
        from..to
    }

    /// The mentions inside `outer`, in order.
    pub fn inside(&self, outer: MentionIx) -> impl Iterator<Item = MentionIx> + '_ {
        let end = self.all[outer].tokens.end;
        (outer + 1..self.all.len()).take_while(move |&n| self.all[n].tokens.start < end)
    }
}
