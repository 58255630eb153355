//! Trains and measures the models: `notula-training --data ../shared/data train-linear`.

mod data;
mod evaluate;
mod gum;
mod perceptron;
mod sentence;

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use notula_model::form::Form;
use notula_model::{Annotation, MARK, Model, NameTag, Scratch, Upos, language_number};

use evaluate::Scores;
use perceptron::Example;

/// Trains and measures the models of notula.
#[derive(Parser)]
struct Arguments {
    /// Folder with the data sets.
    #[arg(long, env = "NOTULA_DATA", default_value = "../shared/data")]
    data: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Trains the linear taggers and writes their weights.
    TrainLinear {
        /// File to write.
        #[arg(long, default_value = "crates/model/weights/notula.bin")]
        out: PathBuf,
        /// Passes over the training material.
        #[arg(long, default_value_t = 8)]
        rounds: usize,
    },
    /// Prints a table of scores on the development sets.
    Evaluate {
        /// Weights file; without it the weights in the program.
        #[arg(long)]
        weights: Option<PathBuf>,
    },
    /// Prints the speed on the development sets, in tokens a second on one core.
    Speed,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let corpora = data::read_all(&arguments.data)?;
    match arguments.command {
        Command::TrainLinear { out, rounds } => train_linear(&corpora, &out, rounds),
        Command::Evaluate { weights } => {
            let read;
            let model = match weights {
                None => Model::embedded(),
                Some(path) => {
                    read = Model::from_bytes(
                        &fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?,
                    )?;
                    &read
                }
            };
            println!("{}", Scores::HEADER);
            for (name, sentences) in &corpora.dev {
                println!("{}", evaluate::measure(model, sentences).line(name));
            }
            Ok(())
        }
        Command::Speed => {
            speed(&corpora);
            Ok(())
        }
    }
}

fn train_linear(corpora: &data::Corpora, out: &PathBuf, rounds: usize) -> Result<()> {
    let mut bytes = MARK.to_vec();
    let mut buffer = Vec::new();
    let mut upos = Vec::new();
    let mut names = Vec::new();
    for sentence in &corpora.train {
        for sentence in [Some(sentence.clone()), sentence.as_read()].into_iter().flatten() {
            let forms: Vec<Form> = sentence.words.iter().map(|word| Form::new(word, &mut buffer)).collect();
            let language = language_number(sentence.domain.language());
            if let Some(gold) = &sentence.upos {
                let tags = gold.iter().map(|tag| *tag as u8).collect();
                upos.push(Example { forms: forms.clone(), tags, language });
            }
            if let Some(gold) = &sentence.names {
                let tags = gold.iter().map(|tag| tag.index() as u8).collect();
                names.push(Example { forms, tags, language });
            }
        }
    }
    bytes.extend(perceptron::train(&mut upos, Upos::ALL.len(), 18, rounds));
    bytes.extend(perceptron::train(&mut names, NameTag::COUNT, 18, rounds));
    fs::write(out, bytes).with_context(|| format!("cannot write {}", out.display()))
}

fn speed(corpora: &data::Corpora) {
    let start = Instant::now();
    let model = Model::embedded();
    println!("load: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let sentences: Vec<(Vec<&str>, &str)> = corpora
        .dev
        .iter()
        .flat_map(|(_, sentences)| sentences)
        .map(|sentence| (sentence.words.iter().map(String::as_str).collect(), sentence.domain.language()))
        .collect();
    let (mut scratch, mut out) = (Scratch::default(), Annotation::default());
    let start = Instant::now();
    let mut tokens = 0;
    while start.elapsed().as_secs_f64() < 3.0 {
        for (words, language) in &sentences {
            model.annotate_into(words, language, &mut scratch, &mut out);
            tokens += words.len();
        }
    }
    println!("speed: {:.0} tokens/s", f64::from(tokens as u32) / start.elapsed().as_secs_f64());
}
