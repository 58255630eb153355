//! Trains a [`LinearTagger`] by the averaged structured perceptron.

use notula_model::form::Form;
use notula_model::wide::{FEATURES, features};

use crate::linear::LinearTagger;

/// Training material of one tag set: forms, gold tags and language of each sentence.
pub struct Example {
    /// Forms of the words.
    pub forms: Vec<Form>,
    /// What the gazetteer says of them.
    pub marks: Vec<u16>,
    /// Gold tags.
    pub tags: Vec<u8>,
    /// Number of the language.
    pub language: u32,
}

/// Generator of pseudo-random numbers with a fixed seed (Marsaglia's xorshift).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// Puts a list into a random order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for index in (1..list.len()).rev() {
            list.swap(index, self.below(index + 1));
        }
    }
}

struct Averaged {
    now: Vec<f32>,
    sum: Vec<f32>,
}

impl Averaged {
    fn new(size: usize) -> Averaged {
        Averaged { now: vec![0.0; size], sum: vec![0.0; size] }
    }

    fn add(&mut self, place: usize, value: f32, time: f32) {
        self.now[place] += value;
        self.sum[place] += value * time;
    }

    fn average(&self, time: f32) -> Vec<f32> {
        self.now.iter().zip(&self.sum).map(|(now, sum)| now - sum / time).collect()
    }
}

/// Trains for `rounds` passes over the examples.
pub fn train(examples: &mut [Example], tags: usize, bits: u32, rounds: usize) -> LinearTagger {
    let mask = (1u32 << bits) - 1;
    let mut rows = Averaged::new(tags << bits);
    let mut steps = Averaged::new((tags + 1) * tags);
    let mut dice = Dice(0x6e6f_7475_6c61);
    let mut time = 1.0;
    for round in 0..rounds {
        dice.shuffle(examples);
        let (mut wrong, mut total) = (0, 0);
        for example in examples.iter() {
            let hashed: Vec<[u32; FEATURES]> = (0..example.forms.len())
                .map(|index| features(&example.forms, &example.marks, index, example.language))
                .collect();
            let path = best_path(&hashed, &rows.now, &steps.now, tags, mask);
            total += path.len();
            time += 1.0;
            let mut before = (tags, tags);
            for (index, row) in hashed.iter().enumerate() {
                let (gold, guess) = (usize::from(example.tags[index]), path[index]);
                if gold != guess {
                    wrong += 1;
                    for feature in row {
                        let start = (feature & mask) as usize * tags;
                        rows.add(start + gold, 1.0, time);
                        rows.add(start + guess, -1.0, time);
                    }
                }
                if (before.0, gold) != (before.1, guess) {
                    steps.add(before.0 * tags + gold, 1.0, time);
                    steps.add(before.1 * tags + guess, -1.0, time);
                }
                before = (gold, guess);
            }
        }
        eprintln!("round {round}: {:.4} of the training tags wrong", wrong as f64 / total as f64);
    }
    LinearTagger::new(tags, bits, &rows.average(time), &steps.average(time))
}

fn best_path(hashed: &[[u32; FEATURES]], rows: &[f32], steps: &[f32], tags: usize, mask: u32) -> Vec<usize> {
    let mut scores = vec![0.0f32; hashed.len() * tags];
    let mut from = vec![0; hashed.len() * tags];
    let mut line = vec![0.0f32; tags];
    for (index, row) in hashed.iter().enumerate() {
        line.fill(0.0);
        for feature in row {
            let start = (feature & mask) as usize * tags;
            for (score, weight) in line.iter_mut().zip(&rows[start..start + tags]) {
                *score += weight;
            }
        }
        for tag in 0..tags {
            let (best, score) = if index == 0 {
                (0, steps[tags * tags + tag])
            } else {
                let before = &scores[(index - 1) * tags..index * tags];
                (0..tags)
                    .map(|past| (past, before[past] + steps[past * tags + tag]))
                    .fold((0, f32::MIN), |best, next| if next.1 > best.1 { next } else { best })
            };
            from[index * tags + tag] = best;
            scores[index * tags + tag] = score + line[tag];
        }
    }
    let mut path = vec![0; hashed.len()];
    if let Some(last) = scores.chunks_exact(tags).next_back() {
        let mut tag = (0..tags).fold(0, |best, tag| if last[tag] > last[best] { tag } else { best });
        for index in (0..hashed.len()).rev() {
            path[index] = tag;
            tag = from[index * tags + tag];
        }
    }
    path
}
