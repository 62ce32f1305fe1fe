use model::{Kind, RecordKey};
use store::{CommitOutcome, NewItem, NewRecord, Publication, RunCommit, Store, StoreError};

use crate::support::{Place, Run, at, commit, commits, id, item, key, lease, library, on_both, record};

on_both!(
    what_was_committed_reads_back,
    an_item_that_says_the_same_in_other_bytes_makes_nothing_dirty,
    a_record_that_is_no_longer_yielded_stays_as_a_ghost_and_can_come_back,
    what_is_gone_takes_its_records_along_but_keeps_them,
    an_unreadable_version_keeps_the_last_good_records,
    each_version_knows_when_it_was_seen,
    a_record_that_moves_to_another_item_does_not_change,
    of_two_with_one_name_the_first_counts,
    a_source_speaks_only_for_itself,
    thousands_are_committed_in_one_go,
    a_record_that_moves_to_an_item_far_away_does_not_change,
    of_two_with_one_name_far_apart_the_first_counts,
    a_run_whose_items_cannot_all_be_had_is_not_written_at_all,
    what_becomes_dirty_during_a_reconciliation_stays_dirty,
    of_two_runs_at_once_the_second_to_commit_is_refused,
    a_run_that_began_before_the_last_committed_one_is_refused,
);

fn written(records_written: u64, records_deleted: u64) -> CommitOutcome {
    CommitOutcome { records_written, records_deleted, records_blocked: 0 }
}

fn reconcile_all(store: &Store) {
    let lease = lease(store);
    let dirty_up_to = store.dirty().unwrap().0;
    store.publish(&lease, &Publication { dirty_up_to, ..Publication::default() }).unwrap();
    store.release_lease(&lease, at(0)).unwrap();
}

fn keys(store: &Store, include_deleted: bool) -> Vec<RecordKey> {
    store.records(Kind::Organization, include_deleted).unwrap().into_iter().map(|r| r.key).collect()
}

fn what_was_committed_reads_back(place: &Place) {
    let store = library(place);
    let new = item("1", vec![record("a:b", "Älpha \"quoted\"")]);
    assert_eq!(commits(&store, &commit(vec![new.clone()], 3)).unwrap(), written(1, 0));

    let kept = store.item(&id("library"), "1").unwrap().unwrap();
    assert_eq!((kept.version, kept.body, kept.first_seen), (1, new.body, at(3)));
    let read = store.record(&key("library:organization:a:b")).unwrap().unwrap();
    let told = record("a:b", "Älpha \"quoted\"");
    assert_eq!((&read.noun, &read.original, &read.item), (&told.noun, &told.original, &"1".to_owned()));
    assert_eq!(read.field_visibility, told.field_visibility);
    assert_eq!((read.first_seen, read.modified, read.last_seen, read.deleted), (at(3), at(3), at(3), None));
    assert_eq!(store.harvest_state(&id("library")).unwrap(), Some(serde_json::json!({"read": 3})));
    assert_eq!(store.dirty().unwrap().1, [read.key]);
}

fn an_item_that_says_the_same_in_other_bytes_makes_nothing_dirty(place: &Place) {
    let store = library(place);
    commits(&store, &commit(vec![item("1", vec![record("a", "Alpha")])], 0)).unwrap();
    reconcile_all(&store);
    let mut again = item("1", vec![record("a", "Alpha")]);
    again.body.push(b' ');
    again.hash = model::ContentHash::of(&again.body);
    assert_eq!(commits(&store, &commit(vec![again], 1)).unwrap(), written(0, 0));
    assert!(!store.has_dirty().unwrap());
    assert_eq!(store.item_states(&id("library")).unwrap()["1"].version, 2);
    let record = store.record(&key("library:organization:a")).unwrap().unwrap();
    assert_eq!((record.modified, record.last_seen), (at(0), at(1)));
}

