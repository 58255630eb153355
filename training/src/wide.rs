//! Trains the wide part of the model (`notula_model::wide`): logistic regression over hashed features, for
//! names in a chain (CRF), by AdaGrad (Duchi et al. 2011), with features dropped at random.

use anyhow::{Context, Result};
use notula_model::NameTag;
use notula_model::form::Form;
use notula_model::gazetteer::Gazetteer;
use notula_model::wide::{FEATURES, WIDTH, features};

use crate::data::Corpora;
use crate::perceptron::Dice;
use crate::sentence::Sentence;
use crate::variants::Pool;

/// Bytes before the rows.
const HEAD: usize = 12 + 4 * (TAGS + 1) * TAGS;
const TAGS: usize = NameTag::COUNT;
/// Power of two of the number of rows.
const BITS: u32 = 18;
/// Rate of learning.
const RATE: f32 = 0.15;
/// Of ten thousand features, how many are dropped.
const DROPPED: usize = 1500;

/// Trains for `rounds` passes; writes the size, the worth of a unit in names and parts of speech, the
/// steps from name tag to name tag, the rows.
pub fn train(corpora: &Corpora, gazetteer: &Gazetteer, pool: &Pool, rounds: usize) -> Vec<u8> {
    let mut learner = Learner {
        rows: vec![0.0; WIDTH << BITS],
        squares: vec![1e-3; WIDTH << BITS],
        steps: [[0.0; TAGS]; TAGS + 1],
        step_squares: [[1.0; TAGS]; TAGS + 1],
    };
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
            let counts = learner.learn(&sentence, gazetteer, &mut dice);
            wrong += counts.0;
            total += counts.1;
        }
        eprintln!("round {round}: {:.4} of the training tags wrong", f64::from(wrong) / f64::from(total));
    }
    write(&learner.rows, &learner.steps)
}

/// Weights while they are learnt, and the sums of their squared slopes.
struct Learner {
    rows: Vec<f32>,
    squares: Vec<f32>,
    /// Scores of one name tag after another; the last row is the start of the sentence.
    steps: [[f32; TAGS]; TAGS + 1],
    step_squares: [[f32; TAGS]; TAGS + 1],
}

impl Learner {
    /// Learns from one sentence; returns how many tags were guessed wrong, and how many there are.
    fn learn(&mut self, sentence: &Sentence, gazetteer: &Gazetteer, dice: &mut Dice) -> (u32, u32) {
        let mut buffer = Vec::new();
        let forms: Vec<Form> = sentence.words.iter().map(|word| Form::new(word, &mut buffer)).collect();
        let mut marks = Vec::new();
        gazetteer.mark(&forms, &mut marks);
        let english = u32::from(sentence.domain.language() == "en");
        let domain = if dice.below(4) == 0 { 4 + english } else { sentence.domain as u32 };
        let mut kept: Vec<Vec<usize>> = Vec::new();
        let mut scores: Vec<[f32; WIDTH]> = Vec::new();
        for index in 0..forms.len() {
            let starts: Vec<usize> = features(&forms, &marks, index, domain)
                .iter()
                .filter(|_| dice.below(10_000) >= DROPPED)
                .map(|feature| (*feature as usize & ((1 << BITS) - 1)) * WIDTH)
                .collect();
            let part = FEATURES as f32 / starts.len().max(1) as f32;
            let mut line = [0.0f32; WIDTH];
            for start in &starts {
                for (score, weight) in line.iter_mut().zip(&self.rows[*start..start + WIDTH]) {
                    *score += weight * part;
                }
            }
            kept.push(starts);
            scores.push(line);
        }
        let mut slopes = vec![[0.0f32; WIDTH]; forms.len()];
        let (mut wrong, mut total) = (0, 0);
        if let Some(names) = &sentence.names {
            self.name_slopes(&scores, names, &mut slopes);
        }
        for (index, upos) in sentence.upos.iter().flatten().enumerate() {
            let line = &scores[index][TAGS..];
            let largest = line.iter().copied().fold(f32::MIN, f32::max);
            let sum: f32 = line.iter().map(|score| (score - largest).exp()).sum();
            for (place, score) in line.iter().enumerate() {
                let gold = f32::from(u8::from(place == *upos as usize));
                slopes[index][TAGS + place] = (score - largest).exp() / sum - gold;
            }
        }
        for (starts, line) in kept.iter().zip(&slopes) {
            total += 1;
            wrong += u32::from(line.iter().any(|slope| *slope < -0.5));
            for start in starts {
                for (place, slope) in line.iter().enumerate().filter(|(_, slope)| slope.abs() > 1e-4) {
                    self.squares[start + place] += slope * slope;
                    self.rows[start + place] -= RATE * slope / self.squares[start + place].sqrt();
                }
            }
        }
        (wrong, total)
    }

