//! A stream that can be read again from a mark, as far as a window reaches.

use std::io::{self, BufRead, Read};

/// Bytes that are asked for at once.
const CHUNK: usize = 1 << 16;

/// Bytes behind the place of reading that are kept at most.
const WINDOW: usize = 4 << 20;

/// Bytes that are read again at most, all in all: damage costs no more time than this.
const AGAIN: u64 = 256 << 20;

/// A buffered reader that goes back to where it was marked.
pub(super) struct Rewind<R> {
    inner: R,
    /// Bytes since the mark, or the last of them, and those not read yet.
    held: Vec<u8>,
    /// Where reading is in `held`.
    at: usize,
    /// Bytes dropped from the front since the mark.
    lost: bool,
    /// Bytes read so far, without those read again.
    passed: u64,
    /// Bytes gone back so far.
    again: u64,
}

impl<R: Read> Rewind<R> {
    /// Nothing read yet; the mark is at the beginning.
    pub(super) fn new(inner: R) -> Self {
        Self { inner, held: Vec::new(), at: 0, lost: false, passed: 0, again: 0 }
    }

    /// Marks this place: nothing before it will be asked for again.
    pub(super) fn mark(&mut self) {
        self.held.drain(..self.at);
        self.at = 0;
        self.lost = false;
    }

    /// Forgets what was read, and what was read ahead.
    pub(super) fn forget(&mut self) {
        self.passed += (self.held.len() - self.at) as u64;
        self.held.clear();
        self.at = 0;
        self.lost = false;
    }

    /// Goes back to the mark, or as far as the window reaches. False where it stays: there is nothing to go back to, or
    /// too much was read again already.
    pub(super) fn back(&mut self) -> bool {
        if self.at == 0 || self.again.saturating_add(self.at as u64) > AGAIN {
            self.mark();
            return false;
        }
        self.again += self.at as u64;
        self.passed -= self.at as u64;
        self.at = 0;
        true
    }

    /// Whether what stood at the mark is out of reach.
    pub(super) fn lost(&self) -> bool {
        self.lost
    }

    /// How far reading is, in bytes of the stream.
    pub(super) fn passed(&self) -> u64 {
        self.passed
    }

    /// At least `most` bytes from here on, fewer at the end of the stream.
    pub(super) fn peek(&mut self, most: usize) -> io::Result<&[u8]> {
        while self.held.len() - self.at < most {
            if self.more()? == 0 {
                break;
            }
        }
        Ok(&self.held[self.at..])
    }

    /// Reads on into `held`; how much came.
    fn more(&mut self) -> io::Result<usize> {
        if self.at > WINDOW {
            self.held.drain(..self.at - WINDOW / 2);
            self.at = WINDOW / 2;
            self.lost = true;
        }
        let start = self.held.len();
        self.held.resize(start + CHUNK, 0);
        let got = loop {
            match self.inner.read(&mut self.held[start..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.held.truncate(start + *got.as_ref().unwrap_or(&0));
        got
    }
}

impl<R: Read> BufRead for Rewind<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, amount: usize) {
        let amount = amount.min(self.held.len() - self.at);
        self.at += amount;
        self.passed += amount as u64;
    }
}

impl<R: Read> Read for Rewind<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.fill_buf()?.read(buffer)?;
        self.consume(got);
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_back_to_the_mark() {
        let mut stream = Rewind::new(&b"one two three"[..]);
        let mut word = [0; 4];
        stream.read_exact(&mut word).unwrap();
        stream.mark();
        assert!(!stream.back(), "nothing was read since");
        stream.read_exact(&mut word).unwrap();
        assert_eq!(stream.passed(), 8);
        assert!(stream.back());
        let mut rest = String::new();
        stream.read_to_string(&mut rest).unwrap();
        assert_eq!((rest.as_str(), stream.passed()), ("two three", 13));
    }

    #[test]
    fn holds_a_window_and_no_more() {
        let mut stream = Rewind::new(io::repeat(b'x').take(32 << 20));
        io::copy(&mut stream, &mut io::sink()).unwrap();
        assert!(stream.held.capacity() <= 3 * WINDOW && stream.lost());
        assert!(stream.back() && stream.passed() >= 28 << 20);
    }
}
