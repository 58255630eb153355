//! What it is called: what fields, the page's title and its headings say.

use super::dom::Id;
use super::meta::Source;

/// Everything that may be the report's title.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    /// In fields; the page's own title is the least of them.
    said: Vec<(Source, String)>,
    /// First headings, as they follow each other on the page.
    headings: Vec<(Id, String)>,
}

/// Most titles and headings that are kept.
const MOST: usize = 12;

impl Titles {
    pub(crate) fn said(&mut self, source: Source, title: String) {
        if self.said.len() < MOST && !title.is_empty() {
            self.said.push((source, title));
        }
    }

    pub(crate) fn heading(&mut self, id: Id, text: String) {
        if self.headings.len() < MOST && text.len() > 3 {
            self.headings.push((id, text));
        }
    }

    /// The node of the first heading; 0 where there is none yet.
    pub(crate) fn first(&self) -> Id {
        self.headings.first().map_or(0, |(id, _)| *id)
    }

    /// The title that the sources agree on, without the outlet's name, and the node of the heading that has it.
    pub(crate) fn choose(&self, outlet: Option<&str>) -> (Option<String>, Id) {
        let said: Vec<(Source, String)> =
            self.said.iter().map(|(source, title)| (*source, without_outlet(title, outlet))).collect();
        // the heading that has most words of another title
        let mut best: Option<(usize, Id, String)> = None;
        for (id, text) in &self.headings {
            let text = without_outlet(text, outlet);
            if text.split(' ').count() < 2 {
                continue;
            }
            let like = said.iter().map(|(_, title)| likeness(&text, title)).max().unwrap_or(0);
            if best.as_ref().is_none_or(|(most, ..)| like > *most) {
                best = Some((like, *id, text));
            }
        }
        if let Some((like, id, title)) = best.filter(|(like, ..)| *like >= LIKE) {
            return (Some(title), if like > 0 { id } else { 0 });
        }
        let from = |wanted: Source| said.iter().find(move |(source, title)| *source == wanted && !title.is_empty());
        let field = from(Source::Linked).or_else(|| from(Source::Meta)).or_else(|| from(Source::Microdata));
        let heading =
            self.headings.first().map(|(_, text)| without_outlet(text, outlet)).filter(|text| !text.is_empty());
        let title = field.map(|(_, title)| title.clone()).or(heading);
        let title = title.or_else(|| said.first().map(|(_, title)| title.clone())).filter(|title| !title.is_empty());
        (title, self.first())
    }
}

/// Likeness of a heading and a title, in hundredths, from which on the heading is the report's.
const LIKE: usize = 40;

/// Whether two titles are likely to be of one report.
pub(crate) fn like(a: &str, b: &str) -> bool {
    likeness(a, b).max(likeness(b, a)) >= LIKE
}

/// How many words two titles share, in hundredths; 100 where nearly all words of the heading stand in the title.
fn likeness(heading: &str, title: &str) -> usize {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (a, b) = (words(heading), words(title));
    let hit = a.iter().filter(|word| b.contains(word)).count();
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let share = (200 * hit / (a.len() + b.len())).min(99);
    if hit * 10 >= a.len() * 7 { share.max(70) } else { share }
}

/// The title without the outlet's name after a bar or dash.
pub(crate) fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    for sign in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((head, tail)) = title.rsplit_once(sign) {
            let named = outlet.is_some_and(|outlet| {
                let (outlet, tail) = (outlet.to_lowercase(), tail.to_lowercase());
                outlet.contains(&tail) || tail.contains(&outlet)
            });
            let bar = sign == " | " || sign == " :: " || sign == " » ";
            let short = tail.split(' ').count() <= 4 && head.split(' ').count() >= 3;
            if (named || bar && short || crate::dateline::is_outlet(tail)) && !head.trim().is_empty() {
                return without_outlet(head.trim(), outlet);
            }
        }
    }
    title.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_that_fields_agree_with_is_the_title() {
        let mut titles = Titles::default();
        titles.said(Source::Meta, "Talks on the strait end without a deal - The Courier".to_owned());
        titles.heading(5, "The Courier".to_owned());
        titles.heading(90, "Strait talks end without a deal".to_owned());
        titles.heading(900, "More news".to_owned());
        assert_eq!(titles.choose(Some("The Courier")), (Some("Strait talks end without a deal".to_owned()), 90));
    }

    #[test]
    fn a_heading_of_something_else_is_none() {
        let mut titles = Titles::default();
        titles.said(Source::Linked, "Talks on the strait end without a deal".to_owned());
        titles.heading(5, "Latest from the newsroom".to_owned());
        assert_eq!(titles.choose(None).0.as_deref(), Some("Talks on the strait end without a deal"));
    }
}
