//! Learned annotators for Indonesian and English sentences: part of speech, names, grammar.
//!
//! The weights are part of the program. Products are summed in whole numbers; the rest uses only the basic
//! operations of IEEE 754 in a fixed order, so the same words get the same annotation on every machine.
//!
//! ```
//! use notula_model::{Model, NameKind, Scratch};
//! let words = ["Presiden", "Putri", "Lestari", "tiba", "di", "Surabaya", "."];
//! let annotation = Model::embedded().annotate(&words, "id", &mut Scratch::default());
//! assert_eq!(annotation.tokens.len(), words.len());
//! assert!(annotation.names().any(|name| name.kind == NameKind::Location && name.tokens == (5..6)));
//! ```

mod chain;
pub mod form;
pub mod gazetteer;
mod labels;
mod matrix;
mod namer;
mod network;
#[cfg(feature = "onnx")]
mod onnx;
pub mod pieces;
mod recurrent;
mod simd;
mod tree;
mod weights;
pub mod wide;

use std::ops::Range;
use std::sync::OnceLock;

pub use labels::{NameKind, NameTag, Relation, Upos, WordClass};
pub use namer::{NameTagger, NameTaggerError};
#[cfg(feature = "onnx")]
pub use onnx::Transformer;
pub use weights::{MARK, WeightsError};

use network::{Buffers, LONGEST, Network};
use weights::Reader;

/// The weights in the program, as written by `make train`.
static WEIGHTS: &[u8] = include_bytes!("../weights/notula.bin");

/// What the model says of one token.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Token {
    /// Part of speech.
    pub upos: Upos,
    /// Whether it belongs to a name.
    pub name: NameTag,
    /// Inflection.
    pub class: WordClass,
    /// How sure the name tag is, from 0 to 1.
    pub name_confidence: f32,
    /// Index of the token it depends on; `None` for the root of the sentence. A sentence of more than
    /// 192 words is read in stretches and has a root in each.
    pub head: Option<u32>,
    /// Relation to that head.
    pub relation: Relation,
}

/// A name in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: NameKind,
    /// How sure its least sure token is, from 0 to 1.
    pub confidence: f32,
}

/// What the model says of one sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotation {
    /// One for each word, in order.
    pub tokens: Vec<Token>,
}

impl Annotation {
    /// The names, in order of their first token.
    pub fn names(&self) -> impl Iterator<Item = Name> + '_ {
        let mut next = 0;
        std::iter::from_fn(move || {
            loop {
                let start = next;
                let first = self.tokens.get(start)?;
                next += 1;
                let NameTag::Begin(kind) = first.name else { continue };
                let mut confidence = first.name_confidence;
                while let Some(token) = self.tokens.get(next).filter(|token| token.name == NameTag::Inside(kind)) {
                    confidence = confidence.min(token.name_confidence);
                    next += 1;
                }
                return Some(Name { tokens: start..next, kind, confidence });
            }
        })
    }
}

/// Buffers for [`Model::annotate`], used again from sentence to sentence. One per thread.
#[derive(Default)]
pub struct Scratch {
    buffers: Buffers,
}

/// The trained model.
pub struct Model {
    network: Network,
}

impl Model {
    /// The model whose weights are in the program, read at the first call.
    pub fn embedded() -> &'static Model {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| match Reader::lasting(WEIGHTS).and_then(|mut reader| Network::read(&mut reader)) {
            Ok(network) => Model { network },
            Err(error) => unreachable!("the weights in the program are read by its tests: {error}"),
        })
    }

    /// A model from the bytes of a weights file.
    ///
    /// # Errors
    /// When the bytes are no weights file of this version, or end early.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, WeightsError> {
        Ok(Model { network: Network::read(&mut Reader::new(bytes)?)? })
    }

    /// Annotates the words of one sentence, in a language given by its code (`id`, `en`; others are read
    /// as English). Takes time linear in the number of words.
    ///
    /// The treebanks and name lists behind the model differ in their manner of annotation. `id` stands for
    /// Indonesian news and `en` for English web text; `id-wiki`, `en-gum`, `id-any` and `en-any` ask for
    /// the others.
    pub fn annotate(&self, words: &[&str], language: &str, scratch: &mut Scratch) -> Annotation {
        let mut annotation = Annotation::default();
        self.annotate_into(words, language, scratch, &mut annotation);
        annotation
    }

    /// Like [`Model::annotate`], into an annotation whose memory is used again.
    pub fn annotate_into(&self, words: &[&str], language: &str, scratch: &mut Scratch, out: &mut Annotation) {
        let domain = self.network.domain(language);
        out.tokens.clear();
        out.tokens.resize(words.len(), Token::default());
        let mut start = 0;
        while start < words.len() {
            let end = stretch(words, start);
            let tokens = &mut out.tokens[start..end];
            self.network.annotate(&words[start..end], domain, start, &mut scratch.buffers, tokens);
            start = end;
        }
    }
}

/// End of the stretch that begins at `start`: the end of the sentence when it is near, otherwise behind
/// the last comma or the like in reach.
fn stretch(words: &[&str], start: usize) -> usize {
    let end = start + LONGEST;
    if end >= words.len() {
        return words.len();
    }
    let pause = |word: &&str| matches!(*word, "," | ";" | "." | ":" | "?" | "!");
    let reach = start + LONGEST / 2;
    (reach..end).rev().find(|index| pause(&words[*index])).map_or(end, |index| index + 1)
}
