//! When it was published and last changed: what fields, markup and lines say, and whom to believe.

use jiff::Timestamp;
use jiff::civil::Date;

use super::dom::Id;
use super::meta::Source;
use crate::dates::{self, SeenDate};

/// A day that something on the page gives.
#[derive(Debug)]
struct Seen {
    source: Source,
    date: SeenDate,
    /// As it is written.
    text: String,
    /// The node where it is written.
    at: Id,
    /// Whether it stands in a part of the page that is likely to belong to something else, or is the day of a change.
    doubt: u8,
}

/// A day of publication, with what speaks for it.
#[derive(Debug, Clone)]
pub(crate) struct Day {
    pub(crate) date: SeenDate,
    /// The best source.
    pub(crate) source: Source,
    /// How many sources give it.
    pub(crate) count: usize,
    /// The stamp with a time of day, as the best source writes it.
    pub(crate) stamp: Option<String>,
}

/// Every day that the page gives.
#[derive(Debug, Default)]
pub(crate) struct Days {
    seen: Vec<Seen>,
    changed: Vec<(Source, String)>,
}

/// How much farther from the title a day before it counts than one after it, in nodes.
const BEFORE: Id = 100;

/// Nodes after the title among which the report's own byline and date stand.
const CLOSE: Id = 50;

/// Most days that are kept.
const MOST: usize = 80;

impl Days {
    /// Adds the day of publication that `text` gives; `doubt` is 0 for the report's own.
    pub(crate) fn published(&mut self, source: Source, text: &str, at: Id, doubt: u8) {
        if let Some(date) = day(text) {
            self.add(source, date, text, at, doubt);
        }
    }

    pub(crate) fn add(&mut self, source: Source, date: SeenDate, text: &str, at: Id, doubt: u8) {
        if self.seen.len() < MOST {
            self.seen.push(Seen { source, date, text: text.trim().to_owned(), at, doubt });
        }
    }

    /// Adds the stamp of a change.
    pub(crate) fn changed(&mut self, source: Source, text: &str) {
        if self.changed.len() < MOST && day(text).is_some() {
            self.changed.push((source, text.trim().to_owned()));
        }
    }

    /// The stamp of the last change that the best source gives, in ISO 8601.
    pub(crate) fn last_change(&self) -> Option<String> {
        let (_, text) = self.changed.iter().min_by_key(|(source, text)| (*source, !zoned(text)))?;
        Some(stamp(text).unwrap_or_else(|| text.clone()))
    }

    /// Days of publication, the likeliest first; `heading` is the node of the title on the page.
    pub(crate) fn best(mut self, heading: Id) -> Vec<Day> {
        self.local(heading);
        self.turn();
        // what is written on the page: the report's own first, and of those what stands closest to the title
        let far = |seen: &Seen| seen.at.abs_diff(heading) + if seen.at < heading { BEFORE } else { 0 };
        // right under the title nothing stands that belongs to other reports
        let doubt = |seen: &Seen| if seen.doubt == 2 && under(seen, heading, CLOSE) { 1 } else { seen.doubt };
        self.seen
            .sort_by_key(|seen| (seen.source, doubt(seen), if seen.source == Source::Visible { far(seen) } else { 0 }));
        let mut out: Vec<(Day, Vec<Source>)> = Vec::new();
        for seen in &self.seen {
            let same = |day: &Day| {
                (day.date.year, day.date.month, day.date.day) == (seen.date.year, seen.date.month, seen.date.day)
            };
            let stamp = stamp(&seen.text);
            match out.iter_mut().find(|(day, _)| same(day)) {
                Some((day, sources)) => {
                    // what is stamped on the page around it, or written at other reports, agrees with nothing
                    let own = seen.source != Source::Visible || seen.at > 0 && seen.at.abs_diff(heading) < 400;
                    if own && !sources.contains(&seen.source) {
                        sources.push(seen.source);
                        day.count += 1;
                    }
                    let better = |old: &String| !zoned(old) && stamp.as_deref().is_some_and(zoned);
                    if day.stamp.as_ref().is_none_or(better) {
                        day.stamp = stamp.or(day.stamp.take());
                    }
                }
                None => {
                    out.push((Day { date: seen.date.clone(), source: seen.source, count: 1, stamp }, vec![seen.source]))
                }
            }
        }
        let mut days: Vec<Day> = out.into_iter().map(|(day, _)| day).collect();
        // stable: among the visible the closest stays first
        days.sort_by_key(|day| (day.source > Source::Microdata, std::cmp::Reverse(day.count.min(2)), day.source));
        if let Some(at) = self.written_before(&days, heading) {
            days[..=at].rotate_right(1);
        }
        days
    }

