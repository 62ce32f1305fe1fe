use model::{Conflict, Correction};
use store::{ConflictFilter, Publication, Store};

use crate::support::{
    Place, at, canonical, commit, commits, conflict, correction, entity, id, identity, item, key, lease,
    library, on_both, publication, record,
};

on_both!(
    a_correction_is_numbered_logged_and_makes_its_cluster_dirty,
    an_expiry_is_noticed_once_and_not_before_its_time,
    erasing_a_record_empties_what_corrections_tell_of_it,
    conflicts_are_listed_by_priority_and_filtered,
    conflicts_are_replaced_with_their_entities_alone,
    conflicts_go_with_their_entity,
    a_corrected_claim_is_news_although_it_says_the_same,
);

const ONE: &str = "library:organization:1";
const TWO: &str = "library:organization:2";

/// Two records of one entity, published and clean.
fn two_of_one(place: &Place) -> Store {
    let store = library(place);
    let items = vec![item("i1", vec![record("1", "Alpha")]), item("i2", vec![record("2", "Beta")])];
    commits(&store, &commit(items, 0)).unwrap();
    let published = Publication {
        identities: vec![identity("1", 1)],
        members: vec![(key(ONE), canonical("1")), (key(TWO), canonical("1"))],
        dirty_up_to: store.dirty().unwrap().0,
        ..publication(vec![entity("1", "Alpha")], vec![])
    };
    store.publish(&lease(&store), &published).unwrap();
    assert!(!store.has_dirty().unwrap());
    store
}

fn clean(store: &Store) {
    let published = Publication { dirty_up_to: store.dirty().unwrap().0, ..publication(vec![], vec![]) };
    store.publish(&lease_again(store), &published).unwrap();
}

fn lease_again(store: &Store) -> store::Lease {
    store.acquire_lease("reconcile", "test", chrono::TimeDelta::hours(1), at(100_000)).unwrap().unwrap()
}

fn a_correction_is_numbered_logged_and_makes_its_cluster_dirty(place: &Place) {
    let store = two_of_one(place);
    let first = store.add_correction(correction(ONE)).unwrap();
    let lasting = Correction { expires: None, ..correction(TWO) };
    let second = store.add_correction(lasting.clone()).unwrap();
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!(first, Correction { number: 1, ..correction(ONE) });
    assert_eq!(store.corrections().unwrap(), [first.clone(), second]);
    assert_eq!(store.corrections_of(&[key(ONE), key("library:organization:9")]).unwrap(), [first]);
    assert_eq!(store.dirty().unwrap().1, [key(ONE), key(TWO)]);
}

fn an_expiry_is_noticed_once_and_not_before_its_time(place: &Place) {
    let store = two_of_one(place);
    store.add_correction(correction(ONE)).unwrap();
    clean(&store);
    assert_eq!(store.expire_corrections(at(99)).unwrap(), 0);
    assert!(!store.has_dirty().unwrap());
    assert_eq!(store.expire_corrections(at(100)).unwrap(), 1);
    assert_eq!(store.dirty().unwrap().1, [key(ONE), key(TWO)]);
    assert_eq!(store.expire_corrections(at(500)).unwrap(), 0);
    assert_eq!(store.corrections().unwrap().len(), 1, "the log keeps it");
}

fn erasing_a_record_empties_what_corrections_tell_of_it(place: &Place) {
    let store = two_of_one(place);
    store.add_correction(correction(ONE)).unwrap();
    store.add_correction(correction(TWO)).unwrap();
    store.erase(&key(ONE), "asked to", at(5)).unwrap();
    let log = store.corrections().unwrap();
    let (of_one, of_two) = (&log[0], &log[1]);
    assert_eq!((of_one.value.as_str(), of_one.reason.as_str()), ("erased", "erased"));
    assert!(of_one.content.is_empty() && of_one.known.is_empty() && of_two.known.is_empty());
    assert_eq!(of_two.value, "Alpha");
}

fn listed(store: &Store, filter: &ConflictFilter) -> Vec<(uuid::Uuid, String)> {
    let page = store.conflicts(filter, 10, 0).unwrap();
    assert_eq!(store.count_conflicts(filter).unwrap(), page.len() as u64);
    page.into_iter().map(|conflict| (conflict.entity, conflict.field)).collect()
}

/// The store with two entities and three conflicts about them.
fn with_conflicts(place: &Place) -> (Store, Vec<Conflict>) {
    let store = library(place);
    let conflicts = vec![
        conflict("1", "name", "library", 2),
        conflict("1", "phones", "museum", 9),
        conflict("2", "phones", "library", 5),
    ];
    let entities = vec![entity("1", "Alpha"), entity("2", "Beta")];
    let published = Publication { conflicts: conflicts.clone(), ..publication(entities, vec![]) };
    store.publish(&lease(&store), &published).unwrap();
    (store, conflicts)
}

fn conflicts_are_listed_by_priority_and_filtered(place: &Place) {
    let (store, conflicts) = with_conflicts(place);
    let [name, museum, other] = conflicts.try_into().unwrap();
    let all = store.conflicts(&ConflictFilter::default(), 10, 0).unwrap();
    assert_eq!(all, [museum.clone(), other.clone(), name.clone()]);
    assert_eq!(store.conflicts(&ConflictFilter::default(), 1, 1).unwrap(), [other]);
    let of = |filter| listed(&store, &filter);
    let by_source = ConflictFilter { source: Some(id("museum")), ..Default::default() };
    assert_eq!(of(by_source), [(canonical("1"), "phones".to_owned())]);
    let by_entity = ConflictFilter { entity: Some(canonical("1")), ..Default::default() };
    assert_eq!(of(by_entity.clone()).len(), 2);
    assert_eq!(of(ConflictFilter { field: Some("name".to_owned()), ..by_entity }).len(), 1);
}

fn conflicts_are_replaced_with_their_entities_alone(place: &Place) {
    let (store, _) = with_conflicts(place);
    let again = Publication {
        conflicts: vec![conflict("1", "email", "library", 1)],
        ..publication(vec![entity("1", "Alpha")], vec![])
    };
    store.publish(&lease_again(&store), &again).unwrap();
    let fields: Vec<_> =
        listed(&store, &ConflictFilter::default()).into_iter().map(|(_, field)| field).collect();
    assert_eq!(fields, ["phones", "email"], "the second entity was not assembled anew");
}

fn conflicts_go_with_their_entity(place: &Place) {
    let (store, _) = with_conflicts(place);
    store.publish(&lease_again(&store), &publication(vec![], vec![canonical("1")])).unwrap();
    assert_eq!(listed(&store, &ConflictFilter::default()), [(canonical("2"), "phones".to_owned())]);
}

fn a_corrected_claim_is_news_although_it_says_the_same(place: &Place) {
    let store = library(place);
    let lease = lease(&store);
    store.publish(&lease, &publication(vec![entity("a", "Alpha")], vec![])).unwrap();
    let mut pinned = entity("a", "Alpha");
    pinned.provenance.get_mut("name").unwrap()[0].correction = Some(3);
    assert_eq!(store.publish(&lease, &publication(vec![pinned], vec![])).unwrap().updated, 1);
}
