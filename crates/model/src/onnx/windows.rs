//! Long sentences in windows that a transformer can take.

use std::ops::Range;

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// Words that are read.
    pub(super) words: Range<usize>,
    /// Those of them whose labels are taken from this window.
    pub(super) kept: Range<usize>,
}

/// Cuts words with so many pieces each into windows of at most `room` pieces. Neighbours share about a third of their
/// pieces; each word is kept from the window where it stands farther from the edge. A word with more pieces than `room`
/// has a window of its own.
pub(super) fn windows(sizes: &[usize], room: usize) -> Vec<Window> {
    let mut out: Vec<Window> = Vec::new();
    let mut start = 0;
    while start < sizes.len() {
        let mut taken = 0;
        let fits = sizes[start..].iter().take_while(|size| {
            taken += **size;
            taken <= room
        });
        let end = (start + fits.count()).max(start + 1);
        let mut kept = start;
        if let Some(before) = out.last_mut() {
            // the shared words go half to the one, half to the other
            kept = start + (before.words.end - start) / 2;
            before.kept.end = kept;
        }
        out.push(Window { words: start..end, kept: kept..end });
        if end == sizes.len() {
            break;
        }
        let mut shared = 0;
        let back = sizes[start + 1..end].iter().rev().take_while(|size| {
            shared += **size;
            shared <= room / 3 && shared + sizes[end] <= room
        });
        start = end - back.count();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_kept_once_and_no_window_is_too_long() {
        for room in [3, 10, 17] {
            for count in [1, 2, 9, 40, 200] {
                let sizes: Vec<usize> = (0..count).map(|n| 1 + n * 7 % 5 % room).collect();
                let windows = windows(&sizes, room);
                let kept: Vec<usize> = windows.iter().flat_map(|window| window.kept.clone()).collect();
                assert_eq!(kept, (0..count).collect::<Vec<_>>(), "{windows:?}");
                for window in windows {
                    let pieces = sizes[window.words.clone()].iter().sum::<usize>();
                    assert!(pieces <= room || window.words.len() == 1, "{window:?} has {pieces} pieces");
                }
            }
        }
    }

    #[test]
    fn neighbours_share_words_and_the_edges_are_read_by_the_other() {
        let cut = windows(&[1; 20], 12);
        assert_eq!(cut[0], Window { words: 0..12, kept: 0..10 });
        assert_eq!(cut[1], Window { words: 8..20, kept: 10..20 });
    }

    #[test]
    fn a_word_too_long_for_a_window_has_its_own() {
        let cut = windows(&[1, 50, 1], 10);
        assert!(cut.iter().any(|window| window.words == (1..2)), "{cut:?}");
    }
}
