//! Lines of a stream, however long, with bounded memory.

use std::io::{self, BufRead, Read};

/// One line without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// All of it.
    Whole(Vec<u8>),
    /// Skipped, with its size in bytes.
    TooLong(usize),
}

/// Numbered lines, counted from one.
pub(super) struct Lines<R> {
    reader: R,
    limit: usize,
    number: usize,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// Lines of `reader`; longer ones than `limit` bytes are skipped.
    pub(super) fn new(reader: R, limit: usize) -> Self {
        Self { reader, limit, number: 0, ended: false }
    }

    fn read(&mut self) -> io::Result<Option<Line>> {
        let mut line = Vec::new();
        let got = (&mut self.reader).take(self.limit as u64 + 1).read_until(b'\n', &mut line)?;
        if got == 0 {
            return Ok(None);
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if got > self.limit {
            return self.skip().map(|rest| Some(Line::TooLong(got + rest)));
        }
        Ok(Some(Line::Whole(line)))
    }

    /// To the end of the line; how many bytes there were.
    fn skip(&mut self) -> io::Result<usize> {
        let mut skipped = 0;
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(skipped);
            }
            if let Some(end) = buffer.iter().position(|&byte| byte == b'\n') {
                self.reader.consume(end + 1);
                return Ok(skipped + end);
            }
            let all = buffer.len();
            skipped += all;
            self.reader.consume(all);
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = (usize, io::Result<Line>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        self.number += 1;
        let line = self.read().transpose()?;
        self.ended = line.is_err();
        Some((self.number, line))
    }
}

/// The first line with its end, no more than `limit` bytes of it.
pub(super) fn first(reader: &mut impl BufRead, limit: usize) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    reader.take(limit as u64).read_until(b'\n', &mut line)?;
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skips_lines_that_are_too_long() {
        let lines: Vec<_> = Lines::new(&b"one\n\nfar too long\ntwo"[..], 4).map(|(n, l)| (n, l.unwrap())).collect();
        assert_eq!(
            lines,
            [
                (1, Line::Whole(b"one".to_vec())),
                (2, Line::Whole(Vec::new())),
                (3, Line::TooLong(12)),
                (4, Line::Whole(b"two".to_vec())),
            ]
        );
    }
}
