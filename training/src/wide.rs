//! Trains the wide part of the model (`notula_model::wide`): logistic regression over hashed features by
//! AdaGrad (Duchi et al. 2011), with features dropped at random.

use anyhow::{Context, Result};
use notula_model::form::Form;
use notula_model::gazetteer::Gazetteer;
use notula_model::wide::{FEATURES, WIDTH, features};
use notula_model::{NameTag, Upos};

use crate::data::Corpora;
use crate::perceptron::Dice;
use crate::sentence::Sentence;
use crate::variants::Pool;

/// Power of two of the number of rows.
const BITS: u32 = 18;
/// Rate of learning.
const RATE: f32 = 0.15;
/// Of ten thousand features, how many are dropped.
const DROPPED: usize = 1500;

/// Trains for `rounds` passes; writes the size, the worth of a unit in names and parts of speech, the rows.
pub fn train(corpora: &Corpora, gazetteer: &Gazetteer, pool: &Pool, rounds: usize) -> Vec<u8> {
    let mut rows = vec![0.0f32; WIDTH << BITS];
    let mut squares = vec![1e-3f32; WIDTH << BITS];
    let mut dice = Dice(0x7769_6465);
    let known: Vec<&Sentence> =
        corpora.train.iter().filter(|sentence| sentence.upos.is_some() || sentence.names.is_some()).collect();
    let mut order: Vec<usize> = (0..known.len()).collect();
    for round in 0..rounds {
        dice.shuffle(&mut order);
        let (mut wrong, mut total) = (0, 0);
        for index in &order {
            let mut sentence = known[*index].clone();
            if dice.below(2) == 0 {
                sentence = sentence.as_read().unwrap_or(sentence);
            }
            if dice.below(2) == 0 {
                sentence = pool.variant(&sentence, &mut dice).unwrap_or(sentence);
            }
            let counts = learn(&sentence, gazetteer, &mut rows, &mut squares, &mut dice);
            wrong += counts.0;
            total += counts.1;
        }
        eprintln!("round {round}: {:.4} of the training tags wrong", f64::from(wrong) / f64::from(total));
    }
    write(&rows)
}

/// Learns from one sentence; returns how many tags were guessed wrong, and how many there are.
fn learn(
    sentence: &Sentence,
    gazetteer: &Gazetteer,
    rows: &mut [f32],
    squares: &mut [f32],
    dice: &mut Dice,
) -> (u32, u32) {
    let mut buffer = Vec::new();
    let forms: Vec<Form> = sentence.words.iter().map(|word| Form::new(word, &mut buffer)).collect();
    let mut marks = Vec::new();
    gazetteer.mark(&forms, &mut marks);
    let english = u32::from(sentence.domain.language() == "en");
    let domain = if dice.below(4) == 0 { 4 + english } else { sentence.domain as u32 };
    let (mut wrong, mut total) = (0, 0);
    for index in 0..forms.len() {
        let hashed = features(&forms, &marks, index, domain);
        let kept: Vec<usize> = hashed
            .iter()
            .filter(|_| dice.below(10_000) >= DROPPED)
            .map(|feature| (*feature as usize & ((1 << BITS) - 1)) * WIDTH)
            .collect();
        let part = FEATURES as f32 / kept.len().max(1) as f32;
        let mut scores = [0.0f32; WIDTH];
        for start in &kept {
            for (score, weight) in scores.iter_mut().zip(&rows[*start..start + WIDTH]) {
                *score += weight * part;
            }
        }
        let mut slopes = [0.0f32; WIDTH];
        let golds = [
            (0..NameTag::COUNT, sentence.names.as_ref().map(|names| names[index].index())),
            (
                NameTag::COUNT..WIDTH,
                sentence.upos.as_ref().map(|upos: &Vec<Upos>| NameTag::COUNT + upos[index] as usize),
            ),
        ];
        for (places, gold) in golds {
            let Some(gold) = gold else { continue };
            let largest = scores[places.clone()].iter().copied().fold(f32::MIN, f32::max);
            let sum: f32 = scores[places.clone()].iter().map(|score| (score - largest).exp()).sum();
            for place in places {
                slopes[place] = (scores[place] - largest).exp() / sum - f32::from(u8::from(place == gold));
            }
            total += 1;
            wrong += u32::from(scores[gold] < largest);
        }
        for start in kept {
            for (place, slope) in slopes.iter().enumerate().filter(|(_, slope)| slope.abs() > 1e-4) {
                squares[start + place] += slope * slope;
                rows[start + place] -= RATE * slope / squares[start + place].sqrt();
            }
        }
    }
    (wrong, total)
}

/// Rounds the rows to eight bits; names and parts of speech have their own unit.
fn write(rows: &[f32]) -> Vec<u8> {
    let unit = |names: bool| {
        let part = rows.iter().enumerate().filter(|(index, _)| (index % WIDTH < NameTag::COUNT) == names);
        let mut sizes: Vec<f32> = part.map(|(_, weight)| weight.abs()).filter(|size| *size > 1e-3).collect();
        sizes.sort_by(f32::total_cmp);
        sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2000)).copied().unwrap_or(1.0) / 127.0
    };
    let units = [unit(true), unit(false)];
    let mut bytes = BITS.to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_bits().to_le_bytes()));
    bytes.extend(rows.iter().enumerate().map(|(index, weight)| {
        let unit = units[usize::from(index % WIDTH >= NameTag::COUNT)];
        (weight / unit).round().clamp(-127.0, 127.0) as i8 as u8
    }));
    bytes
}

/// The bytes of [`train`] with the units multiplied by the shares of names and parts of speech; without
/// bytes, an empty wide part.
pub fn scaled(bytes: Option<Vec<u8>>, shares: [f32; 2]) -> Result<Vec<u8>> {
    let mut bytes = bytes.unwrap_or_else(|| vec![0; 12]);
    for (place, share) in shares.into_iter().enumerate() {
        let start = 4 + 4 * place;
        let four = bytes.get_mut(start..start + 4).context("the wide part is too short")?;
        let unit = f32::from_bits(u32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        four.copy_from_slice(&(unit * share).to_bits().to_le_bytes());
    }
    Ok(bytes)
}
