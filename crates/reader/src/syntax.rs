//! What the trained model says of a report's words: names, parts of speech, grammar.
//!
//! The layers read without it as well; where it is there, it is one more witness, and the report's own appositions weigh
//! more. A sentence is annotated when a layer first asks about it, so that plain ones cost nothing.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::sync::Arc;

use notula_model::{Annotation, Model, NameKind, NameTag, NameTagger, Relation, Scratch, Token, Upos, WordClass};

use crate::doc::Doc;

/// The model's annotation of a document, by token.
pub struct Syntax {
    model: &'static Model,
    /// The user's own model of names, in the place of the program's.
    namer: Option<Arc<dyn NameTagger>>,
    /// What it said when it first failed.
    failure: OnceCell<String>,
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
    pub fn new(model: &'static Model, namer: Option<Arc<dyn NameTagger>>, sentences: usize) -> Self {
        let sentences = vec![OnceCell::new(); sentences];
        Self { model, namer, failure: OnceCell::new(), sentences, scratch: RefCell::default() }
    }

    /// Why the user's model of names has not read every sentence that it was asked about, if so.
    pub fn failure(&self) -> Option<&str> {
        self.failure.get().map(String::as_str)
    }

    /// Whose word about names it is, for explanations.
    pub fn namer(&self) -> String {
        self.namer.as_ref().map_or_else(|| "the model".to_owned(), |namer| format!("the user's model {}", namer.name()))
    }

    fn token(&self, doc: &Doc, at: usize) -> Option<Token> {
        let sentence = doc.sentence(at);
        let tokens = self.sentences.get(doc.sentence_of(at))?.get_or_init(|| {
            let words: Vec<&str> = sentence.clone().map(|at| doc.word(at)).collect();
            let mut annotation = Annotation::default();
            self.model.annotate_into(&words, doc.pack.code, &mut self.scratch.borrow_mut(), &mut annotation);
            if let Some(Err(error)) = self.namer.as_ref().map(|namer| namer.tag(&words, &mut annotation.tokens)) {
                // the names of the model in the program stay
                self.failure.get_or_init(|| error.to_string());
            }
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