fn a_record_that_is_no_longer_yielded_stays_as_a_ghost_and_can_come_back(place: &Place) {
    let store = library(place);
    let both = || vec![record("a", "Alpha"), record("b", "Beta")];
    commits(&store, &commit(vec![item("1", both())], 0)).unwrap();
    let without = item("1", vec![record("a", "Alpha")]);
    assert_eq!(commits(&store, &commit(vec![without], 1)).unwrap(), written(0, 1));
    assert_eq!(keys(&store, false), [key("library:organization:a")]);
    assert_eq!(keys(&store, true).len(), 2);
    assert_eq!(store.record(&key("library:organization:b")).unwrap().unwrap().deleted, Some(at(1)));

    reconcile_all(&store);
    assert_eq!(commits(&store, &commit(vec![item("1", both())], 2)).unwrap(), written(1, 0));
    let back = store.record(&key("library:organization:b")).unwrap().unwrap();
    assert_eq!((back.deleted, back.first_seen, back.modified), (None, at(0), at(2)));
    assert_eq!(store.dirty().unwrap().1, [back.key]);
}

fn what_is_gone_takes_its_records_along_but_keeps_them(place: &Place) {
    let store = library(place);
    let items = vec![item("1", vec![record("a", "Alpha")]), item("2", vec![record("b", "Beta")])];
    commits(&store, &commit(items, 0)).unwrap();
    let gone = Run { gone: vec!["1".to_owned()], seen: vec!["2".to_owned()], ..commit(vec![], 1) };
    assert_eq!(commits(&store, &gone).unwrap(), written(0, 1));
    let states = store.item_states(&id("library")).unwrap();
    assert_eq!((states["1"].deleted, states["2"].deleted), (true, false));
    assert_eq!(keys(&store, false), [key("library:organization:b")]);
    assert_eq!(store.record(&key("library:organization:b")).unwrap().unwrap().last_seen, at(1));
    assert!(!store.item(&id("library"), "1").unwrap().unwrap().body.is_empty());

    let back = item("1", vec![record("a", "Alpha")]);
    assert_eq!(commits(&store, &commit(vec![back], 2)).unwrap(), written(1, 0));
    assert!(!store.item_states(&id("library")).unwrap()["1"].deleted);
}

fn an_unreadable_version_keeps_the_last_good_records(place: &Place) {
    let store = library(place);
    commits(&store, &commit(vec![item("1", vec![record("a", "Alpha")])], 0)).unwrap();
    let broken = NewItem { records: None, ..item("1", vec![record("a", "not to be read")]) };
    assert_eq!(commits(&store, &commit(vec![broken], 1)).unwrap(), written(0, 0));
    assert_eq!(store.item(&id("library"), "1").unwrap().unwrap().version, 2);
    let kept = store.record(&key("library:organization:a")).unwrap().unwrap();
    assert_eq!((kept.noun.name(), kept.deleted), (Some("Alpha"), None));
}

fn each_version_knows_when_it_was_seen(place: &Place) {
    let store = library(place);
    commits(&store, &commit(vec![item("1", vec![record("a", "Alpha")])], 0)).unwrap();
    commits(&store, &Run { seen: vec!["1".to_owned()], ..commit(vec![], 5) }).unwrap();
    commits(&store, &commit(vec![item("1", vec![record("a", "Beta")])], 9)).unwrap();
    let versions = store.item_versions(&id("library"), "1").unwrap();
    let seen: Vec<_> = versions.iter().map(|v| (v.first_seen, v.last_seen)).collect();
    assert_eq!(seen, [(at(0), at(5)), (at(9), at(9))]);
}

