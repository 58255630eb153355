//! Names from GUM's entity marks: mentions of persons, organisations and places with an identity (a
//! link to an article) or a proper noun at their head.

use notula_model::{NameKind, NameTag, Upos};

use crate::sentence::Sentence;

/// A mention open or closed: first word, kind.
struct Open {
    entity: String,
    start: usize,
    kind: Option<NameKind>,
}

/// Adds the layer of names to the sentences of one file; `text` is that file.
pub fn add_names(text: &str, sentences: &mut [Sentence]) {
    let mut blocks = text.split("\n\n").filter(|block| !block.trim().is_empty());
    for sentence in sentences {
        let Some(block) = blocks.next() else { return };
        let mut spans = Vec::new();
        let mut open: Vec<Open> = Vec::new();
        let mut word = 0;
        for line in block.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            if fields.len() != 10 || fields[0].contains(['-', '.']) {
                continue;
            }
            let marks = fields[9].split('|').find_map(|field| field.strip_prefix("Entity=")).unwrap_or("");
            read_marks(marks, word, &mut open, &mut spans);
            word += 1;
        }
        sentence.names = Some(tags(sentence, spans));
    }
}

/// Reads the marks of one word: `(1-person-new-…` opens, `1)` closes, `(1-person-…)` does both.
fn read_marks(marks: &str, word: usize, open: &mut Vec<Open>, spans: &mut Vec<(usize, usize, NameKind)>) {
    let mut rest = marks;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('(') {
            let end = inner.find(['(', ')']).unwrap_or(inner.len());
            let mut fields = inner[..end].split('-');
            let entity = fields.next().unwrap_or("").to_string();
            let kind = match fields.next() {
                Some("person") => Some(NameKind::Person),
                Some("organization") => Some(NameKind::Organisation),
                Some("place") => Some(NameKind::Location),
                _ => None,
            };
            open.push(Open { entity, start: word, kind });
            rest = &inner[end..];
            if let Some(after) = rest.strip_prefix(')') {
                close(None, word, open, spans);
                rest = after;
            }
        } else {
            let end = rest.find(')').unwrap_or(rest.len());
            close(Some(&rest[..end]), word, open, spans);
            rest = rest.get(end + 1..).unwrap_or("");
        }
    }
}

fn close(entity: Option<&str>, word: usize, open: &mut Vec<Open>, spans: &mut Vec<(usize, usize, NameKind)>) {
    let place = match entity {
        Some(entity) => open.iter().rposition(|mention| mention.entity == entity),
        None => open.len().checked_sub(1),
    };
    if let Some(place) = place {
        let mention = open.remove(place);
        if let Some(kind) = mention.kind {
            spans.push((mention.start, word + 1, kind));
        }
    }
}

/// The run of proper nouns around each mention's head, longer mentions first.
fn tags(sentence: &Sentence, mut spans: Vec<(usize, usize, NameKind)>) -> Vec<NameTag> {
    let mut tags = vec![NameTag::Outside; sentence.words.len()];
    let (Some(upos), Some(tree)) = (&sentence.upos, &sentence.tree) else { return tags };
    let proper = |index: usize| upos[index] == Upos::Propn;
    spans.sort_by_key(|(start, end, _)| (*start, usize::MAX - *end));
    for (start, end, kind) in spans {
        let end = end.min(upos.len());
        let Some(head) = (start..end).find(|word| tree.heads[*word].is_none_or(|head| head < start || head >= end))
        else {
            continue;
        };
        if !proper(head) || tags[head] != NameTag::Outside {
            continue;
        }
        let linked = |index: usize| {
            proper(index)
                || (upos[index] == Upos::Adp && index > start && index + 1 < end && proper(index + 1))
                || (upos[index] == Upos::Punct && sentence.words[index] == "-")
        };
        let first = (start..head).rev().take_while(|word| linked(*word)).last().unwrap_or(head);
        let last = (head + 1..end).take_while(|word| linked(*word)).last().unwrap_or(head);
        let first = (first..=head).find(|word| proper(*word)).unwrap_or(head);
        let last = (head..=last).rev().find(|word| proper(*word)).unwrap_or(head);
        if tags[first..=last].iter().any(|tag| *tag != NameTag::Outside) {
            continue;
        }
        tags[first] = NameTag::Begin(kind);
        for tag in &mut tags[first + 1..=last] {
            *tag = NameTag::Inside(kind);
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_open_and_close() {
        let (mut open, mut spans) = (Vec::new(), Vec::new());
        read_marks("(1-person-new-x(2-place-new-x)", 0, &mut open, &mut spans);
        read_marks("1)", 2, &mut open, &mut spans);
        assert_eq!(spans, [(0, 1, NameKind::Location), (0, 3, NameKind::Person)]);
        assert!(open.is_empty());
    }
}
