//! Weights that learn from pairs which people labelled.

mod chain;
mod sample;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::frequency::thousandths;
use crate::match_model::{Level, MatchModel, Property, Weights};
use crate::{Statement, Subject};

use chain::Chain;
use sample::{Sample, samples};

/// How far the labels may lead a weight away from what it was, in bits: the standard deviation of the prior. One label
/// then moves no weight by more than a fifth of a bit, and a few hundred outweigh it.
const SPREAD: f64 = 0.5;
/// How often it is determined anew which evidence depends on stronger evidence.
const ROUNDS: usize = 4;
/// How many steps each round takes.
const STEPS: usize = 300;

/// A model whose weights were estimated anew, and how they differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Learned {
    /// The model; its version is still that of the model it was learnt from.
    #[serde(skip)]
    pub model: MatchModel,
    /// How many labelled pairs taught something: pairs on which a rule says that they cannot be one thing do not.
    pub pairs: usize,
    /// The log2 odds of a candidate pair before and after, in thousandths.
    pub prior: Moved,
    /// The weights that are others now, by property and level.
    pub changes: Vec<Change>,
}

/// From what to what a weight went, in thousandths of a bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// What it was.
    pub before: i32,
    /// What it is.
    pub after: i32,
}

/// A weight that is another now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The property.
    pub property: Property,
    /// How far two records agree in it.
    pub level: Level,
    /// From what to what it went.
    pub weight: Moved,
    /// In how many labelled pairs of one thing the level was met.
    pub same: usize,
    /// In how many of two things.
    pub different: usize,
}

/// Estimates the weights of a subject anew from labelled pairs: `true` where the two are one thing.
///
/// The estimate is a penalised logistic regression of the labels on the levels, with the sum of the score itself: prior
/// and weights, the halving of dependent evidence and the commonness of values included. A Gaussian prior holds every
/// weight to what it was, so that few labels move little and none nothing; levels that are more alike never come to
/// weigh less than others, unless they already did. The order of the labels does not matter.
pub fn learn(model: &MatchModel, subject: Subject, labelled: &[(Statement, Statement, bool)]) -> Learned {
    let mut learnt = model.clone();
    let mut pairs = 0;
    for _ in 0..ROUNDS {
        let samples = samples(&learnt, subject, labelled);
        pairs = samples.len();
        let mut fit = Fit::new(model.weights(subject), learnt.weights(subject), &samples);
        let rows = fit.rows(&samples);
        for _ in 0..STEPS {
            fit.step(&rows);
        }
        learnt = learnt.with(subject, fit.weights(model.weights(subject)));
    }
    summary(model, learnt, subject, pairs, labelled)
}

/// A weight by its name; `None` is the prior.
type Name = Option<(Property, Level)>;

/// The weights while they are estimated, in bits.
struct Fit {
    /// What they were, by place.
    before: Vec<f64>,
    now: Vec<f64>,
    places: BTreeMap<Name, usize>,
    /// How steep the sum may be at most for each: the bound that makes every step safe.
    curvature: Vec<f64>,
    chains: Vec<Chain>,
}

impl Fit {
    fn new(before: &Weights, now: &Weights, samples: &[Sample]) -> Self {
        let mut names: Vec<Name> = vec![None];
        names.extend(named(before).map(Some));
        names.extend(samples.iter().flat_map(|sample| sample.terms.iter().map(|term| Some(term.name))));
        names.sort_unstable();
        names.dedup();
        let values = |weights: &Weights| names.iter().map(|name| value(weights, *name)).collect::<Vec<f64>>();
        let places: BTreeMap<Name, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
        let (before, now) = (values(before), values(now));
        let chains = Chain::of(&names, &before);
        Self { curvature: vec![1.0 / (SPREAD * SPREAD); before.len()], before, now, places, chains }
    }

    /// The places of the weights in each sample, with how much each counts; the prior first.
    fn rows(&mut self, samples: &[Sample]) -> Vec<Row> {
        let place = |name: Name| self.places.get(&name).copied().unwrap_or_default();
        let row = |sample: &Sample| {
            let terms = sample.terms.iter().map(|term| (place(Some(term.name)), term.share));
            let wanted = if sample.is_one { 1.0 } else { 0.0 };
            Row {
                terms: std::iter::once((place(None), 1.0)).chain(terms).collect(),
                offset: sample.offset,
                wanted,
            }
        };
        let rows: Vec<Row> = samples.iter().map(row).collect();
        rows.iter().for_each(|row| self.bound(row));
        rows
    }

