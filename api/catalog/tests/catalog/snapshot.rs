//! What a snapshot says of one thing: by id, nested, with its marks of change.

use catalog::{Catalog, ListKind, Lookup, Query, Snapshot};
use model::{Kind, Visibility};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::*;

fn load(directory: &Directory) -> std::sync::Arc<Snapshot> {
    Catalog::load(&directory.store).unwrap().snapshot()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn full(snapshot: &Snapshot, id: Uuid) -> Value {
    parsed(&snapshot.full(snapshot.entry(id).unwrap()))
}

fn item(snapshot: &Snapshot, id: Uuid) -> Value {
    parsed(&snapshot.item(snapshot.entry(id).unwrap()))
}

/// A library that gives one service at two places.
fn library() -> Vec<model::Entity> {
    let more = json!({
        "organization_id": organization_id(1), "description": "Books and computers.",
        "service_areas": [{ "id": sal_id(9, 9), "name": "Plymouth" }],
        "service_at_locations": at_locations(1, &[1, 2]),
        "attributes": [attribute(service_id(1), term(1, "L1", "Libraries", None))],
    });
    vec![
        organization(1, "Plymouth Libraries"),
        location(1, "Central Library", "PL1 1HZ", (50.371, -4.142)),
        location(2, "Efford Library", "PL3 6LF", (50.386, -4.105)),
        service(1, "Borrow a book", more),
    ]
}

#[test]
fn a_service_nests_its_organization_and_its_locations() {
    let snapshot = load(&Directory::with(&library()));
    let service = full(&snapshot, service_id(1));
    assert_eq!(service["organization"]["name"], "Plymouth Libraries");
    assert_eq!(service["organization_id"], json!(organization_id(1)));
    assert_eq!(service["last_modified"], "2026-03-01T00:00:00.000Z");
    let places = service["service_at_locations"].as_array().unwrap();
    assert_eq!(places.len(), 2);
    assert_eq!(places[0]["location"]["addresses"][0]["postal_code"], "PL1 1HZ");
    assert_eq!(places[0]["location_id"], json!(location_id(1)));
}

#[test]
fn a_list_shows_one_to_one_fields_and_the_organization() {
    let snapshot = load(&Directory::with(&library()));
    let service = item(&snapshot, service_id(1));
    assert_eq!(service["organization"]["description"], "Plymouth Libraries.");
    for list in ["service_at_locations", "attributes", "service_areas"] {
        assert!(service.get(list).is_none(), "{list}");
    }
    let at_location = item(&snapshot, sal_id(1, 2));
    assert_eq!(at_location["location"]["name"], "Efford Library");
    assert_eq!(at_location["service"]["organization"]["name"], "Plymouth Libraries");
    assert!(at_location["location"].get("addresses").is_none());
}

#[test]
fn a_service_at_a_location_nests_both_in_full() {
    let snapshot = load(&Directory::with(&library()));
    let at_location = full(&snapshot, sal_id(1, 1));
    assert_eq!(at_location["location"]["addresses"][0]["city"], "Plymouth");
    assert_eq!(at_location["service"]["attributes"][0]["taxonomy_term"]["code"], "L1");
    assert_eq!(at_location["service"]["organization"]["name"], "Plymouth Libraries");
}

#[test]
fn the_older_names_of_the_uk_profile_stand_beside_the_newer() {
    let service = full(&load(&Directory::with(&library())), service_id(1));
    assert_eq!(service["service_areas"][0]["service_area"], "Plymouth");
    assert_eq!(service["attributes"][0]["taxonomy_term"]["term"], "Libraries");
    assert_eq!(service["attributes"][0]["taxonomy_term"]["name"], "Libraries");
}

#[test]
fn an_organization_that_is_not_public_is_nowhere_to_be_seen() {
    let mut entities = library();
    entities[0].visibility = Visibility::Private;
    let snapshot = load(&Directory::with(&entities));
    for service in [full(&snapshot, service_id(1)), item(&snapshot, service_id(1))] {
        assert!(service.get("organization").is_none());
        assert!(service.get("organization_id").is_none());
    }
}

#[test]
fn a_place_that_is_not_public_takes_the_service_there_along() {
    let mut entities = library();
    entities[1].visibility = Visibility::Private;
    let snapshot = load(&Directory::with(&entities));
    let places = full(&snapshot, service_id(1))["service_at_locations"].clone();
    assert_eq!(places.as_array().unwrap().len(), 1);
    assert_eq!(places[0]["location_id"], json!(location_id(2)));
    assert!(matches!(snapshot.lookup(sal_id(1, 1)), Lookup::Unknown));
    assert_eq!(snapshot.counts().services_at_locations, 1);
}

#[test]
fn an_organization_nests_its_services_and_locations() {
    let mut entities = library();
    let own = json!({
        "name": "Head office", "location_type": "physical", "organization_id": organization_id(1)
    });
    entities.push(entity(Kind::Location, 3, own));
    let snapshot = load(&Directory::with(&entities));
    let entry = snapshot.entry(organization_id(1)).unwrap();
    let brief = parsed(&snapshot.organization_full(entry, false));
    assert_eq!(brief["locations"][0]["name"], "Head office");
    assert_eq!(brief["services"][0]["name"], "Borrow a book");
    assert!(brief["services"][0].get("service_at_locations").is_none());
    let whole = parsed(&snapshot.organization_full(entry, true));
    assert_eq!(whole["services"][0]["service_at_locations"].as_array().unwrap().len(), 2);
}

#[test]
fn terms_are_listed_once_whether_a_taxonomy_lists_them_or_an_attribute_does() {
    let mut entities = library();
    let terms = vec![term(1, "L1", "Libraries", None), term(1, "L2", "Mobile libraries", Some("L1"))];
    entities.push(taxonomy(1, "Services", terms));
    let attached = attribute(service_id(2), term(1, "X", "Extra", None));
    entities.push(service(2, "Another", json!({ "attributes": [attached] })));
    let snapshot = load(&Directory::with(&entities));
    let names = |kind| {
        let hits = snapshot.search(&Query::new(kind)).unwrap().items;
        hits.iter().map(|hit| hit.entry.name().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(ListKind::TaxonomyTerm), ["Extra", "Libraries", "Mobile libraries"]);
    let listed = full(&snapshot, taxonomy_id(1))["taxonomy_terms"].as_array().unwrap().len();
    assert_eq!(listed, 3);
    assert!(item(&snapshot, taxonomy_id(1)).get("taxonomy_terms").is_none());
    assert_eq!(item(&snapshot, term_id(1, "L2"))["parent_id"], json!(term_id(1, "L1")));
}

#[test]
fn an_id_is_found_moved_gone_or_unknown() {
    let directory = Directory::with(&library());
    directory.publish(&[service(2, "Twin", json!({})), service(3, "Passing", json!({}))]);
    directory.merge(Kind::Service, service_id(2), service_id(1));
    directory.withdraw(Kind::Service, service_id(3));
    let snapshot = load(&directory);
    assert!(
        matches!(snapshot.lookup(service_id(1)), Lookup::Found(entry) if entry.name() == "Borrow a book")
    );
    assert!(matches!(snapshot.lookup(service_id(2)), Lookup::Moved(to) if to == service_id(1)));
    assert!(matches!(snapshot.lookup(service_id(3)), Lookup::Gone));
    assert!(matches!(snapshot.lookup(service_id(4)), Lookup::Unknown));
}

#[test]
fn an_id_of_another_list_is_unknown_in_this_one() {
    let directory = Directory::with(&library());
    directory.publish(&[service(2, "Twin", json!({}))]);
    directory.merge(Kind::Service, service_id(2), service_id(1));
    let snapshot = load(&directory);
    assert!(matches!(snapshot.find(ListKind::Organization, service_id(1)), Lookup::Unknown));
    assert!(matches!(snapshot.find(ListKind::Organization, service_id(2)), Lookup::Unknown));
    assert!(matches!(snapshot.find(ListKind::Service, service_id(2)), Lookup::Moved(_)));
}

#[test]
fn a_nested_change_moves_the_marks_of_what_shows_it_and_of_nothing_else() {
    let mut entities = library();
    entities.push(service(2, "Elsewhere", json!({})));
    let directory = Directory::with(&entities);
    let catalog = Catalog::load(&directory.store).unwrap();
    let before = catalog.snapshot();
    let moved = modified(location(2, "Efford Library", "PL3 6LG", (50.386, -4.105)), 7);
    directory.publish(&[moved]);
    assert_eq!(catalog.advance(&directory.store).unwrap(), 1);
    let after = catalog.snapshot();
    let marks = |snapshot: &Snapshot, id| {
        let entry = snapshot.entry(id).unwrap();
        (entry.modified, entry.etag())
    };
    for id in [service_id(1), organization_id(1), location_id(2), sal_id(1, 2)] {
        assert_eq!(marks(&after, id).0, at(7), "{id}");
        assert_ne!(marks(&after, id).1, marks(&before, id).1, "{id}");
    }
    for id in [service_id(2), location_id(1), sal_id(1, 1)] {
        assert_eq!(marks(&after, id), marks(&before, id), "{id}");
    }
    assert_eq!(full(&after, service_id(1))["last_modified"], "2026-03-01T00:07:00.000Z");
}

#[test]
fn licences_are_those_of_everything_shown() {
    let mut entities = library();
    entities[0].licences = vec![licence("CC-BY-4.0")];
    let snapshot = load(&Directory::with(&entities));
    let service = snapshot.entry(service_id(1)).unwrap();
    let named: Vec<_> = service.licences_shown().iter().map(|licence| licence.id.as_str()).collect();
    assert_eq!(named, ["CC-BY-4.0", "OGL-UK-3.0"]);
    assert_eq!(service.licences().len(), 1);
}

#[test]
fn a_value_and_provenance_can_be_read_of_each_entry() {
    let snapshot = load(&Directory::with(&library()));
    let entry = snapshot.entry(service_id(1)).unwrap();
    assert_eq!(entry.value()["organization_id"], json!(organization_id(1)));
    assert_eq!(entry.value()["service_at_locations"][1]["location_id"], json!(location_id(2)));
    assert_eq!(parsed(&entry.provenance())["name"][0]["value"], "Borrow a book");
    assert!(parsed(&entry.scalars()).get("attributes").is_none());
}
