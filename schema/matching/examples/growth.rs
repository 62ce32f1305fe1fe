//! How matching grows: generated locations with duplicates, ten and a hundred thousand of them, or as many as told.
//!
//! `cargo run --release -p matching --example growth [COUNT…]`

use std::collections::BTreeMap;

use matching::{Band, Context, Features, MatchModel, pairs};
use model::hsds::{Address, Location, Number, Phone};
use model::{Clock, Kind, Noun, Record, RecordKey, SourceId, SystemClock, Visibility};

/// What stands in each area: twelve things with one postcode.
const THINGS: &[&str] = &[
    "Library",
    "Community Centre",
    "Baptist Church",
    "Village Hall",
    "Surgery",
    "Nursery",
    "Primary School",
    "Café",
    "Food Bank",
    "Youth Club",
    "Sports Hub",
    "Warm Space",
];

const SYLLABLES: &[&str] = &["ba", "co", "dun", "el", "fro", "gar", "hil", "in", "ket", "lor", "mar", "nes"];

fn pick<'a>(words: &[&'a str], at: usize) -> &'a str {
    words.get(at % words.len()).copied().unwrap_or_default()
}

/// A made-up name of an area.
fn area_name(area: usize) -> String {
    let digits = [area, area / 12, area / 144, area / 1728];
    digits.iter().map(|&digit| pick(SYLLABLES, digit)).collect()
}

/// A made-up postcode of an area.
fn postcode(area: usize) -> String {
    let letter = |at: usize| char::from(b"ABDEFGHJ".get(at % 8).copied().unwrap_or(b'A'));
    format!("PL{} {}{}{}", area / 640 % 90 + 1, area / 64 % 10, letter(area / 8), letter(area))
}

/// The `at`th record; every third one is the one before it, as another source writes it.
fn record(at: usize, moment: chrono::DateTime<chrono::Utc>) -> Result<Record, model::KeyError> {
    let is_copy = at % 3 == 2;
    let thing = if is_copy { at - 1 } else { at };
    let area = thing / 12;
    let name = format!("{}{} {}", if is_copy { "The " } else { "" }, area_name(area), pick(THINGS, thing));
    let address = Address {
        address_1: Some(format!("{} {} Road", thing % 12 + 1, area_name(area + 7))),
        postal_code: Some(postcode(area)),
        ..Address::default()
    };
    let phone = Phone { number: Some(format!("01752 {:06}", 200_000 + thing % 700_000)), ..Phone::default() };
    let noun = Location {
        name: Some(name),
        addresses: vec![address],
        latitude: Some(Number(50.0 + (area % 700) as f64 / 500.0)),
        longitude: Some(Number(-4.0 - (area / 700) as f64 / 300.0)),
        phones: vec![phone],
        ..Location::default()
    };
    Ok(Record {
        key: RecordKey::new(
            SourceId::new(if is_copy { "partner" } else { "council" })?,
            Kind::Location,
            at.to_string(),
        ),
        item: at.to_string(),
        noun: Noun::Location(Box::new(noun)),
        visibility: Visibility::Public,
        field_visibility: BTreeMap::new(),
        original: BTreeMap::new(),
        first_seen: moment,
        last_seen: moment,
        modified: moment,
        deleted: None,
    })
}

fn seconds(from: chrono::DateTime<chrono::Utc>, to: chrono::DateTime<chrono::Utc>) -> f64 {
    (to - from).as_seconds_f64()
}

fn main() -> Result<(), model::KeyError> {
    let clock = SystemClock;
    let told: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    for count in if told.is_empty() { vec![10_000, 100_000] } else { told } {
        let records: Vec<Record> = (0..count).map(|at| record(at, clock.now())).collect::<Result<_, _>>()?;
        let begun = clock.now();
        let features: Vec<Features> =
            records.iter().map(|record| Features::of(record, &Context::default())).collect();
        let read = clock.now();
        let found = pairs(MatchModel::shipped(), &features);
        let done = clock.now();
        let links = found.iter().filter(|pair| pair.band == Band::Link).count();
        println!(
            "{count} records: normalized in {:.2} s, matched in {:.2} s ({:.0} records/s), {links} links, {} for review",
            seconds(begun, read),
            seconds(read, done),
            count as f64 / seconds(read, done),
            found.len() - links,
        );
    }
    Ok(())
}
