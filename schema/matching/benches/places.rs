//! What it costs to read, compare and index places.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot go on must stop")]

use std::collections::BTreeMap;
use std::sync::Arc;

use divan::{Bencher, black_box};
use matching::{AddressLines, Features, MatchModel, Matcher, Statement, Subject, read, score};
use model::{RecordKey, SourceId};

fn main() {
    divan::main();
}

const PARTS: [&str; 10] = [
    "Penrose",
    "Tregarth",
    "Lanwell",
    "Kingsmoor",
    "Harrow",
    "Millbrae",
    "Copley",
    "Ashcombe",
    "Bickham",
    "Coryton",
];
const KINDS: [&str; 5] = ["Community Centre", "Library", "Church Hall", "Surgery", "Primary School"];

/// A made-up place; two with the same number at different sources are one.
fn place(source: &str, number: usize) -> Statement {
    let key = RecordKey::new(SourceId::new(source).unwrap(), Subject::Place.kind(), number.to_string());
    let mut place = Statement::new(key, Subject::Place);
    let (part, other) = (PARTS[number % 10], PARTS[number / 10 % 10]);
    place.name = Some(format!("{part}{} {other} {}", number / 100, KINDS[number % 5]));
    let (town, unit) = (number / 500, number % 500);
    let letter = |at: usize| char::from(b"ABDEFGHJLN"[at % 10]);
    let postcode = format!("PL{} {}{}{}", 1 + town % 90, unit % 10, letter(unit / 10), letter(unit / 3));
    let lines = vec![format!("{} {other} Road", 1 + number % 200), format!("{part}ton")];
    place.addresses = vec![AddressLines { lines, postcode: Some(postcode) }];
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let north = 50.0 + number as f64 / 5_000.0;
    place.position = Some((north, -4.0));
    place.phones = vec![format!("01752 {}", 200_000 + number)];
    place.emails = vec![format!("info@place{number}.example")];
    place.urls = vec![format!("https://www.place{number}.example/")];
    place
}

fn features(statements: &[Statement]) -> Vec<Features> {
    read(statements, MatchModel::shipped().weights(Subject::Place))
}

/// Ten thousand records: of every fourth place, two.
fn ten_thousand() -> Vec<Features> {
    let once = (0..8_000).map(|number| place("a", number));
    let again = (0..2_000).map(|number| place("b", number * 4));
    features(&once.chain(again).collect::<Vec<_>>())
}

fn loaded() -> Matcher {
    let mut matcher = Matcher::new(Arc::clone(MatchModel::shipped())).load(ten_thousand());
    matcher.components(&BTreeMap::new());
    matcher.put(features(&[place("c", 9_000)]).remove(0));
    matcher
}

#[divan::bench]
fn features_of_a_statement(bencher: Bencher) {
    let (statement, weights) = (place("a", 4_321), MatchModel::shipped().weights(Subject::Place));
    bencher.bench(|| Features::of(black_box(&statement), weights));
}

/// Of one place, and of two that only share a town.
#[divan::bench(args = [4_321, 4_322])]
fn score_of_a_pair(bencher: Bencher, other: usize) {
    let pair = features(&[place("a", 4_321), place("b", other)]);
    bencher.bench(|| score(MatchModel::shipped(), black_box(&pair[0]), black_box(&pair[1])));
}

/// Blocking and scoring together.
#[divan::bench(sample_count = 10)]
fn load_ten_thousand(bencher: Bencher) {
    let features = ten_thousand();
    let matcher = || (Matcher::new(Arc::clone(MatchModel::shipped())), features.clone());
    bencher.with_inputs(matcher).bench_values(|(matcher, features)| matcher.load(features));
}

/// One record that comes again with other words, and the component it is in.
#[divan::bench]
fn put_one_against_ten_thousand(bencher: Bencher) {
    let mut matcher = loaded();
    let mut turns = features(&[place("b", 4), place("b", 40)]).into_iter().cycle();
    let key = place("b", 4).key;
    bencher.bench_local(|| {
        let mut features = turns.next().unwrap();
        features.key = key.clone();
        matcher.put(features);
        matcher.components(&BTreeMap::new())
    });
}

#[divan::bench]
fn whether_a_block_proposes_a_pair(bencher: Bencher) {
    let matcher = loaded();
    let (a, b) = (place("a", 4).key, place("b", 4).key);
    bencher.bench(|| matcher.proposes(black_box(&a), black_box(&b)));
}
