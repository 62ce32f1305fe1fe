use model::Visibility;
use serde_json::json;

use crate::support::{Place, commit, commits, id, item, key, library, on_both, record, source};

on_both!(
    a_source_reads_back_as_it_was_put_in,
    new_terms_of_a_source_make_its_records_dirty,
    rules_of_precedence_come_back_as_they_were_and_make_records_dirty,
    sources_are_listed_in_the_order_of_their_bytes,
);

fn a_source_reads_back_as_it_was_put_in(place: &Place) {
    let store = place.open();
    store.put_source(&source("library"), &json!({"format": "csv"})).unwrap();
    assert_eq!(store.source(&id("library")).unwrap(), Some(source("library")));
    assert_eq!(store.harvest_state(&id("library")).unwrap(), None);
    assert_eq!(store.source(&id("museum")).unwrap(), None);
}

fn new_terms_of_a_source_make_its_records_dirty(place: &Place) {
    let store = library(place);
    commits(&store, &commit(vec![item("1", vec![record("a", "Alpha")])], 0)).unwrap();
    let (mark, _) = store.dirty().unwrap();
    let lease = crate::support::lease(&store);
    store.publish(&lease, &store::Publication { dirty_up_to: mark, ..Default::default() }).unwrap();
    assert!(!store.has_dirty().unwrap());

    store.put_source(&source("library"), &json!({"another": "page size"})).unwrap();
    assert!(!store.has_dirty().unwrap(), "the way it is read changes nothing that is published");
    let closed = model::Source { visibility: Visibility::Partner, ..source("library") };
    store.put_source(&closed, &json!({})).unwrap();
    assert_eq!(store.dirty().unwrap().1, [key("library:organization:a")]);
}

fn rules_of_precedence_come_back_as_they_were_and_make_records_dirty(place: &Place) {
    let store = library(place);
    commits(&store, &commit(vec![item("1", vec![record("a", "Alpha")])], 0)).unwrap();
    let lease = crate::support::lease(&store);
    let (mark, _) = store.dirty().unwrap();
    store.publish(&lease, &store::Publication { dirty_up_to: mark, ..Default::default() }).unwrap();
    let rule = |fields: &[&str], organization: Option<&str>| model::PrecedenceRule {
        fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        organization: organization.map(str::to_owned),
        precedence: 800,
    };
    let ruled = model::Source {
        precedence_for: vec![rule(&["phones"], Some("Plymouth City Council")), rule(&[], None)],
        supplements: true,
        ..source("library")
    };
    store.put_source(&ruled, &json!({})).unwrap();
    assert_eq!(store.source(&ruled.id).unwrap(), Some(ruled));
    assert_eq!(store.dirty().unwrap().1, [key("library:organization:a")]);
}

fn sources_are_listed_in_the_order_of_their_bytes(place: &Place) {
    let store = place.open();
    for name in ["b", "a_b", "a-b", "ab", "a1"] {
        store.put_source(&source(name), &json!({})).unwrap();
    }
    let names: Vec<String> = store.sources().unwrap().iter().map(|s| s.id.to_string()).collect();
    assert_eq!(names, ["a-b", "a1", "a_b", "ab", "b"]);
}
