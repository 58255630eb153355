//! The gzip members of an archive as one stream, without those that are damaged.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use memchr::memmem;

use super::rewind::Rewind;
use crate::unpack::{Bomb, is_of_data};

/// How a member begins: gzip's signature and its only method.
const HEAD: &[u8] = b"\x1f\x8b\x08";

/// Bytes of a member within which its record shows.
const SHOWN: u64 = 1024;

/// Beginnings that turn out to be none, one after the other, before the rest is given up.
const TRIES: usize = 10_000;

/// A stretch that could not be unpacked; what follows it can be read on.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("damaged gzip data")]
pub(super) struct Damaged {
    /// Whether nothing came out of it: what was read before is sound.
    pub(super) whole: bool,
}

impl Damaged {
    /// The damage, where that is why reading stopped.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }

    fn error(whole: bool) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, Self { whole })
    }
}

/// Unpacks member after member; a damaged one gives one [`Damaged`], then the next one follows.
pub(super) struct Members<R> {
    state: State<R>,
    given: u64,
    /// Bytes given out of this member.
    of_this: u64,
}

enum State<R> {
    Between(Rewind<R>),
    Inside(Box<GzDecoder<Rewind<R>>>),
    Over,
}

impl<R: Read> Members<R> {
    /// The members of `packed`.
    pub(super) fn new(packed: Rewind<R>) -> Self {
        Self { state: State::Between(packed), given: 0, of_this: 0 }
    }

    /// Finds the next member after damage, at or behind the mark of `packed`.
    fn next_sound(mut packed: Rewind<R>) -> io::Result<State<R>> {
        for _ in 0..TRIES {
            // to the next signature, chunk by chunk
            loop {
                let held = packed.peek(HEAD.len())?;
                if held.len() < HEAD.len() {
                    return Ok(State::Over);
                }
                let (skip, found) = match memmem::find(held, HEAD) {
                    Some(at) => (at, true),
                    None => (held.len() - HEAD.len() + 1, false),
                };
                packed.consume(skip);
                packed.mark();
                if found {
                    break;
                }
            }
            let mut shown = Vec::new();
            let _ = GzDecoder::new((&mut packed).take(SHOWN)).take(5).read_to_end(&mut shown);
            if !packed.back() {
                return Ok(State::Over);
            }
            if shown == b"WARC/" {
                return Ok(State::Between(packed));
            }
            packed.consume(1);
        }
        tracing::warn!("gives the rest of the archive up: no sound member in {TRIES} places");
        Ok(State::Over)
    }

    fn damaged(mut packed: Rewind<R>) -> io::Result<State<R>> {
        packed.back();
        if packed.lost() {
            tracing::debug!("the damaged member is longer than what is kept of it");
        }
        // its own beginning is none to go on from
        packed.consume(1);
        Self::next_sound(packed)
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return Ok(0),
                State::Between(mut packed) => {
                    packed.mark();
                    let held = packed.peek(HEAD.len())?;
                    if held.is_empty() {
                        return Ok(0);
                    }
                    if !held.starts_with(HEAD) {
                        // zeros at the end are padding, anything else is damage
                        let padding = held.iter().all(|&byte| byte == 0);
                        self.state = Self::next_sound(packed)?;
                        if padding && matches!(self.state, State::Over) {
                            return Ok(0);
                        }
                        return Err(Damaged::error(true));
                    }
                    self.of_this = 0;
                    self.state = State::Inside(Box::new(GzDecoder::new(packed)));
                }
                State::Inside(mut member) => match member.read(buffer) {
                    Ok(0) => self.state = State::Between(member.into_inner()),
                    Ok(got) => {
                        self.given += got as u64;
                        self.of_this += got as u64;
                        let bomb = Bomb::refuse(member.get_ref().passed(), self.given);
                        self.state = State::Inside(member);
                        return bomb.map(|()| got);
                    }
                    Err(error) => {
                        if !is_of_data(&error) {
                            return Err(error);
                        }
                        self.state = Self::damaged(member.into_inner())?;
                        return Err(Damaged::error(self.of_this == 0));
                    }
                },
            }
        }
    }
}
