//! Measures the model on development sets.

use notula_model::{Annotation, NameKind, NameTag};

use crate::sentence::Sentence;

/// Counts of one development set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scores {
    tokens: usize,
    upos: Option<usize>,
    /// Names: right, guessed, gold.
    names: Option<(usize, usize, usize)>,
    /// Grammar: words, right heads, right heads with the main relation, with the whole relation.
    tree: Option<(usize, usize, usize, usize)>,
}

impl Scores {
    /// Name of the columns, for a table.
    pub const HEADER: &str = "| set | tokens | UPOS | NER P | NER R | NER F1 | UAS | LAS | LAS with subtypes |\n|---|---|---|---|---|---|---|---|---|";

    /// One line of a table.
    pub fn line(&self, set: &str) -> String {
        let part = |right: usize, all: usize| format!("{:.4}", right as f64 / all.max(1) as f64);
        let upos = self.upos.map_or("–".into(), |right| part(right, self.tokens));
        let (precision, recall, f1) = match self.names {
            None => ("–".into(), "–".into(), "–".into()),
            Some((right, guessed, gold)) => (part(right, guessed), part(right, gold), part(2 * right, guessed + gold)),
        };
        let (uas, las, whole) = match self.tree {
            None => ("–".into(), "–".into(), "–".into()),
            Some((words, heads, main, whole)) => (part(heads, words), part(main, words), part(whole, words)),
        };
        format!("| {set} | {} | {upos} | {precision} | {recall} | {f1} | {uas} | {las} | {whole} |", self.tokens)
    }
}

/// Annotates the sentences of one set, each with its gold words, and counts what is right. `annotate`
/// gets the words and the sentence they are from.
pub fn measure(sentences: &[Sentence], mut annotate: impl FnMut(&[&str], &Sentence, &mut Annotation)) -> Scores {
    let mut scores = Scores::default();
    let mut out = Annotation::default();
    for sentence in sentences {
        let words: Vec<&str> = sentence.words.iter().map(String::as_str).collect();
        annotate(&words, sentence, &mut out);
        scores.tokens += words.len();
        if let Some(gold) = &sentence.upos {
            let right = gold.iter().zip(&out.tokens).filter(|(gold, token)| token.upos == **gold).count();
            *scores.upos.get_or_insert(0) += right;
        }
        if let Some(gold) = &sentence.names {
            let gold = spans(gold);
            let guessed = spans(&out.tokens.iter().map(|token| token.name).collect::<Vec<_>>());
            let counts = scores.names.get_or_insert((0, 0, 0));
            counts.0 += guessed.iter().filter(|span| gold.contains(span)).count();
            counts.1 += guessed.len();
            counts.2 += gold.len();
        }
        if let Some(tree) = &sentence.tree {
            let counts = scores.tree.get_or_insert((0, 0, 0, 0));
            for ((head, relation), token) in tree.heads.iter().zip(&tree.relations).zip(&out.tokens) {
                counts.0 += 1;
                if head.map(|head| head as u32) == token.head {
                    counts.1 += 1;
                    counts.2 += usize::from(relation.main() == token.relation.main());
                    counts.3 += usize::from(*relation == token.relation);
                }
            }
        }
    }
    scores
}

/// The names that are missing, wrong or too many in one sentence, one a line.
pub fn wrong_names(sentence: &Sentence, out: &Annotation) -> Vec<String> {
    let Some(gold) = &sentence.names else { return Vec::new() };
    let gold = spans(gold);
    let guessed = spans(&out.tokens.iter().map(|token| token.name).collect::<Vec<_>>());
    let text =
        |span: &(usize, usize, NameKind)| format!("{} {}", span.2.as_str(), sentence.words[span.0..span.1].join(" "));
    let missing = gold.iter().filter(|span| !guessed.contains(span)).map(|span| format!("- {}", text(span)));
    let extra = guessed.iter().filter(|span| !gold.contains(span)).map(|span| format!("+ {}", text(span)));
    missing.chain(extra).map(|line| format!("{line}\t{}", sentence.words.join(" "))).collect()
}

fn spans(tags: &[NameTag]) -> Vec<(usize, usize, NameKind)> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tags.len() {
        let start = index;
        index += 1;
        if let NameTag::Begin(kind) = tags[start] {
            while tags.get(index) == Some(&NameTag::Inside(kind)) {
                index += 1;
            }
            found.push((start, index, kind));
        }
    }
    found
}
