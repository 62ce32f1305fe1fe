use model::{Kind, RecordKey, SourceId, Visibility};
use serde_json::{Value, json};

use super::*;
use crate::Format;

fn record(kind: Kind, id: &str, fields: Value) -> NewRecord {
    NewRecord {
        key: RecordKey::new(SourceId::new("feed").unwrap(), kind, id),
        noun: Noun::from_value(kind, fields).unwrap(),
        visibility: Visibility::Public,
        field_visibility: Default::default(),
        original: Default::default(),
    }
}

fn measure(records: &[NewRecord]) -> Quality {
    let config =
        SourceConfig::of_feed(SourceId::new("feed").unwrap(), Format::Csv, "list.csv", None).unwrap();
    let now = "2026-03-01T09:00:00Z".parse().unwrap();
    quality(&config, &Options::default(), records, now, Links::Leave)
}

fn part<'q>(quality: &'q Quality, name: &str) -> &'q Part {
    quality.parts.iter().find(|part| part.name == name).unwrap()
}

#[test]
fn a_full_record_scores_a_hundred() {
    let service = json!({
        "id": "1", "name": "Lunch club", "description": "Hot lunch.", "organization_id": "o", "email": "a@b.org",
        "service_at_locations": [{ "location_id": "l" }], "assured_date": "2026-02-01",
        "attributes": [{ "taxonomy_term": { "id": "t", "name": "Food" } }],
    });
    let place = json!({
        "id": "l", "name": "Hall", "location_type": "physical", "schedules": [{ "freq": "WEEKLY" }],
        "addresses": [{ "address_1": "1 High Street", "postal_code": "PL1 1HZ" }],
    });
    let body = json!({ "id": "o", "name": "Friends", "description": "We cook.", "website": "https://friends.example/" });
    let quality = measure(&[
        record(Kind::Service, "1", service),
        record(Kind::Location, "l", place),
        record(Kind::Organization, "o", body),
    ]);
    assert_eq!(quality.score, Some(100), "{quality:#?}");
    assert_eq!(part(&quality, "links").ratio, None, "what was not tried does not count");
}

#[test]
fn each_part_counts_what_is_missing() {
    let quality = measure(&[
        record(Kind::Service, "1", json!({ "name": "Tea", "last_modified": "2024-01-01T00:00:00Z" })),
        record(Kind::Service, "2", json!({ "name": "Coffee" })),
        record(Kind::Location, "3", json!({ "name": "Hall", "latitude": 50.3, "longitude": -4.1 })),
        record(Kind::Location, "4", json!({ "addresses": [{ "postal_code": "somewhere" }] })),
        record(Kind::Location, "5", json!({ "location_type": "virtual" })),
    ]);
    let counted = |name| (part(&quality, name).count, part(&quality, name).of);
    assert_eq!(counted("fresh"), (0, 2));
    assert_eq!(counted("geocoded"), (1, 2));
    assert_eq!(counted("categorised"), (0, 2));
    let names: Vec<_> =
        part(&quality, "complete").fields.iter().map(|one| (one.field, one.count, one.of)).collect();
    assert!(names.contains(&("service.name", 2, 2)) && names.contains(&("location.name", 1, 3)), "{names:?}");
    assert!(quality.score.unwrap() < 40, "{quality:#?}");
}

#[test]
fn where_nothing_tells_of_freshness_that_is_said_and_does_not_count() {
    let quality = measure(&[record(Kind::Service, "1", json!({ "name": "Tea" }))]);
    let fresh = part(&quality, "fresh");
    assert_eq!((fresh.ratio, fresh.note.contains("no service tells")), (None, true));
}

#[test]
fn an_empty_feed_has_no_score() {
    assert_eq!(measure(&[]).score, None);
}
