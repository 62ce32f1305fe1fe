//! How matching grows: generated locations with duplicates, ten and a hundred thousand of them.
//!
//! `cargo run --release -p matching --example growth`

use std::collections::BTreeMap;

use matching::{Band, Context, Features, MatchModel, pairs};
use model::hsds::{Address, Location, Number, Phone};
use model::{Clock, Kind, Noun, Record, RecordKey, SourceId, SystemClock, Visibility};

const FIRST: &[&str] =
    &["Alder", "Birch", "Cedar", "Drake", "Efford", "Ford", "Granby", "Hoe", "Ince", "Jubilee"];
const LAST: &[&str] =
    &["Library", "Community Centre", "Baptist Church", "Hall", "Surgery", "Nursery", "School", "Café"];
const STREETS: &[&str] =
    &["Alfred Road", "Sussex Road", "Chapel Street", "Mutley Plain", "Union Street", "Hill Lane"];

fn pick<'a>(words: &[&'a str], at: usize) -> &'a str {
    words.get(at % words.len()).copied().unwrap_or_default()
}

/// The `at`th record; every third one is the one before it, as another source writes it.
fn record(at: usize, moment: chrono::DateTime<chrono::Utc>) -> Result<Record, model::KeyError> {
    let is_copy = at % 3 == 2;
    let thing = if is_copy { at - 1 } else { at };
    let (first, last, street) = (pick(FIRST, thing), pick(LAST, thing / 10), pick(STREETS, thing / 7));
    let area = thing / 40;
    let name = if is_copy {
        format!("The {first} {last} (no {area})")
    } else {
        format!("{first} {last} (no {area})")
    };
    let (letter, other) = (char::from(b'A' + (area % 2) as u8), char::from(b'D' + (area / 2 % 5) as u8));
    let address = Address {
        address_1: Some(format!("{} {street}", thing % 90 + 1)),
        postal_code: Some(format!("PL{} {}{letter}{other}", area / 90 % 90 + 1, area / 10 % 9 + 1)),
        ..Address::default()
    };
    let phone = Phone { number: Some(format!("01752 {:06}", 200_000 + thing % 700_000)), ..Phone::default() };
    let noun = Location {
        name: Some(name),
        addresses: vec![address],
        latitude: Some(Number(50.0 + (area % 700) as f64 / 1000.0)),
        longitude: Some(Number(-4.0 - (area / 700) as f64 / 1000.0)),
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
    for count in [10_000, 100_000] {
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
            f64::from(count as u32) / seconds(read, done),
            found.len() - links,
        );
    }
    Ok(())
}
