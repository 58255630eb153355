//! Learned annotators for Indonesian and English sentences: part of speech, names, grammar.
//!
//! The weights are part of the program. The arithmetic is in whole numbers, so the same words get the
//! same annotation on every machine.
//!
//! ```
//! use notula_model::{Model, NameKind, Scratch};
//! let words = ["Presiden", "Putri", "Lestari", "tiba", "di", "Surabaya", "."];
//! let annotation = Model::embedded().annotate(&words, "id", &mut Scratch::default());
//! assert_eq!(annotation.tokens.len(), words.len());
//! assert!(annotation.names().any(|name| name.kind == NameKind::Location && name.tokens == (5..6)));
//! ```

pub mod form;
mod labels;
pub mod linear;
mod weights;

use std::ops::Range;
use std::sync::OnceLock;

pub use labels::{NameKind, NameTag, Relation, Upos};
pub use weights::{MARK, WeightsError};

use form::Form;
use linear::{LinearScratch, LinearTagger};
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
    /// How sure the name tag is, from 0 to 1.
    pub name_confidence: f32,
    /// Index of the token it depends on; `None` for the root of the sentence, and for every token when
    /// the weights hold no grammar.
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
    characters: Vec<char>,
    forms: Vec<Form>,
    linear: LinearScratch,
    tags: Vec<(u8, i32)>,
}

/// The trained model.
pub struct Model {
    upos: LinearTagger,
    names: LinearTagger,
}

impl Model {
    /// The model whose weights are in the program, read at the first call.
    pub fn embedded() -> &'static Model {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| match Model::from_bytes(WEIGHTS) {
            Ok(model) => model,
            Err(error) => unreachable!("the weights in the program are read by its tests: {error}"),
        })
    }

    /// A model from the bytes of a weights file.
    ///
    /// # Errors
    /// When the bytes are no weights file of this version, or end early.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, WeightsError> {
        let mut reader = Reader::new(bytes)?;
        Ok(Model { upos: LinearTagger::read(&mut reader)?, names: LinearTagger::read(&mut reader)? })
    }

    /// Annotates the words of one sentence, in a language given by its code (`id`, `en`; others are read
    /// as a mixture of both). Takes time linear in the number of words.
    pub fn annotate(&self, words: &[&str], language: &str, scratch: &mut Scratch) -> Annotation {
        let mut annotation = Annotation::default();
        self.annotate_into(words, language, scratch, &mut annotation);
        annotation
    }

    /// Like [`Model::annotate`], into an annotation whose memory is used again.
    pub fn annotate_into(&self, words: &[&str], language: &str, scratch: &mut Scratch, out: &mut Annotation) {
        let language = language_number(language);
        let Scratch { characters, forms, linear, tags } = scratch;
        forms.clear();
        forms.extend(words.iter().map(|word| Form::new(word, characters)));
        out.tokens.clear();
        out.tokens.resize(words.len(), Token::default());
        self.upos.tag(forms, language, linear, tags);
        for (token, (tag, _)) in out.tokens.iter_mut().zip(tags.iter()) {
            token.upos = Upos::ALL.get(usize::from(*tag)).copied().unwrap_or_default();
        }
        self.names.tag(forms, language, linear, tags);
        let mut before = NameTag::Outside;
        for (token, (tag, margin)) in out.tokens.iter_mut().zip(tags.iter()) {
            let tag = NameTag::from_index(usize::from(*tag));
            before = if tag.may_follow(before) { tag } else { NameTag::Outside };
            token.name = before;
            token.name_confidence = *margin as f32 / (*margin as f32 + 60.0);
        }
    }
}

/// Number of a language among the features.
pub fn language_number(code: &str) -> u32 {
    match code {
        "id" => 1,
        "en" => 2,
        _ => 0,
    }
}
