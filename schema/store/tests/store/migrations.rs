use std::thread;

use store::{Database, Store, StoreError};

use crate::support::{Place, at, id, library, on_both, source};

on_both!(
    tables_go_up_and_down_and_up_again,
    processes_that_migrate_at_once_do_it_once,
    a_store_is_opened_again_while_others_use_it,
);

/// How many steps there are.
fn steps() -> usize {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite");
    std::fs::read_dir(folder).unwrap().count()
}

fn tables_go_up_and_down_and_up_again(place: &Place) {
    let store = Store::open_unmigrated(&place.database).unwrap();
    let up = store.migrate().unwrap();
    assert_eq!(up.len(), steps());
    assert_eq!(store.migrate().unwrap(), [""; 0]);
    assert_eq!(store.revert_all().unwrap().len(), up.len());
    assert!(store.last_change().is_err(), "no table is left");
    assert_eq!(store.migrate().unwrap(), up);
    assert_eq!(store.last_change().unwrap(), 0);
}

fn processes_that_migrate_at_once_do_it_once(place: &Place) {
    let migrate = || Store::open_unmigrated(&place.database).unwrap().migrate().unwrap().len();
    let taken: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(migrate)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(taken, steps());
}

fn a_store_is_opened_again_while_others_use_it(place: &Place) {
    let first = library(place);
    let second = place.open();
    first.begin_run(&id("library"), at(0)).unwrap();
    assert_eq!(second.runs(&id("library"), 10).unwrap().len(), 1);
    second.put_source(&source("museum"), &serde_json::json!({})).unwrap();
    assert_eq!(first.sources().unwrap(), [source("library"), source("museum")]);
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let place = Place::sqlite();
    let path = place.path("notes.txt");
    std::fs::write(&path, "these are not the tables you are looking for".repeat(50)).unwrap();
    let error = Store::open(&Database::Sqlite(path)).unwrap_err();
    assert!(matches!(error, StoreError::Open { .. }));
    assert!(error.to_string().contains("notes.txt"), "{error}");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let place = Place::sqlite();
    let error = Store::open(&Database::Sqlite(place.path("nowhere/directory.sqlite"))).unwrap_err();
    assert!(error.to_string().contains("nowhere/directory.sqlite"), "{error}");
}

#[test]
fn a_server_that_does_not_answer_is_named_without_the_password() {
    let database = Database::Postgres("postgres://ann:s3cret@127.0.0.1:1/plymouth".to_owned());
    let error = Store::open(&database).unwrap_err().to_string();
    assert!(error.contains("plymouth at 127.0.0.1:1"), "{error}");
    assert!(!error.contains("s3cret"), "{error}");
}
