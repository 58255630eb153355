//! What the trained model says of a report's words: names, parts of speech, grammar.
//!
//! The layers read without it as well; where it is there, it is one more witness, and the report's own appositions weigh
//! more.

use std::ops::Range;

use notula_model::{Model, NameKind, NameTag, Relation, Scratch, Upos, WordClass};

use crate::doc::Doc;

/// The model's annotation of a document, by token.
#[derive(Debug, Default)]
pub struct Syntax {
    tokens: Vec<notula_model::Token>,
}

impl Syntax {
    /// Annotates every sentence of `doc`.
    pub fn read(doc: &Doc, model: &Model) -> Self {
        let mut tokens = Vec::with_capacity(doc.tokens.len());
        let mut scratch = Scratch::default();
        let mut annotation = notula_model::Annotation::default();
        let mut words = Vec::new();
        for sentence in &doc.sentences {
            words.clear();
            words.extend(sentence.clone().map(|at| doc.word(at)));
            model.annotate_into(&words, doc.pack.code, &mut scratch, &mut annotation);
            tokens.extend(annotation.tokens.iter().map(|token| notula_model::Token {
                head: token.head.map(|head| head + sentence.start as u32),
                ..*token
            }));
        }
        Self { tokens }
    }

    /// The token on which `at` depends.
    pub fn head(&self, at: usize) -> Option<usize> {
        self.tokens.get(at)?.head.map(|head| head as usize)
    }

    /// The relation of `at` to its head.
    pub fn relation(&self, at: usize) -> Relation {
        self.tokens.get(at).map_or_else(Relation::default, |token| token.relation)
    }

    /// The part of speech of `at`.
    pub fn upos(&self, at: usize) -> Upos {
        self.tokens.get(at).map_or_else(Upos::default, |token| token.upos)
    }

    /// The inflection of `at`.
    pub fn class(&self, at: usize) -> WordClass {
        self.tokens.get(at).map_or_else(WordClass::default, |token| token.class)
    }

    /// The token of a phrase whose head lies outside of it: the phrase's own head.
    pub fn top(&self, phrase: Range<usize>) -> Option<usize> {
        phrase.clone().find(|&at| self.head(at).is_none_or(|head| !phrase.contains(&head)))
    }

    /// What most of the tokens name, with the model's confidence in the least sure of them.
    pub fn name_kind(&self, tokens: Range<usize>) -> Option<(NameKind, f32)> {
        let mut votes = [(0usize, 1.0f32); 3];
        let len = tokens.len();
        for at in tokens {
            let token = self.tokens.get(at)?;
            if let NameTag::Begin(kind) | NameTag::Inside(kind) = token.name {
                let vote = &mut votes[kind as usize];
                vote.0 += 1;
                vote.1 = vote.1.min(token.name_confidence);
            }
        }
        let best = NameKind::ALL.into_iter().max_by_key(|kind| votes[*kind as usize].0)?;
        let (count, confidence) = votes[best as usize];
        (count * 2 > len).then_some((best, confidence))
    }
}