    /// A logistic loss is nowhere more curved than a quarter; of a sum, each term takes its part of that.
    fn bound(&mut self, row: &Row) {
        let total: f64 = row.terms.iter().map(|(_, share)| share).sum();
        for (place, share) in &row.terms {
            if let Some(curvature) = self.curvature.get_mut(*place) {
                *curvature += 0.25 * BIT * BIT * share * total;
            }
        }
    }

    /// One step down, then back to where alike levels weigh more.
    fn step(&mut self, rows: &[Row]) {
        let mut slope: Vec<f64> = self
            .now
            .iter()
            .zip(&self.before)
            .map(|(now, before)| (now - before) / (SPREAD * SPREAD))
            .collect();
        for row in rows {
            let bits: f64 = row.terms.iter().map(|(at, share)| share * at_or_zero(&self.now, *at)).sum();
            let surplus = BIT * (probability(bits + row.offset) - row.wanted);
            for (at, share) in &row.terms {
                slope.get_mut(*at).into_iter().for_each(|slope| *slope += share * surplus);
            }
        }
        for ((now, slope), curvature) in self.now.iter_mut().zip(slope).zip(&self.curvature) {
            *now -= slope / curvature;
        }
        for chain in &self.chains {
            chain.straighten(&mut self.now, &self.curvature);
        }
    }

    /// The weights of a subject with what was estimated. What did not move by a thousandth stays as it is.
    fn weights(&self, before: &Weights) -> Weights {
        let mut weights = before.clone();
        for (name, &place) in &self.places {
            let moved =
                thousandths(at_or_zero(&self.now, place)) - thousandths(at_or_zero(&self.before, place));
            match name {
                _ if moved == 0 => {}
                None => weights.prior += moved,
                Some((Property::Column(number), level)) => {
                    if let Some(column) = weights.columns.get_mut(usize::from(*number)) {
                        column.raise(*level, f64::from(moved) / 1_000.0);
                    }
                }
                Some((property, level)) => {
                    *weights.levels.entry(*property).or_default().entry(*level).or_default() += moved;
                }
            }
        }
        weights
    }
}

/// A sample by the places of its weights.
struct Row {
    terms: Vec<(usize, f64)>,
    offset: f64,
    /// The probability that it should have.
    wanted: f64,
}

/// A bit in nats.
const BIT: f64 = std::f64::consts::LN_2;

fn probability(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

fn at_or_zero(values: &[f64], place: usize) -> f64 {
    values.get(place).copied().unwrap_or_default()
}

/// The levels that have a weight.
fn named(weights: &Weights) -> impl Iterator<Item = (Property, Level)> + '_ {
    let properties =
        weights.levels.iter().flat_map(|(property, levels)| levels.keys().map(|level| (*property, *level)));
    let columns = (0_u8..).zip(&weights.columns);
    properties.chain(columns.flat_map(|(number, column)| {
        column.shares.keys().map(move |level| (Property::Column(number), *level))
    }))
}

/// What a weight is in bits.
fn value(weights: &Weights, name: Name) -> f64 {
    let thousandths = match name {
        None => weights.prior,
        Some((Property::Column(number), level)) => {
            weights.columns.get(usize::from(number)).map_or(0, |column| column.average(level))
        }
        Some((property, level)) => weights.weight(property, level),
    };
    f64::from(thousandths) / 1_000.0
}

fn summary(
    model: &MatchModel,
    learnt: MatchModel,
    subject: Subject,
    pairs: usize,
    labelled: &[(Statement, Statement, bool)],
) -> Learned {
    let (before, after) = (model.weights(subject), learnt.weights(subject));
    let mut met: BTreeMap<(Property, Level), (usize, usize)> = BTreeMap::new();
    for sample in samples(&learnt, subject, labelled) {
        for term in &sample.terms {
            let (same, different) = met.entry(term.name).or_default();
            *if sample.is_one { same } else { different } += 1;
        }
    }
    let moved = |name: Name| Moved {
        before: thousandths(value(before, name)),
        after: thousandths(value(after, name)),
    };
    let mut names: Vec<(Property, Level)> = named(after).collect();
    names.sort_unstable();
    let change = |name: (Property, Level)| {
        let (same, different) = met.get(&name).copied().unwrap_or_default();
        Change { property: name.0, level: name.1, weight: moved(Some(name)), same, different }
    };
    let changes = names.into_iter().map(change).filter(|change| change.weight.before != change.weight.after);
    Learned { prior: moved(None), pairs, changes: changes.collect(), model: learnt }
}

#[cfg(test)]
mod tests;