    /// The day to believe in place of a stamp that is no earlier than one of a change: some pages stamp every change as a
    /// publication, and the earlier day that is written under the title is then the day of publication.
    fn written_before(&self, days: &[Day], heading: Id) -> Option<usize> {
        let stamped = days.first().filter(|day| day.source < Source::Visible)?;
        let last = civil(&stamped.date)?;
        let sure = |seen: &&Seen| seen.source == Source::Address && civil(&seen.date) == Some(last);
        let saved = self.changed.iter().filter(|(source, _)| *source < Source::Visible);
        let mut saved = saved.filter_map(|(_, text)| civil(&day(text)?));
        if !saved.any(|day| day <= last) || self.seen.iter().any(|seen| sure(&seen)) {
            return None;
        }
        let below = |seen: &&Seen| under(seen, heading, [400, 150, CLOSE, 0][usize::from(seen.doubt.min(3))]);
        let written = civil(&self.seen.iter().filter(below).min_by_key(|seen| seen.at)?.date)?;
        let at = days.iter().position(|day| civil(&day.date) == Some(written))?;
        (written < last && days[at].source == Source::Visible).then_some(at)
    }

    /// "03-09-2026" may be of March or of September: what the page writes out elsewhere tells.
    fn turn(&mut self) {
        let open = |seen: &Seen| {
            seen.date.month <= 12
                && seen.date.day <= 12
                && seen.date.month != seen.date.day
                && seen.text.len() >= 8
                && !seen.text.as_bytes()[..4].iter().all(u8::is_ascii_digit)
                && seen.text.bytes().take(8).all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.'))
        };
        let sure: Vec<_> = self
            .seen
            .iter()
            .filter(|seen| !open(seen))
            .map(|seen| (seen.date.year, seen.date.month, seen.date.day))
            .collect();
        for seen in self.seen.iter_mut().filter(|seen| open(seen)) {
            let (year, month, day) = (seen.date.year, seen.date.month, seen.date.day);
            if !sure.contains(&(year, month, day)) && sure.contains(&(year, day, month)) {
                (seen.date.month, seen.date.day) = (day, month);
            }
        }
    }

    /// A stamp in universal time may name the day before or after the outlet's own: where the page says that day too,
    /// in its address or right under its title, it is the day of publication.
    fn local(&mut self, heading: Id) {
        let near = |seen: &Seen| seen.doubt == 0 && seen.at >= heading && seen.at - heading < 400;
        let said: Vec<SeenDate> = self
            .seen
            .iter()
            .filter(|seen| seen.source == Source::Address || seen.source == Source::Visible && near(seen))
            .map(|seen| seen.date.clone())
            .collect();
        for seen in self.seen.iter_mut().filter(|seen| seen.source < Source::Visible) {
            let Some(at) = universal(&seen.text) else { continue };
            let here = said.iter().find(|date| {
                civil(date).is_some_and(|date| {
                    let utc = |date: Date| date.to_zoned(jiff::tz::TimeZone::UTC).map(|zoned| zoned.timestamp());
                    let Ok(start) = utc(date) else { return false };
                    let hours = at.duration_since(start).as_hours();
                    (-14..36).contains(&hours)
                })
            });
            if let Some(date) = here {
                seen.date = date.clone();
            }
        }
    }
}

