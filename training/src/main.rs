//! Trains and measures the models: `notula-training --data ../shared/data evaluate`.

mod data;
mod evaluate;
mod export;
mod gsd;
mod gum;
mod linear;
mod perceptron;
mod sentence;
mod variants;
mod wide;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use notula_model::form::Form;
use notula_model::gazetteer::Gazetteer;
use notula_model::{Annotation, MARK, Model, NameTag, Scratch, Token, Upos};

use evaluate::Scores;
use perceptron::Example;

/// Trains and measures the models of notula.
#[derive(Parser)]
struct Arguments {
    /// Folder with the data sets.
    #[arg(long, env = "NOTULA_DATA", default_value = "../shared/data")]
    data: PathBuf,
    /// Folder with the name lists.
    #[arg(long, default_value = "training/gazetteer")]
    gazetteer: PathBuf,
    /// Folder with the knowledge base's tables.
    #[arg(long, default_value = "crates/knowledge/data")]
    knowledge: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Trains the linear taggers and prints their scores, for comparison.
    Linear {
        /// Passes over the training material.
        #[arg(long, default_value_t = 8)]
        rounds: usize,
        /// Of each hundred training sentences, how many are used.
        #[arg(long, default_value_t = 100)]
        part: usize,
    },
    /// Writes the corpora as numbers for the network's training.
    Export {
        /// File to write.
        #[arg(long, default_value = "training/build/corpora.bin")]
        out: PathBuf,
    },
    /// Trains the wide part: rows of weights for single features.
    Wide {
        /// File to write.
        #[arg(long, default_value = "training/build/wide.bin")]
        out: PathBuf,
        /// Passes over the training material.
        #[arg(long, default_value_t = 5)]
        rounds: usize,
    },
    /// Puts the name lists and the rounded network together into the weights file.
    Assemble {
        /// The network as written by `pack.py`.
        #[arg(long, default_value = "training/build/network.bin")]
        network: PathBuf,
        /// The wide part; none when the file is not there.
        #[arg(long, default_value = "training/build/wide.bin")]
        wide: PathBuf,
        /// How much the wide part counts for names.
        #[arg(long, default_value_t = 1.0)]
        names: f32,
        /// How much the wide part counts for parts of speech.
        #[arg(long, default_value_t = 1.0)]
        upos: f32,
        /// File to write.
        #[arg(long, default_value = "crates/model/weights/notula.bin")]
        out: PathBuf,
    },
    /// Prints a table of scores on the development sets.
    Evaluate {
        /// Weights file; without it the weights in the program.
        #[arg(long)]
        weights: Option<PathBuf>,
        /// Annotate in the manner of the language alone, instead of each set's own.
        #[arg(long)]
        any: bool,
        /// Also print the names that are missing (-) or wrong (+).
        #[arg(long)]
        names: bool,
    },
    /// Annotates lines of words apart by blanks from standard input, and prints one word a line.
    Show {
        /// Weights file; without it the weights in the program.
        #[arg(long)]
        weights: Option<PathBuf>,
        /// Language, or manner of annotation.
        #[arg(long, default_value = "id")]
        language: String,
    },
    /// Prints the speed on the development sets, in tokens a second on one core.
    Speed {
        /// Weights file; without it the weights in the program.
        #[arg(long)]
        weights: Option<PathBuf>,
    },
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if let Command::Assemble { network, wide, names, upos, out } = arguments.command {
        let lists = export::read_gazetteer(&arguments.gazetteer, &arguments.knowledge)?;
        return assemble(&lists, &network, &wide, [names, upos], &out);
    }
    if let Command::Show { weights, language } = arguments.command {
        return show(weights.as_deref(), &language);
    }
    let mut corpora = data::read_all(&arguments.data)?;
    match arguments.command {
        Command::Linear { rounds, part } => {
            let names = export::read_gazetteer(&arguments.gazetteer, &arguments.knowledge)?;
            let mut dice = perceptron::Dice(0x70_6172_7473);
            corpora.train.retain(|_| dice.below(100) < part);
            train_linear(&corpora, &Gazetteer::new(&names), rounds);
        }
        Command::Wide { out, rounds } => {
            let names = export::read_gazetteer(&arguments.gazetteer, &arguments.knowledge)?;
            let pool = variants::Pool::new(&corpora.train, &arguments.gazetteer)?;
            let bytes = wide::train(&corpora, &Gazetteer::new(&names), &pool, rounds);
            fs::write(&out, bytes).with_context(|| format!("cannot write {}", out.display()))?;
        }
        Command::Export { out } => {
            if let Some(folder) = out.parent() {
                fs::create_dir_all(folder)?;
            }
            let names = export::read_gazetteer(&arguments.gazetteer, &arguments.knowledge)?;
            let pool = variants::Pool::new(&corpora.train, &arguments.gazetteer)?;
            export::export(&corpora, &names, &pool, &out)?;
        }
        Command::Evaluate { weights, any, names } => {
            let read = weights.map(|path| read_model(&path)).transpose()?;
            let model = read.as_ref().unwrap_or_else(|| Model::embedded());
            let mut scratch = Scratch::default();
            println!("{}", Scores::HEADER);
            for (name, sentences) in &corpora.dev {
                let scores = evaluate::measure(sentences, |words, sentence, out| {
                    let manner = if any { sentence.domain.language() } else { sentence.domain.name() };
                    model.annotate_into(words, manner, &mut scratch, out);
                    if names {
                        evaluate::wrong_names(sentence, out).iter().for_each(|line| println!("{name} {line}"));
                    }
                });
                println!("{}", scores.line(name));
            }
        }
        Command::Speed { weights } => {
            let start = Instant::now();
            let read = weights.map(|path| read_model(&path)).transpose()?;
            let model = read.as_ref().unwrap_or_else(|| Model::embedded());
            println!("load: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
            speed(&corpora, model);
        }
        Command::Assemble { .. } | Command::Show { .. } => {}
    }
    Ok(())
}

fn show(weights: Option<&Path>, language: &str) -> Result<()> {
    let read = weights.map(read_model).transpose()?;
    let model = read.as_ref().unwrap_or_else(|| Model::embedded());
    let mut scratch = Scratch::default();
    for line in std::io::stdin().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        for (index, token) in model.annotate(&words, language, &mut scratch).tokens.iter().enumerate() {
            println!(
                "{}\t{}\t{}\t{}\t{:.2}\t{:?}\t{}\t{}",
                index + 1,
                words[index],
                token.upos.as_str(),
                token.name.as_str(),
                token.name_confidence,
                token.class,
                token.head.map_or(0, |head| head + 1),
                token.relation.as_str()
            );
        }
        println!();
    }
    Ok(())
}

