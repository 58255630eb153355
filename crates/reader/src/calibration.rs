//! From the layers' scores to probabilities.
//!
//! Each layer scores its facts by the rules that made them. `data/calibration.tsv` has, for each layer, points of a
//! rising curve from score to the share of facts with that score that are right, fitted by isotonic regression (Zadrozny
//! and Elkan, 2002) on annotated reports by `scripts/calibrate.py`. Between two points the curve is straight.

use std::sync::LazyLock;

use crate::draft::Draft;

const TABLE: &str = include_str!("../data/calibration.tsv");

/// Layers with a curve, and their points (score, probability).
static CURVES: LazyLock<Vec<Curve>> = LazyLock::new(|| parse(TABLE));

/// A layer and the points of its curve.
type Curve = (&'static str, Vec<(f32, f32)>);

fn parse(table: &'static str) -> Vec<Curve> {
    let mut curves: Vec<Curve> = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(layer), Some(Ok(score)), Some(Ok(probability))) =
            (cells.next(), cells.next().map(str::parse), cells.next().map(str::parse))
        else {
            continue;
        };
        match curves.last_mut() {
            Some((last, points)) if *last == layer => points.push((score, probability)),
            _ => curves.push((layer, vec![(score, probability)])),
        }
    }
    curves
}

/// The probability for a layer's score; the score itself where the layer has no curve.
fn probability(layer: &str, score: f32) -> f32 {
    let Some((_, points)) = CURVES.iter().find(|(name, _)| *name == layer) else { return score };
    let after = points.partition_point(|&(at, _)| at < score);
    let value = match (after.checked_sub(1).map(|n| points[n]), points.get(after)) {
        (Some((x0, y0)), Some(&(x1, y1))) if x1 > x0 => y0 + (y1 - y0) * (score - x0) / (x1 - x0),
        (Some((_, y)), _) | (None, Some(&(_, y))) => y,
        (None, None) => score,
    };
    (value * 1000.0).round() / 1000.0
}

/// Turns every score of the draft into a probability.
pub(crate) fn apply(draft: &mut Draft) {
    for (layer, confidence) in scores(draft) {
        *confidence = probability(layer, *confidence);
    }
}

fn scores(draft: &mut Draft) -> impl Iterator<Item = (&'static str, &mut f32)> {
    let times = draft.times.iter_mut().map(|fact| ("times", &mut fact.confidence));
    let actors = draft.actors.iter_mut().map(|fact| ("actors", &mut fact.confidence));
    let statements = draft.statements.iter_mut().map(|fact| ("statements", &mut fact.confidence));
    let events = draft.events.iter_mut().map(|fact| ("events", &mut fact.confidence));
    let positions = draft.positions.iter_mut().map(|fact| ("positions", &mut fact.confidence));
    let proposals = draft.proposals.iter_mut().map(|fact| ("proposals", &mut fact.confidence));
    times.chain(actors).chain(statements).chain(events).chain(positions).chain(proposals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_rises() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(CURVES.iter().map(|(_, points)| points.len()).sum::<usize>(), lines);
        for (layer, points) in CURVES.iter() {
            assert!(points.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1), "{layer}");
            assert!(points.iter().all(|&(_, p)| (0.0..=1.0).contains(&p)), "{layer}");
        }
    }
}
