use model::{Identity, IdentityState, IssueDraft, Kind, Outcome, RunCounts, Severity, Verdict};
use serde_json::json;
use store::{ConflictFilter, Database, Publication, Store, StoreError, Suggestion};

use crate::support::{
    Place, at, canonical, commit, commits, entity, id, identity, item, judged, key, lease, library, on_both,
    publication, record,
};

on_both!(
    everything_moves_from_sqlite_with_ids_and_numbers,
    everything_moves_to_sqlite_with_ids_and_numbers,
    a_copy_is_refused_by_a_store_that_is_not_empty,
    a_backup_restores_into_an_empty_store,
    a_backup_overwrites_nothing,
    what_is_no_backup_is_named,
);

/// A store with something in every table.
fn full(place: &Place) -> Store {
    let store = library(place);
    let run = store.begin_run(&id("library"), at(0)).unwrap();
    let issue = IssueDraft::new(Severity::Notice, "odd", "odd", "look");
    store.log_issues(run, &id("library"), at(0), &[issue]).unwrap();
    let items = (0..1500).map(|i| item(&i.to_string(), vec![record(&i.to_string(), "Name")])).collect();
    commits(&store, &commit(items, 0)).unwrap();
    store.finish_run(run, at(1), Outcome::Harvested, RunCounts::default()).unwrap();
    let (a, b) = (key("library:organization:1"), key("library:organization:2"));
    judged(&store, (&a, &b), Verdict::Positive, ("ann", "the same"), 1);
    let merged = Identity { state: IdentityState::Merged(canonical("1")), ..identity("2", 2) };
    let mut survivor = entity("1", "Name");
    survivor.referents = vec![canonical("2")];
    store.add_correction(crate::support::correction("library:organization:1")).unwrap();
    let report = store::NewReport {
        entity: canonical("1"),
        kind: model::ReportKind::Wrong,
        message: "not there".to_owned(),
        contact: Some("ann@example.org".to_owned()),
    };
    store.add_report(&report, at(2)).unwrap();
    store.replace_calendar(&[crate::support::christmas()]).unwrap();
    let published = Publication {
        conflicts: vec![crate::support::conflict("3", "phones", "library", 5)],
        identities: vec![merged, identity("1", 1)],
        members: vec![(a.clone(), canonical("1")), (b.clone(), canonical("1"))],
        suggestions: Some(vec![Suggestion { a, b, score: 7 }]),
        ..publication(vec![survivor, entity("3", "Three"), entity("4", "Four")], vec![])
    };
    store.publish(&lease(&store), &published).unwrap();
    store.hide(canonical("3"), at(6), "asked to").unwrap();
    store.erase(&key("library:organization:9"), "asked to", at(7)).unwrap();
    store
}

/// All that a store can tell.
fn told(store: &Store) -> Vec<String> {
    let mut entities = Vec::new();
    store.for_each_published(|entity| entities.push(entity)).unwrap();
    vec![
        format!("{:?}", store.sources().unwrap()),
        format!("{:?}", store.calendar().unwrap()),
        format!("{:?}", store.harvest_state(&id("library")).unwrap()),
        format!("{:?}", store.runs(&id("library"), 10).unwrap()),
        format!("{:?}", store.issues(None, None, 10, 0).unwrap()),
        format!("{:?}", store.item_states(&id("library")).unwrap()),
        format!("{:?}", store.item_versions(&id("library"), "7").unwrap()),
        format!("{:?}", store.records(Kind::Organization, true).unwrap()),
        format!("{:?}", store.dirty().unwrap()),
        format!("{:?}", store.tombstones().unwrap()),
        format!("{:?}", store.judgements().unwrap()),
        format!("{:?}", store.corrections().unwrap()),
        format!("{:?}", store.reports(model::ReportState::Open, 0, 10).unwrap()),
        format!("{:?}", store.conflicts(&ConflictFilter::default(), 10, 0).unwrap()),
        format!("{:?}", store.identities(Kind::Organization).unwrap()),
        format!("{:?}", store.members(Kind::Organization).unwrap()),
        format!("{:?}", store.suggestions(10).unwrap()),
        format!("{entities:?}"),
        format!("{:?}", store.changes_after(0, 100).unwrap()),
        format!("{:?}", (store.hidden().unwrap(), store.hidden_ids().unwrap())),
        format!("{:?}", (store.redirects().unwrap(), store.withdrawn().unwrap())),
    ]
}

