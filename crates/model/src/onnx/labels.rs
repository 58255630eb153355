//! The labels of a token classifier, as its `config.json` names them.

use serde_json::{Map, Value};

use crate::NameKind;

/// What a label says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// No name, or one of a kind that is not read (`MISC`, dates, numbers).
    Outside,
    /// First word of a name.
    Begin(NameKind),
    /// A word of a name.
    Inside(NameKind),
}

/// Names of the kinds in data sets.
const KINDS: [(&str, NameKind); 9] = [
    ("PER", NameKind::Person),
    ("PERSON", NameKind::Person),
    ("ORG", NameKind::Organisation),
    ("ORGANISATION", NameKind::Organisation),
    ("ORGANIZATION", NameKind::Organisation),
    ("LOC", NameKind::Location),
    ("LOCATION", NameKind::Location),
    ("PLACE", NameKind::Location),
    // countries and towns, where a set keeps them apart from other places
    ("GPE", NameKind::Location),
];

/// The labels by number.
#[derive(Debug)]
pub(super) struct Labels(Vec<Label>);

impl Labels {
    /// From the table `id2label`: numbers from nought on, without a gap.
    pub(super) fn new(table: &Map<String, Value>) -> Result<Self, String> {
        if table.is_empty() {
            return Err("has no table id2label, which names the labels".to_owned());
        }
        let labels: Vec<Label> = (0..table.len())
            .map(|number| match table.get(&number.to_string()) {
                Some(Value::String(name)) => Ok(label(name)),
                Some(other) => Err(format!("label {number} of id2label is {other} and no name")),
                None => Err(format!("id2label has {} labels, but none with the number {number}", table.len())),
            })
            .collect::<Result<_, _>>()?;
        if labels.iter().all(|label| *label == Label::Outside) {
            let names: Vec<&str> = table.values().filter_map(Value::as_str).take(12).collect();
            return Err(format!("no label of id2label means PER, ORG or LOC; there are: {}", names.join(", ")));
        }
        Ok(Self(labels))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The label with the highest score, and its share of the probability.
    pub(super) fn best(&self, scores: &[f32]) -> (Label, f32) {
        let mut best = 0;
        for (number, score) in scores.iter().enumerate() {
            if *score > scores[best] {
                best = number;
            }
        }
        let sum: f32 = scores.iter().map(|score| (score - scores[best]).exp()).sum();
        let share = 1.0 / sum;
        (self.0[best], if share.is_finite() { share } else { 0.0 })
    }
}

/// The schemes IOB, IOB2, BIOES, BILOU, and kinds without a prefix.
fn label(name: &str) -> Label {
    let (prefix, kind) = match name.split_once(['-', '_']) {
        Some((prefix @ ("B" | "I" | "E" | "L" | "S" | "U"), kind)) => (prefix, kind),
        _ => ("I", name),
    };
    let kind = kind.to_ascii_uppercase();
    match KINDS.iter().find(|(known, _)| *known == kind) {
        None => Label::Outside,
        Some((_, kind)) if matches!(prefix, "B" | "S" | "U") => Label::Begin(*kind),
        Some((_, kind)) => Label::Inside(*kind),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn labels(table: Value) -> Result<Labels, String> {
        Labels::new(table.as_object().unwrap())
    }

    #[test]
    fn kinds_that_are_not_read_are_outside() {
        let read =
            labels(json!({"0": "O", "1": "B-MISC", "2": "B-PER", "3": "I-PER", "4": "S-GPE", "5": "organization"}));
        let (person, place, body) = (NameKind::Person, NameKind::Location, NameKind::Organisation);
        let wanted = [
            Label::Outside,
            Label::Outside,
            Label::Begin(person),
            Label::Inside(person),
            Label::Begin(place),
            Label::Inside(body),
        ];
        assert_eq!(read.unwrap().0, wanted);
    }

    #[test]
    fn a_table_without_names_is_refused() {
        for (table, why) in [
            (json!({}), "no table"),
            (json!({"0": "LABEL_0", "1": "LABEL_1"}), "LABEL_0, LABEL_1"),
            (json!({"0": "O", "2": "B-PER"}), "number 1"),
            (json!({"0": "O", "1": 7}), "label 1"),
        ] {
            let error = labels(table).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn the_confidence_is_a_probability() {
        let read = labels(json!({"0": "O", "1": "B-PER", "2": "I-PER"})).unwrap();
        let (label, share) = read.best(&[0.0, 2.0, 0.0]);
        assert_eq!(label, Label::Begin(NameKind::Person));
        assert!((share - 0.787).abs() < 0.001, "{share}");
        assert_eq!(read.best(&[f32::NAN, f32::NAN, f32::NAN]).1, 0.0);
    }
}
