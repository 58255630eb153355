//! Reads the data sets: CoNLL-U, columns with name tags, nlp-id.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use notula_model::{NameKind, NameTag, Relation, Upos, WordClass};

use crate::gsd::Usage;
use crate::sentence::{Domain, Sentence, Tree};

/// Tags of nlp-id, in the order of their numbers.
pub const NLP_ID_TAGS: [&str; 17] =
    ["ADV", "CC", "DT", "FW", "IN", "JJ", "NEG", "NN", "NNP", "NUM", "PR", "RP", "SC", "SYM", "UH", "VB", "X"];

/// What is trained on and what is measured on.
pub struct Corpora {
    /// Training sentences.
    pub train: Vec<Sentence>,
    /// Development sets by name.
    pub dev: Vec<(&'static str, Vec<Sentence>)>,
}

/// Reads everything below `root` (the folder with `ner`, `ud` and `pos`).
pub fn read_all(root: &Path) -> Result<Corpora> {
    let ewt_names = read_columns(&root.join("ner/en-uner-ewt/train.iob2"), Domain::EnWeb, Layout::Uner)?;
    let ewt_dev_names = read_columns(&root.join("ner/en-uner-ewt/dev.iob2"), Domain::EnWeb, Layout::Uner)?;
    let ewt = read_conllu(&root.join("ud/en-ewt/en_ewt-ud-train.rebuilt.conllu"), Domain::EnWeb)?;
    let ewt_dev = read_conllu(&root.join("ud/en-ewt/en_ewt-ud-dev.conllu"), Domain::EnWeb)?;
    let mut csui = read_conllu(&root.join("ud/id-csui/id_csui-ud-train.conllu"), Domain::IdNews)?;
    let csui_dev = csui.split_off(csui.len() - csui.len() / 10);

    let gsd = read_conllu(&root.join("ud/id-gsd/id_gsd-ud-train.UD2.1.conllu"), Domain::IdWiki)?;
    let usage = Usage::new(&csui, &gsd);
    let mut train = join_names(ewt, ewt_names);
    train.extend(csui);
    train.extend(gsd.iter().map(|sentence| usage.modernise(sentence)));
    train.extend(read_conllu(&root.join("ud/en-gum/train.conllu"), Domain::EnGum)?);
    train.extend(read_columns(&root.join("ner/id-idner/train.txt"), Domain::IdNews, Layout::Plain)?);
    train.extend(read_columns(&root.join("ner/id-nergrit/train.txt"), Domain::IdWiki, Layout::Plain)?);
    train.extend(read_nlp_id(&root.join("pos/id-nlp-id/dataset_postag.txt"))?);
    let dev = vec![
        ("idner", read_columns(&root.join("ner/id-idner/dev.txt"), Domain::IdNews, Layout::Plain)?),
        ("nergrit", read_columns(&root.join("ner/id-nergrit/dev.txt"), Domain::IdWiki, Layout::Plain)?),
        ("ewt", join_names(ewt_dev, ewt_dev_names)),
        ("csui", csui_dev),
        ("gsd", read_conllu(&root.join("ud/id-gsd/id_gsd-ud-dev.conllu"), Domain::IdWiki)?),
        ("gum", read_conllu(&root.join("ud/en-gum/dev.conllu"), Domain::EnGum)?),
    ];
    Ok(Corpora { train, dev })
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Adds the name layer to the sentences of the same identity and the same words; sentences of `named`
/// without a partner follow at the end.
fn join_names(mut sentences: Vec<Sentence>, named: Vec<Sentence>) -> Vec<Sentence> {
    let places: HashMap<String, usize> =
        sentences.iter().enumerate().map(|(index, sentence)| (sentence.id.clone(), index)).collect();
    for other in named {
        match places.get(&other.id) {
            Some(index) if sentences[*index].words == other.words => sentences[*index].names = other.names,
            _ => sentences.push(other),
        }
    }
    sentences
}

/// How a file with name tags is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Word first, tag last, fields apart by blanks.
    Plain,
    /// Universal NER: number, word, tag.
    Uner,
}

/// Reads a file with one word a line and blank lines between sentences.
fn read_columns(path: &Path, domain: Domain, layout: Layout) -> Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    let mut current = Sentence::new(domain);
    let mut names = Vec::new();
    for (number, line) in read(path)?.lines().map(str::trim_end).chain([""]).enumerate() {
        if line.is_empty() {
            if !current.words.is_empty() {
                current.names = Some(repaired(&names));
                sentences.push(std::mem::replace(&mut current, Sentence::new(domain)));
            }
            names.clear();
            continue;
        }
        if layout == Layout::Uner && line.starts_with('#') {
            if let Some(id) = line.strip_prefix("# sent_id = ") {
                current.id = id.to_string();
            }
            continue;
        }
        let (word, tag) = match layout {
            Layout::Plain => {
                let mut fields = line.split_whitespace();
                (fields.next(), fields.next_back())
            }
            Layout::Uner => {
                let mut fields = line.split('\t').skip(1);
                (fields.next(), fields.next())
            }
        };
        let (Some(word), Some(tag)) = (word, tag) else {
            bail!("{}:{}: a word and a tag are wanted", path.display(), number + 1);
        };
        current.words.push(word.to_string());
        names.push(name_tag(tag));
    }
    Ok(sentences)
}

