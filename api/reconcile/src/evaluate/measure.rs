//! Precision, recall and what else tells how good a match is.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use model::RecordKey;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::outcome::Outcome;
use super::truth::{Truth, ordered};
use crate::process;

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measured {
    /// How many records were matched.
    pub records: usize,
    /// How many clusters they make.
    pub clusters: usize,
    /// How many pairs wait for a person.
    pub review: usize,
    /// Records a second, from rows in memory to clusters, the fitting of the model included.
    pub records_per_second: f64,
    /// The most memory that the process took meanwhile, in bytes, where the system tells.
    pub peak_memory: Option<u64>,
    /// How it agrees with the labels, where there are any.
    pub quality: Option<Quality>,
}

/// How clusters agree with labels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quality {
    /// True pairs that count.
    pub true_pairs: usize,
    /// Labelled pairs left out because they name a record that is not among the rows.
    pub unknown_pairs: usize,
    /// Pairs in one cluster that are true.
    pub precision: f64,
    /// True pairs in one cluster.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// Where 95 of 100 values of `f1` lie when the things are drawn anew.
    pub f1_interval: Interval,
    /// Clusters of two or more that are exactly one true thing: of those found.
    pub cluster_precision: f64,
    /// The same, of those true.
    pub cluster_recall: f64,
    /// Their harmonic mean.
    pub cluster_f1: f64,
    /// True pairs that a block proposes.
    pub blocking_recall: f64,
}

/// From where to where.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The least.
    pub from: f64,
    /// The greatest.
    pub to: f64,
}

pub(super) fn measure(outcome: &Outcome, truth: Option<&Truth>, time: Duration) -> Measured {
    Measured {
        records: outcome.records,
        clusters: outcome.clusters.len(),
        review: outcome.pairs.iter().filter(|pair| pair.score.band == matching::Band::Review).count(),
        records_per_second: super::rate(outcome.records, time),
        peak_memory: process::peak_memory(),
        quality: truth.map(|truth| quality(outcome, truth)),
    }
}

/// The counts from which precision and recall follow; halves of a pair belong to each of its two things.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) right: f64,
    pub(super) wrong: f64,
    pub(super) missed: f64,
}

impl Counts {
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            wrong: self.wrong + other.wrong,
            missed: self.missed + other.missed,
        }
    }

    pub(super) fn f1(self) -> f64 {
        let all = 2.0 * self.right + self.wrong + self.missed;
        if all == 0.0 { 1.0 } else { 2.0 * self.right / all }
    }
}

fn quality(outcome: &Outcome, truth: &Truth) -> Quality {
    let found = found_pairs(outcome, truth);
    let wanted: BTreeSet<_> = truth.pairs.iter().filter(|(a, b)| truth.counts(a, b)).cloned().collect();
    let right = found.intersection(&wanted).count();
    let (precision, recall) = (share(right, found.len()), share(right, wanted.len()));
    let listed = |key: &&RecordKey| truth.listed.as_ref().is_none_or(|listed| listed.contains(*key));
    let clusters =
        truth.clusters().into_iter().map(|cluster| cluster.iter().filter(listed).cloned().collect());
    let clusters: Vec<BTreeSet<RecordKey>> = clusters.filter(|set: &BTreeSet<_>| set.len() > 1).collect();
    let sets = outcome.clusters.iter().map(|cluster| cluster.iter().filter(listed).cloned().collect());
    let sets: BTreeSet<BTreeSet<RecordKey>> = sets.filter(|set: &BTreeSet<_>| set.len() > 1).collect();
    let exact = clusters.iter().filter(|cluster| sets.contains(*cluster)).count();
    let (cluster_precision, cluster_recall) = (share(exact, sets.len()), share(exact, clusters.len()));
    Quality {
        true_pairs: wanted.len(),
        unknown_pairs: truth.unknown,
        precision,
        recall,
        f1: harmonic(precision, recall),
        f1_interval: bootstrap(&counts_by_thing(&found, &wanted, &clusters)),
        cluster_precision,
        cluster_recall,
        cluster_f1: harmonic(cluster_precision, cluster_recall),
        blocking_recall: outcome.blocking_recall.unwrap_or(1.0),
    }
}

fn found_pairs(outcome: &Outcome, truth: &Truth) -> BTreeSet<(RecordKey, RecordKey)> {
    let pairs = outcome.clusters.iter().flat_map(|cluster| {
        cluster.iter().enumerate().flat_map(move |(at, a)| cluster.iter().skip(at + 1).map(move |b| (a, b)))
    });
    pairs.filter(|(a, b)| truth.counts(a, b)).map(|(a, b)| ordered(a, b)).collect()
}

type Pairs = BTreeSet<(RecordKey, RecordKey)>;

/// What is right, wrong and missed, for each thing that records tell of.
fn counts_by_thing(found: &Pairs, wanted: &Pairs, clusters: &[BTreeSet<RecordKey>]) -> Vec<Counts> {
    let numbered = clusters.iter().enumerate();
    let thing_of: BTreeMap<&RecordKey, usize> =
        numbered.flat_map(|(at, cluster)| cluster.iter().map(move |key| (key, at))).collect();
    let mut counts: BTreeMap<Option<usize>, Counts> = BTreeMap::new();
    for pair in found.union(wanted) {
        let half = match (found.contains(pair), wanted.contains(pair)) {
            (true, true) => Counts { right: 0.5, ..Counts::default() },
            (true, false) => Counts { wrong: 0.5, ..Counts::default() },
            _ => Counts { missed: 0.5, ..Counts::default() },
        };
        for key in [&pair.0, &pair.1] {
            let count = counts.entry(thing_of.get(key).copied()).or_default();
            *count = count.and(half);
        }
    }
    counts.into_values().collect()
}

/// Draws as many things with replacement, a thousand times; the same draws each time it is asked.
pub(super) fn bootstrap(counts: &[Counts]) -> Interval {
    const DRAWS: usize = 1_000;
    let mut chance = ChaCha8Rng::seed_from_u64(1);
    let mut draw = || {
        let drawn = (0..counts.len()).filter_map(|_| counts.get(chance.random_range(0..counts.len())));
        drawn.fold(Counts::default(), |sum, next| sum.and(*next)).f1()
    };
    let mut values: Vec<f64> = (0..DRAWS).map(|_| draw()).collect();
    values.sort_by(f64::total_cmp);
    let at = |rank: usize| values.get(rank).copied().unwrap_or(1.0);
    Interval { from: at(DRAWS * 25 / 1000), to: at(DRAWS * 975 / 1000 - 1) }
}

/// A part of a whole; the whole where that is nothing.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "numbers of pairs are far below 2^52")]
    let (part, whole_as) = (part as f64, whole as f64);
    if whole == 0 { 1.0 } else { part / whole_as }
}

fn harmonic(a: f64, b: f64) -> f64 {
    if a + b == 0.0 { 0.0 } else { 2.0 * a * b / (a + b) }
}

/// Lets the most memory be counted from now on, where the system can; else it is that since the process began.
pub(super) fn forget_peak_memory() {
    const PEAK: &str = "5"; // proc(5), /proc/pid/clear_refs
    if let Err(error) = std::fs::write("/proc/self/clear_refs", PEAK) {
        tracing::debug!(%error, "the peak of memory is that of the whole process");
    }
}
