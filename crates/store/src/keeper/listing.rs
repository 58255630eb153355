//! Pages of rows: places in order, rows by their places, those that fit, a cursor for the rest.

use super::asking::Asking;
use super::filter::{Filter, Looked};
use super::place::Place;
use super::rows::{Fact, Kept, load, load_facts};
use super::{asked, no_place};
use crate::query::{Cursor, Query};
use crate::search::Wanted;
use crate::store::Result;

/// The largest page.
const MOST: u32 = 1_000;

/// A place in an answer: where, and for a search whether still among the headlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bookmark {
    pub(crate) headlines: bool,
    pub(crate) place: Place,
}

impl Bookmark {
    pub(crate) fn read(query: &Query) -> Result<Option<Self>> {
        let Some(Cursor(text)) = &query.after else { return Ok(None) };
        let (headlines, number) = match text.strip_prefix('h') {
            Some(number) => (true, number),
            None => (false, text.as_str()),
        };
        let number: i64 = number.parse().map_err(|_| no_place(text))?;
        match number {
            1.. => Ok(Some(Self { headlines, place: Place(number.min(i64::MAX - 1)) })),
            _ => Err(no_place(text)),
        }
    }

    pub(crate) fn cursor(self) -> Cursor {
        Cursor(format!("{}{}", if self.headlines { "h" } else { "" }, self.place.0))
    }
}

/// How many are wanted.
pub(crate) fn limit(query: &Query) -> Result<usize> {
    match query.limit {
        1..=MOST => Ok(query.limit as usize),
        other => Err(asked(format!("a page has 1 to {MOST} items, not {other}"))),
    }
}

/// Rows of a page, and where the next one begins.
pub(crate) type Rows<R> = (Vec<R>, Option<Cursor>);

impl Asking<'_> {
    /// A page of rows by their marks. `fits` says which of them are wanted; `rows` loads them by number.
    pub(crate) fn page<R: Clone>(
        &mut self,
        filter: &Filter,
        query: &Query,
        rows: impl Fn(&mut Self, &[u64]) -> Result<Vec<(u64, R)>>,
        mut fits: impl FnMut(&mut Self, &R) -> Result<bool>,
    ) -> Result<Rows<R>> {
        self.page_of(filter, Looked::Marks, Bookmark::read(query)?, limit(query)?, &rows, &mut fits)
    }

    /// A page of rows by their words: first those with all words in the headline.
    pub(crate) fn page_of_words<R: Clone>(
        &mut self,
        filter: &Filter,
        wanted: &Wanted,
        query: &Query,
        rows: impl Fn(&mut Self, &[u64]) -> Result<Vec<(u64, R)>>,
        mut fits: impl FnMut(&mut Self, &R) -> Result<bool>,
    ) -> Result<Rows<R>> {
        let limit = limit(query)?;
        let after = Bookmark::read(query)?;
        if wanted.is_empty() {
            return Ok((Vec::new(), None));
        }
        let mut found = Vec::new();
        if after.is_none_or(|after| after.headlines) {
            let (first, next) = self.page_of(filter, Looked::Title(wanted), after, limit, &rows, &mut fits)?;
            if next.is_some() {
                return Ok((first, next));
            }
            found = first;
        }
        let after = after.filter(|after| !after.headlines);
        let left = limit - found.len();
        if left == 0 {
            // the page is full of headlines; the rest begins at the first place of all
            let (more, _) = self.page_of(filter, Looked::Text(wanted), None, 1, &rows, &mut fits)?;
            let begin = Bookmark { headlines: false, place: filter.before_all() };
            return Ok((found, (!more.is_empty()).then(|| begin.cursor())));
        }
        let (more, next) = self.page_of(filter, Looked::Text(wanted), after, left, &rows, &mut fits)?;
        found.extend(more);
        Ok((found, next))
    }

    fn page_of<R: Clone>(
        &mut self,
        filter: &Filter,
        looked: Looked<'_>,
        after: Option<Bookmark>,
        limit: usize,
        rows: &impl Fn(&mut Self, &[u64]) -> Result<Vec<(u64, R)>>,
        fits: &mut impl FnMut(&mut Self, &R) -> Result<bool>,
    ) -> Result<Rows<R>> {
        let headlines = matches!(looked, Looked::Title(_));
        let mut after = after.map(|after| after.place);
        let mut found: Vec<(Place, R)> = Vec::new();
        let mut step = limit + 1;
        loop {
            let places = filter.places(&mut self.working.conn.borrow_mut(), looked, after, step)?;
            let ids: Vec<u64> = places.iter().map(|place| place.id()).collect();
            let mut loaded: rustc_hash::FxHashMap<u64, R> = rows(self, &ids)?.into_iter().collect();
            for place in &places {
                let Some(row) = loaded.remove(&place.id()) else { continue };
                if !fits(self, &row)? {
                    continue;
                }
                if found.len() == limit {
                    let next = found.last().map(|(place, _)| Bookmark { headlines, place: *place }.cursor());
                    return Ok((found.into_iter().map(|(_, row)| row).collect(), next));
                }
                found.push((*place, row));
            }
            if places.len() < step {
                return Ok((found.into_iter().map(|(_, row)| row).collect(), None));
            }
            after = places.last().copied();
            step = (step * 2).min(2_000);
        }
    }
}

/// Rows with their numbers.
pub(crate) fn rows<T: Kept>(asking: &mut Asking<'_>, ids: &[u64]) -> Result<Vec<(u64, T)>> {
    let rows: Vec<T> = load(&mut asking.working.conn.borrow_mut(), ids)?;
    Ok(rows.into_iter().map(|row| (row.number(), row)).collect())
}

/// Facts with their numbers.
pub(crate) fn facts<T: Kept>(asking: &mut Asking<'_>, ids: &[u64]) -> Result<Vec<(u64, Fact<T>)>> {
    let facts: Vec<Fact<T>> = load_facts(&mut asking.working.conn.borrow_mut(), ids)?;
    Ok(facts.into_iter().map(|fact| (fact.row.number(), fact)).collect())
}
