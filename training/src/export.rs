//! Writes the corpora as numbers for the network's training.
//!
//! A file of 32-bit integers, sentence after sentence: `[length, domain, layers, set, piece rows
//! (length × PIECES, 0 where there are fewer), layers one after the other (length numbers each)]`. Bits of
//! `layers`: 1 upos, 2 names, 4 heads (own index for the root) and relations, 8 nlp-id tags, 16 word
//! classes. `set` is 0 for training, otherwise the number of the development set.

use std::collections::HashMap;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use notula_model::form::Form;
use notula_model::gazetteer::{Gazetteer, kind, name_hash};
use notula_model::pieces::{PIECES, pieces, row};

use crate::data::Corpora;
use crate::sentence::Sentence;

/// Rows of the table of vectors.
pub const ROWS: u32 = 1 << 16;

/// Reads the lists in `training/gazetteer` into hashes with kinds.
pub fn read_gazetteer(folder: &Path) -> Result<Vec<(u32, u8)>> {
    let mut names: HashMap<u32, u8> = HashMap::new();
    let mut buffer = Vec::new();
    for (file, bit) in
        [("given", kind::GIVEN), ("family", kind::FAMILY), ("place", kind::PLACE), ("country", kind::COUNTRY)]
    {
        let path = folder.join(file).with_extension("txt");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let hash = name_hash(line.split_whitespace().map(|word| Form::new(word, &mut buffer).lower));
            *names.entry(hash).or_default() |= bit;
        }
    }
    let mut names: Vec<(u32, u8)> = names.into_iter().collect();
    names.sort_unstable();
    Ok(names)
}

/// Writes all sentences, each training sentence also as a reader sees it.
pub fn export(corpora: &Corpora, names: &[(u32, u8)], out: &Path) -> Result<()> {
    let gazetteer = Gazetteer::new(names);
    let file = fs::File::create(out).with_context(|| format!("cannot write {}", out.display()))?;
    let mut file = BufWriter::new(file);
    for sentence in &corpora.train {
        write(sentence, 0, &gazetteer, &mut file)?;
        if let Some(sentence) = sentence.as_read() {
            write(&sentence, 0, &gazetteer, &mut file)?;
        }
    }
    for (number, (_, sentences)) in corpora.dev.iter().enumerate() {
        for sentence in sentences {
            write(sentence, number as i32 + 1, &gazetteer, &mut file)?;
        }
    }
    file.flush()?;
    Ok(())
}

fn write(sentence: &Sentence, set: i32, gazetteer: &Gazetteer, file: &mut impl Write) -> Result<()> {
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
    let mut numbers = vec![length as i32, sentence.domain as i32, layers, set];
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
