//! The network: vectors of word pieces, recurrent layers, and the heads that read them.

use std::borrow::Cow;

use crate::Token;
use crate::chain::Chain;
use crate::form::Form;
use crate::gazetteer::Gazetteer;
use crate::labels::{NameTag, Relation, Upos, WordClass};
use crate::matrix::{Matrix, Rows};
use crate::pieces::{pieces, row};
use crate::recurrent::Recurrent;
use crate::simd::{Lanes, Work, run};
use crate::tree::best_tree;
use crate::weights::{Reader, WeightsError};
use crate::wide::Wide;

/// Longest stretch of words read at once. Longer sentences are cut, so that time stays linear.
pub(crate) const LONGEST: usize = 192;

/// Buffers of one thread.
#[derive(Default)]
pub(crate) struct Buffers {
    characters: Vec<char>,
    forms: Vec<Form>,
    marks: Vec<u16>,
    list: Vec<u32>,
    sum: Vec<i16>,
    input: Rows,
    reals: Vec<f32>,
    products: Vec<f32>,
    forward: Vec<[f32; NameTag::COUNT]>,
    arcs: Arcs,
}

/// Buffers of the grammar.
#[derive(Default)]
struct Arcs {
    left: Vec<f32>,
    dependents: Rows,
    heads: Rows,
    scores: Vec<f32>,
    chosen: Vec<usize>,
    hidden: Vec<f32>,
    relations: Vec<f32>,
}

/// All weights.
pub(crate) struct Network {
    gazetteer: Gazetteer,
    width: usize,
    rows: u32,
    table: Cow<'static, [i8]>,
    step: f32,
    /// Manners of annotation: their names, and a vector each.
    names: Vec<String>,
    domains: Vec<i16>,
    /// For each of them, what speaks for or against each inflection: those of other languages are closed.
    inflections: Vec<[f32; WordClass::ALL.len()]>,
    layers: Vec<Recurrent>,
    /// Everything computed from the last layer in one product, names first, then as in [`place`].
    heads: Matrix,
    chain: Chain,
    grammar: Grammar,
    wide: Wide,
}

/// Weights of the grammar after the common product.
struct Grammar {
    /// Width of the parts that score arcs and relations.
    arc: usize,
    relation: usize,
    /// From a dependent's part to what is multiplied with the heads' parts.
    pairs: Matrix,
    /// The root's part, then its bias.
    root: Vec<f32>,
    /// Bias by distance.
    near: Vec<f32>,
    relation_root: Vec<f32>,
    relations: Matrix,
}

/// Where each head's numbers begin in the common product.
mod place {
    use super::{NameTag, Upos, WordClass};
    pub(super) const UPOS: usize = NameTag::COUNT;
    pub(super) const CLASSES: usize = UPOS + Upos::ALL.len();
    pub(super) const ARCS: usize = CLASSES + WordClass::ALL.len();
}

