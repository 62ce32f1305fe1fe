use std::collections::BTreeSet;

use model::{ChangeKind, Entity, Identity, IdentityState, Visibility};
use store::{Hidden, Hiding, Lease, Publication, Store};

use crate::support::{
    Place, at, canonical, commit, commits, entity, identity, item, key, lease, library, on_both, publication,
    record,
};

on_both!(
    a_hidden_entity_is_out_of_sight_at_once_and_comes_back_when_unhidden,
    a_hidden_entity_stays_hidden_whatever_is_published,
    what_is_hidden_stays_hidden_inside_what_it_was_merged_into,
    what_is_not_public_does_not_appear_by_being_unhidden,
    what_is_not_there_cannot_be_hidden,
    hiding_makes_the_records_of_the_entity_dirty,
    what_was_hidden_as_one_stays_hidden_when_it_parts,
    a_hidden_id_is_told_by_its_survivor,
);

fn in_sight(store: &Store) -> usize {
    let mut count = 0;
    store.for_each_published(|_| count += 1).unwrap();
    count
}

fn a_hidden_entity_is_out_of_sight_at_once_and_comes_back_when_unhidden(place: &Place) {
    let store = library(place);
    store.publish(&lease(&store), &publication(vec![entity("a", "Alpha")], vec![])).unwrap();
    assert_eq!(store.hide(canonical("a"), at(6), "asked to").unwrap(), Hiding::Done);
    assert_eq!(store.hide(canonical("a"), at(7), "asked again").unwrap(), Hiding::Already);
    assert_eq!((in_sight(&store), store.withdrawn().unwrap()), (0, vec![]));
    let mark = Hidden { entity: canonical("a"), at: at(6), reason: "asked to".to_owned() };
    assert_eq!(store.hidden().unwrap(), [mark]);

    assert_eq!(store.unhide(canonical("a"), at(8)).unwrap(), Hiding::Done);
    assert_eq!(store.unhide(canonical("a"), at(9)).unwrap(), Hiding::Already);
    assert_eq!((in_sight(&store), store.hidden().unwrap()), (1, vec![]));
    let news: Vec<_> =
        store.changes_after(1, 9).unwrap().iter().map(|c| (c.number, c.change, c.at)).collect();
    assert_eq!(news, [(2, ChangeKind::Closed, at(6)), (3, ChangeKind::Updated, at(8))]);
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
    assert_eq!(store.hide(canonical("a"), at(6), "asked to").unwrap(), Hiding::Done);
    assert_eq!(store.unhide(canonical("a"), at(7)).unwrap(), Hiding::Done);
    assert_eq!((in_sight(&store), store.last_change().unwrap()), (0, 0));
}

fn what_is_not_there_cannot_be_hidden(place: &Place) {
    let store = library(place);
    assert_eq!(store.hide(canonical("a"), at(6), "asked to").unwrap(), Hiding::Unknown);
    assert_eq!(store.unhide(canonical("a"), at(6)).unwrap(), Hiding::Unknown);
    assert_eq!(store.hidden().unwrap(), []);
}

/// An entity `a` of the records `a` and `b`, hidden, with nothing left to reconcile before that.
fn hidden_pair(store: &Store, lease: &Lease) {
    let items = vec![item("1", vec![record("a", "Alpha")]), item("2", vec![record("b", "Beta")])];
    commits(store, &commit(items, 0)).unwrap();
    let both = Publication {
        identities: vec![identity("a", 1)],
        members: ["a", "b"]
            .map(|name| (key(&format!("library:organization:{name}")), canonical("a")))
            .to_vec(),
        dirty_up_to: store.dirty().unwrap().0,
        ..publication(vec![entity("a", "Alpha")], vec![])
    };
    store.publish(lease, &both).unwrap();
    assert!(!store.has_dirty().unwrap());
    assert_eq!(store.hide(canonical("a"), at(6), "a refuge").unwrap(), Hiding::Done);
}

fn hiding_makes_the_records_of_the_entity_dirty(place: &Place) {
    let store = library(place);
    let lease = lease(&store);
    hidden_pair(&store, &lease);
    let both = [key("library:organization:a"), key("library:organization:b")];
    let (mark, dirty) = store.dirty().unwrap();
    assert_eq!(dirty, both);
    store.publish(&lease, &Publication { dirty_up_to: mark, ..Publication::default() }).unwrap();
    store.unhide(canonical("a"), at(7)).unwrap();
    assert_eq!(store.dirty().unwrap().1, both);
}

fn what_was_hidden_as_one_stays_hidden_when_it_parts(place: &Place) {
    let store = library(place);
    let lease = lease(&store);
    hidden_pair(&store, &lease);
    let parted = Publication {
        identities: vec![identity("b", 2)],
        members: vec![(key("library:organization:b"), canonical("b"))],
        ..publication(vec![entity("a", "Alpha"), entity("b", "Beta")], vec![])
    };
    assert_eq!(store.publish(&lease, &parted).unwrap().updated, 0);
    assert_eq!(in_sight(&store), 0);
    assert_eq!(store.hidden_ids().unwrap(), BTreeSet::from([canonical("a"), canonical("b")]));

    assert_eq!(store.unhide(canonical("a"), at(8)).unwrap(), Hiding::Done);
    assert_eq!(store.hidden_ids().unwrap(), BTreeSet::from([canonical("b")]), "each part by itself");
    store.publish(&lease, &parted).unwrap();
    assert_eq!(in_sight(&store), 1);
    assert_eq!(store.unhide(canonical("b"), at(9)).unwrap(), Hiding::Done);
    assert_eq!((in_sight(&store), store.hidden_ids().unwrap()), (2, BTreeSet::new()));
}

fn a_hidden_id_is_told_by_its_survivor(place: &Place) {
    let store = library(place);
    let lease = lease(&store);
    store.publish(&lease, &publication(vec![entity("b", "Beta")], vec![])).unwrap();
    store.hide(canonical("b"), at(6), "a refuge").unwrap();
    let merged = Identity { state: IdentityState::Merged(canonical("a")), ..identity("b", 2) };
    let identities = vec![identity("a", 1), merged];
    store.publish(&lease, &Publication { identities, ..publication(vec![], vec![canonical("b")]) }).unwrap();
    assert_eq!(store.hidden_ids().unwrap(), BTreeSet::from([canonical("a")]));
}
