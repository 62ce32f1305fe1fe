//! Fits a match model to records without labels: how often values occur, and what the compared columns tell.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::candidates::candidates;
use crate::column::{Column, Shares};
use crate::compare::{Agreement, counted};
use crate::frequency::{Frequencies, thousandths};
use crate::match_model::{Level, MatchModel, Property, Weights};
use crate::scale::Scale;
use crate::score::Sum;
use crate::shipped::RECORDS;
use crate::{Features, Statement, Subject};

/// As many pairs as the expected shares weigh.
const EXPECTED_AS: f64 = 1_000.0;
/// The share that is expected of a level where no pair was seen, times the number of pairs.
const UNSEEN: f64 = 0.5;
/// How often the estimate is made better.
const ROUNDS: usize = 12;
/// How many random pairs tell what values agree by chance.
const RANDOM_PAIRS: usize = 200_000;
/// The prior of fewer records than this is that of so many.
const FEWEST: f64 = 1_024.0;
/// The prior of more records than this is that of so many: a directory of a city and its surroundings.
const MOST: f64 = 32_768.0;

/// The same model, fitted to these records of one subject: value frequencies, a prior that goes with their number,
/// and, for columns besides the properties, shares estimated by expectation and maximisation with a strong prior
/// (MAP-EM) and monotone levels. The weights of the properties stay as they are.
pub fn fit(
    model: &MatchModel,
    subject: Subject,
    columns: Vec<Column>,
    statements: &[Statement],
) -> MatchModel {
    let model = unfitted(model, subject, columns);
    let mut features = read(statements, model.weights(subject));
    fit_to(model, subject, &mut features)
}

/// The same model with these columns and without what an earlier fit counted: under its weights records are read that
/// [`fit_to`] takes.
pub fn unfitted(model: &MatchModel, subject: Subject, columns: Vec<Column>) -> MatchModel {
    let mut weights = model.weights(subject).clone();
    weights.columns = columns;
    weights.frequencies = Frequencies::default();
    model.clone().with(subject, weights)
}

/// [`fit`] for records that were read under an [`unfitted`] model. Afterwards they are as if read under the model that is
/// given, so that their text need not be at hand twice.
pub fn fit_to(model: MatchModel, subject: Subject, features: &mut [Features]) -> MatchModel {
    let mut weights = model.weights(subject).clone();
    weights.frequencies =
        Frequencies::count(features.len(), features.par_iter().flat_map_iter(counted).collect());
    weights.prior += prior(features.len(), !weights.columns.is_empty());
    features.par_iter_mut().for_each(|features| features.weigh(&weights.frequencies));
    if weights.columns.is_empty() {
        return model.with(subject, weights);
    }
    by_chance(&mut weights, features);
    let mut fitted = model.with(subject, weights);
    let observed = observe(&fitted, subject, features);
    for _ in 0..ROUNDS {
        fitted = improve(fitted, subject, &observed);
    }
    fitted
}

/// A candidate pair: what its properties come to, and where it agrees in the compared columns, with how many records
/// hold the value.
struct Observed {
    others: i32,
    columns: Vec<Agreement>,
}

/// Compares every candidate pair, once for all rounds.
fn observe(model: &MatchModel, subject: Subject, features: &[Features]) -> Vec<Observed> {
    let scale = Scale::of(model, subject);
    let found = candidates(features, model.block_cap, &|_, _| true);
    let compare = |(a, b): &(u32, u32)| {
        let sum = Sum::of(&scale, features.get(*a as usize)?, features.get(*b as usize)?);
        let is_column = |known: &Agreement| matches!(known.property, Property::Column(_));
        let others = sum.evidence.iter().filter(|(known, _)| !is_column(known)).map(|(_, weight)| weight);
        Some(Observed {
            others: sum.prior + others.sum::<i32>(),
            columns: sum.evidence.iter().map(|(known, _)| *known).filter(is_column).collect(),
        })
    };
    found.pairs.par_iter().filter_map(compare).collect()
}

/// All records, ready to be compared under some weights.
pub fn read(statements: &[Statement], weights: &Weights) -> Vec<Features> {
    statements.par_iter().map(|statement| Features::of(statement, weights)).collect()
}

