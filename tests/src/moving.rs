//! From one database to another, and to a file and back.

use model::Verdict;
use store::{Database, Store};

use crate::{
    actors::club,
    directory::{Directory, TemporaryDatabase, on_each_database},
};

/// A directory with a history: two services merged by a steward.
fn with_history(directory: &Directory) {
    directory.partner("first").publishes(&[club("Tuesday Drop-in", "Old Chapel", "PL1 4QT")]);
    directory.hour_passes();
    directory.partner("second").publishes(&[club("Harbour Welcome", "Sail Loft", "PL4 0DW")]);
    let (a, b) = ("first:service:tuesday-drop-in-pl1-4qt", "second:service:harbour-welcome-pl4-0dw");
    directory.steward().judges(a, Verdict::Positive, b);
}

fn assert_alike(one: &Store, other: &Store) {
    assert_eq!(one.last_change().unwrap(), other.last_change().unwrap());
    assert_eq!(one.changes_after(0, 1000).unwrap(), other.changes_after(0, 1000).unwrap());
    assert_eq!(one.redirects().unwrap(), other.redirects().unwrap());
    assert_eq!(one.judgements().unwrap(), other.judgements().unwrap());
    let entities = |store: &Store| {
        let mut all = Vec::new();
        store.for_each_published(|entity| all.push(entity)).unwrap();
        all
    };
    assert_eq!(entities(one), entities(other));
}

#[test]
fn a_backup_restores_into_an_empty_database_of_either_kind() {
    on_each_database(|directory| {
        with_history(directory);
        let file = directory.path("backup.file");
        directory.store.backup(&file).unwrap();
        let restored = Database::Sqlite(directory.path("restored.sqlite"));
        Store::restore(&file, &restored).unwrap();
        assert_alike(&directory.store, &Store::open(&restored).unwrap());
    });
}

#[test]
fn a_directory_moves_from_sqlite_to_postgresql_with_all_its_ids_and_numbers() {
    let Ok(admin) = std::env::var("TEST_DATABASE_URL") else {
        eprintln!("skipped: TEST_DATABASE_URL names no PostgreSQL server");
        return;
    };
    let directory = Directory::on_sqlite();
    with_history(&directory);
    let temporary = TemporaryDatabase::create(&admin);
    let target = Store::open(&Database::Postgres(temporary.url.clone())).unwrap();
    directory.store.copy_to(&target).unwrap();
    assert_alike(&directory.store, &target);
    assert!(directory.store.copy_to(&target).is_err(), "a database that is not empty is left alone");
    drop(target);
}
