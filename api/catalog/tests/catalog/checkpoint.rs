//! What a catalog keeps for the next start: used where it fits, and otherwise of no effect.

use std::fs;

use catalog::{Catalog, Checkpoint, Guide, Lexicon};
use serde_json::json;
use tempfile::TempDir;

use crate::{advance::answers, support::*};

/// A directory whose catalog was kept, and where.
fn kept() -> (Directory, Checkpoint, TempDir) {
    let schedule = json!([{
        "id": "1", "freq": "WEEKLY", "byday": "MO,-1FR", "opens_at": "09:30", "closes_at": "12:00",
        "description": "Term time only, not on bank holidays",
    }]);
    let more = json!({
        "organization_id": organization_id(1),
        "service_at_locations": at_locations(1, &[1]),
        "schedules": schedule,
        "minimum_age": 5,
        "service_areas": [{"id": "2", "name": "Plymouth", "extent": "PL1"}],
        "languages": [{"id": "3", "name": "Polish", "code": "pl"}],
        "assured_date": "2026-03-01",
    });
    let directory = Directory::with(&[
        organization(1, "Blue Library"),
        location(1, "Hall", "PL1 1AA", (50.37, -4.14)),
        service(1, "Food club", more),
        taxonomy(1, "Topics", vec![term(1, "food", "Food", None)]),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let checkpoint = Checkpoint::at(folder.path().join("catalog"));
    let catalog = Catalog::load(&directory.store).unwrap();
    drop(catalog.keep(directory.store.clone(), checkpoint.clone()).unwrap());
    (directory, checkpoint, folder)
}

fn open(directory: &Directory, checkpoint: &Checkpoint) -> Catalog {
    Catalog::open(&directory.store, Guide::default(), checkpoint).unwrap()
}

#[test]
fn a_start_goes_on_from_what_was_kept_and_from_the_log() {
    let (directory, checkpoint, _folder) = kept();
    let version = Catalog::load(&directory.store).unwrap().snapshot().version();
    directory.publish(&[organization(1, "Red Library"), service(2, "Blue room", json!({}))]);
    let resumed = open(&directory, &checkpoint);
    assert_eq!(resumed.resumed_from(), Some(version));
    let anew = Catalog::load(&directory.store).unwrap();
    assert_eq!(answers(&resumed.snapshot()), answers(&anew.snapshot()));
}

#[test]
fn a_checkpoint_that_is_damaged_is_passed_over() {
    let (directory, checkpoint, folder) = kept();
    let path = folder.path().join("catalog");
    let whole = fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x40;
        fs::write(&path, &damaged).unwrap();
        assert_eq!(open(&directory, &checkpoint).resumed_from(), None, "byte {at}");
        fs::write(&path, &whole[..at]).unwrap();
        assert_eq!(open(&directory, &checkpoint).resumed_from(), None, "cut off at {at}");
    }
}

#[test]
fn a_checkpoint_of_another_directory_or_of_other_words_is_passed_over() {
    let (directory, checkpoint, _folder) = kept();
    let other = Directory::with(&[organization(7, "Elsewhere")]);
    assert_eq!(open(&other, &checkpoint).resumed_from(), None);
    let guide = Guide { lexicon: Lexicon::read("the", ""), ..Guide::default() };
    let catalog = Catalog::open(&directory.store, guide, &checkpoint).unwrap();
    assert_eq!(catalog.resumed_from(), None);
}

#[test]
fn what_is_forgotten_is_not_there() {
    let (directory, checkpoint, folder) = kept();
    checkpoint.forget().unwrap();
    assert!(!folder.path().join("catalog").exists());
    checkpoint.forget().unwrap();
    assert_eq!(open(&directory, &checkpoint).resumed_from(), None);
}

#[test]
fn what_an_ended_server_left_half_done_is_removed_by_the_next() {
    let (directory, checkpoint, folder) = kept();
    fs::write(folder.path().join(".catalog-half"), "half").unwrap();
    let catalog = open(&directory, &checkpoint);
    drop(catalog.keep(directory.store.clone(), checkpoint.clone()).unwrap());
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["catalog"]);
}

#[test]
fn the_words_of_what_is_withdrawn_leave_the_file() {
    let (directory, checkpoint, folder) = kept();
    let size = || fs::metadata(folder.path().join("catalog")).unwrap().len();
    let keep =
        || drop(open(&directory, &checkpoint).keep(directory.store.clone(), checkpoint.clone()).unwrap());
    let without = size();
    let words: Vec<String> =
        (0..2_000_u32).map(|word| format!("{:07}", word.wrapping_mul(2_654_435_761) % 9_999_991)).collect();
    directory.publish(&[service(9, "Private", json!({"description": words.join(" ")}))]);
    keep();
    assert!(size() > without + 20_000, "{} after {without}", size());
    directory.withdraw(model::Kind::Service, service_id(9));
    keep();
    assert!(size() < without + 2_000, "{} after {without}", size());
}
