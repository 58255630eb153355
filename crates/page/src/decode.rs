//! Bytes to text: byte order marks, UTF-8, or the encoding that the bytes look like.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8};

/// Input that holds no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// No byte, or white space alone.
    #[error("the input is empty")]
    Empty,
    /// Bytes of something else than text.
    #[error("the input is not text ({0})")]
    Binary(&'static str),
}

/// Text out of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, with every line end as one `\n`. Offsets into the raw decoded input count the code points of this.
    pub text: String,
    /// Name of the encoding, as the WHATWG standard has it.
    pub encoding: &'static str,
    /// What a reader of the record should know: a guessed encoding, bytes that made no sense.
    pub notes: Vec<String>,
}

/// Heads of files that are no text, and what they are.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"(\xb5\x2f\xfd", "zstd data"),
];

/// Decodes `bytes`.
///
/// # Errors
/// [`InputError::Empty`] and [`InputError::Binary`].
///
/// # Example
/// ```
/// let page = notula_page::decode(b"Vu\xe8i\xe6 bertemu Kurti di Brussel untuk berunding tentang Kosovo").unwrap();
/// assert!(page.text.starts_with("Vučić"));
/// assert_eq!(notula_page::decode(b" \n"), Err(notula_page::InputError::Empty));
/// ```
pub fn decode(bytes: &[u8]) -> Result<Decoded, InputError> {
    if let Some((_, what)) = MAGIC.iter().find(|(head, _)| bytes.starts_with(head)) {
        return Err(InputError::Binary(what));
    }
    let mut notes = Vec::new();
    let (text, encoding): (String, &'static Encoding) = match Encoding::for_bom(bytes) {
        // the mark of UTF-8 stays as a code point of the raw input; cleaning drops it
        Some((encoding, skip)) if encoding != UTF_8 => {
            (encoding.decode_without_bom_handling(&bytes[skip..]).0.into_owned(), encoding)
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), UTF_8),
            Err(error) => guess(bytes, &error, &mut notes)?,
        },
    };
    let controls =
        text.bytes().filter(|b| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b) || *b == 0x7f).count();
    if text.contains('\0') && controls * 20 > text.len() || controls * 5 > text.len() {
        return Err(InputError::Binary("control characters all over"));
    }
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}' || c.is_control()) {
        return Err(InputError::Empty);
    }
    Ok(Decoded { text: newlines(text), encoding: encoding.name(), notes })
}

fn guess(
    bytes: &[u8],
    error: &std::str::Utf8Error,
    notes: &mut Vec<String>,
) -> Result<(String, &'static Encoding), InputError> {
    // a single broken sequence in a long UTF-8 text is damage, not another encoding
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.matches('\u{fffd}').count();
    let multi = bytes.iter().filter(|&&b| b >= 0xc2).count();
    let nul = bytes.iter().take(4096).filter(|&&b| b == 0).count();
    if nul * 3 > bytes.len().min(4096) {
        return Err(InputError::Binary("zero bytes all over"));
    }
    if broken * 4 <= multi || error.error_len().is_none() && broken == 1 {
        notes.push(format!("{broken} byte sequences are no UTF-8 and were replaced"));
        return Ok((lossy.into_owned(), UTF_8));
    }
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    let encoding = detector.guess(None, false);
    let (text, _, damaged) = encoding.decode(bytes);
    notes.push(format!("read as {}, guessed from the bytes", encoding.name()));
    if damaged {
        notes.push("some bytes made no sense and were replaced".to_owned());
    }
    Ok((text.into_owned(), encoding))
}

fn newlines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_utf8_and_its_mark() {
        let decoded = decode("\u{feff}a\r\nb\rc — d".as_bytes()).unwrap();
        assert_eq!(decoded.text, "\u{feff}a\nb\nc — d");
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.notes.is_empty());
    }

    #[test]
    fn reads_utf16_and_windows_1252() {
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("Kyiv – kini".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&utf16).unwrap().text, "Kyiv – kini");
        let decoded = decode(b"Der \x93Gipfel\x94 in M\xfcnchen \x96 ein Bericht \xfcber die Gespr\xe4che").unwrap();
        assert_eq!(decoded.text, "Der “Gipfel” in München – ein Bericht über die Gespräche");
        assert_eq!(decoded.notes.len(), 1);
    }

    #[test]
    fn repairs_a_broken_byte_without_leaving_utf8() {
        let decoded =
            decode(b"\xe2\x80\x9cYa\xe2\x80\x9d \xe2\x80\x94 kata Vu\xc4\x8di\xc4\x87 \xff di Brussel").unwrap();
        assert_eq!(decoded.text, "“Ya” — kata Vučić \u{fffd} di Brussel");
    }

    #[test]
    fn names_what_is_no_text() {
        assert_eq!(decode(b""), Err(InputError::Empty));
        assert_eq!(decode(b"%PDF-1.7 ..."), Err(InputError::Binary("a PDF file")));
        assert!(matches!(decode(&[0u8; 600]), Err(InputError::Binary(_))));
        let noise: Vec<u8> = (0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert!(matches!(decode(&noise), Err(InputError::Binary(_))));
    }
}
