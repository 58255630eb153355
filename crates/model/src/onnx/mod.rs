//! A user's transformer in the tagger's place: a token classifier as an ONNX file, with its `tokenizer.json` and the
//! `config.json` that names its labels, as the Hugging Face tools export them.
//!
//! The graph is run by tract, which is Rust all through: there is no library to install, and the same file gives the same
//! names on machines of one kind. A model file is a program of its own. One that is broken, or made to do harm, gets an
//! error with its name; memory and time that a well-formed graph asks for are bounded only roughly, so take models from
//! where you would take programs.

mod graph;
mod guard;
mod labels;
mod windows;

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tokenizers::{Encoding, InputSequence, Tokenizer};

use crate::labels::NameTag;
use crate::namer::{NameTagger, NameTaggerError};
use crate::{NameKind, Token};
use graph::Graph;
use labels::{Label, Labels};
use windows::windows;

/// Names of the ONNX file in the folder, the first that is there.
const GRAPHS: [&str; 2] = ["model.onnx", "onnx/model.onnx"];
/// No ONNX file may be larger: the format itself ends at 2 GiB.
const LARGEST_GRAPH: u64 = 1 << 31;
/// No file of settings may be larger.
const LARGEST_SETTINGS: u64 = 1 << 27;
/// Pieces that a window has at most, whatever the model says of itself: attention is quadratic in them.
const LONGEST: usize = 512;
/// Pieces of one word that are looked at.
const LONGEST_WORD: usize = 64;

/// A transformer that classifies tokens, in the tagger's place.
///
/// ```no_run
/// use notula_model::{NameTagger, Token, Transformer};
/// # fn main() -> Result<(), notula_model::NameTaggerError> {
/// let tagger = Transformer::open("models/indobert-ner".as_ref())?;
/// let mut tokens = [Token::default(); 4];
/// tagger.tag(&["Putri", "Lestari", "tiba", "."], &mut tokens)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Transformer {
    name: String,
    tokenizer: Tokenizer,
    graph: Graph,
    labels: Labels,
    /// Pieces of a window, those that the tokenizer adds included.
    longest: usize,
    /// Pieces that the tokenizer adds to each window.
    added: usize,
    /// Number of the piece that fills a window.
    padding: u32,
}

/// The parts of `config.json` that matter here.
#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    id2label: serde_json::Map<String, serde_json::Value>,
    max_position_embeddings: Option<u64>,
    pad_token_id: Option<u32>,
}

impl Transformer {
    /// Opens the folder of a model: `model.onnx` (or `onnx/model.onnx`), `tokenizer.json`, `config.json`.
    ///
    /// # Errors
    /// Names the file that is missing, broken or not understood, and says what is wrong. A sentence is tried, so that a
    /// model which cannot run is refused here and not at the first report.
    pub fn open(folder: &Path) -> Result<Self, NameTaggerError> {
        let name = folder.file_name().map_or_else(|| "model".to_owned(), |name| name.to_string_lossy().into_owned());
        let config_file = folder.join("config.json");
        let config: Config = serde_json::from_slice(&bytes(&config_file, LARGEST_SETTINGS)?)
            .map_err(|error| wrong(&config_file, error))?;
        let labels = Labels::new(&config.id2label).map_err(|why| wrong(&config_file, why))?;

        let tokenizer_file = folder.join("tokenizer.json");
        let read = bytes(&tokenizer_file, LARGEST_SETTINGS)?;
        let (tokenizer, added) =
            guard::no_panic(|| tokenizer(&read)).and_then(|read| read).map_err(|why| wrong(&tokenizer_file, why))?;

        let places = GRAPHS.map(|name| folder.join(name));
        let graph_file = places.iter().find(|file| file.exists()).unwrap_or(&places[0]);
        let read = bytes(graph_file, LARGEST_GRAPH)?;
        let graph = guard::no_panic(|| Graph::read(&read, LONGEST)).and_then(|read| read);
        let graph = graph.map_err(|why| wrong(graph_file, why))?;
        let positions = config.max_position_embeddings.map_or(LONGEST, |longest| longest as usize);
        let longest = graph.length().unwrap_or(LONGEST).min(positions).min(LONGEST);
        if longest <= added {
            let why = format!("a window of {longest} pieces has no room for words beside the {added} that are added");
            return Err(wrong(graph_file, why));
        }
        let padding = config.pad_token_id.unwrap_or_default();
        let tagger = Self { name, tokenizer, graph, labels, longest, added, padding };
        tagger.probe(graph_file)?;
        Ok(tagger)
    }

    /// Whether the graph runs and has a score for each label.
    fn probe(&self, file: &Path) -> Result<(), NameTaggerError> {
        let words = ["Putri", "Lestari", "arrived", "in", "Surabaya", "."];
        self.read(&words).map(|_| ()).map_err(|why| wrong(file, why))
    }