/// Whether a day is written on the page no more than `reach` nodes after its title.
fn under(seen: &Seen, heading: Id, reach: Id) -> bool {
    seen.source == Source::Visible && seen.at >= heading && seen.at - heading < reach
}

fn civil(date: &SeenDate) -> Option<Date> {
    Date::new(date.year?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

/// The moment of a stamp in universal time; `None` for any other.
fn universal(text: &str) -> Option<Timestamp> {
    let utc = text.ends_with(['Z', 'z']) || ["+00:00", "+0000", "+00"].iter().any(|zone| text.ends_with(zone));
    if !utc || text.len() < 16 {
        return None;
    }
    stamp(text)?.parse().ok()
}

/// Whether a stamp says its zone.
fn zoned(text: &str) -> bool {
    let time = text.split_once(['T', ' ']).map_or("", |(_, time)| time);
    time.ends_with(['Z', 'z']) || time.contains(['+', '-'])
}

/// A stamp with a time of day in ISO 8601: "2025-06-24 10:15:00 +0700" is "2025-06-24T10:15:00+07:00".
pub(crate) fn stamp(text: &str) -> Option<String> {
    let text = text.trim();
    let bytes = text.as_bytes();
    if bytes.len() < 16
        || !text.is_ascii()
        || bytes[4] != b'-'
        || !matches!(bytes[10], b'T' | b't' | b' ')
        || bytes[13] != b':'
    {
        return None;
    }
    let (day, rest) = (&text[..10], &text[11..]);
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(rest.len());
    let (time, zone) = (&rest[..end], rest[end..].trim());
    let zone = match zone {
        "Z" | "z" | "UTC" | "GMT" => "Z".to_owned(),
        "" => String::new(),
        "WIB" => "+07:00".to_owned(),
        "WITA" => "+08:00".to_owned(),
        "WIT" => "+09:00".to_owned(),
        _ if zone.starts_with(['+', '-']) => match zone.len() {
            3 => format!("{zone}:00"),
            5 => format!("{}:{}", &zone[..3], &zone[3..]),
            6 => zone.to_owned(),
            _ => return None,
        },
        _ => return None,
    };
    let time = if time.len() == 5 { format!("{time}:00") } else { time.to_owned() };
    let iso = format!("{day}T{time}{zone}");
    // it has to be a moment, or a time of day
    let fine =
        if zone.is_empty() { iso.parse::<jiff::civil::DateTime>().is_ok() } else { iso.parse::<Timestamp>().is_ok() };
    fine.then_some(iso)
}

/// The date in a short text that is little else.
pub(crate) fn short_date(text: &str) -> Option<SeenDate> {
    let text = text.trim();
    let year = || {
        text.as_bytes()
            .windows(4)
            .any(|w| (w.starts_with(b"20") || w.starts_with(b"19")) && w[2].is_ascii_digit() && w[3].is_ascii_digit())
    };
    if !(8..=90).contains(&text.len()) || !year() {
        return None;
    }
    dates::find(text).into_iter().find(|date| date.year.is_some() && date.range.len() * 4 >= text.len())
}

/// The day in an ISO time stamp or a written date.
pub(crate) fn day(text: &str) -> Option<SeenDate> {
    let text = text.trim();
    let head = &text[..text.char_indices().nth(10).map_or(text.len(), |(at, _)| at)];
    dates::numeric(head).into_iter().next().or_else(|| {
        let short = &text[..text.char_indices().nth(120).map_or(text.len(), |(at, _)| at)];
        dates::find(short).into_iter().find(|date| date.year.is_some())
    })
}

/// The day in an address: /2025/12/21/, /20251221-
pub(crate) fn address(url: &str) -> Option<SeenDate> {
    let mut days = Vec::new();
    dates::stamps(url, &mut days);
    // a month alone is no day
    let whole = url.split(['/', '-', '_', '.']).collect::<Vec<_>>();
    let dated = whole.windows(3).any(|part| {
        part[0].len() == 4
            && part[1].len() <= 2
            && part[2].len() <= 2
            && part.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()) && !p.is_empty())
    }) || whole
        .iter()
        .any(|part| part.len() == 8 && part.starts_with("20") && part.bytes().all(|b| b.is_ascii_digit()));
    let day = days.first().filter(|_| dated)?;
    dates::numeric(day).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_in_iso() {
        for (text, iso) in [
            ("2025-06-24T10:15:00+07:00", Some("2025-06-24T10:15:00+07:00")),
            ("2025-06-24 10:15:00 +0700", Some("2025-06-24T10:15:00+07:00")),
            ("2025-06-24T10:15Z", Some("2025-06-24T10:15:00Z")),
            ("2025-06-24 10:15 WIB", Some("2025-06-24T10:15:00+07:00")),
            ("2025-06-24T10:15:00.000Z", Some("2025-06-24T10:15:00.000Z")),
            ("2025-06-24 25:15:00", None),
            ("2025-06-24", None),
            ("24 June 2025, 10:15 pm", None),
        ] {
            assert_eq!(stamp(text).as_deref(), iso, "{text}");
        }
    }

    #[test]
    fn sources_that_agree_win() {
        let mut days = Days::default();
        days.published(Source::Linked, "2025-06-20", 0, 0);
        days.published(Source::Meta, "2025-06-21T08:00:00+07:00", 0, 0);
        days.published(Source::Visible, "21 June 2025", 50, 0);
        let best = days.best(10);
        assert_eq!(best[0].date.iso().as_deref(), Some("2025-06-21"));
        assert_eq!((best[0].count, best[0].stamp.as_deref()), (2, Some("2025-06-21T08:00:00+07:00")));
    }

    #[test]
    fn the_day_is_the_outlets_own() {
        let mut days = Days::default();
        days.published(Source::Meta, "2025-12-19T02:41:41+00:00", 0, 0);
        days.add(Source::Address, address("https://a.example/2025/12/18/x").unwrap(), "", 0, 0);
        assert_eq!(days.best(10)[0].date.iso().as_deref(), Some("2025-12-18"));
    }

    #[test]
    fn a_stamp_that_every_change_renews_is_no_day_of_publication() {
        let days = |published: &str, changed: &str, written: &str, doubt: u8| {
            let mut days = Days::default();
            days.published(Source::Linked, published, 0, 0);
            days.changed(Source::Linked, changed);
            days.published(Source::Visible, written, 120, doubt);
            days.best(100)[0].date.iso().unwrap()
        };
        assert_eq!(days("2025-11-20T16:02:46Z", "2025-11-20T16:02:46Z", "14 May 2025", 0), "2025-05-14");
        assert_eq!(days("2025-11-20T16:02:46Z", "2025-11-28T10:00:00Z", "14 May 2025", 0), "2025-11-20");
        assert_eq!(days("2025-11-20T16:02:46Z", "2025-11-18T10:00:00Z", "14 May 2025", 0), "2025-05-14");
        // written later than it was stamped, or as the day of a change
        assert_eq!(days("2025-11-20T16:02:46Z", "2025-11-20T16:02:46Z", "14 May 2026", 0), "2025-11-20");
        assert_eq!(days("2025-11-20T16:02:46Z", "2025-11-20T16:02:46Z", "14 May 2025", 3), "2025-11-20");
    }

    #[test]
    fn of_the_written_days_the_one_under_the_title_wins() {
        let mut days = Days::default();
        days.published(Source::Visible, "1 May 2025", 5, 0);
        days.published(Source::Visible, "2 May 2025", 300, 0);
        days.published(Source::Visible, "3 May 2025", 120, 0);
        days.published(Source::Visible, "4 May 2025", 110, 1);
        assert_eq!(days.best(100)[0].date.iso().as_deref(), Some("2025-05-03"));
    }
}