fn moves(from: &Store, to: &Store) {
    let outcome = from.copy_to(to).unwrap();
    assert_eq!((outcome.rows["record"], outcome.rows["change"], outcome.rows["entity"]), (1499, 4, 3));
    assert_eq!(told(to), told(from));
    assert_eq!(to.epoch().unwrap(), from.epoch().unwrap(), "the history goes on");

    let before = to.last_change().unwrap();
    let next = to.publish(&lease(to), &publication(vec![entity("5", "Five")], vec![])).unwrap();
    assert_eq!(next.last_change, before + 1, "the numbers go on");
    assert_eq!(to.begin_run(&id("library"), at(20)).unwrap(), 2);
    let (a, b) = (key("library:organization:3"), key("library:organization:4"));
    assert_eq!(judged(to, (&a, &b), Verdict::Negative, ("ann", "no"), 21).number, 2);
}

fn everything_moves_from_sqlite_with_ids_and_numbers(place: &Place) {
    let origin = Place::sqlite();
    moves(&full(&origin), &place.open());
}

fn everything_moves_to_sqlite_with_ids_and_numbers(place: &Place) {
    let target = Place::sqlite();
    moves(&full(place), &target.open());
}

fn a_copy_is_refused_by_a_store_that_is_not_empty(place: &Place) {
    let (store, target) = (full(place), place.another());
    let other = target.open();
    other.put_source(&crate::support::source("museum"), &json!({})).unwrap();
    let refused = store.copy_to(&other).unwrap_err();
    assert!(matches!(refused, StoreError::NotEmpty { table: "source", .. }), "{refused}");
    assert_eq!(other.sources().unwrap().len(), 1);
}

fn a_backup_restores_into_an_empty_store(place: &Place) {
    let store = full(place);
    let file = place.path("it's a backup.sqlite");
    store.backup(&file).unwrap();
    let target = place.another();
    Store::restore(&file, &target.database).unwrap();
    let restored = target.open();
    assert_eq!(told(&restored), told(&store));
    assert_ne!(restored.epoch().unwrap(), store.epoch().unwrap(), "what was told since is not in it");
    assert_eq!(restored.epoch().unwrap(), target.open().epoch().unwrap(), "but it stays from start to start");
    let again = Store::restore(&file, &target.database).unwrap_err();
    assert!(matches!(again, StoreError::NotEmpty { .. }));
}

fn a_backup_overwrites_nothing(place: &Place) {
    let file = place.path("precious.txt");
    std::fs::write(&file, "precious").unwrap();
    assert!(matches!(library(place).backup(&file), Err(StoreError::Exists(_))));
    assert_eq!(std::fs::read(&file).unwrap(), b"precious");
}

fn what_is_no_backup_is_named(place: &Place) {
    let text = place.path("notes.txt");
    std::fs::write(&text, "nothing of the sort ".repeat(100)).unwrap();
    let refused = Store::restore(&text, &place.database).unwrap_err();
    assert!(refused.to_string().contains("not a database"), "{refused}");
    assert!(refused.to_string().contains("notes.txt"), "{refused}");
    let absent = Store::restore(&place.path("absent"), &place.database).unwrap_err();
    assert!(absent.to_string().contains("absent"), "{absent}");
    let empty = place.path("empty.sqlite");
    drop(Store::open_unmigrated(&Database::Sqlite(empty.clone())).unwrap());
    let refused = Store::restore(&empty, &place.database).unwrap_err();
    assert!(refused.to_string().contains("no tables of a directory"), "{refused}");
}
