//! Rows that were used lately, with those that must still be written.

use rustc_hash::FxHashMap;

/// Rows by number. What was not used for two turns is forgotten; nothing is while it must still be written.
#[derive(Debug)]
pub(crate) struct Slots<V> {
    young: FxHashMap<u64, V>,
    old: FxHashMap<u64, V>,
    /// Rows of one turn.
    turn: usize,
}

impl<V> Slots<V> {
    pub(crate) fn new(turn: usize) -> Self {
        Self { young: FxHashMap::default(), old: FxHashMap::default(), turn }
    }

    /// A row that is here.
    pub(crate) fn get(&mut self, id: u64) -> Option<&mut V> {
        if !self.young.contains_key(&id) {
            let row = self.old.remove(&id)?;
            self.young.insert(id, row);
        }
        self.young.get_mut(&id)
    }

    pub(crate) fn put(&mut self, id: u64, row: V) {
        self.old.remove(&id);
        self.young.insert(id, row);
    }

    /// Every row that is here, in no order.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (u64, &mut V)> {
        self.young.iter_mut().chain(&mut self.old).map(|(id, row)| (*id, row))
    }

    /// To be called when everything is written.
    pub(crate) fn settle(&mut self) {
        if self.young.len() > self.turn {
            self.old = std::mem::take(&mut self.young);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays() {
        let mut slots = Slots::new(2);
        for id in 0..9 {
            slots.put(id, id * 10);
            assert_eq!(slots.get(0), Some(&mut 0));
            slots.settle();
        }
        assert_eq!(slots.get(1), None);
        assert!(slots.iter_mut().count() <= 6);
    }
}
