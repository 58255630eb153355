//! Outlets whose pages are known, found by the page's address.

use std::sync::LazyLock;

use super::markup::Part;
use super::outlet_file::OutletFile;

include!(concat!(env!("OUT_DIR"), "/outlets.rs"));

static OUTLETS: LazyLock<Vec<OutletFile>> = LazyLock::new(|| {
    // the build has parsed the same text with the same code
    FILES.iter().filter_map(|(file, text)| OutletFile::parse(file, text).ok()).collect()
});

/// The outlet of an address, by its domain.
pub(crate) fn of(url: &str) -> Option<&'static OutletFile> {
    let host = super::domain(url)?;
    OUTLETS
        .iter()
        .find(|outlet| host == outlet.domain || host.strip_suffix(outlet.domain).is_some_and(|sub| sub.ends_with('.')))
}

/// What the outlet's file says of an element with the folded name `name`.
pub(crate) fn part(outlet: &OutletFile, name: &str) -> Option<Part> {
    let &(what, reason, _) = outlet.parts.iter().find(|(_, _, known)| *known == name)?;
    Some(match what {
        "body" => Part::Body,
        "byline" => Part::Byline,
        "date" => Part::Date,
        "caption" => Part::Caption,
        _ => Part::Drop(reason),
    })
}

/// The address under which a report on several pages stands whole, where the outlet has one: `…?page=all`.
///
/// ```
/// let whole = notula_page::whole_address("https://www.kompas.com/global/read/2025/06/24/1/judul?page=2");
/// assert_eq!(whole.as_deref(), Some("https://www.kompas.com/global/read/2025/06/24/1/judul?page=all"));
/// assert_eq!(notula_page::whole_address("https://example.org/a"), None);
/// ```
pub fn whole_address(url: &str) -> Option<String> {
    let suffix = of(url)?.whole?;
    let bare = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/');
    Some(format!("{bare}{suffix}"))
}
