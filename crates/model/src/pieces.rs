//! The pieces whose vectors add up to a word's vector: the whole word, its beginnings and ends, its
//! letter groups, its shape, and what the gazetteer knows.

use crate::form::{Form, hash_chars, join};

/// Most pieces of one word.
pub const PIECES: usize = 30;
/// How many of the gazetteer's lists, from the first, are pieces.
const LISTS: u32 = 4;
/// Most letter groups (of three letters) of one word.
const GROUPS: usize = 12;

/// Collects the pieces of one token. `characters` is what [`Form::new`] left: the word in lower case.
/// The first two pieces are the whole word, in lower case and as written.
pub fn pieces(form: &Form, characters: &[char], marks: u16, first: bool, out: &mut Vec<u32>) {
    out.push(join(200, form.lower));
    out.push(join(201, form.written));
    out.push(join(202, form.shape));
    for (size, (prefix, suffix)) in form.prefixes.iter().zip(&form.suffixes).enumerate().skip(1) {
        out.push(join(210 + size as u32, *prefix));
        out.push(join(220 + size as u32, *suffix));
    }
    if first {
        out.push(join(203, u32::from(form.capital)));
    }
    for bit in (0..LISTS).filter(|bit| marks >> bit & 1 != 0) {
        out.push(join(204, bit));
    }
    for bit in (0..LISTS).filter(|bit| marks >> 8 >> bit & 1 != 0) {
        out.push(join(204, LISTS + bit));
    }
    let edges = ['\u{2}', '\u{3}'];
    for start in 0..characters.len().min(GROUPS) {
        let at = |place: usize| match place {
            0 => edges[0],
            place => characters.get(place - 1).copied().unwrap_or(edges[1]),
        };
        let group = [at(start), at(start + 1), at(start + 2)];
        out.push(join(230, hash_chars(&group)));
    }
}

/// Row of a piece in a table of `rows` rows. Row 0 stays empty.
pub fn row(piece: u32, rows: u32) -> u32 {
    1 + piece % (rows - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_share_pieces_and_keep_the_limit() {
        let collect = |word: &str| {
            let (mut buffer, mut out) = (Vec::new(), Vec::new());
            let form = Form::new(word, &mut buffer);
            pieces(&form, &buffer, 0xffff, true, &mut out);
            out
        };
        let (left, right) = (collect("dirundingkan"), collect("diserahkan"));
        assert!(left.iter().filter(|piece| right.contains(piece)).count() > 8);
        assert_ne!(left[0], right[0]);
        assert!(collect(&"perundingan".repeat(20)).len() <= PIECES);
        assert!(collect("").len() >= 3);
    }
}