/// Tag of a data set; kinds other than person, organisation and place are outside.
fn name_tag(tag: &str) -> NameTag {
    let Some((position, kind)) = tag.split_once('-') else { return NameTag::Outside };
    let kind = match kind {
        "PER" | "PERSON" => NameKind::Person,
        "ORG" | "ORGANISATION" | "ORGANIZATION" => NameKind::Organisation,
        "LOC" | "PLACE" => NameKind::Location,
        _ => return NameTag::Outside,
    };
    if position == "B" { NameTag::Begin(kind) } else { NameTag::Inside(kind) }
}

/// Makes each first token of a name a `Begin`.
fn repaired(tags: &[NameTag]) -> Vec<NameTag> {
    let mut before = NameTag::Outside;
    tags.iter()
        .map(|tag| {
            let mut tag = *tag;
            if let NameTag::Inside(kind) = tag
                && !tag.may_follow(before)
            {
                tag = NameTag::Begin(kind);
            }
            before = tag;
            tag
        })
        .collect()
}

/// Reads CoNLL-U. Multiword tokens and words joined by a hyphen become groups; names come from GUM's
/// entity marks where they are.
fn read_conllu(path: &Path, domain: Domain) -> Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    let text = read(path)?;
    for line in text.lines().chain([""]) {
        if !line.is_empty() {
            block.push(line);
        } else if !block.is_empty() {
            let sentence = sentence_of(&block, domain).with_context(|| format!("in {}", path.display()))?;
            sentences.push(sentence);
            block.clear();
        }
    }
    if domain == Domain::EnGum {
        crate::gum::add_names(&text, &mut sentences);
    }
    Ok(sentences)
}

