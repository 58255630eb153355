//! One hash for keys and words, the same on every machine and in every release: FNV-1a over the bytes, with the
//! finaliser of SplitMix64 (Steele, Lea and Flood 2014) so that every bit counts.

pub(crate) fn hash_bytes(seed: u64, bytes: &[u8]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64 ^ seed;
    for &byte in bytes {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mix(state)
}

pub(crate) fn mix(mut state: u64) -> u64 {
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

/// Key of a list of parts; `["ab", "c"]` and `["a", "bc"]` differ.
pub(crate) fn key(parts: &[&str]) -> i64 {
    let state = parts.iter().fold(0, |state, part| hash_bytes(state ^ 0x1f, part.as_bytes()));
    state as i64
}

/// Key of a word and numbers.
pub(crate) fn key_of(what: &str, numbers: &[u64]) -> i64 {
    let state = numbers.iter().fold(hash_bytes(0x2f, what.as_bytes()), |state, number| mix(state ^ mix(*number)));
    state as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_never_change() {
        // stores on disk hold these
        assert_eq!(key(&["n", "person", "RUS"]), key(&["n", "person", "RUS"]));
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_eq!(key_of("x", &[1, 2]), -4_691_854_868_102_824_495);
    }
}
