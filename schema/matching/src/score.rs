//! Adds up the evidence.

use model::RecordKey;
use serde::Serialize;

use crate::compare::{self, Agreement};
use crate::match_model::{Level, MatchModel, Property};
use crate::rules::{self, Cap};
use crate::{Features, block};

/// What becomes of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// Two different things, as far as the evidence goes.
    No,
    /// For a person to judge.
    Review,
    /// One thing.
    Link,
}

/// Two records that may be one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The lesser record by key.
    pub a: RecordKey,
    /// The greater.
    pub b: RecordKey,
    /// Log2 odds that they are one thing, in thousandths.
    pub score: i32,
    /// What becomes of the pair.
    pub band: Band,
}

/// Why a pair has its score: `prior` and the weights of all comparisons add up to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The lesser record by key.
    pub a: RecordKey,
    /// The greater.
    pub b: RecordKey,
    /// The match model's version.
    pub version: String,
    /// Log2 odds of a candidate pair before anything is compared, in thousandths.
    pub prior: i32,
    /// What was compared.
    pub comparisons: Vec<Comparison>,
    /// The rules that fired, in words.
    pub rules: Vec<String>,
    /// The blocks that both records stand in.
    pub blocks: Vec<String>,
    /// Log2 odds that they are one thing, in thousandths.
    pub score: i32,
    /// The same as a probability.
    pub probability: f64,
    /// What becomes of the pair.
    pub band: Band,
}

/// One property of two records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The property.
    pub property: Property,
    /// How far they agree.
    pub level: Level,
    /// What that weighs, in thousandths of a bit. Evidence that depends on stronger evidence weighs half.
    pub weight: i32,
    /// What the first says.
    pub a: Option<String>,
    /// What the second says.
    pub b: Option<String>,
}

/// Properties that say the same thing twice: of those that agree within a group, all but the weightiest count half.
const DEPENDENT: &[&[Property]] = &[
    &[Property::Organization, Property::Location, Property::Postcode, Property::Street, Property::Position],
    &[Property::Phone, Property::Email, Property::Site],
];

/// Every candidate pair at or above the review floor, sorted by score (the greatest first), then by keys. Only
/// records of one kind pair up. The outcome does not depend on the order of `features`, whose keys are distinct.
pub fn pairs(model: &MatchModel, features: &[Features]) -> Vec<Pair> {
    let scored = block::candidates(features, model.block_cap).into_iter().filter_map(|(a, b)| {
        let (a, b) = in_order(features.get(a)?, features.get(b)?);
        let score = Sum::of(model, a, b).score();
        let band = band(model, score);
        (band > Band::No).then(|| Pair { a: a.key.clone(), b: b.key.clone(), score, band })
    });
    let mut pairs: Vec<Pair> = scored.collect();
    pairs.sort_by(|x, y| y.score.cmp(&x.score).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b))));
    pairs
}

/// Why two records of one kind have the score that [`pairs`] gives them; also for a pair that no block proposes.
pub fn explain(model: &MatchModel, a: &Features, b: &Features) -> Explanation {
    let (a, b) = in_order(a, b);
    let sum = Sum::of(model, a, b);
    let score = sum.score();
    let show = |&(property, level, weight): &(Property, Level, i32)| Comparison {
        property,
        level,
        weight,
        a: compare::show(property, a),
        b: compare::show(property, b),
    };
    Explanation {
        a: a.key.clone(),
        b: b.key.clone(),
        version: model.version.clone(),
        prior: sum.prior,
        comparisons: sum.weights.iter().map(show).collect(),
        rules: sum.rules.iter().map(|&rule| rule.to_owned()).collect(),
        blocks: a.blocks.intersection(&b.blocks).cloned().collect(),
        score,
        probability: 1.0 / (1.0 + (-f64::from(score) / 1000.0).exp2()),
        band: band(model, score),
    }
}

fn in_order<'a>(a: &'a Features, b: &'a Features) -> (&'a Features, &'a Features) {
    if a.key <= b.key { (a, b) } else { (b, a) }
}

fn band(model: &MatchModel, score: i32) -> Band {
    match score {
        score if score >= model.link => Band::Link,
        score if score >= model.review => Band::Review,
        _ => Band::No,
    }
}

/// The evidence on one pair.
struct Sum {
    prior: i32,
    weights: Vec<(Property, Level, i32)>,
    rules: Vec<&'static str>,
}

impl Sum {
    fn of(model: &MatchModel, a: &Features, b: &Features) -> Self {
        let agreements = compare::compare(a, b);
        let (rules, cap) = rules::fired(a, b, &agreements);
        let mut sum = Self { prior: model.prior(a.kind), weights: weigh(model, a, &agreements), rules };
        let limit = match cap {
            Some(Cap::No) => model.review - 1,
            Some(Cap::Review) => model.link - 1,
            None => return sum,
        };
        let over = sum.score() - limit;
        if over > 0 {
            sum.weights.push((Property::Rule, Level::Different, -over));
        }
        sum
    }

    fn score(&self) -> i32 {
        self.prior + self.weights.iter().map(|(_, _, weight)| weight).sum::<i32>()
    }
}

fn weigh(model: &MatchModel, a: &Features, agreements: &[Agreement]) -> Vec<(Property, Level, i32)> {
    let full = |&(property, level): &Agreement| (property, level, model.weight(a.kind, property, level));
    let mut weights: Vec<_> = agreements.iter().map(full).collect();
    for group in DEPENDENT {
        damp(&mut weights, group);
    }
    weights
}

/// Halves what agrees within a group, but for the weightiest.
fn damp(weights: &mut [(Property, Level, i32)], group: &[Property]) {
    let agree = |(property, _, weight): &(Property, Level, i32)| *weight > 0 && group.contains(property);
    let strongest =
        weights.iter().filter(|weight| agree(weight)).map(|&(property, _, weight)| (weight, property)).max();
    for entry in weights.iter_mut() {
        if agree(entry) && strongest.is_some_and(|(_, property)| property != entry.0) {
            entry.2 /= 2;
        }
    }
}
