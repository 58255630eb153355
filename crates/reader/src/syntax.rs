//! What the trained model says of a report's words: names, parts of speech, grammar.
//!
//! The layers read without it as well; where it is there, it is one more witness, and the report's own appositions weigh
//! more. A sentence is annotated when a layer first asks about it, so that plain ones cost nothing.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;

use notula_model::{Annotation, Model, NameKind, NameTag, Relation, Scratch, Token, Upos, WordClass};

use crate::doc::Doc;

/// The model's annotation of a document, by token.
pub struct Syntax {
    model: &'static Model,
    /// For each sentence: its tokens' annotation, their heads counted within the sentence.
    sentences: Vec<OnceCell<Vec<Token>>>,
    scratch: RefCell<Scratch>,
}

impl std::fmt::Debug for Syntax {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Syntax").field("sentences", &self.sentences).finish_non_exhaustive()
    }
}

impl Syntax {
    /// For a document of so many sentences.
    pub fn new(model: &'static Model, sentences: usize) -> Self {
        Self { model, sentences: vec![OnceCell::new(); sentences], scratch: RefCell::default() }
    }

    fn token(&self, doc: &Doc, at: usize) -> Option<Token> {
        let sentence = doc.sentence(at);
        let tokens = self.sentences.get(doc.sentence_of(at))?.get_or_init(|| {
            let words: Vec<&str> = sentence.clone().map(|at| doc.word(at)).collect();
            let mut annotation = Annotation::default();
            self.model.annotate_into(&words, doc.pack.code, &mut self.scratch.borrow_mut(), &mut annotation);
            annotation.tokens
        });
        tokens.get(at.checked_sub(sentence.start)?).copied()
    }
}

impl Doc<'_> {
    fn annotation(&self, at: usize) -> Option<Token> {
        self.syntax.as_ref()?.token(self, at)
    }

    /// The token on which `at` depends, if the model was asked and `at` is no root.
    pub fn head(&self, at: usize) -> Option<usize> {
        self.annotation(at)?.head.map(|head| self.sentence(at).start + head as usize)
    }

    /// The relation of `at` to its head, if the model was asked.
    pub fn relation(&self, at: usize) -> Option<Relation> {
        self.annotation(at).map(|token| token.relation)
    }

    /// The part of speech of `at`, if the model was asked.
    pub fn upos(&self, at: usize) -> Option<Upos> {
        self.annotation(at).map(|token| token.upos)
    }

    /// The inflection of `at`, if the model was asked.
    pub fn inflection(&self, at: usize) -> Option<WordClass> {
        self.annotation(at).map(|token| token.class)
    }

    /// The token of a phrase whose head lies outside of it: the phrase's own head.
    pub fn top(&self, phrase: Range<usize>) -> Option<usize> {
        self.syntax.as_ref()?;
        phrase.clone().find(|&at| self.head(at).is_none_or(|head| !phrase.contains(&head)))
    }

    /// What the model takes most of the tokens to name, with its confidence in the least sure of them.
    pub fn name_kind(&self, tokens: Range<usize>) -> Option<(NameKind, f32)> {
        let mut votes = [(0usize, 1.0f32); 3];
        let len = tokens.len();
        for at in tokens {
            let token = self.annotation(at)?;
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
