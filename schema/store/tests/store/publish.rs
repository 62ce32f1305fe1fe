use std::thread;

use model::{Change, ChangeKind, Entity, IdentityState, Kind, Visibility};
use store::{Publication, PublishOutcome, Store, StoreError};

use crate::support::{Place, at, canonical, entity, identity, lease, library, on_both, publication};

on_both!(
    an_entity_that_is_published_is_read_and_logged,
    an_entity_that_says_the_same_makes_no_change,
    an_entity_that_is_no_longer_public_is_taken_back,
    a_withdrawn_entity_is_gone,
    a_merged_id_leads_to_the_last_survivor,
    numbers_have_no_gaps_for_a_reader_while_many_write,
    a_refused_publication_leaves_nothing,
);

fn published(store: &Store) -> Vec<Entity> {
    let mut entities = Vec::new();
    store.for_each_published(|entity| entities.push(entity)).unwrap();
    entities
}

fn news(changes: &[Change]) -> Vec<(i64, ChangeKind)> {
    changes.iter().map(|change| (change.number, change.change)).collect()
}

fn an_entity_that_is_published_is_read_and_logged(place: &Place) {
    let store = library(place);
    let (alpha, beta) = (entity("a", "Alpha"), entity("b", "Beta"));
    let outcome =
        store.publish(&lease(&store), &publication(vec![alpha.clone(), beta.clone()], vec![])).unwrap();
    assert_eq!(outcome, PublishOutcome { updated: 2, deleted: 0, unchanged: 0, last_change: 2 });
    let mut both = vec![alpha.clone(), beta];
    both.sort_by_key(|entity| entity.id.to_string());
    assert_eq!(published(&store), both);
    assert_eq!(store.published_entities(&[alpha.id, alpha.id, canonical("x")]).unwrap(), [alpha]);
    let changes = store.changes_after(0, 10).unwrap();
    assert_eq!(news(&changes), [(1, ChangeKind::Updated), (2, ChangeKind::Updated)]);
    assert_eq!((changes[0].entity, changes[0].kind, changes[0].at), (both[0].id, Kind::Organization, at(5)));
    assert_eq!(store.changes_after(1, 10).unwrap(), changes[1..]);
    assert_eq!(store.for_each_published(drop).unwrap(), 2);
}

fn an_entity_that_says_the_same_makes_no_change(place: &Place) {
    let store = library(place);
    let lease = lease(&store);
    store.publish(&lease, &publication(vec![entity("a", "Alpha")], vec![])).unwrap();
    let mut again = entity("a", "Alpha");
    again.modified = at(99);
    again.provenance.get_mut("name").unwrap()[0].seen = at(99);
    let outcome = store.publish(&lease, &publication(vec![again], vec![canonical("x")])).unwrap();
    assert_eq!(outcome, PublishOutcome { unchanged: 1, last_change: 1, ..Default::default() });
    assert_eq!(published(&store)[0].modified, at(1));

    let mut claimed = entity("a", "Alpha");
    claimed.provenance.get_mut("name").unwrap()[0].derived = Some("a rule".to_owned());
    assert_eq!(store.publish(&lease, &publication(vec![claimed], vec![])).unwrap().updated, 1);
}

fn an_entity_that_is_no_longer_public_is_taken_back(place: &Place) {
    let store = library(place);
    let lease = lease(&store);
    let closed = || Entity { visibility: Visibility::Private, ..entity("a", "Alpha") };
    let outcome = store.publish(&lease, &publication(vec![closed()], vec![])).unwrap();
    assert_eq!((outcome.last_change, outcome.unchanged), (0, 1), "nobody ever saw it");
    assert!(store.withdrawn().unwrap().is_empty());

    store.publish(&lease, &publication(vec![entity("a", "Alpha")], vec![])).unwrap();
    let outcome = store.publish(&lease, &publication(vec![closed()], vec![])).unwrap();
    assert_eq!((outcome.deleted, outcome.last_change), (1, 2));
    assert_eq!(published(&store), []);
    assert!(store.withdrawn().unwrap().is_empty(), "it is there, and whoever guesses its id learns nothing");

    let outcome = store.publish(&lease, &publication(vec![], vec![canonical("a")])).unwrap();
    assert_eq!((outcome.deleted, outcome.last_change), (0, 2), "readers notice nothing");
    assert!(store.withdrawn().unwrap().is_empty(), "nor does whoever begins anew");
}

