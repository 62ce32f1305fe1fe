//! Labelled pairs as the terms of their sums.

use crate::match_model::{Level, MatchModel, Property, Weights};
use crate::rules::Cap;
use crate::scale::Scale;
use crate::score::Sum;
use crate::{Features, Statement, Subject};

/// A labelled pair.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sample {
    /// Its evidence.
    pub(super) terms: Vec<Term>,
    /// What the sum holds besides, in bits: what is lost or won by the commonness of values.
    pub(super) offset: f64,
    /// Whether the two are one thing.
    pub(super) is_one: bool,
}

impl Sample {
    /// The probability that it should have.
    pub(super) fn wanted(&self) -> f64 {
        if self.is_one { 1.0 } else { 0.0 }
    }
}

/// One level of agreement in a sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Term {
    pub(super) name: (Property, Level),
    /// How much of its weight counts: half where it depends on stronger evidence.
    pub(super) share: f64,
}

/// The pairs that teach something, in an order of their own.
pub(super) fn samples(
    model: &MatchModel,
    subject: Subject,
    labelled: &[(Statement, Statement, bool)],
) -> Vec<Sample> {
    let mut labelled: Vec<&(Statement, Statement, bool)> = labelled.iter().collect();
    labelled.sort_by_cached_key(|(a, b, is_one)| {
        let (first, second) = if a.key <= b.key { (&a.key, &b.key) } else { (&b.key, &a.key) };
        (first.clone(), second.clone(), *is_one)
    });
    let weights = model.weights(subject);
    labelled.into_iter().filter_map(|(a, b, is_one)| sample(model, weights, [a, b], *is_one)).collect()
}

/// A pair as its sum; `None` where a rule keeps the two apart, whatever the weights.
fn sample(model: &MatchModel, weights: &Weights, [a, b]: [&Statement; 2], is_one: bool) -> Option<Sample> {
    let sum = Sum::of(&Scale::of(model, a.subject), &Features::of(a, weights), &Features::of(b, weights));
    if sum.rules.iter().any(|rule| rule.cap == Cap::No) {
        return None;
    }
    let mut sample = Sample { terms: Vec::with_capacity(sum.evidence.len()), offset: 0.0, is_one };
    for (known, counted) in sum.evidence {
        if known.property == Property::Rule {
            continue;
        }
        let name = (known.property, known.level);
        let full = weights.weigh(known.property, known.level, known.held);
        let share = if counted == full { 1.0 } else { 0.5 };
        let average = super::value(weights, Some(name));
        sample.offset += share * (f64::from(full) / 1_000.0 - average);
        sample.terms.push(Term { name, share });
    }
    Some(sample)
}
