//! What stands before the report: title, bylines, date lines.

use notula_language::Class;
use notula_language::junk::Scope;

use crate::dateline::{is_domain, is_outlet, is_place, usual_case};
use crate::dates;
use crate::rules::{self, toks};

/// The stretches of a head line: "SABTU, 21 JUNI 2025 | LAPORAN: X", "By X - November 23", "X   16.05.2025".
pub(crate) fn cells(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for bar in line.split(['|', '•', '·', '\t']) {
        for gap in bar.split("  ") {
            for dash in gap.split(" - ") {
                for dash in dash.split(" – ") {
                    for dash in dash.split(" — ") {
                        let cell = dash.trim().trim_start_matches(['-', '–', '—']).trim();
                        if !cell.is_empty() {
                            out.push(cell);
                        }
                    }
                }
            }
        }
    }
    out
}

/// Who a byline names; `None` where the cell is no byline. An empty list is a byline that names nobody.
pub(crate) fn byline(cell: &str) -> Option<Vec<String>> {
    let tokens = toks(cell);
    let rule = rules::line(cell, &tokens, |scope| scope == Scope::Byline)?;
    // what follows the words of the rule
    let mut own = rule.pattern.iter().filter(|piece| !matches!(piece, notula_language::junk::Piece::Any)).count();
    let mut end = 0;
    for tok in &tokens {
        if own == 0 && tok.text != ":" {
            break;
        }
        own = own.saturating_sub(1);
        end = tok.end;
    }
    let rest = cell[end..].trim_start_matches([':', ' ']);
    let found = names(rest);
    // many words and no name: a headline
    if found.is_empty() && rest.split_whitespace().count() > 6 && !nobody(rest) { None } else { Some(found) }
}

/// The names in what follows "By" or "Penulis:".
pub(crate) fn names(text: &str) -> Vec<String> {
    let text = text.trim();
    let tokens = toks(text);
    if rules::line(text, &tokens, |scope| scope == Scope::Nobody).is_some() {
        return Vec::new();
    }
    // another hand ends the list: "X/ Red: Y", "X Editor: Y"
    let mut end = text.len();
    for (n, tok) in tokens.iter().enumerate().skip(1) {
        if tok.text == ":" && n > 0 {
            end = tokens[n - 1].start;
            break;
        }
    }
    let text = text[..end].trim().trim_end_matches(['/', ',', '|', '-']);
    let pair = |text: &str| joined(text).len() > 1;
    // "A and B, Outlet": what follows the pair is no author
    let text = match text.rsplit_once(',') {
        Some((names, last)) if pair(names) && !pair(last) => names,
        _ => text,
    };
    // a headline that starts like a byline: "Laporan: …"
    if text.split_whitespace().count() > 6 && !pair(text) && !text.contains([',', ';', '/', '|'])
        || text.split(',').next().is_some_and(|first| first.split_whitespace().count() > 4 && !pair(first))
    {
        return Vec::new();
    }
    let joins = pair(text);
    let mut out = Vec::new();
    for (n, part) in text.split([',', ';', '/']).flat_map(joined).enumerate() {
        let part = part.trim().trim_end_matches('.').trim();
        // a comma without an "and" puts the outlet or the place after the name
        if n > 0 && !joins && text.contains(',') && !out.is_empty() {
            break;
        }
        if !dates::find(part).is_empty() {
            break;
        }
        let part = part.split(" in ").next().unwrap_or(part).split(" for ").next().unwrap_or(part);
        if person(part) && rules::line(part, &toks(part), |scope| scope == Scope::Nobody).is_none() {
            out.push(usual_case(part));
        }
    }
    out
}

/// The parts of `text` between words such as "and", "&" and "dan".
pub(crate) fn joined(text: &str) -> Vec<&str> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for word in text.split_whitespace() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        if at > 0 && notula_language::packs().iter().any(|pack| pack.grammar.classes(word).has(Class::Conjunction)) {
            parts.push(text[from..at].trim());
            from = at + word.len();
        }
    }
    parts.push(text[from..].trim());
    parts
}

/// Whether a byline with `text` names nobody in particular.
pub(crate) fn nobody(text: &str) -> bool {
    rules::line(text, &toks(text), |scope| scope == Scope::Nobody).is_some()
}

/// Whether a byline's stretch is about another hand: "Edited by", "Editor: X".
pub(crate) fn hand(text: &str) -> bool {
    rules::line(text, &toks(text), |scope| scope == Scope::Hand).is_some()
}

