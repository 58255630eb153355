//! A set of a few things: a sorted list, compared without allocating.

/// A few different things, ascending.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Few<T>(Vec<T>);

impl<T: Ord + Copy> Few<T> {
    pub(crate) fn contains(&self, what: &T) -> bool {
        self.0.contains(what)
    }

    /// How many stand in both.
    pub(crate) fn common(&self, other: &Self) -> usize {
        self.0.iter().filter(|what| other.contains(what)).count()
    }

    pub(crate) fn is_disjoint(&self, other: &Self) -> bool {
        self.common(other) == 0
    }

    pub(crate) fn is_subset(&self, other: &Self) -> bool {
        self.common(other) == self.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn first(&self) -> Option<&T> {
        self.0.first()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }

    pub(crate) fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T: Ord> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> Self {
        let mut all: Vec<T> = things.into_iter().collect();
        all.sort_unstable();
        all.dedup();
        Self(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set() {
        let (a, b): (Few<u32>, Few<u32>) = ([3, 1, 3].into_iter().collect(), [1, 2, 3].into_iter().collect());
        assert_eq!((a.len(), a.first(), a.common(&b)), (2, Some(&1), 2));
        assert!(a.is_subset(&b) && !b.is_subset(&a) && !a.is_disjoint(&b));
    }
}