fn read_model(path: &Path) -> Result<Model> {
    Ok(Model::from_bytes(&fs::read(path).with_context(|| format!("cannot read {}", path.display()))?)?)
}

fn assemble(names: &[(u32, u8)], network: &Path, wide: &Path, shares: [f32; 2], out: &Path) -> Result<()> {
    let mut bytes = MARK.to_vec();
    bytes.extend(Gazetteer::new(names).to_bytes());
    bytes.extend(fs::read(network).with_context(|| format!("cannot read {}", network.display()))?);
    bytes.extend(wide::scaled(fs::read(wide).ok(), shares)?);
    Model::from_bytes(&bytes)?;
    fs::write(out, bytes).with_context(|| format!("cannot write {}", out.display()))
}

fn train_linear(corpora: &data::Corpora, gazetteer: &Gazetteer, rounds: usize) {
    let mut buffer = Vec::new();
    let mut upos = Vec::new();
    let mut names = Vec::new();
    let number = |sentence: &sentence::Sentence| u32::from(sentence.domain.language() == "en");
    for sentence in &corpora.train {
        for sentence in [Some(sentence.clone()), sentence.as_read()].into_iter().flatten() {
            let forms: Vec<Form> = sentence.words.iter().map(|word| Form::new(word, &mut buffer)).collect();
            let language = number(&sentence);
            let mut marks = Vec::new();
            gazetteer.mark(&forms, &mut marks);
            if let Some(gold) = &sentence.upos {
                let tags = gold.iter().map(|tag| *tag as u8).collect();
                upos.push(Example { forms: forms.clone(), marks: marks.clone(), tags, language });
            }
            if let Some(gold) = &sentence.names {
                let tags = gold.iter().map(|tag| tag.index() as u8).collect();
                names.push(Example { forms, marks, tags, language });
            }
        }
    }
    let upos = perceptron::train(&mut upos, Upos::ALL.len(), 18, rounds);
    let names = perceptron::train(&mut names, NameTag::COUNT, 18, rounds);
    let (mut scratch, mut tags, mut marks) = (linear::LinearScratch::default(), Vec::new(), Vec::new());
    println!("{}", Scores::HEADER);
    for (set, sentences) in &corpora.dev {
        let scores = evaluate::measure(sentences, |words, sentence, out| {
            let forms: Vec<Form> = words.iter().map(|word| Form::new(word, &mut buffer)).collect();
            gazetteer.mark(&forms, &mut marks);
            upos.tag(&forms, &marks, number(sentence), &mut scratch, &mut tags);
            out.tokens.clear();
            out.tokens
                .extend(tags.iter().map(|(tag, _)| Token { upos: Upos::ALL[usize::from(*tag)], ..Token::default() }));
            names.tag(&forms, &marks, number(sentence), &mut scratch, &mut tags);
            for (token, (tag, _)) in out.tokens.iter_mut().zip(&tags) {
                token.name = NameTag::from_index(usize::from(*tag));
            }
        });
        println!("{}", scores.line(set));
    }
}

fn speed(corpora: &data::Corpora, model: &Model) {
    let sentences: Vec<(Vec<&str>, &str)> = corpora
        .dev
        .iter()
        .flat_map(|(_, sentences)| sentences)
        .map(|sentence| (sentence.words.iter().map(String::as_str).collect(), sentence.domain.language()))
        .collect();
    let (mut scratch, mut out) = (Scratch::default(), Annotation::default());
    let clock = Clock::start();
    let mut best = 0.0f64;
    for _ in 0..6 {
        let start = clock.seconds();
        let mut tokens = 0;
        for (words, language) in &sentences {
            model.annotate_into(words, language, &mut scratch, &mut out);
            tokens += words.len();
        }
        best = best.max(f64::from(tokens as u32) / (clock.seconds() - start));
    }
    println!("speed: {best:.0} tokens/s (best of six passes, {})", clock.kind());
}

/// Counts this thread's own time, which a busy machine does not falsify; where the system does not tell it, that of the
/// clock on the wall.
struct Clock(Instant);

impl Clock {
    fn start() -> Clock {
        Clock(Instant::now())
    }

    /// Seconds of this thread's own time, on Linux.
    fn own() -> Option<f64> {
        let counts = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        let nanoseconds: u64 = counts.split_whitespace().next()?.parse().ok()?;
        Some(nanoseconds as f64 / 1e9)
    }

    fn seconds(&self) -> f64 {
        Clock::own().unwrap_or_else(|| self.0.elapsed().as_secs_f64())
    }

    fn kind(&self) -> &'static str {
        if Clock::own().is_some() { "processor time" } else { "by the clock" }
    }
}