fn a_record_that_moves_to_another_item_does_not_change(place: &Place) {
    let store = library(place);
    let shared = |name: &str| vec![record(name, name), record("shared", "Shared")];
    commits(&store, &commit(vec![item("1", shared("a"))], 0)).unwrap();
    reconcile_all(&store);
    let items = vec![item("1", vec![record("a", "a")]), item("2", shared("b"))];
    assert_eq!(commits(&store, &commit(items, 1)).unwrap(), written(1, 0));
    let moved = store.record(&key("library:organization:shared")).unwrap().unwrap();
    assert_eq!((moved.item.as_str(), moved.modified, moved.deleted), ("2", at(0), None));
    assert_eq!(store.dirty().unwrap().1, [key("library:organization:b")]);
}

fn of_two_with_one_name_the_first_counts(place: &Place) {
    let store = library(place);
    let twins = vec![record("a", "First"), record("a", "Second")];
    commits(&store, &commit(vec![item("1", twins), item("1", vec![record("b", "Other")])], 0)).unwrap();
    let first = store.record(&key("library:organization:a")).unwrap().unwrap();
    assert_eq!(first.noun.name(), Some("First"));
    assert_eq!(store.item_versions(&id("library"), "1").unwrap().len(), 1);
}

fn a_source_speaks_only_for_itself(place: &Place) {
    let store = library(place);
    let foreign = NewRecord { key: key("museum:organization:a"), ..record("a", "Alpha") };
    let refused = commits(&store, &commit(vec![item("1", vec![foreign])], 0)).unwrap_err();
    assert!(matches!(refused, StoreError::ForeignRecord { .. }), "{refused}");
    assert!(store.item_states(&id("library")).unwrap().is_empty());
}

fn thousands_are_committed_in_one_go(place: &Place) {
    let store = library(place);
    let items = |n: i32, word: &str| {
        (0..n).map(|i| item(&i.to_string(), vec![record(&i.to_string(), word)])).collect::<Vec<_>>()
    };
    assert_eq!(commits(&store, &commit(items(2500, "old"), 0)).unwrap(), written(2500, 0));
    let gone = (2300..2500).map(|i| i.to_string()).collect();
    let seen = (1100..2300).map(|i| i.to_string()).collect();
    let second = Run { gone, seen, ..commit(items(1100, "new"), 1) };
    assert_eq!(commits(&store, &second).unwrap(), written(1100, 200));
    let records = store.records(Kind::Organization, false).unwrap();
    assert_eq!(records.len(), 2300);
    assert!(records.is_sorted_by_key(|record| record.key.clone()));
    assert_eq!(records.iter().filter(|record| record.noun.name() == Some("new")).count(), 1100);
}

/// More items than are written at a time, each with a record of its own.
fn many(word: &str) -> Vec<NewItem> {
    (0..1500).map(|i| item(&format!("{i:04}"), vec![record(&i.to_string(), word)])).collect()
}

fn yields(mut items: Vec<NewItem>, at: usize, shared: NewRecord) -> Vec<NewItem> {
    let records = items[at].records.iter().flatten().cloned().chain([shared]).collect();
    items[at] = item(&format!("{at:04}"), records);
    items
}

fn a_record_that_moves_to_an_item_far_away_does_not_change(place: &Place) {
    let store = library(place);
    let shared = || record("shared", "Shared");
    commits(&store, &commit(yields(many("old"), 3, shared()), 0)).unwrap();
    for (seconds, at_item) in [(1, 1400), (2, 3)] {
        reconcile_all(&store);
        let moved = yields(many("old"), at_item, shared());
        assert_eq!(commits(&store, &commit(moved, seconds)).unwrap(), written(0, 0));
        let shared = store.record(&key("library:organization:shared")).unwrap().unwrap();
        assert_eq!((shared.item, shared.modified, shared.deleted), (format!("{at_item:04}"), at(0), None));
        assert!(!store.has_dirty().unwrap());
    }
    assert_eq!(commits(&store, &commit(many("old"), 3)).unwrap(), written(0, 1));
}