fn a_withdrawn_entity_is_gone(place: &Place) {
    let store = library(place);
    let lease = lease(&store);
    store.publish(&lease, &publication(vec![entity("a", "Alpha"), entity("b", "Beta")], vec![])).unwrap();
    let outcome = store.publish(&lease, &publication(vec![], vec![canonical("a")])).unwrap();
    assert_eq!(outcome, PublishOutcome { deleted: 1, last_change: 3, ..Default::default() });
    assert_eq!(store.withdrawn().unwrap(), [canonical("a")]);
    assert_eq!(published(&store).len(), 1);
    let back = store.publish(&lease, &publication(vec![entity("a", "Alpha")], vec![])).unwrap();
    assert_eq!((back.updated, store.withdrawn().unwrap()), (1, vec![]));
}

fn a_merged_id_leads_to_the_last_survivor(place: &Place) {
    let store = library(place);
    let lease = lease(&store);
    let names = ["a", "b", "c"];
    let first = Publication {
        identities: (1..).zip(names).map(|(serial, name)| identity(name, serial)).collect(),
        ..publication(names.map(|name| entity(name, name)).to_vec(), vec![])
    };
    store.publish(&lease, &first).unwrap();

    let merged = |name: &str, serial, into: &str| model::Identity {
        state: IdentityState::Merged(canonical(into)),
        ..identity(name, serial)
    };
    let merge = Publication {
        identities: vec![merged("c", 3, "b"), merged("b", 2, "a")],
        ..publication(vec![], vec![canonical("b"), canonical("c")])
    };
    assert_eq!(store.publish(&lease, &merge).unwrap().deleted, 2);
    let mut to_a = vec![(canonical("b"), canonical("a")), (canonical("c"), canonical("a"))];
    to_a.sort();
    assert_eq!(store.redirects().unwrap(), to_a);
    assert!(store.withdrawn().unwrap().is_empty());

    let hiding = store.hide(canonical("c"), at(6), "asked to").unwrap();
    assert_eq!(hiding, store::Hiding::Done, "a merged id stands for its survivor");
    assert_eq!(store.redirects().unwrap(), []);
    assert!(store.withdrawn().unwrap().is_empty(), "it is there, and not for readers");
}

fn numbers_have_no_gaps_for_a_reader_while_many_write(place: &Place) {
    const WRITERS: usize = 4;
    const ROUNDS: usize = 12;
    let lease = lease(&library(place));
    let write = |writer: usize| {
        let store = place.open();
        for round in 0..ROUNDS {
            let name = format!("{writer}-{round}");
            store.publish(&lease, &publication(vec![entity(&name, &name)], vec![])).unwrap();
            store.hide(canonical(&name), at(6), "hidden while others publish").unwrap();
        }
    };
    let follow = || {
        let (store, mut seen) = (place.open(), Vec::new());
        while seen.len() < WRITERS * ROUNDS * 2 {
            let last = seen.last().map_or(0, |change: &Change| change.number);
            seen.extend(store.changes_after(last, 5).unwrap());
        }
        seen
    };
    let seen = thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || write(writer));
        }
        scope.spawn(follow).join().unwrap()
    });
    assert!(seen.iter().map(|change| change.number).eq(1..=96));
    assert_eq!(published(&place.open()), []);
}

fn a_refused_publication_leaves_nothing(place: &Place) {
    let store = library(place);
    let old = lease(&store);
    assert!(store.release_lease(&old, at(1)).unwrap());
    let attempt =
        Publication { identities: vec![identity("a", 1)], ..publication(vec![entity("a", "Alpha")], vec![]) };
    assert!(matches!(store.publish(&old, &attempt), Err(StoreError::StaleLease { fence: 1, .. })));
    let new = lease(&store);
    assert_eq!(new.fence, 2);
    let refused = store.publish(&old, &attempt).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the lease `reconcile` with fencing number 1 is no longer held; nothing was written"
    );
    assert_eq!((store.last_change().unwrap(), store.identities(Kind::Organization).unwrap()), (0, vec![]));
    assert_eq!(store.publish(&new, &attempt).unwrap().last_change, 1);
}
