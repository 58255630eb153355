//! Datelines: "Jakarta, CNN Indonesia --", "YEREVAN, Jan. 30 (Ledger) — ", "KABAR.ID, DOHA – ", "WASHINGTON: ".

use std::collections::HashSet;
use std::sync::LazyLock;

use notula_language::{Class, shared};

use crate::dates;

/// A dateline at the head of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Head {
    /// Bytes of the line that it takes, the sign after it included.
    pub(crate) end: usize,
    /// As written, in usual case.
    pub(crate) place: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) date: Option<dates::SeenDate>,
    /// Whether a list, an outlet or a date vouches for it, and not its capitals alone.
    pub(crate) sure: bool,
}

static PLACES: LazyLock<HashSet<String>> =
    LazyLock::new(|| shared().imprints.places.iter().map(|place| place.to_lowercase()).collect());

static OUTLETS: LazyLock<HashSet<String>> =
    LazyLock::new(|| shared().imprints.outlets.iter().map(|(name, _)| name.to_lowercase()).collect());

/// Whether `name` is a place where reports are filed.
pub(crate) fn is_place(name: &str) -> bool {
    PLACES.contains(&name.trim().to_lowercase())
}

/// Whether `name` is a state in a language of the packs.
fn is_state(name: &str) -> bool {
    let name = name.trim().trim_end_matches('.');
    notula_language::packs().iter().any(|pack| pack.states.iter().any(|state| state.eq_ignore_ascii_case(name)))
}

/// Whether `name` is an outlet: known, or the look of a domain.
pub(crate) fn is_outlet(name: &str) -> bool {
    let name = name.trim();
    OUTLETS.contains(&name.to_lowercase()) || is_domain(name)
}

