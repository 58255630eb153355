//! Raw bytes up to a limit, and their hash.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

/// The first bytes of something, with size and hash of all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Limited {
    /// No more than the limit.
    pub(crate) bytes: Vec<u8>,
    /// How many there are in all.
    pub(crate) size: usize,
    /// SHA-256 of all, in hex.
    pub(crate) hash: String,
}

impl Limited {
    /// Reads to the end and keeps the first `limit` bytes.
    pub(crate) fn read(reader: impl Read, limit: usize) -> io::Result<Self> {
        match Self::read_partly(reader, limit) {
            (all, None) => Ok(all),
            (_, Some(error)) => Err(error),
        }
    }

    /// Reads to the end or to the first error, which is given back with what was read before it.
    pub(crate) fn read_partly(mut reader: impl Read, limit: usize) -> (Self, Option<io::Error>) {
        let mut bytes = Vec::new();
        let mut error = (&mut reader).take(limit as u64).read_to_end(&mut bytes).err();
        let mut hash = Sha256::new_with_prefix(&bytes);
        let mut size = bytes.len();
        let mut buffer = [0; 1 << 14];
        while error.is_none() {
            match reader.read(&mut buffer) {
                Ok(0) => break,
                Ok(got) => {
                    hash.update(&buffer[..got]);
                    size = size.saturating_add(got);
                }
                Err(stop) if stop.kind() == io::ErrorKind::Interrupted => {}
                Err(stop) => error = Some(stop),
            }
        }
        if size > bytes.len() {
            cut_cleanly(&mut bytes);
        }
        (Self { bytes, size, hash: hex(&hash.finalize()) }, error)
    }

    /// Whether there is more than was kept.
    pub(crate) fn cut(&self) -> bool {
        self.size > self.bytes.len()
    }
}

/// SHA-256 of `bytes`, in hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Takes back the last character that may have been cut in two: to the last white space of the last kilobyte.
fn cut_cleanly(bytes: &mut Vec<u8>) {
    let tail = bytes.len().saturating_sub(1024);
    if let Some(space) = bytes[tail..].iter().rposition(u8::is_ascii_whitespace) {
        bytes.truncate(tail + space);
        return;
    }
    // one word of a kilobyte: the last character only
    let start = bytes.iter().rposition(|&byte| byte & 0xC0 != 0x80).unwrap_or(0);
    if std::str::from_utf8(&bytes[start..]).is_err() && bytes.len() - start < 4 {
        bytes.truncate(start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_all_and_keeps_the_first() {
        let raw = Limited::read(&b"satu dua tiga"[..], 6).unwrap();
        assert_eq!(raw.bytes, b"satu");
        assert_eq!(raw.size, 13);
        assert_eq!(raw.hash, sha256(b"satu dua tiga"));
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn never_cuts_a_character_in_two() {
        let text = "é".repeat(2000);
        for limit in 1000..1004 {
            let raw = Limited::read(text.as_bytes(), limit).unwrap();
            assert!(std::str::from_utf8(&raw.bytes).is_ok());
            assert!(raw.bytes.len() + 2 > limit);
        }
    }
}
