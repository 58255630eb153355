//! What cleaning gives.

use notula_record::{Dateline, Document, Dropped, Image, Outlet, PageInfo, PageKind, Published, PublishedBasis};

use crate::dates::SeenDate;

/// A report out of dirty text: its text, what is known about it, and where everything stood.
///
/// Offsets of `text` and of the raw decoded input are counted in code points.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<Outlet>,
    /// Names, or the desk's initials where that is all there is.
    pub authors: Vec<String>,
    /// Place and outlet at the head of the report.
    pub dateline: Option<Dateline>,
    /// Days on which it may have been published, the likeliest first.
    pub published: Vec<PublishedCandidate>,
    /// The report alone, paragraphs separated by one newline.
    pub text: String,
    /// Start and end of each paragraph in `text`.
    pub paragraphs: Vec<[usize; 2]>,
    /// Start in `text`, start in the raw input, length. Inside a stretch the two run side by side, one to one; the only
    /// differences are white space, and signs mended in a stretch of length one that stands for several of the raw input.
    pub source_map: Vec<[usize; 3]>,
    /// What was left out and why.
    pub dropped: Vec<Dropped>,
    /// What was taken out of the text into fields: title, byline, date, dateline, caption.
    pub fields: Vec<Field>,
    /// Days (ISO 8601) before which the page was not made: upload stamps in leftovers of links.
    pub date_hints: Vec<String>,
    /// BCP 47 code of the language that the words look like.
    pub language: Option<String>,
    /// What a reader of the record should know.
    pub notes: Vec<String>,
    /// What a page of HTML says of itself.
    pub about: About,
    /// The entries of a live blog, each a report of its own, in the page's order.
    pub entries: Vec<Page>,
}

/// What a page of HTML says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// Whether it is a page of HTML.
    pub html: bool,
    /// Canonical address.
    pub url: Option<String>,
    /// Where on the page at that address it stands, for an entry of a live blog.
    pub fragment: Option<String>,
    /// Section of the outlet.
    pub section: Option<String>,
    /// When it was published: ISO 8601 with the time of day and the zone, as far as the page gives them.
    pub published: Option<String>,
    /// When it was last changed, in ISO 8601 where the page's stamp can be read, else as it writes it.
    pub modified: Option<String>,
    /// Address of the lead picture.
    pub image: Option<String>,
    /// What is written under it.
    pub caption: Option<String>,
    /// What the page is.
    pub kind: Kind,
    /// Whether the text is cut off by a paywall or a wall of cookies.
    pub walled: bool,
}

/// What a page is.
pub type Kind = PageKind;

impl About {
    /// The same for the record; `None` for plain text, of which nothing of the kind is known.
    pub fn info(&self) -> Option<PageInfo> {
        if !self.html {
            return None;
        }
        let image = Image { url: self.image.clone(), caption: self.caption.clone() };
        Some(PageInfo {
            kind: self.kind,
            published: self.published.clone(),
            modified: self.modified.clone(),
            section: self.section.clone(),
            image: (image != Image::default()).then_some(image),
            walled: self.walled,
        })
    }
}

impl Page {
    /// The likeliest day of publication of those whose year is given.
    pub fn day(&self) -> Option<Published> {
        self.published
            .iter()
            .find_map(|day| Some(Published { value: day.value.clone()?, basis: day.basis, confidence: day.confidence }))
    }

    /// `document` with what was found here; what it already knows about title, outlet, authors, language and day stays.
    pub fn document(self, mut document: Document) -> Document {
        let published = self.day();
        document.page = document.page.or_else(|| self.about.info());
        document.title = document.title.or(self.title);
        document.url = document.url.or(self.about.url);
        document.outlet = document.outlet.or(self.outlet);
        document.dateline = document.dateline.or(self.dateline);
        document.language = document.language.or(self.language);
        document.published = document.published.or(published);
        if document.authors.is_empty() {
            document.authors = self.authors;
        }
        document.text = self.text;
        document.paragraphs = self.paragraphs;
        document.source_map = self.source_map;
        document.dropped = self.dropped;
        document.notes.extend(self.notes);
        document
    }
}

/// A day on which the report may have been published.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedCandidate {
    /// ISO 8601 date; `None` where the year is not given.
    pub value: Option<String>,
    /// What is written.
    pub date: SeenDate,
    /// Where it was found.
    pub basis: PublishedBasis,
    /// Probability that this is the day of publication.
    pub confidence: f32,
}

/// A stretch of the raw input that stands in a field, not in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// First code point of the raw decoded input.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Which field.
    pub kind: &'static str,
}
