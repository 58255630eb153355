//! What an address tells: the outlet's domain, and often the day of publication.

use jiff::civil::Date;
use notula_record::Outlet;

/// What an address tells of the report behind it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Its domain, with the name that the outlet has in the tables.
    pub outlet: Option<Outlet>,
    /// The day in its path.
    pub day: Option<Date>,
}

/// Reads `url`; what is no address of a page tells nothing.
///
/// ```
/// let address = notula_page::address("https://www.cnnindonesia.com/internasional/20251221081530-134-1/talks");
/// assert_eq!(address.outlet.unwrap().name.as_deref(), Some("CNN Indonesia"));
/// assert_eq!(address.day.unwrap().to_string(), "2025-12-21");
/// ```
pub fn address(url: &str) -> Address {
    let Some((_, rest)) = url.split_once("://") else { return Address::default() };
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = host.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default().to_lowercase();
    Address { outlet: outlet(&host), day: day(path) }
}

fn outlet(host: &str) -> Option<Outlet> {
    let domain = registrable(host)?;
    let known = notula_language::shared().imprints.outlets.iter();
    let name = known.filter(|(_, of)| *of == Some(domain)).map(|(name, _)| (*name).to_owned()).next();
    Some(Outlet { name, domain: Some(domain.to_owned()) })
}

/// The last two labels of `host`, or three where the last two are a country's "co.id" or "org.uk".
fn registrable(host: &str) -> Option<&str> {
    let labels: Vec<&str> = host.split('.').collect();
    let n = labels.len();
    if n < 2 || labels.iter().any(|label| label.is_empty()) || labels[n - 1].bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let second = n > 2 && labels[n - 1].len() == 2 && labels[n - 2].len() <= 3;
    let keep = if second { 3 } else { 2 };
    let skip: usize = labels[..n - keep].iter().map(|label| label.len() + 1).sum();
    Some(&host[skip..])
}

/// The first day in `path`: `/2025/12/21/`, `2025-12-21`, `20251221` or a longer stamp that begins with it.
fn day(path: &str) -> Option<Date> {
    let bytes = path.as_bytes();
    let run = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut at = 0;
    while at < bytes.len() {
        let length = run(at);
        if length == 0 {
            at += 1;
            continue;
        }
        let found = match length {
            8 | 10 | 12 | 14 => date(&path[at..at + 4], &path[at + 4..at + 6], &path[at + 6..at + 8]),
            4 => apart(path, at),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        at += length;
    }
    None
}

/// A year at `at`, month and day after it, the same sign between.
fn apart(path: &str, at: usize) -> Option<Date> {
    let sign = path[at + 4..].chars().next().filter(|c| matches!(c, '/' | '-' | '_'))?;
    let mut parts = path[at..].split(sign);
    let (year, month) = (parts.next()?, parts.next()?);
    let rest = parts.next()?;
    let day = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
    if !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
        return None;
    }
    date(year, month, day)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1995..=2100).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_paths() {
        for (url, day) in [
            ("https://a.example/2025/12/21/talks", Some("2025-12-21")),
            ("https://a.example/2025/1/9/talks", Some("2025-01-09")),
            ("https://a.example/news/talks-2025-12-21", Some("2025-12-21")),
            ("https://a.example/read/20251221/1", Some("2025-12-21")),
            ("https://a.example/x/20251221081530-134-1/y", Some("2025-12-21")),
            ("https://a.example/2025/12/talks", None),
            ("https://a.example/d-7654321/99999999", None),
            ("https://a.example/2025/13/41/", None),
            ("https://20251221.example/", None),
            ("no address 2025-12-21", None),
            ("https://a.example/2025-é", None),
        ] {
            assert_eq!(address(url).day.map(|day| day.to_string()).as_deref(), day, "{url}");
        }
    }

    #[test]
    fn domains() {
        for (host, domain) in [
            ("www.republika.co.id", Some("republika.co.id")),
            ("news.detik.com", Some("detik.com")),
            ("a.example", Some("a.example")),
            ("bbc.co.uk", Some("bbc.co.uk")),
            ("localhost", None),
            ("127.0.0.1", None),
            ("a..b", None),
        ] {
            assert_eq!(registrable(host), domain, "{host}");
        }
    }
}
