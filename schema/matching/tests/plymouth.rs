//! Precision and recall on hand-labelled places of Plymouth, where the shared data is at hand.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at data that it cannot read"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::DateTime;
use matching::{Band, Context, Features, MatchModel, explain, pairs};
use model::hsds::{Address, Location, Number, Phone};
use model::{Kind, Noun, Record, RecordKey, SourceId, Visibility};
use serde_json::Value;

const BUSINESS_RATES: &str = "pcc_business_rates";

/// The folder of shared test data: `$SHARED`, or a folder `shared` beside the repository.
fn shared() -> Option<PathBuf> {
    let beside =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).map(|parent| parent.join("shared"));
    let found = std::env::var_os("SHARED").map(PathBuf::from).or(beside).filter(|path| path.is_dir());
    if found.is_none() {
        println!("skipped: no shared data; set SHARED to its folder");
    }
    found
}

fn text(row: &Value, field: &str) -> Option<String> {
    row[field].as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The row as a location, as an adapter would read it.
fn location(row: &Value) -> Record {
    let parts = normalize::address::split(row["address"].as_str().unwrap_or_default());
    let address = Address {
        address_1: Some(parts.address_1),
        address_2: parts.address_2,
        city: parts.city,
        postal_code: text(row, "postcode").or(parts.postal_code),
        ..Address::default()
    };
    let phone = |number| Phone { number: Some(number), ..Phone::default() };
    let (source, id) = row["rec_id"].as_str().unwrap().split_once(':').unwrap();
    let noun = Location {
        name: text(row, "name"),
        url: text(row, "url"),
        latitude: row["lat"].as_f64().map(Number),
        longitude: row["lon"].as_f64().map(Number),
        addresses: vec![address],
        phones: text(row, "phone").map(phone).into_iter().collect(),
        ..Location::default()
    };
    let moment = DateTime::UNIX_EPOCH;
    Record {
        key: RecordKey::new(SourceId::new(source).unwrap(), Kind::Location, id),
        item: id.to_owned(),
        noun: Noun::Location(Box::new(noun)),
        visibility: Visibility::Public,
        field_visibility: BTreeMap::new(),
        original: BTreeMap::new(),
        first_seen: moment,
        last_seen: moment,
        modified: moment,
        deleted: None,
    }
}

struct Gold {
    features: Vec<Features>,
    /// Which place each labelled record is.
    places: BTreeMap<RecordKey, String>,
}

fn gold(with_business_rates: bool) -> Option<Gold> {
    let folder = shared()?.join("data/plymouth_gold");
    let Ok(lines) = std::fs::read_to_string(folder.join("records.jsonl")) else {
        println!("skipped: no {}", folder.display());
        return None;
    };
    let rows = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let is_wanted =
        |row: &Value| with_business_rates || !row["rec_id"].as_str().unwrap().starts_with(BUSINESS_RATES);
    let records = rows.filter(is_wanted).map(|row| location(&row));
    let features = records.map(|record| Features::of(&record, &Context::default())).collect();
    let mut clusters = csv::Reader::from_path(folder.join("clusters.csv")).unwrap();
    let rows = clusters.records().map(Result::unwrap);
    let key = |id: &str| {
        let (source, id) = id.split_once(':').unwrap();
        RecordKey::new(SourceId::new(source).unwrap(), Kind::Location, id)
    };
    let listed = rows.filter(|row| with_business_rates || !row[0].starts_with(BUSINESS_RATES));
    Some(Gold { features, places: listed.map(|row| (key(&row[0]), row[1].to_owned())).collect() })
}

/// Every pair of labelled records that are one place.
fn truth(places: &BTreeMap<RecordKey, String>) -> BTreeSet<(RecordKey, RecordKey)> {
    let pairs = places.iter().flat_map(|(a, place)| {
        let later = places.range(a.clone()..).skip(1);
        later.filter(move |(_, other)| *other == place).map(move |(b, _)| (a.clone(), b.clone()))
    });
    pairs.collect()
}

struct Measured {
    precision: f64,
    recall: f64,
    /// Recall where pairs that a person is asked about count too.
    asked: f64,
}

fn measure(gold: &Gold) -> Measured {
    let model = MatchModel::shipped();
    let truth = truth(&gold.places);
    let found = pairs(model, &gold.features);
    let listed =
        found.iter().filter(|pair| gold.places.contains_key(&pair.a) && gold.places.contains_key(&pair.b));
    let (mut links, mut right, mut asked) = (0.0, 0.0, 0.0);
    let mut missed = truth.clone();
    for pair in listed {
        let key = (pair.a.clone(), pair.b.clone());
        let is_true = truth.contains(&key);
        asked += f64::from(u8::from(is_true));
        if pair.band == Band::Link {
            links += 1.0;
            right += f64::from(u8::from(is_true));
            missed.remove(&key);
            if !is_true {
                println!("wrong link:\n{}", show(gold, &key));
            }
        }
    }
    for key in &missed {
        println!("missed:\n{}", show(gold, key));
    }
    let all = truth.len() as f64;
    let measured = Measured { precision: right / links, recall: right / all, asked: asked / all };
    println!(
        "{all} true pairs, {links} linked: precision {:.4}, recall {:.4}, recall with review {:.4}",
        measured.precision, measured.recall, measured.asked
    );
    measured
}

fn show(gold: &Gold, (a, b): &(RecordKey, RecordKey)) -> String {
    let of = |key: &RecordKey| gold.features.iter().find(|features| features.key == *key).unwrap();
    let explanation = explain(MatchModel::shipped(), of(a), of(b));
    let comparisons = explanation.comparisons.iter().map(|comparison| {
        let value = |value: &Option<String>| value.clone().unwrap_or_default();
        let levels = (comparison.property, comparison.level, comparison.weight);
        format!("     {levels:?} {} | {}\n", value(&comparison.a), value(&comparison.b))
    });
    format!("  {a} {b} {} {:?}\n{}", explanation.score, explanation.rules, comparisons.collect::<String>())
}

/// Pairs of labelled records of all publishers but the business rates; a pair is predicted where its band is `link`,
/// before any clustering.
#[test]
fn linked_places_of_plymouth_are_one_place() {
    let Some(gold) = gold(false) else { return };
    let measured = measure(&gold);
    assert!(measured.precision >= 0.98, "precision {}", measured.precision);
    assert!(measured.recall >= 0.85, "recall {}", measured.recall);
    assert!(measured.asked >= 0.90, "recall with review {}", measured.asked);
}

/// The same with the business rates: upper-case rows of premises, whose labels were made by another way of reading.
#[test]
fn the_business_rates_do_not_lead_astray() {
    let Some(gold) = gold(true) else { return };
    let measured = measure(&gold);
    assert!(measured.precision >= 0.98, "precision {}", measured.precision);
    assert!(measured.recall >= 0.70, "recall {}", measured.recall);
}
