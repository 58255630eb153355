//! A report's text, cut into tokens, sentences and quotations: what every layer reads.

use std::ops::Range;

use notula_language::{Class, Pack};

use crate::quote::{self, Quote};
use crate::sentence;
use crate::syntax::Syntax;
use crate::token::{self, Kind, Token};

/// A report's text and its parts. Offsets are bytes; ranges of tokens are indices into [`Doc::tokens`].
#[derive(Debug)]
pub struct Doc<'a> {
    /// The cleaned text.
    pub text: &'a str,
    /// Its language.
    pub pack: &'static Pack,
    /// All tokens.
    pub tokens: Vec<Token>,
    /// Sentences, as ranges of tokens.
    pub sentences: Vec<Range<usize>>,
    /// Paragraphs, as ranges of bytes.
    pub paragraphs: Vec<Range<usize>>,
    /// Quotations, in order.
    pub quotes: Vec<Quote>,
    /// What the model says, where it was asked.
    pub syntax: Option<Syntax>,
    lower: String,
    /// For each token: its sentence.
    sentence_of: Vec<u32>,
    /// For each token: its quotation and one, or nought.
    quote_of: Vec<u32>,
}

impl<'a> Doc<'a> {
    /// Cuts up `text`, whose paragraphs stand on lines of their own.
    pub fn new(text: &'a str, pack: &'static Pack) -> Self {
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.len();
            if !line.trim().is_empty() {
                paragraphs.push(start..start + line.trim_end_matches('\n').len());
            }
            start = end;
        }
        let mut lower = String::with_capacity(text.len());
        let tokens = token::tokens(text, &pack.grammar, &mut lower);
        let quotes = quote::quotes(text, &tokens, &paragraphs);
        let sentences = sentence::sentences(text, &tokens, &paragraphs, &quotes, &pack.grammar);
        let mut sentence_of = vec![0; tokens.len()];
        for (n, sentence) in sentences.iter().enumerate() {
            sentence_of[sentence.clone()].fill(n as u32);
        }
        let mut quote_of = vec![0; tokens.len()];
        for (n, quote) in quotes.iter().enumerate() {
            quote_of[quote.tokens.clone()].fill(n as u32 + 1);
        }
        Self { text, pack, tokens, sentences, paragraphs, quotes, syntax: None, lower, sentence_of, quote_of }
    }

    /// The token's text.
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text[token.bytes()])
    }

    /// The token's text in lower case.
    pub fn lower(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.lower[token.lower.0 as usize..token.lower.1 as usize])
    }

    /// The lower-case text without an enclitic ("ujarnya" → "ujar").
    pub fn bare(&self, at: usize) -> &str {
        self.pack.grammar.bare(self.lower(at))
    }

    /// For look-ups in [`notula_language::Phrases`]: the lower-case words from `start` on, within the sentence of `start`.
    pub fn words_from<'s>(&'s self, start: usize) -> impl Fn(usize) -> Option<&'s str> + 's {
        let end = self.sentences.get(self.sentence_of(start)).map_or(0, |sentence| sentence.end);
        move |n| (n < end).then(|| self.lower(n))
    }

    /// Whether the token has `class`.
    pub fn has(&self, at: usize, class: Class) -> bool {
        self.tokens.get(at).is_some_and(|token| token.has(class))
    }

    /// Whether the token is the mark `mark`.
    pub fn is_mark(&self, at: usize, mark: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Mark && &self.text[token.bytes()] == mark)
    }

    /// The index of the token's sentence.
    pub fn sentence_of(&self, at: usize) -> usize {
        self.sentence_of.get(at).map_or(0, |&n| n as usize)
    }

    /// The token's sentence.
    pub fn sentence(&self, at: usize) -> Range<usize> {
        self.sentences.get(self.sentence_of(at)).cloned().unwrap_or(0..0)
    }

    /// The index of the quotation that the token stands in.
    pub fn quote_of(&self, at: usize) -> Option<usize> {
        self.quote_of.get(at).and_then(|&n| (n as usize).checked_sub(1))
    }

    /// The bytes of a range of tokens, without the white space around them; empty for an empty range.
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        if tokens.is_empty() || tokens.end > self.tokens.len() {
            return 0..0;
        }
        self.tokens[tokens.start].start as usize..self.tokens[tokens.end - 1].end as usize
    }

    /// The text of a range of tokens.
    pub fn slice(&self, tokens: Range<usize>) -> &'a str {
        &self.text[self.bytes(tokens)]
    }

    /// The first token that starts at or after byte `byte`.
    pub fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| (token.start as usize) < byte)
    }

    /// The tokens that lie wholly within `bytes`.
    pub fn tokens_in(&self, bytes: &Range<usize>) -> Range<usize> {
        let start = self.token_at(bytes.start);
        let end = self.tokens.partition_point(|token| (token.end as usize) <= bytes.end);
        start..end.max(start)
    }

    /// Whether the token starts its sentence (after opening marks).
    pub fn starts_sentence(&self, at: usize) -> bool {
        let start = self.sentence(at).start;
        (start..at).all(|n| !matches!(self.tokens[n].kind, Kind::Word | Kind::Number))
    }
}