impl Network {
    /// Reads all weights.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Network, WeightsError> {
        let gazetteer = Gazetteer::read(reader)?;
        let rows = reader.count(1 << 20)?;
        let width = reader.count(1 << 10)?;
        let table = reader.table(rows * width)?;
        let step = reader.reals(1)?[0];
        let count = reader.count(64)?;
        let count_of_domains = count;
        let names = (0..count)
            .map(|_| {
                let length = reader.count(64)?;
                Ok(String::from_utf8_lossy(reader.bytes(length)?).into_owned())
            })
            .collect::<Result<_, WeightsError>>()?;
        let domains = reader.integers(count * width)?.iter().map(|number| *number as i16).collect();
        let inflections = reader.reals(count * WordClass::ALL.len())?.as_chunks().0.to_vec();
        let count = reader.count(16)?;
        let layers = (0..count).map(|_| Recurrent::read(reader)).collect::<Result<_, _>>()?;
        let heads = Matrix::read(reader)?;
        let mut chain = Chain::read(reader)?;
        let arc = reader.count(1 << 10)?;
        let relation = reader.count(1 << 10)?;
        let near = reader.count(1 << 10)?;
        let grammar = Grammar {
            arc,
            relation,
            pairs: Matrix::read(reader)?,
            root: reader.reals(arc + 1)?,
            near: reader.reals(2 * near + 1)?,
            relation_root: reader.reals(relation)?,
            relations: Matrix::read(reader)?,
        };
        let wide = Wide::read(reader, &mut chain)?;
        let wanted = place::ARCS + 2 * arc + 2 * relation;
        if heads.outputs() != wanted
            || grammar.relations.outputs() != Relation::COUNT
            || rows < 2
            || count_of_domains == 0
        {
            return Err(WeightsError::Size { found: heads.outputs(), most: wanted });
        }
        Ok(Network {
            gazetteer,
            width,
            rows: rows as u32,
            table,
            step,
            names,
            domains,
            inflections,
            layers,
            heads,
            chain,
            grammar,
            wide,
        })
    }

    /// Number of the manner of annotation for a language; the last one when it is unknown.
    pub(crate) fn domain(&self, language: &str) -> usize {
        self.names.iter().position(|name| name == language).unwrap_or(self.names.len() - 1)
    }

    /// Annotates one stretch of at most [`LONGEST`] words. Heads are counted from `start`.
    pub(crate) fn annotate(
        &self,
        words: &[&str],
        domain: usize,
        start: usize,
        buffers: &mut Buffers,
        out: &mut [Token],
    ) {
        self.embed(words, domain, buffers);
        let Buffers { forms, marks, input, reals, products, forward, arcs, .. } = buffers;
        let mut step = self.step;
        for layer in &self.layers {
            layer.apply(input, step, reals, products);
            input.reset(words.len(), layer.width());
            for (index, line) in reals.chunks_exact(layer.width()).enumerate() {
                input.set_reals(index, line);
            }
            step = crate::matrix::STEP;
        }
        self.heads.apply(input, step, products);
        let stride = self.heads.outputs();
        self.wide.add(forms, marks, domain as u32, products, stride);
        self.chain.decode(products, stride, forward, |index, tag, confidence| {
            out[index].name = tag;
            out[index].name_confidence = confidence;
        });
        for (token, line) in out.iter_mut().zip(products.chunks_exact(stride)) {
            token.upos = Upos::ALL[largest(&line[place::UPOS..place::CLASSES])];
            let mut classes = self.inflections[domain];
            for (score, own) in classes.iter_mut().zip(&line[place::CLASSES..place::ARCS]) {
                *score += own;
            }
            token.class = WordClass::ALL[largest(&classes)];
        }
        self.grammar.annotate(products, stride, words.len(), arcs);
        for (index, token) in out.iter_mut().enumerate() {
            let head = arcs.chosen[index];
            token.head = (head != index).then_some((start + head) as u32);
            let line = &arcs.relations[index * Relation::COUNT..(index + 1) * Relation::COUNT];
            token.relation = relation(line, head == index);
        }
    }

    /// Adds up the vectors of each word's pieces.
    fn embed(&self, words: &[&str], domain: usize, buffers: &mut Buffers) {
        let Buffers { characters, forms, marks, list, sum, input, reals, .. } = buffers;
        forms.clear();
        forms.extend(words.iter().map(|word| Form::new(word, characters)));
        self.gazetteer.mark(forms, marks);
        list.clear();
        for (index, word) in words.iter().enumerate() {
            let form = Form::new(word, characters);
            let start = list.len();
            pieces(&form, characters, marks[index], index == 0, list);
            list[start..].iter_mut().for_each(|piece| *piece = row(*piece, self.rows));
            list.push(END);
        }
        input.reset(words.len(), self.width);
        reals.clear();
        run(Sums { network: self, domain, list, sum, input, reals });
    }
}