fn sentence_of(block: &[&str], domain: Domain) -> Result<Sentence> {
    let mut sentence = Sentence::new(domain);
    let mut upos = Vec::new();
    let mut tree = Tree::default();
    let mut glued = Vec::new();
    let mut classes = Vec::new();
    for line in block {
        if let Some(comment) = line.strip_prefix('#') {
            if let Some(id) = comment.trim().strip_prefix("sent_id = ") {
                sentence.id = id.to_string();
            }
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() != 10 {
            bail!("{}: ten fields are wanted: {line}", sentence.id);
        }
        if let Some((first, last)) = fields[0].split_once('-') {
            let range = first.parse::<usize>()? - 1..last.parse::<usize>()?;
            if !fields[1].to_lowercase().ends_with("'s") && !fields[1].to_lowercase().ends_with("\u{2019}s") {
                sentence.groups.push(range);
            }
            continue;
        }
        if fields[0].contains('.') {
            continue;
        }
        sentence.words.push(fields[1].to_string());
        upos.push(Upos::from_name(fields[3]).with_context(|| format!("{}: unknown tag {}", sentence.id, fields[3]))?);
        tree.heads.push(fields[6].parse::<usize>()?.checked_sub(1));
        let relation = match fields[7] {
            "obl:unmarked" | "obl:npmod" => "obl",
            "nmod:lmod" => "nmod",
            other => other,
        };
        tree.relations.push(
            Relation::from_name(relation).with_context(|| format!("{}: unknown relation {relation}", sentence.id))?,
        );
        classes.push(word_class(fields[4], fields[5]));
        glued.push(fields[9].split('|').any(|field| field == "SpaceAfter=No"));
    }
    group_hyphens(&mut sentence, &glued);
    sentence.upos = Some(upos);
    sentence.classes = (classes.iter().any(|class| *class != WordClass::Plain)).then_some(classes);
    sentence.tree = Some(tree);
    Ok(sentence)
}

/// Inflection from the Penn Treebank tag (English) or the voice (Indonesian).
fn word_class(tag: &str, features: &str) -> WordClass {
    let has = |wanted: &str| features.split('|').any(|feature| feature == wanted);
    match tag {
        "MD" => WordClass::Modal,
        _ if has("Voice=Act") => WordClass::Active,
        _ if has("Voice=Pass") && tag.len() == 2 => WordClass::Passive,
        "VB" => WordClass::Base,
        "VBD" => WordClass::Past,
        "VBG" => WordClass::Gerund,
        "VBN" => WordClass::Participle,
        "VBZ" | "VBP" => WordClass::Present,
        "NNS" | "NNPS" => WordClass::Plural,
        _ => WordClass::Plain,
    }
}

/// Adds a group for each run of words joined by hyphens without spaces (`al - Ani` written `al-Ani`).
fn group_hyphens(sentence: &mut Sentence, glued: &[bool]) {
    let lettered = |word: &str| word.chars().any(char::is_alphanumeric);
    let mut found = Vec::new();
    let mut index = 0;
    while index + 2 < sentence.words.len() {
        let mut end = index;
        while end + 2 < sentence.words.len()
            && glued[end]
            && glued[end + 1]
            && sentence.words[end + 1] == "-"
            && lettered(&sentence.words[end])
            && lettered(&sentence.words[end + 2])
        {
            end += 2;
        }
        if end > index {
            found.push(index..end + 1);
        }
        index = end + 1;
    }
    let apart = |range: &std::ops::Range<usize>| {
        sentence.groups.iter().all(|group| group.end <= range.start || range.end <= group.start)
    };
    let found: Vec<_> = found.into_iter().filter(apart).collect();
    sentence.groups.extend(found);
    sentence.groups.sort_by_key(|group| group.start);
}

/// Reads nlp-id's sentences: word and tag apart by a tab.
fn read_nlp_id(path: &Path) -> Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    let mut current = Sentence::new(Domain::IdNews);
    let mut tags = Vec::new();
    for line in read(path)?.lines().map(str::trim_end).chain([""]) {
        if line.is_empty() {
            if !current.words.is_empty() {
                current.other = Some(std::mem::take(&mut tags));
                sentences.push(std::mem::replace(&mut current, Sentence::new(Domain::IdNews)));
            }
            continue;
        }
        let (word, tag) = line.rsplit_once('\t').unwrap_or((line, "X"));
        let tag = tag.to_uppercase();
        current.words.push(word.to_string());
        tags.push(NLP_ID_TAGS.iter().position(|known| *known == tag).unwrap_or(NLP_ID_TAGS.len() - 1) as u8);
    }
    Ok(sentences)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_treebank_sentence() {
        let block = [
            "# sent_id = one",
            "1\tal\tal\tPROPN\t_\t_\t0\troot\t_\tSpaceAfter=No",
            "2\t-\t-\tPUNCT\t_\t_\t1\tpunct\t_\tSpaceAfter=No",
            "3\tAni\tAni\tPROPN\t_\t_\t1\tflat\t_\t_",
            "4-5\tdon't\t_\t_\t_\t_\t_\t_\t_\t_",
            "4\tdo\tdo\tAUX\t_\t_\t1\taux\t_\t_",
            "5\tn't\tnot\tPART\t_\t_\t4\tadvmod\t_\t_",
        ];
        let sentence = sentence_of(&block, Domain::EnWeb).unwrap();
        assert_eq!(sentence.groups, [0..3, 3..5]);
        assert_eq!(sentence.as_read().unwrap().words, ["al-Ani", "don't"]);
    }

    #[test]
    fn name_tags_of_all_data_sets() {
        let tags = ["I-PERSON", "I-PER", "B-PLACE", "B-OTH", "O"].map(name_tag);
        let tags: Vec<&str> = repaired(&tags).iter().map(|tag| tag.as_str()).collect();
        assert_eq!(tags, ["B-PER", "I-PER", "B-LOC", "O", "O"]);
    }
}
