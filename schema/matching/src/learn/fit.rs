//! The weights that labelled pairs are likeliest under, near what they were.

use std::collections::BTreeMap;

use super::chain::Chain;
use super::sample::Sample;
use super::{Name, named, value};
use crate::frequency::thousandths;
use crate::match_model::{Property, Weights};

/// How many steps lead from where the weights are to where they should be.
const STEPS: usize = 400;

/// The weights while they are estimated, in bits.
pub(super) struct Fit {
    /// What they were, by place.
    before: Vec<f64>,
    now: Vec<f64>,
    /// What they were a step ago.
    last: Vec<f64>,
    /// How far the way of the last step is followed further: see [`Fit::step`].
    pace: f64,
    places: BTreeMap<Name, usize>,
    /// How steep the sum may be at most for each: the bound that makes every step safe.
    curvature: Vec<f64>,
    chains: Vec<Chain>,
    /// How much a bit away from what a weight was costs, in nats for half its square.
    tie: f64,
}

impl Fit {
    /// The weights that the samples are likeliest under, where `spread` is how far the labels may lead a weight away from
    /// what it was: the standard deviation of the prior, in bits.
    pub(super) fn of(before: &Weights, now: &Weights, samples: &[&Sample], spread: f64) -> Self {
        let mut fit = Self::new(before, now, samples, spread);
        let rows: Vec<Row> = samples.iter().map(|sample| fit.row(sample)).collect();
        rows.iter().for_each(|row| fit.bound(row));
        for _ in 0..STEPS {
            fit.step(&rows);
        }
        fit
    }

    fn new(before: &Weights, now: &Weights, samples: &[&Sample], spread: f64) -> Self {
        let mut names: Vec<Name> = vec![None];
        names.extend(named(before).map(Some));
        names.extend(samples.iter().flat_map(|sample| sample.terms.iter().map(|term| Some(term.name))));
        names.sort_unstable();
        names.dedup();
        let values = |weights: &Weights| names.iter().map(|name| value(weights, *name)).collect::<Vec<f64>>();
        let places: BTreeMap<Name, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
        let (before, now) = (values(before), values(now));
        let chains = Chain::of(&names, &before);
        let tie = 1.0 / (spread * spread);
        Self {
            curvature: vec![tie; before.len()],
            last: now.clone(),
            before,
            now,
            pace: 1.0,
            places,
            chains,
            tie,
        }
    }

    /// The places of the weights in a sample, with how much each counts; the prior first.
    fn row(&self, sample: &Sample) -> Row {
        let place = |name: Name| self.places.get(&name).copied();
        let terms = sample.terms.iter().filter_map(|term| Some((place(Some(term.name))?, term.share)));
        let prior = place(None).map(|place| (place, 1.0));
        Row {
            terms: prior.into_iter().chain(terms).collect(),
            offset: sample.offset,
            wanted: sample.wanted(),
        }
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

    /// One step down from a point further along the last step's way (Nesterov's acceleration), then back to where alike
    /// levels weigh more. A step that turns back begins anew without haste.
    fn step(&mut self, rows: &[Row]) {
        let pace = f64::midpoint(1.0, (1.0 + 4.0 * self.pace * self.pace).sqrt());
        let haste = (self.pace - 1.0) / pace;
        let ahead: Vec<f64> =
            self.now.iter().zip(&self.last).map(|(now, last)| now + haste * (now - last)).collect();
        let slope = self.slope(&ahead, rows);
        let steps = ahead.iter().zip(&slope).zip(&self.curvature);
        let mut next: Vec<f64> = steps.map(|((ahead, slope), curvature)| ahead - slope / curvature).collect();
        for chain in &self.chains {
            chain.straighten(&mut next, &self.curvature);
        }
        let ways = ahead.iter().zip(&next).zip(&self.now).zip(&self.curvature);
        let turn: f64 =
            ways.map(|(((ahead, next), now), curvature)| curvature * (ahead - next) * (next - now)).sum();
        self.pace = if turn > 0.0 { 1.0 } else { pace };
        self.last = std::mem::replace(&mut self.now, next);
    }

    /// How steep the loss is at a point, for each weight.
    fn slope(&self, at: &[f64], rows: &[Row]) -> Vec<f64> {
        let mut slope: Vec<f64> =
            at.iter().zip(&self.before).map(|(at, before)| (at - before) * self.tie).collect();
        for row in rows {
            let surplus = BIT * (probability(row.bits(at)) - row.wanted);
            for (place, share) in &row.terms {
                slope.get_mut(*place).into_iter().for_each(|slope| *slope += share * surplus);
            }
        }
        slope
    }

    /// How ill the weights foretell the labels of other samples, in nats.
    pub(super) fn loss(&self, samples: &[&Sample]) -> f64 {
        let loss = |sample: &&Sample| {
            let bits = self.row(sample).bits(&self.now);
            let against = if sample.is_one { -bits } else { bits };
            // ln(1 + 2^x) without overflow.
            BIT * against.max(0.0) + (-BIT * against.abs()).exp().ln_1p()
        };
        samples.iter().map(loss).sum()
    }

    /// The weights of a subject with what was estimated. What did not move by a thousandth stays as it is.
    pub(super) fn weights(&self, before: &Weights) -> Weights {
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

impl Row {
    /// What it comes to under some weights.
    fn bits(&self, weights: &[f64]) -> f64 {
        self.terms.iter().map(|(place, share)| share * at_or_zero(weights, *place)).sum::<f64>() + self.offset
    }
}

/// A bit in nats.
const BIT: f64 = std::f64::consts::LN_2;

fn probability(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

pub(super) fn at_or_zero(values: &[f64], place: usize) -> f64 {
    values.get(place).copied().unwrap_or_default()
}
