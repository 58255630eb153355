//! Brings the older annotation of Indonesian-GSD's training part (UD 2.1) nearer to today's, in which its
//! development part is annotated.

use std::collections::{HashMap, HashSet};

use notula_model::{Relation, Upos};

use crate::sentence::{Sentence, Tree};

/// What the treebanks say of single words.
pub struct Usage {
    /// Words that are mostly auxiliaries in a treebank of today's annotation.
    auxiliaries: HashSet<String>,
    /// Nouns and verbs of the older treebank that stand without an enclitic.
    stems: HashSet<String>,
}

fn relation(name: &str) -> Relation {
    Relation::from_name(name).unwrap_or_default()
}

impl Usage {
    /// Counts the words of `modern` and of `old`.
    pub fn new(modern: &[Sentence], old: &[Sentence]) -> Usage {
        let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
        for (word, upos) in tagged(modern) {
            let count = counts.entry(word).or_default();
            count.0 += usize::from(upos == Upos::Aux);
            count.1 += 1;
        }
        let auxiliaries =
            counts.into_iter().filter(|(_, (aux, all))| *aux >= 2 && 2 * aux > *all).map(|(word, _)| word).collect();
        let stems =
            tagged(old).filter(|(_, upos)| matches!(upos, Upos::Noun | Upos::Verb)).map(|(word, _)| word).collect();
        Usage { auxiliaries, stems }
    }

    /// The sentence in today's manner, with the enclitic `-nya` as a word of its own where its host is
    /// known, and doubled words (`anak-anak`) as one.
    pub fn modernise(&self, sentence: &Sentence) -> Sentence {
        let mut sentence = doubled(sentence);
        let (Some(mut upos), Some(mut tree)) = (sentence.upos.take(), sentence.tree.take()) else { return sentence };
        let words: Vec<String> = sentence.words.iter().map(|word| word.to_lowercase()).collect();
        for (index, word) in words.iter().enumerate() {
            let head = tree.heads[index];
            let head_upos = head.map(|head| upos[head]);
            let main = tree.relations[index].main();
            if self.auxiliaries.contains(word) && main == "advmod" && upos[index] == Upos::Adv {
                upos[index] = Upos::Aux;
                tree.relations[index] = relation("aux");
            } else if main == "flat" && upos[index] == Upos::Propn && head_upos == Some(Upos::Noun) {
                tree.relations[index] = relation("nmod");
            } else if main == "det" && matches!(upos[index], Upos::Pron | Upos::Propn | Upos::Noun) {
                tree.relations[index] = relation("nmod:poss");
            } else if main == "case" && upos[index] == Upos::Adp && head_upos == Some(Upos::Verb) {
                upos[index] = Upos::Sconj;
                tree.relations[index] = relation("mark");
            } else if word == "/" {
                upos[index] = Upos::Punct;
            } else if word == "satu" && main == "fixed" {
                // `salah satu`: the number counts, `salah` stands by it.
                if let Some(first) = head {
                    tree.heads[index] = tree.heads[first];
                    tree.relations[index] = relation("nummod");
                    upos[index] = Upos::Num;
                    tree.heads[first] = Some(index);
                    tree.relations[first] = relation("advmod");
                    upos[first] = Upos::Adj;
                }
            }
        }
        sentence.upos = Some(upos);
        sentence.tree = Some(tree);
        self.split(&sentence)
    }

    /// Splits `-nya` from the words that are known without it.
    fn split(&self, sentence: &Sentence) -> Sentence {
        let (Some(upos), Some(tree)) = (&sentence.upos, &sentence.tree) else { return sentence.clone() };
        let mut parts = Vec::new();
        let mut place = Vec::new();
        let mut next = 0;
        for (index, word) in sentence.words.iter().enumerate() {
            place.push(next);
            let stem = word.strip_suffix("nya").filter(|stem| {
                matches!(upos[index], Upos::Noun | Upos::Verb) && self.stems.contains(&stem.to_lowercase())
            });
            next += 1 + usize::from(stem.is_some());
            parts.push(stem);
        }
        let mut out = Sentence::new(sentence.domain);
        out.id = sentence.id.clone();
        let (mut tags, mut grown) = (Vec::new(), Tree::default());
        for (index, word) in sentence.words.iter().enumerate() {
            out.words.push(parts[index].unwrap_or(word).to_string());
            tags.push(upos[index]);
            grown.heads.push(tree.heads[index].map(|head| place[head]));
            grown.relations.push(tree.relations[index]);
            if parts[index].is_some() {
                let passive = word.to_lowercase().starts_with("di");
                out.words.push("nya".to_string());
                tags.push(Upos::Pron);
                grown.heads.push(Some(place[index]));
                grown.relations.push(relation(match upos[index] {
                    Upos::Noun => "nmod:poss",
                    _ if passive => "obl:agent",
                    _ => "obj",
                }));
                out.groups.push(place[index]..place[index] + 2);
            }
        }
        for group in &sentence.groups {
            let range = place[group.start]..place[group.end - 1] + 1;
            if out.groups.iter().all(|other| other.end <= range.start || range.end <= other.start) {
                out.groups.push(range);
            }
        }
        out.groups.sort_by_key(|group| group.start);
        out.upos = Some(tags);
        out.tree = Some(grown);
        out
    }
}

fn tagged(sentences: &[Sentence]) -> impl Iterator<Item = (String, Upos)> + '_ {
    sentences.iter().flat_map(|sentence| {
        let tags = sentence.upos.iter().flatten().copied();
        sentence.words.iter().map(|word| word.to_lowercase()).zip(tags)
    })
}

/// Makes one word of each group of equal words around a hyphen.
fn doubled(sentence: &Sentence) -> Sentence {
    let same = |group: &std::ops::Range<usize>| {
        group.len() == 3 && sentence.words[group.start].to_lowercase() == sentence.words[group.end - 1].to_lowercase()
    };
    let only =
        Sentence { groups: sentence.groups.iter().filter(|group| same(group)).cloned().collect(), ..sentence.clone() };
    let mut merged = only.as_read().unwrap_or_else(|| sentence.clone());
    merged.groups.clear();
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::Domain;

    #[test]
    fn older_annotation_becomes_todays() {
        let mut old = Sentence::new(Domain::IdWiki);
        old.words = ["Anak", "-", "anak", "akan", "membaca", "bukunya"].map(String::from).to_vec();
        old.upos = Some(vec![Upos::Noun, Upos::Punct, Upos::Noun, Upos::Adv, Upos::Verb, Upos::Noun]);
        old.tree = Some(Tree {
            heads: vec![Some(4), Some(0), Some(0), Some(4), None, Some(4)],
            relations: ["nsubj", "punct", "compound", "advmod", "root", "obj"].map(relation).to_vec(),
        });
        old.groups = std::iter::once(0..3).collect();
        let usage =
            Usage { auxiliaries: HashSet::from(["akan".to_string()]), stems: HashSet::from(["buku".to_string()]) };
        let new = usage.modernise(&old);
        assert_eq!(new.words, ["Anak-anak", "akan", "membaca", "buku", "nya"]);
        let tree = new.tree.as_ref().unwrap();
        assert_eq!(tree.heads, [Some(2), Some(2), None, Some(2), Some(3)]);
        let names: Vec<&str> = tree.relations.iter().map(|relation| relation.as_str()).collect();
        assert_eq!(names, ["nsubj", "aux", "root", "obj", "nmod:poss"]);
        assert_eq!(new.as_read().unwrap().words, ["Anak-anak", "akan", "membaca", "bukunya"]);
    }
}
