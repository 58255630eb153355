//! Packed bytes to bytes, with an end to how many come out.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// So many bytes may come out whatever went in.
const FREE: u64 = 16 << 20;

/// What people write never packs so well, not even the same report a thousand times over; only runs of a few bytes do.
const RATIO: u64 = 400;

/// Most bytes out of one packed report.
pub(crate) const MOST: u64 = 1 << 30;

/// Too much comes out of too little.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unpacks to far more than its size; not read")]
pub(crate) struct Bomb;

impl Bomb {
    /// Fails where `given` bytes out of `taken` are no honest packing.
    pub(crate) fn refuse(taken: u64, given: u64) -> io::Result<()> {
        if given > FREE && given / RATIO > taken {
            Err(io::Error::new(io::ErrorKind::QuotaExceeded, Self))
        } else {
            Ok(())
        }
    }

    /// Whether this is why reading stopped.
    pub(crate) fn is(error: &io::Error) -> bool {
        error.get_ref().is_some_and(|inner| inner.is::<Self>())
    }
}

/// Whether reading stopped because the data make no sense, rather than because the system failed.
pub(crate) fn is_of_data(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof)
}

/// How a body is packed, by the words of HTTP's Content-Encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// RFC 1952.
    Gzip,
    /// RFC 1950, or RFC 1951 without its head, as some servers send it.
    Deflate,
    /// RFC 7932.
    Brotli,
}

impl Packing {
    /// The packing of that name; `Some(None)` for none, `None` for one that is not known.
    pub(crate) fn named(name: &str) -> Option<Option<Self>> {
        match name.trim().to_ascii_lowercase().as_str() {
            "" | "identity" | "none" | "utf-8" => Some(None),
            "gzip" | "x-gzip" => Some(Some(Self::Gzip)),
            "deflate" => Some(Some(Self::Deflate)),
            "br" => Some(Some(Self::Brotli)),
            _ => None,
        }
    }

    /// What `packed` unpacks to. What bears the name of a packing but is not packed, as in some archives, comes as it is.
    pub(crate) fn unpack<'a>(self, packed: impl Read + Send + 'a) -> io::Result<Box<dyn Read + Send + 'a>> {
        let taken = Arc::new(AtomicU64::new(0));
        let mut packed = BufReader::new(Counted { inner: packed, taken: Arc::clone(&taken) });
        let head = packed.fill_buf()?;
        let (first, second) = (head.first().copied().unwrap_or(0), head.get(1).copied().unwrap_or(0));
        let plain = head.trim_ascii_start().first() == Some(&b'<');
        let inner: Box<dyn Read + Send + 'a> = match self {
            Self::Gzip if (first, second) == (0x1f, 0x8b) => Box::new(MultiGzDecoder::new(packed)),
            Self::Gzip => Box::new(packed),
            Self::Deflate if first & 0x0f == 8 && u16::from_be_bytes([first, second]) % 31 == 0 => {
                Box::new(ZlibDecoder::new(packed))
            }
            Self::Deflate if plain => Box::new(packed),
            Self::Deflate => Box::new(DeflateDecoder::new(packed)),
            Self::Brotli if plain => Box::new(packed),
            Self::Brotli => Box::new(Decompressor::new(packed, 1 << 13)),
        };
        Ok(Box::new(Bounded { inner, taken, given: 0, most: MOST }))
    }
}

/// What a file of gzip members unpacks to: all of it, however long, as long as it is no bomb.
pub(crate) fn gunzip(packed: impl Read + Send + 'static, most: u64) -> impl Read + Send + 'static {
    let taken = Arc::new(AtomicU64::new(0));
    let inner = MultiGzDecoder::new(Counted { inner: packed, taken: Arc::clone(&taken) });
    Bounded { inner: Box::new(inner), taken, given: 0, most }
}

/// Counts what is taken.
struct Counted<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        self.taken.fetch_add(got as u64, Ordering::Relaxed);
        Ok(got)
    }
}

/// Stops a bomb.
struct Bounded<'a> {
    inner: Box<dyn Read + Send + 'a>,
    taken: Arc<AtomicU64>,
    given: u64,
    most: u64,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        self.given += got as u64;
        if self.given > self.most {
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, Bomb));
        }
        Bomb::refuse(self.taken.load(Ordering::Relaxed), self.given)?;
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn all(packing: Packing, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        packing.unpack(bytes)?.read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn every_packing_and_its_misuse() {
        let page = b"<p>The envoy left Geneva.</p>".as_slice();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(page).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
        raw.write_all(page).unwrap();
        assert_eq!(all(Packing::Gzip, &gzip(page)).unwrap(), page);
        assert_eq!(all(Packing::Deflate, &zlib.finish().unwrap()).unwrap(), page);
        assert_eq!(all(Packing::Deflate, &raw.finish().unwrap()).unwrap(), page);
        for packing in [Packing::Gzip, Packing::Deflate, Packing::Brotli] {
            assert_eq!(all(packing, page).unwrap(), page, "{packing:?}: not packed after all");
        }
        // "hello, hello" as a brotli encoder stores it: one meta-block that is not compressed
        let stored = [0x8b, 0x05, 0x80, b'h', b'e', b'l', b'l', b'o', b',', b' ', b'h', b'e', b'l', b'l', b'o', 0x03];
        assert_eq!(all(Packing::Brotli, &stored).unwrap(), b"hello, hello");
    }

    #[test]
    fn bombs_are_refused_and_text_is_not() {
        let zeros = gzip(&vec![0; 64 << 20]);
        assert!(Bomb::is(&all(Packing::Gzip, &zeros).unwrap_err()));
        let text = gzip("The ministers of both sides met on the island again. ".repeat(1 << 19).as_bytes());
        assert!(all(Packing::Gzip, &text).unwrap().len() > FREE as usize);
    }
}