fn of_two_with_one_name_far_apart_the_first_counts(place: &Place) {
    let store = library(place);
    let twice = yields(yields(many("old"), 3, record("a", "First")), 1400, record("a", "Second"));
    let twice = twice.into_iter().chain([item("0003", vec![record("b", "Other")])]).collect();
    assert_eq!(commits(&store, &commit(twice, 0)).unwrap(), written(1501, 0));
    let first = store.record(&key("library:organization:a")).unwrap().unwrap();
    assert_eq!((first.noun.name(), first.item.as_str()), (Some("First"), "0003"));
    assert_eq!(store.item_versions(&id("library"), "0003").unwrap().len(), 1);
}

fn a_run_whose_items_cannot_all_be_had_is_not_written_at_all(place: &Place) {
    let store = library(place);
    commits(&store, &commit(many("old"), 0)).unwrap();
    reconcile_all(&store);
    let Run { source, state, .. } = commit(vec![], 1);
    let gone = vec!["0001".to_owned()];
    let run = RunCommit { source, run: 2, after: Some(1), at: at(1), seen: vec![], gone, state };
    let broken = many("new").into_iter().map(Ok).chain([Err(std::io::Error::other("the disk is gone"))]);
    let refused = store.commit_run(&run, broken).unwrap_err();
    assert!(refused.to_string().contains("the disk is gone; nothing of the run was written"), "{refused}");
    let records = store.records(Kind::Organization, false).unwrap();
    assert!(records.len() == 1500 && records.iter().all(|record| record.noun.name() == Some("old")));
    assert_eq!(store.harvest_state(&id("library")).unwrap(), Some(serde_json::json!({"read": 0})));
    assert!(!store.has_dirty().unwrap());
}

fn what_becomes_dirty_during_a_reconciliation_stays_dirty(place: &Place) {
    let store = library(place);
    commits(&store, &commit(vec![item("1", vec![record("a", "Alpha")])], 0)).unwrap();
    let (mark, _) = store.dirty().unwrap();
    commits(&store, &commit(vec![item("2", vec![record("b", "Beta")])], 1)).unwrap();
    commits(&store, &commit(vec![item("1", vec![record("a", "Alpha again")])], 2)).unwrap();
    store.publish(&lease(&store), &Publication { dirty_up_to: mark, ..Publication::default() }).unwrap();
    assert_eq!(store.dirty().unwrap().1, [key("library:organization:a"), key("library:organization:b")]);
}

fn of_two_runs_at_once_the_second_to_commit_is_refused(place: &Place) {
    let store = library(place);
    let begins = |seconds| {
        (store.begin_run(&id("library"), at(seconds)).unwrap(), store.committed_run(&id("library")).unwrap())
    };
    let reads =
        |name: &str, (run, after)| Run { run, after, ..commit(vec![item("1", vec![record("a", name)])], 0) };
    let (first, second) = (begins(0), begins(1));
    assert_eq!((first, second), ((1, None), (2, None)));
    reads("of the first", first).commit(&store).unwrap();
    let refused = reads("of the second", second).commit(&store).unwrap_err();
    assert!(matches!(refused, StoreError::Overtaken { run: 2, by: 1, .. }), "{refused}");
    assert!(refused.to_string().contains("run 2 of source `library` was overtaken by run 1"), "{refused}");
    let kept = store.record(&key("library:organization:a")).unwrap().unwrap();
    assert_eq!(kept.noun.name(), Some("of the first"));

    let third = begins(2);
    assert_eq!(third, (3, Some(1)));
    reads("of the third", third).commit(&store).unwrap();
    assert_eq!(store.committed_run(&id("library")).unwrap(), Some(3));
}

fn a_run_that_began_before_the_last_committed_one_is_refused(place: &Place) {
    let store = library(place);
    Run { run: 2, ..commit(vec![], 0) }.commit(&store).unwrap();
    let late = Run { run: 1, after: Some(2), ..commit(vec![], 1) }.commit(&store);
    assert!(matches!(late, Err(StoreError::Overtaken { run: 1, by: 2, .. })));
}
