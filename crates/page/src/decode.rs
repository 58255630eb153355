//! Bytes to text: byte order marks, UTF-8, the encoding that is told, or the one that the bytes look like.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

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

/// Bytes at the beginning of a page among which it may tell its encoding; twice as many as the HTML standard asks for.
const PRESCAN: usize = 2048;

/// Decodes `bytes`, of which nothing else is known.
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
    decode_as(bytes, None)
}

/// Decodes `bytes` that came with the name of an encoding (`charset` of a Content-Type), as the WHATWG standard has it: a
/// byte order mark goes before what was told, and that before what a page of HTML tells of itself. Bytes that are UTF-8
/// all through are UTF-8, whatever was told, and where the told encoding makes no sense of them it is guessed.
///
/// # Errors
/// [`InputError::Empty`] and [`InputError::Binary`].
///
/// # Example
/// ```
/// let page = notula_page::decode_as(b"\xcf\xe5\xf0\xe5\xe3\xee\xe2\xee\xf0\xfb", Some("windows-1251")).unwrap();
/// assert_eq!(page.text, "Переговоры");
/// ```
pub fn decode_as(bytes: &[u8], told: Option<&str>) -> Result<Decoded, InputError> {
    if let Some((_, what)) = MAGIC.iter().find(|(head, _)| bytes.starts_with(head)) {
        return Err(InputError::Binary(what));
    }
    let mut notes = Vec::new();
    let (text, encoding): (String, &'static Encoding) = match Encoding::for_bom(bytes) {
        // the mark of UTF-8 stays as a code point of the raw input; cleaning drops it
        Some((encoding, skip)) if encoding != UTF_8 => {
            (encoding.decode_without_bom_handling(&bytes[skip..]).0.into_owned(), encoding)
        }
        _ => {
            let told = told.and_then(|name| Encoding::for_label(name.as_bytes())).or_else(|| told_inside(bytes));
            match (std::str::from_utf8(bytes), told) {
                // these two look like ASCII and like ASCII with zeros
                (_, Some(seven)) if seven == ISO_2022_JP && bytes.contains(&0x1b) => {
                    told_or_guessed(bytes, seven, &mut notes)?
                }
                (_, Some(wide)) if (wide == UTF_16LE || wide == UTF_16BE) && bytes.contains(&0) => {
                    told_or_guessed(bytes, wide, &mut notes)?
                }
                (Ok(text), _) => (text.to_owned(), UTF_8),
                (Err(_), Some(told))
                    if told != UTF_8
                        && !little_damage(bytes, String::from_utf8_lossy(bytes).matches('\u{fffd}').count()) =>
                {
                    told_or_guessed(bytes, told, &mut notes)?
                }
                (Err(error), _) => guess(bytes, &error, &mut notes)?,
            }
        }
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

/// The encoding that a page of HTML or XML tells of itself at its beginning.
fn told_inside(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(PRESCAN)].to_ascii_lowercase();
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace())?;
    if head[start] != b'<' {
        return None;
    }
    let declared = head[start..].strip_prefix(b"<?xml").and_then(|rest| {
        let end = memchr::memchr(b'>', rest)?;
        value(&rest[..end], b"encoding")
    });
    let told = declared.or_else(|| {
        memchr::memmem::find_iter(&head, b"<meta").find_map(|at| {
            let rest = &head[at..];
            value(&rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())], b"charset")
        })
    })?;
    match Encoding::for_label(told)? {
        // what could be read so far is not UTF-16
        wide if wide == UTF_16LE || wide == UTF_16BE => Some(UTF_8),
        own if own == X_USER_DEFINED => Some(WINDOWS_1252),
        other => Some(other),
    }
}

/// The value behind `name=`, with or without quotes.
fn value<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    memchr::memmem::find_iter(text, name).find_map(|at| {
        let rest = text[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest).trim_ascii_start();
        let end = rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)));
        Some(&rest[..end.unwrap_or(rest.len())]).filter(|value| !value.is_empty())
    })
}