/// Whether `text` is written as a person's name: one to five words with capitals, no digit, no outlet.
pub(crate) fn person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=5).contains(&words.len())
        && !is_outlet(text)
        && !is_place(text)
        && words.iter().all(|word| {
            let lower = word.to_lowercase();
            let classes = |class| notula_language::packs().iter().any(|pack| pack.grammar.classes(&lower).has(class));
            let first = word.chars().next().unwrap_or(' ');
            !word.chars().any(|c| c.is_ascii_digit() || matches!(c, ':' | '(' | '"' | '|' | '#' | '@' | '%'))
                && !is_domain(word)
                && (first.is_uppercase() && !classes(Class::Article) || classes(Class::NameParticle))
        })
        && words.iter().any(|word| word.chars().count() > 2)
}

/// Whether a line alone is a person's name: two to four words, none of them a small word of a language.
pub(crate) fn bare_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && person(text)
        && words.iter().all(|word| {
            let lower = word.to_lowercase();
            !notula_language::packs().iter().any(|pack| {
                pack.grammar.classes(&lower).any(&[Class::NeverName, Class::Preposition, Class::Telltale, Class::Verb])
            })
        })
        && !words.iter().all(|word| crate::dateline::shouted(word))
        && rules::line(text, &toks(text), |scope| {
            matches!(scope, Scope::Nobody | Scope::Line | Scope::List | Scope::Head)
        })
        .is_none()
}

/// Who signs at the end of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Closer {
    pub(crate) names: Vec<String>,
    /// Whether they are the desk's initials alone.
    pub(crate) initials: bool,
}

/// The desk's closing initials or the writer at the end: "(fby/mik)", "[arn]", "(Warta.com/Nama Orang)".
pub(crate) fn closer(text: &str) -> Option<Closer> {
    let text = text.trim().trim_end_matches('.').trim_matches('*').trim();
    let inner = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .or_else(|| text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')))?
        .trim();
    let parts: Vec<&str> = inner.split(['/', ',', '|', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() || parts.len() > 4 || inner.chars().any(|c| c.is_ascii_digit() && parts.len() == 1) {
        return None;
    }
    let initials = |part: &&str| {
        part.chars().count() <= 4
            && part.chars().all(|c| c.is_alphanumeric() || c == '-')
            && part.chars().any(char::is_alphabetic)
    };
    // initials in small letters are no outlet's name: "(abc)"
    let outlet = |part: &&str| is_outlet(part) && !(initials(part) && part.chars().all(char::is_lowercase));
    if !parts.iter().all(|part| outlet(part) || initials(part) || person(part) && part.split(' ').count() <= 4) {
        return None;
    }
    let short = parts.iter().filter(|part| !outlet(part)).all(initials);
    if !short && !parts.iter().any(outlet) {
        return None;
    }
    let names = parts.iter().filter(|part| !outlet(part)).map(|&part| part.to_owned()).collect();
    Some(Closer { names, initials: short })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_bylines() {
        let by = |cell: &str| byline(cell).map(|names| names.join("; "));
        assert_eq!(by("By NADIRA FARRIS, Inland Wire").as_deref(), Some("Nadira Farris"));
        assert_eq!(by("Oleh: Dimas Wirawan").as_deref(), Some("Dimas Wirawan"));
        assert_eq!(by("Penulis : Galuh Pramana").as_deref(), Some("Galuh Pramana"));
        assert_eq!(by("By Our Reporter").as_deref(), Some(""));
        assert_eq!(by("By the news desk").as_deref(), Some(""));
        assert_eq!(by("Rep: Ratih Ajeng Tejo/ Red: Winda Putri").as_deref(), Some("Ratih Ajeng Tejo"));
        assert_eq!(by("LAPORAN: RENI ERLINA").as_deref(), Some("Reni Erlina"));
        assert_eq!(by("By Ana Lind, Jo Marsh and T. Okafor").as_deref(), Some("Ana Lind; Jo Marsh; T. Okafor"));
        assert_eq!(by("Menteri menolak"), None);
    }

    #[test]
    fn reads_closers() {
        let signed = |names: &[&str], initials| {
            Some(Closer { names: names.iter().map(|&name| name.to_owned()).collect(), initials })
        };
        assert_eq!(closer("(fby/mik)"), signed(&["fby", "mik"], true));
        assert_eq!(closer("[arn]"), signed(&["arn"], true));
        assert_eq!(closer("(Wartakota.com/ Tia Marantika)"), signed(&["Tia Marantika"], false));
        assert_eq!(closer("(20/12)"), None);
        assert_eq!(closer("(the so-called Quad)"), None);
    }
}