    /// Label and confidence of each word.
    fn read(&self, words: &[&str]) -> Result<Vec<(Label, f32)>, String> {
        guard::no_panic(|| {
            let mut out = vec![(Label::Outside, 1.0); words.len()];
            let whole = self.encode(words)?;
            if whole.len() <= self.longest {
                self.classify(&whole, Some, &mut out)?;
                return Ok(out);
            }
            // how many pieces each word has
            let mut sizes = vec![0usize; words.len()];
            for word in whole.get_word_ids().iter().flatten() {
                sizes[*word as usize] += 1;
            }
            for window in windows(&sizes, self.longest - self.added) {
                let part = self.encode(&words[window.words.clone()])?;
                let place = |word| Some(window.words.start + word).filter(|word| window.kept.contains(word));
                self.classify(&part, place, &mut out)?;
            }
            Ok(out)
        })
        .and_then(|read| read)
    }

    // not `encode_fast`, which leaves out whose pieces they are
    fn encode(&self, words: &[&str]) -> Result<Encoding, String> {
        let words: Vec<&str> = words.iter().map(|word| shortened(word)).collect();
        self.tokenizer.encode(InputSequence::from(words), true).map_err(|error| error.to_string())
    }

    /// Runs the graph over one window; a word's label is that of its first piece. `place` tells where in `out` the word
    /// of the window belongs.
    fn classify(
        &self,
        window: &Encoding,
        place: impl Fn(usize) -> Option<usize>,
        out: &mut [(Label, f32)],
    ) -> Result<(), String> {
        let scores = self.graph.run(window, self.longest, self.padding, self.labels.len())?;
        let mut last = None;
        for (piece, word) in window.get_word_ids().iter().enumerate().take(self.longest) {
            let Some(word) = *word else { continue };
            if last.replace(word) == Some(word) {
                continue;
            }
            let row = scores.get(piece * self.labels.len()..(piece + 1) * self.labels.len());
            if let (Some(place), Some(row)) = (place(word as usize), row)
                && let Some(slot) = out.get_mut(place)
            {
                *slot = self.labels.best(row);
            }
        }
        Ok(())
    }
}

impl NameTagger for Transformer {
    fn name(&self) -> &str {
        &self.name
    }

    fn tag(&self, words: &[&str], tokens: &mut [Token]) -> Result<(), NameTaggerError> {
        let read = self.read(words).map_err(|why| NameTaggerError::Sentence {
            tagger: self.name.clone(),
            words: words.len(),
            why,
        })?;
        let mut before: Option<NameKind> = None;
        for (token, (label, confidence)) in tokens.iter_mut().zip(read) {
            token.name = match label {
                Label::Outside => NameTag::Outside,
                Label::Begin(kind) => NameTag::Begin(kind),
                // without a name of its kind before it, it begins one
                Label::Inside(kind) if before == Some(kind) => NameTag::Inside(kind),
                Label::Inside(kind) => NameTag::Begin(kind),
            };
            token.name_confidence = confidence;
            before = match label {
                Label::Outside => None,
                Label::Begin(kind) | Label::Inside(kind) => Some(kind),
            };
        }
        Ok(())
    }
}

fn wrong(file: &Path, why: impl ToString) -> NameTaggerError {
    NameTaggerError::File { file: PathBuf::from(file), why: why.to_string() }
}

/// The bytes of a file that is not larger than it may be.
fn bytes(file: &Path, largest: u64) -> Result<Vec<u8>, NameTaggerError> {
    // a folder or a pipe of that name would be read without end
    match fs::metadata(file) {
        Err(error) => return Err(wrong(file, error)),
        Ok(about) if !about.is_file() => return Err(wrong(file, "is no file")),
        Ok(_) => {}
    }
    let mut out = Vec::new();
    let read = File::open(file).and_then(|open| open.take(largest + 1).read_to_end(&mut out));
    read.map_err(|error| wrong(file, error))?;
    if out.len() as u64 > largest {
        return Err(wrong(file, format!("is larger than {} MB", largest >> 20)));
    }
    Ok(out)
}

/// The tokenizer of a `tokenizer.json`, and how many pieces it adds to every sentence.
fn tokenizer(bytes: &[u8]) -> Result<(Tokenizer, usize), String> {
    let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|error| error.to_string())?;
    tokenizer.with_truncation(None).map_err(|error| error.to_string())?;
    tokenizer.with_padding(None);
    let empty = tokenizer.encode_fast(InputSequence::from(Vec::<&str>::new()), true);
    let added = empty.map_err(|error| error.to_string())?.len();
    Ok((tokenizer, added))
}

/// The beginning of a word that is too long to be one.
fn shortened(word: &str) -> &str {
    word.char_indices().nth(LONGEST_WORD).map_or(word, |(end, _)| &word[..end])
}