/// Text in the encoding that was told, or in the one that is guessed where the told one makes no sense of the bytes.
fn told_or_guessed(
    bytes: &[u8],
    told: &'static Encoding,
    notes: &mut Vec<String>,
) -> Result<(String, &'static Encoding), InputError> {
    let (text, damaged) = told.decode_without_bom_handling(bytes);
    if damaged {
        let mut guessed = Vec::new();
        let error = std::str::from_utf8(bytes).err();
        if let Some(other) = error.and_then(|error| guess(bytes, &error, &mut guessed).ok())
            && !other.0.contains('\u{fffd}')
        {
            notes.push(format!("the bytes are not {}, as was told", told.name()));
            notes.append(&mut guessed);
            return Ok(other);
        }
        notes.push("some bytes made no sense and were replaced".to_owned());
    }
    Ok((text.into_owned(), told))
}

/// Whether so many broken sequences are damage in a text of UTF-8, and no sign of another encoding.
fn little_damage(bytes: &[u8], broken: usize) -> bool {
    broken * 4 <= bytes.iter().filter(|&&byte| byte >= 0xc2).count()
}

fn guess(
    bytes: &[u8],
    error: &std::str::Utf8Error,
    notes: &mut Vec<String>,
) -> Result<(String, &'static Encoding), InputError> {
    let nul = bytes.iter().take(4096).filter(|&&b| b == 0).count();
    if nul * 3 > bytes.len().min(4096) {
        return Err(InputError::Binary("zero bytes all over"));
    }
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.matches('\u{fffd}').count();
    if little_damage(bytes, broken) || error.error_len().is_none() && broken == 1 {
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
    fn what_is_told_goes_before_a_guess() {
        // too short for any guess
        let short = b"\xea\xe8\xef\xed";
        assert_eq!(decode_as(short, Some("windows-1251")).unwrap().text, "кипн");
        assert_eq!(decode_as(short, Some("ISO-8859-7")).unwrap().text, "κθον");
        let told = decode_as(short, Some("koi8-r")).unwrap();
        assert_eq!((told.encoding, told.notes), ("KOI8-R", Vec::new()));
        let japanese = b"\x1b$B2qCL\x1b(B";
        assert_eq!(decode_as(japanese, Some("iso-2022-jp")).unwrap().text, "会談");
        let wide: Vec<u8> = "Perundingan".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode_as(&wide, Some("utf-16be")).unwrap().text, "Perundingan");
    }

    #[test]
    fn what_is_told_and_wrong_is_not_believed() {
        assert_eq!(decode_as("Vučić".as_bytes(), Some("iso-8859-1")).unwrap().text, "Vučić");
        assert_eq!(decode_as(b"\xff\xfeK\0", Some("utf-8")).unwrap().text, "K");
        for wrong in ["Shift_JIS", "utf-8", "no-such-thing", ""] {
            let bytes = b"Der \x93Gipfel\x94 in M\xfcnchen \x96 ein Bericht \xfcber die Gespr\xe4che";
            let decoded = decode_as(bytes, Some(wrong)).unwrap();
            assert_eq!(decoded.text, "Der “Gipfel” in München – ein Bericht über die Gespräche", "{wrong}");
            assert!(!decoded.notes.is_empty());
        }
        // a few broken bytes do not make another encoding of UTF-8
        let text =
            decode_as(b"kata Vu\xc4\x8di\xc4\x87 di Nov\xc3\xa9 \xff dan Ko\xc5\xa1ice", Some("latin1")).unwrap().text;
        assert_eq!(text, "kata Vučić di Nové \u{fffd} dan Košice");
    }

    #[test]
    fn pages_tell_their_encoding() {
        for head in [
            "<html><head><META CHARSET='windows-1251'>",
            "<!doctype html><meta http-equiv=Content-Type content=\"text/html; charset = windows-1251\">",
            "<?xml version=\"1.0\" encoding=\"windows-1251\"?><html>",
        ] {
            let bytes = [head.as_bytes(), b"<p>\xea\xe8\xef\xed</p>"].concat();
            let decoded = decode(&bytes).unwrap();
            assert!(decoded.text.ends_with("<p>кипн</p>") && decoded.notes.is_empty(), "{decoded:?}");
            // the server's word goes before the page's
            assert!(decode_as(&bytes, Some("iso-8859-7")).unwrap().text.ends_with("<p>κθον</p>"));
        }
        assert_eq!(told_inside(b"He wrote <meta charset=koi8-r> in his letter."), None);
        assert_eq!(told_inside(b"<p>charset=koi8-r"), None);
        assert_eq!(told_inside(b"<meta name=x content='a charset is told'><meta charset=utf-16>"), Some(UTF_8));
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