/// How much less likely than among the records that the shipped prior is for two of so many are one thing: of `n` records
/// each has about one other that is the same. From [`MOST`] on this stays as it is, but where compared columns stand
/// beside the properties: more records then are those of more towns, where the weights of postcode, street and position
/// are those of one. What a postcode tells grows with the number of towns as fast as the prior falls.
fn prior(records: usize, has_columns: bool) -> i32 {
    #[expect(clippy::cast_precision_loss, reason = "a number of records is far below 2^52")]
    let records = records as f64;
    let most = if has_columns { f64::INFINITY } else { MOST };
    -thousandths((records.clamp(FEWEST, most) / RECORDS).log2())
}

/// Counts the levels of pairs picked without looking: what agrees by chance.
fn by_chance(weights: &mut Weights, features: &[Features]) {
    let count = features.len();
    let strides = (1..count).step_by((count * count / 2 / RANDOM_PAIRS).max(1));
    let pairs = strides.flat_map(|stride| (0..count.saturating_sub(stride)).map(move |at| (at, at + stride)));
    let mut seen: Vec<BTreeMap<Level, f64>> = vec![BTreeMap::new(); weights.columns.len()];
    for (a, b) in pairs.take(2 * RANDOM_PAIRS) {
        let (Some(a), Some(b)) = (features.get(a), features.get(b)) else { continue };
        for (levels, (left, right)) in seen.iter_mut().zip(a.more().columns.iter().zip(&b.more().columns)) {
            if let (Some(left), Some(right)) = (left, right) {
                *levels.entry(left.compare(right)).or_default() += 1.0;
            }
        }
    }
    for (column, levels) in weights.columns.iter_mut().zip(seen) {
        let all: f64 = levels.values().sum();
        for &(level, _) in column.measure.expected() {
            let seen = levels.get(&level).copied().unwrap_or_default();
            let shares = column.shares.entry(level).or_insert(Shares { m: UNSEEN, u: UNSEEN });
            shares.u = (seen + UNSEEN) / (all + 1.0);
        }
    }
}

/// One round: how probable each pair is under the model, and the shares that follow from it.
fn improve(model: MatchModel, subject: Subject, observed: &[Observed]) -> MatchModel {
    let weights = model.weights(subject);
    let mut seen: Vec<BTreeMap<Level, f64>> = vec![BTreeMap::new(); weights.columns.len()];
    for pair in observed {
        let weigh = |known: &Agreement| weights.weigh(known.property, known.level, known.held);
        let sum = pair.others + pair.columns.iter().map(weigh).sum::<i32>();
        let probability = 1.0 / (1.0 + (-f64::from(sum) / 1_000.0).exp2());
        for known in &pair.columns {
            if let Property::Column(number) = known.property
                && let Some(levels) = seen.get_mut(usize::from(number))
            {
                *levels.entry(known.level).or_default() += probability;
            }
        }
    }
    let mut weights = weights.clone();
    for (column, levels) in weights.columns.iter_mut().zip(&seen) {
        estimate(column, levels);
    }
    model.with(subject, weights)
}

fn estimate(column: &mut Column, seen: &BTreeMap<Level, f64>) {
    let all: f64 = seen.values().sum();
    for &(level, expected) in column.measure.expected() {
        if let Some(shares) = column.shares.get_mut(&level) {
            let seen = seen.get(&level).copied().unwrap_or_default();
            shares.m = (seen + EXPECTED_AS * expected) / (all + EXPECTED_AS);
        }
    }
    make_monotone(column);
}

/// Sees to it that no level weighs more than one that is more alike: neighbours that do are pooled.
fn make_monotone(column: &mut Column) {
    let mut pools: Vec<(Vec<Level>, Shares)> = Vec::new();
    for (level, shares) in &column.shares {
        let mut pool = (vec![*level], *shares);
        while let Some((levels, less)) = pools.pop() {
            if less.m / less.u <= pool.1.m / pool.1.u {
                pools.push((levels, less));
                break;
            }
            pool.0.extend(levels);
            pool.1 = Shares { m: pool.1.m + less.m, u: pool.1.u + less.u };
        }
        pools.push(pool);
    }
    for (levels, pooled) in pools {
        if levels.len() > 1 {
            let ratio = pooled.m / pooled.u;
            for level in levels {
                column.shares.entry(level).and_modify(|shares| shares.m = shares.u * ratio);
            }
        }
    }
}
