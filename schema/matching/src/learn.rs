//! Weights that learn from pairs which people labelled.

mod chain;
mod fit;
mod sample;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::frequency::thousandths;
use crate::match_model::{Level, MatchModel, Property, Weights};
use crate::{Statement, Subject};

use fit::Fit;
use sample::{Sample, samples};

/// How far a few labels may lead a weight away from what it was, in bits: the standard deviation of the prior. One label
/// then moves no weight by more than a fifth of a bit.
const SPREAD: f64 = 0.5;
/// How often it is determined anew which evidence depends on stronger evidence.
const ROUNDS: usize = 4;
/// From how many labelled pairs on they themselves say how far they may lead a weight.
const ENOUGH: usize = 300;
/// How far that may be, in bits.
const SPREADS: [f64; 5] = [SPREAD, 1.0, 2.0, 4.0, 8.0];
/// Into how many parts the labelled pairs are cut, each of which is foretold by the others once.
const FOLDS: usize = 5;

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
/// weight to what it was, so that few labels move little and none nothing; from three hundred labels on it holds them as
/// loosely as foretells best the labels of pairs that were left out. Levels that are more alike never come to weigh less
/// than others, unless they already did. The order of the labels does not matter.
pub fn learn(model: &MatchModel, subject: Subject, labelled: &[(Statement, Statement, bool)]) -> Learned {
    let mut learnt = model.clone();
    let mut pairs = 0;
    let mut spread = None;
    for _ in 0..ROUNDS {
        let samples = samples(&learnt, subject, labelled);
        pairs = samples.len();
        let (before, now) = (model.weights(subject), learnt.weights(subject));
        let spread = *spread.get_or_insert_with(|| spread_of(before, &samples));
        let samples: Vec<&Sample> = samples.iter().collect();
        let weights = Fit::of(before, now, &samples, spread).weights(before);
        learnt = learnt.with(subject, weights);
    }
    summary(model, learnt, subject, pairs, labelled)
}

/// How far the labels may lead a weight away: as far as foretells best the labels of pairs that were left out.
fn spread_of(before: &Weights, samples: &[Sample]) -> f64 {
    if samples.len() < ENOUGH {
        return SPREAD;
    }
    let loss = |spread: f64| {
        let fold = |left_out: usize| {
            let part = |is_out: bool| {
                let of_fold = move |(at, _): &(usize, &Sample)| (at % FOLDS == left_out) == is_out;
                samples.iter().enumerate().filter(of_fold).map(|(_, sample)| sample).collect::<Vec<_>>()
            };
            Fit::of(before, before, &part(false), spread).loss(&part(true))
        };
        (0..FOLDS).map(fold).sum::<f64>()
    };
    let losses = SPREADS.iter().map(|&spread| (loss(spread), spread));
    losses.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(SPREAD, |(_, spread)| spread)
}

/// A weight by its name; `None` is the prior.
type Name = Option<(Property, Level)>;

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