/// What stands behind each word's rows in the list; no piece has this row.
const END: u32 = 0;

/// The sums of the vectors of all words.
struct Sums<'a> {
    network: &'a Network,
    domain: usize,
    list: &'a [u32],
    sum: &'a mut Vec<i16>,
    input: &'a mut Rows,
    reals: &'a mut Vec<f32>,
}

impl Work for Sums<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self, _lanes: L) {
        let Sums { network, domain, list, sum, input, reals } = self;
        let width = network.width;
        let begin = &network.domains[domain * width..(domain + 1) * width];
        sum.clear();
        sum.extend_from_slice(begin);
        let mut word = 0;
        for row in list {
            if *row == END {
                input.set(word, sum.iter().copied());
                reals.extend(sum.iter().map(|number| f32::from(*number) * network.step));
                sum.copy_from_slice(begin);
                word += 1;
                continue;
            }
            let start = *row as usize * width;
            for (sum, number) in sum.iter_mut().zip(&network.table[start..start + width]) {
                *sum += i16::from(*number);
            }
        }
    }
}

impl Grammar {
    /// Chooses heads and scores relations for `count` words.
    fn annotate(&self, products: &[f32], stride: usize, count: usize, arcs: &mut Arcs) {
        let Arcs { left, dependents, heads, scores, chosen, hidden, relations } = arcs;
        let (arc, relation) = (self.arc, self.relation);
        let part = |line: usize, start: usize, width: usize| {
            let start = line * stride + place::ARCS + start;
            &products[start..start + width]
        };
        let positive = |numbers: &[f32], out: &mut Vec<f32>| {
            out.clear();
            out.extend(numbers.iter().map(|number| number.max(0.0)));
        };
        dependents.reset(count, arc);
        heads.reset(count, arc);
        for index in 0..count {
            positive(part(index, 0, arc), hidden);
            dependents.set_reals(index, hidden);
            positive(part(index, arc, arc), hidden);
            heads.set_reals(index, hidden);
        }
        self.pairs.apply(dependents, crate::matrix::STEP, left);
        for (index, line) in left.chunks_exact(arc).enumerate() {
            dependents.set_reals(index, line);
        }
        let far = self.near.len() / 2;
        let unit = crate::matrix::STEP * crate::matrix::STEP;
        crate::matrix::products(dependents, heads, unit, scores);
        for dependent in 0..count {
            let line = &mut scores[dependent * count..(dependent + 1) * count];
            for (head, score) in line.iter_mut().enumerate() {
                *score += self.near[(head + far).saturating_sub(dependent).min(2 * far)];
            }
            let root: f32 =
                left[dependent * arc..(dependent + 1) * arc].iter().zip(&self.root).map(|(l, r)| l * r).sum();
            scores[dependent * count + dependent] = root + self.root[arc];
        }
        best_tree(scores, count, chosen);
        dependents.reset(count, relation);
        for (index, head) in chosen.iter().copied().enumerate() {
            let own = part(index, 2 * arc, relation);
            let other = if head == index { &self.relation_root } else { part(head, 2 * arc + relation, relation) };
            hidden.clear();
            hidden.extend(own.iter().zip(other).map(|(own, other)| (own + other).max(0.0)));
            dependents.set_reals(index, hidden);
        }
        self.relations.apply(dependents, crate::matrix::STEP, relations);
    }
}

fn largest(line: &[f32]) -> usize {
    (1..line.len()).fold(0, |best, place| if line[place] > line[best] { place } else { best })
}

/// The best relation; `root` for the root and only for it.
fn relation(line: &[f32], root: bool) -> Relation {
    if root {
        return Relation::ROOT;
    }
    let others = (0..line.len()).filter(|place| *place != Relation::ROOT.index());
    let best = others.fold(0, |best, place| if line[place] > line[best] { place } else { best });
    Relation::from_index(best)
}