/// Whether `name` is written as a domain: "KABAR.ID", "Warta.com".
pub(crate) fn is_domain(name: &str) -> bool {
    let Some((host, end)) = name.rsplit_once('.') else { return false };
    host.chars().filter(|c| c.is_alphanumeric()).count() >= 3
        && !host.ends_with('.')
        && (2..=4).contains(&end.len())
        && end.chars().all(|c| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        && name.chars().filter(|&c| c == '.').count() <= 2
}

/// Most bytes that a dateline takes.
const WINDOW: usize = 150;

/// The dateline at the head of `line`, if it has one. `known` tells whether a name stands elsewhere as an outlet.
pub(crate) fn parse(line: &str, known: &dyn Fn(&str) -> bool) -> Option<Head> {
    let window = &line[..floor(line, WINDOW)];
    for (at, sign) in signs(window) {
        if let Some(mut head) = body(window[..at].trim(), sign, line[at + sign.len()..].trim_start(), known) {
            let rest = &line[at + sign.len()..];
            head.end =
                line.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—')).len();
            return Some(head);
        }
    }
    bare(line, known).or_else(|| glued(window, known))
}

fn floor(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Signs that may close a dateline, with their places.
fn signs(window: &str) -> impl Iterator<Item = (usize, &str)> {
    window.char_indices().filter_map(move |(at, c)| {
        let rest = &window[at..];
        let len = match c {
            '—' | '–' => c.len_utf8(),
            '-' if rest.starts_with("--") => rest.len() - rest.trim_start_matches('-').len(),
            '-' if window[..at].ends_with([' ', ')']) || rest[1..].starts_with(' ') => 1,
            ':' | '|' => 1,
            '.' if !rest[1..].starts_with(|c: char| c.is_alphanumeric()) => 1,
            ',' if window[..at].ends_with(')') => 1,
            '/' if window[..at].contains('/') && (rest[1..].starts_with(' ') || rest[1..].starts_with(". ")) => 1,
            _ => return None,
        };
        Some((at, &rest[..len]))
    })
}

/// Whether `text` reads as a dateline that `sign` closes before `rest`.
fn body(text: &str, sign: &str, rest: &str, known: &dyn Fn(&str) -> bool) -> Option<Head> {
    if text.chars().count() < 3 || text.contains(['"', '“', '”', '?', '!', ';']) {
        return None;
    }
    let mut head = Head::default();
    let mut text = text.trim_matches('*').trim();
    // the outlet in brackets or between slashes
    let mut bracket = false;
    for (open, close) in [('(', ')'), ('/', '/'), ('[', ']')] {
        let bare = if sign == "/" && open == '/' { text } else { text.strip_suffix(close).unwrap_or("") };
        if let Some((before, inner)) = bare.rsplit_once(open)
            && !inner.is_empty()
            && inner.split_whitespace().count() <= 5
            && (open != '/' || before.ends_with([' ', '.']))
        {
            if dates::find(inner).is_empty() {
                head.outlet = Some(inner.trim().to_owned());
            }
            bracket = true;
            text = before.trim().trim_end_matches(['.', ',']);
            break;
        }
    }
    if text.contains(['(', ')']) {
        return None;
    }
    let (mut strong, mut places) = (bracket, Vec::new());
    // a date may hold commas and full stops of its own
    let mut plain = text.to_owned();
    if let Some(date) = dates::find(text).into_iter().next() {
        plain = format!("{},{}", &text[..date.range.start], text.get(date.range.end..).unwrap_or(""));
        head.date = Some(date);
        strong = true;
    }
    for part in plain.split(',').map(|part| part.trim().trim_end_matches(':').trim()).filter(|part| !part.is_empty()) {
        if part.chars().all(|c| !c.is_alphabetic()) {
            // a year or a day that is left of a date
            if part.chars().any(|c| !c.is_ascii_digit() && !c.is_whitespace() && c != '.') {
                return None;
            }
            continue;
        }
        if !named(part) {
            return None;
        }
        if is_place(part) {
            places.push((0, part));
        } else if is_outlet(part) || known(part) {
            strong |= is_outlet(part) || head.outlet.is_none();
            head.outlet.get_or_insert_with(|| part.to_owned());
        } else {
            places.push((1, part));
        }
    }
    if places.len() > 3 {
        return None;
    }
    let first_shouted = places.first().is_some_and(|(_, part)| shouted(part));
    let listed = places.iter().position(|&(rank, _)| rank == 0);
    let place = places.get(listed.unwrap_or(0)).map(|&(_, part)| part);
    let dash = sign.starts_with(['—', '–', '-', '|']);
    let capital = rest.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase());
    let fine = match sign {
        _ if dash => strong || listed.is_some() || first_shouted && place.is_some_and(|part| part.chars().count() >= 4),
        ":" => {
            capital
                && (listed == Some(0) || first_shouted && places.len() == 1)
                && places[0].1.split_whitespace().count() <= 3
        }
        "." => capital && (first_shouted && listed == Some(0) && places.len() == 1 || strong && bracket),
        "/" => bracket,
        "," => bracket && listed == Some(0) && head.outlet.as_deref().is_some_and(is_outlet),
        _ => false,
    };
    // a lone outlet is a dateline only before a dash
    let alone = place.is_none();
    if !fine
        || alone
            && !(dash
                && head.outlet.as_deref().is_some_and(|outlet| is_domain(outlet) || shouted(outlet) || known(outlet)))
    {
        return None;
    }
    // the other part of two is the outlet where only one is a place
    if let (Some(at), None) = (listed, head.outlet.as_ref())
        && let Some((_, other)) = places.iter().enumerate().filter(|&(n, _)| n != at).map(|(_, part)| *part).next()
        && (at > 0 || places.len() == 2 && dash && !is_state(other))
    {
        head.outlet = Some(other.to_owned());
    }
    head.sure = strong || listed.is_some();
    head.place = place.map(|place| usual_case(place.split('/').next().unwrap_or(place).trim()));
    Some(head)
}

/// A line that is a dateline alone: "GENEVA", "Jakarta, CNN Indonesia".
fn bare(line: &str, known: &dyn Fn(&str) -> bool) -> Option<Head> {
    let text = line.trim().trim_end_matches(['-', '–', '—', ':', '.', ' ']);
    if text.split_whitespace().count() > 6 || !named_all(text) {
        return None;
    }
    // outlet, place and date: "The Courier, Istanbul, Nov. 28"
    if text.split_whitespace().count() <= 8
        && text.contains(',')
        && let Some(head) =
            body(text, "—", "", known).filter(|head| head.date.is_some() && head.place.as_deref().is_some_and(is_place))
    {
        return Some(Head { end: line.len(), ..head });
    }
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let dash = line.trim_end().ends_with(['-', '–', '—']);
    // a place that no list has, where the dash tells what it is
    let unlisted = || (dash && parts[0].chars().count() >= 3 && parts.len() <= 2 && !is_outlet(parts[0])).then_some(0);
    let at = parts.iter().position(|part| is_place(part)).or_else(unlisted)?;
    let others: Vec<&&str> = parts.iter().enumerate().filter(|&(n, _)| n != at).map(|(_, part)| part).collect();
    let outlet = others.iter().find(|part| is_outlet(part) || known(part)).map(|part| (**part).to_owned());
    let outlet =
        outlet.or_else(|| others.first().filter(|part| dash && !is_state(part)).map(|part| (**part).to_owned()));
    let fine =
        if parts.len() == 1 { shouted(text) || dash || is_place(text) } else { outlet.is_some() || shouted(text) };
    // a place in usual case alone may as well be somebody's address
    let sure = dash || shouted(text) || outlet.is_some();
    fine.then(|| Head { end: line.len(), place: Some(usual_case(parts[at])), outlet, date: None, sure })
}

/// Place and domain without a sign after them: "JAKARTA, WARTA.COM Menteri …".
fn glued(window: &str, known: &dyn Fn(&str) -> bool) -> Option<Head> {
    let (place, rest) = window.split_once(", ")?;
    if !is_place(place) {
        return None;
    }
    let outlet = rest.split(' ').next()?;
    (is_domain(outlet) && rest[outlet.len()..].trim_start().starts_with(char::is_uppercase)
        || known(outlet) && shouted(outlet))
    .then(|| Head {
        end: window.len() - rest[outlet.len()..].trim_start().len(),
        place: Some(usual_case(place)),
        outlet: Some(outlet.to_owned()),
        date: None,
        sure: true,
    })
}

/// Whether `part` is written as a name of at most five words.
fn named(part: &str) -> bool {
    part.split_whitespace().count() <= 5 && named_all(part)
}

fn named_all(part: &str) -> bool {
    part.split(|c: char| c.is_whitespace() || c == '/').filter(|word| !word.is_empty()).all(|word| {
        let first = word.trim_start_matches(['\'', '’', '(']).chars().next().unwrap_or(' ');
        let lower = word.to_lowercase();
        first.is_uppercase()
            || first.is_ascii_digit()
            || matches!(first, '-' | '&')
            || is_domain(word.trim_matches(','))
            || lower.starts_with("al-")
            || OUTLETS.contains(&lower)
            || notula_language::packs().iter().any(|pack| pack.grammar.classes(&lower).has(Class::NameParticle))
    })
}

/// Whether every letter is a capital.
pub(crate) fn shouted(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && text.chars().all(|c| !c.is_lowercase())
}

/// A name in capitals brought to usual case: "PORT SUDAN" to "Port Sudan"; other names stay.
pub(crate) fn usual_case(name: &str) -> String {
    if !shouted(name) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut start = true;
    for (word_at, word) in name.split(' ').enumerate() {
        if word_at > 0 {
            out.push(' ');
        }
        // D.C., U.N. and initials stay
        if word.contains('.') && word.split('.').all(|piece| piece.chars().count() <= 1) {
            out.push_str(word);
            continue;
        }
        start = true;
        for c in word.chars() {
            if start || !c.is_alphabetic() {
                out.push(c);
            } else {
                out.extend(c.to_lowercase());
            }
            start = matches!(c, '-' | '/' | '.');
        }
    }
    let _ = start;
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(line: &str) -> Option<(String, String, usize)> {
        parse(line, &|_| false).map(|head| (head.place.unwrap_or_default(), head.outlet.unwrap_or_default(), head.end))
    }

    #[test]
    fn reads_datelines() {
        let cases = [
            ("Jakarta, CNN Indonesia --", "Jakarta", "CNN Indonesia"),
            ("WARTA9.ID, DOHA – Qatar mengumumkan", "Doha", "WARTA9.ID"),
            ("TIRAI.CO, Jakarta -Iran masih berunding", "Jakarta", "TIRAI.CO"),
            ("DUBAI, United Arab Emirates (Inland Wire) — Negotiators met", "Dubai", "Inland Wire"),
            ("FLORIDA. Juru runding menemui utusan", "Florida", ""),
            ("JAKARTA – Presiden menerima", "Jakarta", ""),
            ("KUALA LUMPUR: Thailand has accepted", "Kuala Lumpur", ""),
            ("Jakarta (Kabar Timur) - Perundingan usai", "Jakarta", "Kabar Timur"),
            ("PORT SUDAN (River Daily) -- The army chief turned down", "Port Sudan", "River Daily"),
            ("JAKARTA, LANGITBIRU.NET --- Belum sehari", "Jakarta", "LANGITBIRU.NET"),
            ("LANGITBIRU, TEHERAN — Menteri memastikan", "Teheran", "LANGITBIRU"),
            ("TEHERAN, LANGIT BIRU – Kelompok itu menerima", "Teheran", "LANGIT BIRU"),
            ("TRIBUNKOTA.COM- Vladimir terbuka", "", "TRIBUNKOTA.COM"),
            ("GENEVA", "Geneva", ""),
            ("JAKARTA, WARTA.TV Israel dan Hamas resmi", "Jakarta", "WARTA.TV"),
            ("Teheran, Iran (Xinhua/Jendela Timur) – Menteri", "Teheran", "Xinhua/Jendela Timur"),
            ("Jakarta: Indonesia menegaskan", "Jakarta", ""),
            ("WASHINGTON : The two sides", "Washington", ""),
        ];
        for (line, place, outlet) in cases {
            let (p, o, _) = head(line).unwrap_or_else(|| panic!("no dateline in {line:?}"));
            assert_eq!((p.as_str(), o.as_str()), (place, outlet), "{line}");
        }
        assert_eq!(head("FLORIDA. Juru runding").unwrap().2, 9);
        assert_eq!(head("JAKARTA – Presiden menerima").unwrap().2, "JAKARTA – ".len());
    }

    #[test]
    fn leaves_sentences_alone() {
        for line in [
            "Trump: we will meet soon in Alaska",
            "The minister – who had flown in from Doha – said no.",
            "Kyiv and Moscow - the two capitals that matter - disagree.",
            "U.S. officials said on Monday that talks would go on.",
            "Moscow's version",
            "RSF Terima Usul Gencatan Senjata, Militer Bungkam",
            "G7 CLOSES RANKS",
            "Fish first: Corran and Orune sum up the round",
        ] {
            assert_eq!(head(line), None, "{line}");
        }
    }

    #[test]
    fn brings_names_to_usual_case() {
        assert_eq!(usual_case("NADIA O'HARA-LIND"), "Nadia O'hara-Lind");
        assert_eq!(usual_case("WASHINGTON D.C."), "Washington D.C.");
        assert_eq!(usual_case("van Dijk"), "van Dijk");
    }
}
