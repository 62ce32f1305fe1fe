//! What it costs to sort the records of a component into clusters.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on must stop")]

use std::collections::BTreeSet;

use divan::{Bencher, black_box};
use model::{Kind, RecordKey, SourceId};
use resolver::{Constraints, Link, cluster};

fn main() {
    divan::main();
}

/// Nearly all components have one record or two; forty is the largest of which every pair is compared.
#[divan::bench(args = [1, 2, 5, 40, 400])]
fn a_component(bencher: Bencher, records: u32) {
    let source = SourceId::new("a").unwrap();
    let mut keys: Vec<RecordKey> =
        (0..records).map(|at| RecordKey::new(source.clone(), Kind::Location, format!("{at:04}"))).collect();
    keys.sort();
    let pairs = (0..records).flat_map(|a| (a + 1..records.min(a + 40)).map(move |b| (a, b)));
    let link = |(a, b): (u32, u32)| Link { a, b, score: score(a, b), is_apart: false };
    let links: Vec<Link> = pairs.map(link).collect();
    let (constraints, free) = (Constraints::default(), BTreeSet::new());
    bencher.bench(|| cluster(black_box(&keys), black_box(&links), &constraints, &free, 0));
}

/// Records of five are mostly one thing.
fn score(a: u32, b: u32) -> i32 {
    let is_one = a / 5 == b / 5;
    let slip = i32::try_from((a * 7 + b * 13) % 3_000).unwrap_or_default();
    if is_one { 6_000 + slip } else { slip - 5_000 }
}
