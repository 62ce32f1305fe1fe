//! Adds up the evidence.

use model::RecordKey;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::Features;
use crate::compare::{self, Agreement};
use crate::match_model::{Level, MatchModel, Property};
use crate::rules::{self, Cap, Relation, Rule};
use crate::scale::Scale;

/// What becomes of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// Two different things, as far as the evidence goes.
    No,
    /// For a person to judge.
    Review,
    /// One thing.
    Link,
}

impl Band {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Review => "review",
            Self::Link => "link",
        }
    }
}

/// Two records that may be one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The lesser record by key.
    pub a: RecordKey,
    /// The greater.
    pub b: RecordKey,
    /// What the comparison came to.
    pub score: Score,
}

/// What the comparison of two records came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// Log2 odds that they are one thing, in thousandths.
    pub log_odds: i32,
    /// What becomes of the pair.
    pub band: Band,
    /// What the two are to each other.
    pub relation: Relation,
    /// Whether a rule says that they cannot be one thing.
    pub is_apart: bool,
}

impl Score {
    /// The probability that the two are one thing.
    pub fn probability(&self) -> f64 {
        1.0 / (1.0 + (-f64::from(self.log_odds) / 1000.0).exp2())
    }
}

/// Properties that say the same thing twice: of those that agree within a group, all but the weightiest count half.
const DEPENDENT: &[&[Property]] = &[
    &[Property::Organization, Property::Location, Property::Postcode, Property::Street, Property::Position],
    &[Property::Phone, Property::Email, Property::Site],
];

/// Compares two records of one subject. The order does not matter.
pub fn score(model: &MatchModel, a: &Features, b: &Features) -> Score {
    let scale = Scale::of(model, a.subject);
    Sum::of(&scale, a, b).score(model)
}

/// The evidence on one pair.
pub(crate) struct Sum {
    pub(crate) prior: i32,
    pub(crate) evidence: SmallVec<[(Agreement, i32); 16]>,
    pub(crate) rules: SmallVec<[&'static Rule; 4]>,
}

impl Sum {
    pub(crate) fn of(scale: &Scale<'_>, a: &Features, b: &Features) -> Self {
        let (a, b) = if a.key <= b.key { (a, b) } else { (b, a) };
        Self::before_rules(scale, a, b).ruled(scale.model, a, b)
    }

    /// The same, unless it is below the floor even before rules take from it.
    pub(crate) fn worth_keeping(scale: &Scale<'_>, a: &Features, b: &Features) -> Option<Self> {
        let (a, b) = if a.key <= b.key { (a, b) } else { (b, a) };
        let sum = Self::before_rules(scale, a, b);
        (sum.log_odds() >= scale.floor()).then(|| sum.ruled(scale.model, a, b))
    }

    fn before_rules(scale: &Scale<'_>, a: &Features, b: &Features) -> Self {
        let agreements = compare::compare(a, b, &scale.weights.frequencies);
        let mut evidence: SmallVec<_> =
            agreements.into_iter().map(|known| (known, scale.weigh(&known))).collect();
        for group in DEPENDENT {
            damp(&mut evidence, group);
        }
        Self { prior: scale.weights.prior, evidence, rules: SmallVec::new() }
    }

    fn ruled(mut self, model: &MatchModel, a: &Features, b: &Features) -> Self {
        let agreements: SmallVec<[Agreement; 16]> = self.evidence.iter().map(|(known, _)| *known).collect();
        self.rules = rules::fired(a, b, &agreements);
        self.cap(model);
        self
    }

    /// Takes the sum down to where the strictest rule allows.
    fn cap(&mut self, model: &MatchModel) {
        let limit = match self.rules.first().map(|rule| rule.cap) {
            Some(Cap::No) => model.review - 1,
            Some(Cap::Review) => model.link - 1,
            None => return,
        };
        let over = self.log_odds() - limit;
        if over > 0 {
            let agreement = Agreement { property: Property::Rule, level: Level::Different, held: 1 };
            self.evidence.push((agreement, -over));
        }
    }

    pub(crate) fn log_odds(&self) -> i32 {
        self.prior + self.evidence.iter().map(|(_, weight)| weight).sum::<i32>()
    }

    pub(crate) fn score(&self, model: &MatchModel) -> Score {
        let log_odds = self.log_odds();
        let band = match log_odds {
            sum if sum >= model.link => Band::Link,
            sum if sum >= model.review => Band::Review,
            _ => Band::No,
        };
        let strictest = self.rules.first();
        let relation = match (band, strictest) {
            (Band::Link, _) => Relation::Same,
            (_, Some(rule)) => rule.relation,
            _ => Relation::Unsure,
        };
        Score { log_odds, band, relation, is_apart: strictest.is_some_and(|rule| rule.cap == Cap::No) }
    }
}

/// Halves what agrees within a group, but for the weightiest.
fn damp(evidence: &mut [(Agreement, i32)], group: &[Property]) {
    let agrees = |(known, weight): &(Agreement, i32)| *weight > 0 && group.contains(&known.property);
    let strongest =
        evidence.iter().filter(|entry| agrees(entry)).map(|(known, weight)| (*weight, known.property)).max();
    for entry in evidence.iter_mut() {
        if agrees(entry) && strongest.is_some_and(|(_, property)| property != entry.0.property) {
            entry.1 /= 2;
        }
    }
}
