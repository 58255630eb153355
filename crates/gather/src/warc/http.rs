//! A response of HTTP as an archive keeps it: head and body as they came over the wire.

use std::io::{self, BufRead, Read};

use crate::media;
use crate::unpack::Packing;

/// Most bytes of a head.
const HEAD: u64 = 256 << 10;

/// Most bytes of the line that tells a chunk's length.
const CHUNK_LINE: u64 = 1024;

/// The head of a response.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Response {
    /// 200, 404, ….
    pub(super) status: u16,
    /// Media type in small letters, without parameters; empty where it is not told.
    pub(super) media: String,
    /// Name of the body's encoding, where it is told.
    pub(super) charset: Option<String>,
    chunked: bool,
    packing: Vec<String>,
}

impl Response {
    /// Reads a head up to the empty line; `None` where there is none.
    pub(super) fn read(block: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut head = block.take(HEAD);
        let mut line = Vec::new();
        head.read_until(b'\n', &mut line)?;
        let Some(status) = status(&line) else { return Ok(None) };
        let mut response = Self { status, ..Self::default() };
        loop {
            line.clear();
            if head.read_until(b'\n', &mut line)? == 0 {
                // the block or the limit ends inside the head
                return Ok(None);
            }
            let text = line.trim_ascii();
            if text.is_empty() {
                return Ok(Some(response));
            }
            let Some((name, value)) = split(text) else { continue };
            match name.as_str() {
                "content-type" => {
                    response.media = media::essence(&value);
                    response.charset = media::charset(&value);
                }
                "transfer-encoding" => response.chunked |= value.to_ascii_lowercase().contains("chunked"),
                "content-encoding" => response.packing = value.split(',').map(|one| one.trim().to_owned()).collect(),
                _ => {}
            }
        }
    }

    /// The body of the response as a browser would have it; `Err(name)` where it is packed in a way not known.
    pub(super) fn body<'a>(
        &self,
        block: impl BufRead + Send + 'a,
    ) -> io::Result<Result<Box<dyn Read + Send + 'a>, String>> {
        let mut body: Box<dyn Read + Send + 'a> = match self.chunked {
            true => Box::new(Chunked::new(block)?),
            false => Box::new(block),
        };
        // the last one named was applied last
        for name in self.packing.iter().rev() {
            match Packing::named(name) {
                Some(Some(packing)) => body = packing.unpack(body)?,
                Some(None) => {}
                None => return Ok(Err(name.clone())),
            }
        }
        Ok(Ok(body))
    }
}

fn status(line: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split_ascii_whitespace();
    words.next().filter(|version| version.starts_with("HTTP/"))?;
    words.next()?.parse().ok()
}

/// Name (in small letters) and value of a header line.
pub(super) fn split(line: &[u8]) -> Option<(String, String)> {
    let line = String::from_utf8_lossy(line);
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
}

/// Takes chunks of Transfer-Encoding apart. A body that only claims to be chunked comes as it is.
struct Chunked<R> {
    block: R,
    /// Bytes left of the chunk; `None` where the body is not chunked.
    left: Option<u64>,
    ended: bool,
}

impl<R: BufRead> Chunked<R> {
    fn new(mut block: R) -> io::Result<Self> {
        let head = block.fill_buf()?;
        let digits = head.iter().take(16).take_while(|byte| byte.is_ascii_hexdigit()).count();
        let chunked = digits > 0 && matches!(head.get(digits), Some(b'\r' | b'\n' | b';' | b' '));
        Ok(Self { block, left: chunked.then_some(0), ended: false })
    }

    /// The length of the next chunk.
    fn next(&mut self) -> io::Result<u64> {
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "a chunk's length is no number");
        let mut line = Vec::new();
        // the line end of the chunk before stands first
        for _ in 0..2 {
            line.clear();
            if (&mut self.block).take(CHUNK_LINE).read_until(b'\n', &mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let text = line.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
            if !text.is_empty() {
                let text = std::str::from_utf8(text).map_err(|_| broken())?;
                return u64::from_str_radix(text, 16).map_err(|_| broken());
            }
        }
        Err(broken())
    }
}

impl<R: BufRead> Read for Chunked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(left) = self.left else { return self.block.read(buffer) };
        if self.ended || buffer.is_empty() {
            return Ok(0);
        }
        let left = if left == 0 { self.next()? } else { left };
        if left == 0 {
            self.ended = true;
            return Ok(0);
        }
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let got = self.block.read(&mut buffer[..most])?;
        if got == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left = Some(left - got as u64);
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(raw: &str) -> (Response, String, Option<io::ErrorKind>) {
        let mut block = raw.as_bytes();
        let response = Response::read(&mut block).unwrap().unwrap();
        let mut out = Vec::new();
        let error = response.body(block).unwrap().unwrap().read_to_end(&mut out).err();
        (response, String::from_utf8(out).unwrap(), error.map(|error| error.kind()))
    }

    #[test]
    fn heads_and_plain_bodies() {
        let (response, text, error) = body("HTTP/1.1 203 Fine\r\ncontent-TYPE: Text/HTML; charset=utf-8\r\n\r\n<p>x");
        assert_eq!((response.status, response.media.as_str(), text.as_str()), (203, "text/html", "<p>x"));
        assert_eq!(error, None);
        assert_eq!(Response::read(&mut &b"<html>"[..]).unwrap(), None);
        assert_eq!(Response::read(&mut &b"HTTP/1.1 200 OK\r\nContent-"[..]).unwrap(), None);
    }

    #[test]
    fn chunks_whole_and_broken() {
        const HEAD: &str = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n";
        let read = |rest: &str| body(&format!("{HEAD}{rest}"));
        assert_eq!(read("4\r\nTalk\r\n3;x=y\r\ns e\r\n0\r\n\r\n").1, "Talks e");
        assert_eq!(read("A\nTalks ende\n1\nd\n0\n\n").1, "Talks ended");
        let (_, text, error) = read("4\r\nTalk\r\nzz\r\n");
        assert_eq!((text.as_str(), error), ("Talk", Some(io::ErrorKind::InvalidData)));
        let (_, text, error) = read("40\r\nTalk");
        assert_eq!((text.as_str(), error), ("Talk", Some(io::ErrorKind::UnexpectedEof)));
        assert_eq!(read("<p>not chunked after all").1, "<p>not chunked after all");
    }
}