    /// Slopes of the negative log-likelihood of the name tags (linear-chain CRF) with respect to the
    /// scores; the steps from tag to tag learn at once.
    fn name_slopes(&mut self, scores: &[[f32; WIDTH]], names: &[NameTag], slopes: &mut [[f32; WIDTH]]) {
        let count = scores.len();
        let mut forward = vec![[0.0f32; TAGS]; count];
        let mut backward = vec![[0.0f32; TAGS]; count];
        for index in 0..count {
            for tag in 0..TAGS {
                let before: [f32; TAGS] = match index.checked_sub(1) {
                    None => [self.steps[TAGS][tag]; TAGS],
                    Some(last) => std::array::from_fn(|from| forward[last][from] + self.steps[from][tag]),
                };
                let before = if index == 0 { before[0] } else { log_sum(&before) };
                forward[index][tag] = before + scores[index][tag];
            }
        }
        for index in (0..count.saturating_sub(1)).rev() {
            for tag in 0..TAGS {
                let after: [f32; TAGS] =
                    std::array::from_fn(|to| self.steps[tag][to] + scores[index + 1][to] + backward[index + 1][to]);
                backward[index][tag] = log_sum(&after);
            }
        }
        let Some(last) = forward.last() else { return };
        let all = log_sum(last);
        let mut moved = [[0.0f32; TAGS]; TAGS + 1];
        for index in 0..count {
            let gold = names[index].index();
            for tag in 0..TAGS {
                let chance = (forward[index][tag] + backward[index][tag] - all).exp();
                slopes[index][tag] = chance - f32::from(u8::from(tag == gold));
                match index.checked_sub(1) {
                    None => moved[TAGS][tag] += slopes[index][tag],
                    Some(last) => {
                        for from in 0..TAGS {
                            let score = forward[last][from] + self.steps[from][tag] + scores[index][tag];
                            let gold = names[last].index() == from && gold == tag;
                            moved[from][tag] += (score + backward[index][tag] - all).exp() - f32::from(u8::from(gold));
                        }
                    }
                }
            }
        }
        for ((steps, squares), moved) in self.steps.iter_mut().zip(&mut self.step_squares).zip(&moved) {
            for ((step, square), slope) in steps.iter_mut().zip(squares).zip(moved) {
                *square += slope * slope;
                *step -= RATE * slope / square.sqrt();
            }
        }
    }
}

/// Logarithm of the sum of the exponentials.
fn log_sum(numbers: &[f32]) -> f32 {
    let largest = numbers.iter().copied().fold(f32::MIN, f32::max);
    largest + numbers.iter().map(|number| (number - largest).exp()).sum::<f32>().ln()
}

/// Rounds the rows to eight bits; names and parts of speech have their own unit.
fn write(rows: &[f32], steps: &[[f32; TAGS]]) -> Vec<u8> {
    let unit = |names: bool| {
        let part = rows.iter().enumerate().filter(|(index, _)| (index % WIDTH < NameTag::COUNT) == names);
        let mut sizes: Vec<f32> = part.map(|(_, weight)| weight.abs()).filter(|size| *size > 1e-3).collect();
        sizes.sort_by(f32::total_cmp);
        sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2000)).copied().unwrap_or(1.0) / 127.0
    };
    let units = [unit(true), unit(false)];
    let mut bytes = BITS.to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_bits().to_le_bytes()));
    bytes.extend(steps.iter().flatten().flat_map(|step| step.to_bits().to_le_bytes()));
    bytes.extend(rows.iter().enumerate().map(|(index, weight)| {
        let unit = units[usize::from(index % WIDTH >= NameTag::COUNT)];
        (weight / unit).round().clamp(-127.0, 127.0) as i8 as u8
    }));
    bytes
}

/// The bytes of [`train`] with the units and steps multiplied by the shares of names and parts of speech; without
/// bytes, an empty wide part.
pub fn scaled(bytes: Option<Vec<u8>>, shares: [f32; 2]) -> Result<Vec<u8>> {
    let mut bytes = bytes.unwrap_or_else(|| vec![0; HEAD]);
    let head = bytes.get_mut(4..HEAD).context("the wide part is too short")?;
    for (place, four) in head.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let share = shares[usize::from(place == 1)];
        *four = (f32::from_le_bytes(*four) * share).to_le_bytes();
    }
    Ok(bytes)
}
