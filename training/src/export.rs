//! Writes the corpora as numbers for the network's training.
//!
//! A file of 32-bit integers, sentence after sentence: `[length, domain, layers, set, variant,
//! piece rows (length × PIECES, 0 where there are fewer), layers one after the other (length numbers each)]`. Bits of
//! `layers`: 1 upos, 2 names, 4 heads (own index for the root) and relations, 8 nlp-id tags, 16 word
//! classes. `set` is 0 for training, otherwise the number of the development set. A
//! sentence with `variant` 1 is another form of the last one with 0.

use std::collections::HashMap;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use notula_model::form::Form;
use notula_model::gazetteer::{Gazetteer, acronym_hash, kind, name_hash};
use notula_model::pieces::{PIECES, pieces, row};

use crate::data::Corpora;
use crate::perceptron::Dice;
use crate::sentence::Sentence;
use crate::variants::Pool;

/// Rows of the table of vectors.
pub const ROWS: u32 = 1 << 16;

/// Tables of the knowledge base that hold names: file, kind, columns with names (`|` and `;` between them).
const KNOWLEDGE: [(&str, u8, &[usize]); 4] = [
    ("bodies", kind::ORGANISATION, &[1, 5]),
    ("outlets", kind::ORGANISATION, &[0, 1]),
    ("places", kind::PLACE, &[0, 1]),
    ("regions", kind::COUNTRY, &[0, 6]),
];

/// Reads the lists in `folder` and the names in the knowledge base's tables into hashes with kinds.
pub fn read_gazetteer(folder: &Path, knowledge: &Path) -> Result<Vec<(u32, u8)>> {
    let mut names: HashMap<u32, u8> = HashMap::new();
    let mut buffer = Vec::new();
    let mut add = |name: &str, bit: u8| {
        let short = name.chars().count() <= 5 && !name.chars().any(char::is_lowercase);
        let hash = if short {
            acronym_hash(Form::new(name, &mut buffer).written)
        } else {
            name_hash(name.split_whitespace().map(|word| Form::new(word, &mut buffer).lower))
        };
        *names.entry(hash).or_default() |= bit;
    };
    let read = |path: &Path| fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()));
    let kept = |line: &&str| !line.starts_with('#') && !line.is_empty();
    for (file, bit) in [
        ("given", kind::GIVEN),
        ("family", kind::FAMILY),
        ("place", kind::PLACE),
        ("country", kind::COUNTRY),
        ("organisation", kind::ORGANISATION),
    ] {
        read(&folder.join(file).with_extension("txt"))?.lines().filter(kept).for_each(|line| add(line, bit));
    }
    for (file, bit, columns) in KNOWLEDGE {
        for line in read(&knowledge.join(file).with_extension("tsv"))?.lines().filter(kept) {
            let fields: Vec<&str> = line.split('\t').collect();
            for field in columns.iter().filter_map(|column| fields.get(*column)) {
                for name in field.split(['|', ';']) {
                    // `en:` before a name says for which language it is.
                    let name = name.split_once(':').map_or(name, |(_, name)| name).trim();
                    if !name.is_empty() {
                        add(name, bit);
                    }
                }
            }
        }
    }
    for line in read(&knowledge.join("people.tsv"))?.lines().filter(kept) {
        let words: Vec<&str> = line.split('\t').next().unwrap_or("").split_whitespace().collect();
        if let [first, .., last] = words.as_slice() {
            add(first, kind::GIVEN);
            add(last, kind::FAMILY);
        }
    }
    let mut names: Vec<(u32, u8)> = names.into_iter().collect();
    names.sort_unstable();
    Ok(names)
}

/// Writes all sentences, each training sentence also as a reader sees it and with other names.
pub fn export(corpora: &Corpora, names: &[(u32, u8)], pool: &Pool, out: &Path) -> Result<()> {
    let gazetteer = Gazetteer::new(names);
    let mut dice = Dice(0x7661_7269_616e_7473);
    let file = fs::File::create(out).with_context(|| format!("cannot write {}", out.display()))?;
    let mut file = BufWriter::new(file);
    for sentence in &corpora.train {
        write(sentence, 0, false, &gazetteer, &mut file)?;
        let read = sentence.as_read();
        if let Some(sentence) = &read {
            write(sentence, 0, true, &gazetteer, &mut file)?;
        }
        let few = sentence.domain.language() == "en";
        for turn in 0..if few { 2 } else { 4 } {
            let from = if turn % 2 == 1 { read.as_ref().unwrap_or(sentence) } else { sentence };
            if let Some(sentence) = pool.variant(from, &mut dice) {
                write(&sentence, 0, true, &gazetteer, &mut file)?;
            }
        }
    }
    for (number, (_, sentences)) in corpora.dev.iter().enumerate() {
        for sentence in sentences {
            write(sentence, number as i32 + 1, false, &gazetteer, &mut file)?;
        }
    }
    file.flush()?;
    Ok(())
}

fn write(sentence: &Sentence, set: i32, variant: bool, gazetteer: &Gazetteer, file: &mut impl Write) -> Result<()> {
    let length = sentence.words.len();
    let mut buffer = Vec::new();
    let forms: Vec<Form> = sentence.words.iter().map(|word| Form::new(word, &mut buffer)).collect();
    let mut marks = Vec::new();
    gazetteer.mark(&forms, &mut marks);
    let layers = i32::from(sentence.upos.is_some())
        + 2 * i32::from(sentence.names.is_some())
        + 4 * i32::from(sentence.tree.is_some())
        + 8 * i32::from(sentence.other.is_some())
        + 16 * i32::from(sentence.classes.is_some());
    let mut numbers = vec![length as i32, sentence.domain as i32, layers, set, i32::from(variant)];
    let mut list = Vec::new();
    for (index, word) in sentence.words.iter().enumerate() {
        let form = Form::new(word, &mut buffer);
        list.clear();
        pieces(&form, &buffer, marks[index], index == 0, &mut list);
        let rows = list.iter().map(|piece| row(*piece, ROWS) as i32);
        numbers.extend(rows.chain(std::iter::repeat(0)).take(PIECES));
    }
    if let Some(upos) = &sentence.upos {
        numbers.extend(upos.iter().map(|upos| *upos as i32));
    }
    if let Some(names) = &sentence.names {
        numbers.extend(names.iter().map(|tag| tag.index() as i32));
    }
    if let Some(tree) = &sentence.tree {
        numbers.extend(tree.heads.iter().enumerate().map(|(index, head)| head.unwrap_or(index) as i32));
        numbers.extend(tree.relations.iter().map(|relation| relation.index() as i32));
    }
    if let Some(other) = &sentence.other {
        numbers.extend(other.iter().map(|tag| i32::from(*tag)));
    }
    if let Some(classes) = &sentence.classes {
        numbers.extend(classes.iter().map(|class| *class as i32));
    }
    for number in numbers {
        file.write_all(&number.to_le_bytes())?;
    }
    Ok(())
}
