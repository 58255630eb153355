//! A tiny token classifier, written file by file: an ONNX graph that looks each piece up in a table of labels, a
//! WordPiece tokenizer, and a `config.json`.

#![allow(dead_code, reason = "each test file takes what it needs")]

use std::fs;
use std::path::Path;

/// Pieces of the tokenizer's own, in the order of their numbers.
pub(crate) const OWN: [&str; 4] = ["[UNK]", "[CLS]", "[SEP]", "[PAD]"];

/// What the model knows.
pub(crate) struct Tiny<'a> {
    /// Labels by number.
    pub(crate) labels: &'a [&'a str],
    /// Pieces and the number of the label of each; all other pieces have label 0. Pieces inside a word begin with `##`.
    pub(crate) pieces: &'a [(&'a str, usize)],
    /// Places that the graph has a vector for: longer windows make it fail.
    pub(crate) positions: usize,
    /// Whether the graph takes windows of exactly that length.
    pub(crate) fixed: bool,
}

impl Tiny<'_> {
    /// Writes the three files of the model.
    pub(crate) fn write(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("model.onnx"), self.graph()).unwrap();
        fs::write(folder.join("tokenizer.json"), self.tokenizer()).unwrap();
        fs::write(folder.join("config.json"), self.config()).unwrap();
    }

    /// `config.json`.
    pub(crate) fn config(&self) -> String {
        let labels: Vec<String> =
            self.labels.iter().enumerate().map(|(number, name)| format!("\"{number}\": \"{name}\"")).collect();
        format!(
            "{{\"id2label\": {{{}}}, \"max_position_embeddings\": {}, \"pad_token_id\": 3}}",
            labels.join(", "),
            self.positions
        )
    }

    /// `tokenizer.json`.
    pub(crate) fn tokenizer(&self) -> String {
        let pieces = OWN.iter().chain(self.pieces.iter().map(|(piece, _)| piece));
        let vocabulary: Vec<String> =
            pieces.enumerate().map(|(number, piece)| format!("\"{piece}\": {number}")).collect();
        let added: Vec<String> = OWN
            .iter()
            .enumerate()
            .map(|(number, piece)| {
                format!(
                    "{{\"id\": {number}, \"content\": \"{piece}\", \"single_word\": false, \"lstrip\": false, \
                     \"rstrip\": false, \"normalized\": false, \"special\": true}}"
                )
            })
            .collect();
        format!(
            "{{\"version\": \"1.0\", \"truncation\": null, \"padding\": null, \"added_tokens\": [{}], \
             \"normalizer\": null, \"pre_tokenizer\": {{\"type\": \"BertPreTokenizer\"}}, \
             \"post_processor\": {{\"type\": \"BertProcessing\", \"cls\": [\"[CLS]\", 1], \"sep\": [\"[SEP]\", 2]}}, \
             \"decoder\": null, \"model\": {{\"type\": \"WordPiece\", \"unk_token\": \"[UNK]\", \
             \"continuing_subword_prefix\": \"##\", \"max_input_chars_per_word\": 100, \"vocab\": {{{}}}}}}}",
            added.join(", "),
            vocabulary.join(", ")
        )
    }

    /// `model.onnx`: (vectors of the pieces + vectors of the places) · weights + bias, times the mask.
    pub(crate) fn graph(&self) -> Vec<u8> {
        let width = self.labels.len();
        let mut vectors = Vec::new();
        for label in OWN.iter().map(|_| 0).chain(self.pieces.iter().map(|(_, label)| *label)) {
            vectors.extend((0..width).map(|column| if column == label { 6.0f32 } else { 0.0 }));
        }
        let places = vec![0.0f32; self.positions * width];
        let square: Vec<f32> = (0..width * width).map(|n| f32::from(u8::from(n / width == n % width))).collect();
        let count = OWN.len() + self.pieces.len();
        let graph = Message::default()
            .with(1, node("Gather", &["vectors", "input_ids"], "a", None))
            .with(1, node("Gather", &["places", "position_ids"], "b", None))
            .with(1, node("Add", &["a", "b"], "c", None))
            .with(1, node("MatMul", &["c", "weights"], "d", None))
            .with(1, node("Add", &["d", "bias"], "e", None))
            .with(1, node("Cast", &["attention_mask"], "f", Some(("to", 1))))
            .with(1, node("Unsqueeze", &["f", "axes"], "g", None))
            .with(1, node("Mul", &["e", "g"], "logits", None))
            .text(2, "tiny")
            .with(5, floats("vectors", &[count, width], &vectors))
            .with(5, floats("places", &[self.positions, width], &places))
            .with(5, floats("weights", &[width, width], &square))
            .with(5, floats("bias", &[width], &vec![0.0; width]))
            .with(5, integers("axes", &[2]))
            .with(11, self.input("input_ids"))
            .with(11, self.input("attention_mask"))
            .with(11, self.input("position_ids"))
            .with(12, Message::default().text(1, "logits"));
        model(graph)
    }

    fn input(&self, name: &str) -> Message {
        let length = if self.fixed {
            Message::default().number(1, self.positions as u64)
        } else {
            Message::default().text(2, "sequence")
        };
        let batch = Message::default().text(2, "batch");
        let shape = Message::default().with(1, batch).with(1, length);
        let tensor = Message::default().number(1, 7).with(2, shape);
        Message::default().text(1, name).with(2, Message::default().with(1, tensor))
    }
}

/// The file of a graph.
pub(crate) fn model(graph: Message) -> Vec<u8> {
    let operators = Message::default().text(1, "").number(2, 13);
    Message::default().number(1, 8).with(7, graph).with(8, operators).0
}

/// A message in protobuf's binary form.
#[derive(Default)]
pub(crate) struct Message(pub(crate) Vec<u8>);

impl Message {
    fn varint(&mut self, mut number: u64) {
        while number >= 128 {
            self.0.push(number as u8 | 128);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub(crate) fn number(mut self, field: u64, value: u64) -> Self {
        self.varint(field << 3);
        self.varint(value);
        self
    }

    pub(crate) fn bytes(mut self, field: u64, value: &[u8]) -> Self {
        self.varint(field << 3 | 2);
        self.varint(value.len() as u64);
        self.0.extend(value);
        self
    }

    pub(crate) fn text(self, field: u64, value: &str) -> Self {
        self.bytes(field, value.as_bytes())
    }

    pub(crate) fn with(self, field: u64, value: Message) -> Self {
        self.bytes(field, &value.0)
    }
}

/// A node with one output and at most one attribute that is a number.
pub(crate) fn node(operator: &str, inputs: &[&str], output: &str, attribute: Option<(&str, u64)>) -> Message {
    let mut node = Message::default();
    for input in inputs {
        node = node.text(1, input);
    }
    node = node.text(2, output).text(3, output).text(4, operator);
    match attribute {
        Some((name, value)) => node.with(5, Message::default().text(1, name).number(3, value).number(20, 2)),
        None => node,
    }
}

/// A tensor of numbers with a fraction.
pub(crate) fn floats(name: &str, shape: &[usize], values: &[f32]) -> Message {
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    tensor(name, shape, 1, &bytes)
}

/// A row of whole numbers.
pub(crate) fn integers(name: &str, values: &[i64]) -> Message {
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    tensor(name, &[values.len()], 7, &bytes)
}

fn tensor(name: &str, shape: &[usize], kind: u64, bytes: &[u8]) -> Message {
    let mut tensor = Message::default();
    for size in shape {
        tensor = tensor.number(1, *size as u64);
    }
    tensor.number(2, kind).text(8, name).bytes(9, bytes)
}
