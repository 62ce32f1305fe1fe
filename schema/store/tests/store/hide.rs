use model::{ChangeKind, Entity, Visibility};
use store::{Hidden, Store};

use crate::support::{Place, at, canonical, entity, lease, library, on_both, publication};

on_both!(
    a_hidden_entity_is_out_of_sight_at_once_and_comes_back_when_unhidden,
    a_hidden_entity_stays_hidden_whatever_is_published,
    what_is_hidden_stays_hidden_inside_what_it_was_merged_into,
    what_is_not_public_does_not_appear_by_being_unhidden,
    what_is_not_there_cannot_be_hidden,
);

fn in_sight(store: &Store) -> usize {
    let mut count = 0;
    store.for_each_published(|_| count += 1).unwrap();
    count
}

fn a_hidden_entity_is_out_of_sight_at_once_and_comes_back_when_unhidden(place: &Place) {
    let store = library(place);
    store.publish(&lease(&store), &publication(vec![entity("a", "Alpha")], vec![])).unwrap();
    assert!(store.hide(canonical("a"), at(6), "asked to").unwrap());
    assert!(!store.hide(canonical("a"), at(7), "asked again").unwrap());
    assert_eq!((in_sight(&store), store.withdrawn().unwrap()), (0, vec![canonical("a")]));
    let mark = Hidden { entity: canonical("a"), at: at(6), reason: "asked to".to_owned() };
    assert_eq!(store.hidden().unwrap(), [mark]);

    assert!(store.unhide(canonical("a"), at(8)).unwrap());
    assert!(!store.unhide(canonical("a"), at(9)).unwrap());
    assert_eq!((in_sight(&store), store.hidden().unwrap()), (1, vec![]));
    let news: Vec<_> =
        store.changes_after(1, 9).unwrap().iter().map(|c| (c.number, c.change, c.at)).collect();
    assert_eq!(news, [(2, ChangeKind::Deleted, at(6)), (3, ChangeKind::Updated, at(8))]);
}

fn a_hidden_entity_stays_hidden_whatever_is_published(place: &Place) {
    let store = library(place);
    let lease = lease(&store);
    store.publish(&lease, &publication(vec![entity("a", "Alpha")], vec![])).unwrap();
    store.hide(canonical("a"), at(6), "asked to").unwrap();
    let outcome = store.publish(&lease, &publication(vec![entity("a", "Alpha says more")], vec![])).unwrap();
    assert_eq!((outcome.updated, outcome.unchanged, in_sight(&store)), (0, 1, 0));
    store.unhide(canonical("a"), at(8)).unwrap();
    assert_eq!(store.published_entities(&[canonical("a")]).unwrap()[0].noun.name(), Some("Alpha says more"));
}

fn what_is_hidden_stays_hidden_inside_what_it_was_merged_into(place: &Place) {
    let store = library(place);
    let lease = lease(&store);
    store.publish(&lease, &publication(vec![entity("a", "Alpha"), entity("b", "Beta")], vec![])).unwrap();
    store.hide(canonical("b"), at(6), "a refuge").unwrap();
    let merged = Entity { referents: vec![canonical("b")], ..entity("a", "Alpha, also Beta") };
    let outcome = store.publish(&lease, &publication(vec![merged], vec![canonical("b")])).unwrap();
    assert_eq!((outcome.updated, outcome.deleted, in_sight(&store)), (0, 1, 0));
}

fn what_is_not_public_does_not_appear_by_being_unhidden(place: &Place) {
    let store = library(place);
    let closed = Entity { visibility: Visibility::Partner, ..entity("a", "Alpha") };
    store.publish(&lease(&store), &publication(vec![closed], vec![])).unwrap();
    assert!(store.hide(canonical("a"), at(6), "asked to").unwrap());
    assert!(store.unhide(canonical("a"), at(7)).unwrap());
    assert_eq!((in_sight(&store), store.last_change().unwrap()), (0, 0));
}

fn what_is_not_there_cannot_be_hidden(place: &Place) {
    let store = library(place);
    assert!(!store.hide(canonical("a"), at(6), "asked to").unwrap());
    assert_eq!(store.hidden().unwrap(), []);
}
