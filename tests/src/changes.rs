//! `/v1/changes`: whoever follows ends with what is published, and hears of nothing else.

use std::collections::BTreeMap;

use model::{Clock, Verdict::Positive};
use serde_json::Value;
use store::{Database, Store};

use crate::{
    actors::{Anonymous, club},
    directory::{Directory, on_each_database},
};

/// Follows from a path until nothing is left; answers where to go on.
fn follow(reader: &Anonymous<'_>, from: &str, copy: &mut BTreeMap<String, String>) -> String {
    let mut path = from.to_owned();
    loop {
        let page = reader.gets(&path);
        assert_eq!(page.status, 200, "{}", page.text);
        for change in page.body["changes"].as_array().unwrap() {
            let id = change["id"].as_str().unwrap().to_owned();
            match change["change"].as_str().unwrap() {
                "updated" => drop(copy.insert(id, change["kind"].as_str().unwrap().to_owned())),
                _ => drop(copy.remove(&id)),
            }
        }
        path = page.body["next"].as_str().unwrap().to_owned();
        if page.body["more"] == Value::Bool(false) {
            return path;
        }
    }
}

fn services(copy: &BTreeMap<String, String>) -> Vec<&String> {
    copy.iter().filter(|(_, kind)| *kind == "service").map(|(id, _)| id).collect()
}

#[test]
fn whoever_follows_ends_with_what_is_published() {
    on_each_database(|directory| {
        let (reader, mut copy) = (directory.anonymous(), BTreeMap::new());
        directory.partner("first").publishes(&[club("Tuesday Drop-in", "Old Chapel", "PL1 4QT")]);
        let next = follow(&reader, "/v1/changes?limit=1", &mut copy);
        let elder = reader.id_of("Tuesday Drop-in");
        assert_eq!(services(&copy), [&elder]);
        directory.hour_passes();
        directory.partner("second").publishes(&[club("Harbour Welcome", "Sail Loft", "PL4 0DW")]);
        let younger = reader.id_of("Harbour Welcome");
        let next = follow(&reader, &next, &mut copy);
        assert_eq!(services(&copy).len(), 2);
        directory.hour_passes();
        let (first, second) =
            ("first:service:tuesday-drop-in-pl1-4qt", "second:service:harbour-welcome-pl4-0dw");
        directory.steward().judges(first, Positive, second);
        let page = reader.gets(&next);
        let all = page.body["changes"].as_array().unwrap();
        let merged = all.iter().find(|change| change["id"] == younger.as_str()).unwrap();
        assert_eq!((&merged["change"], &merged["into"]), (&"merged".into(), &elder.as_str().into()));
        let next = follow(&reader, &next, &mut copy);
        assert_eq!(services(&copy), [&elder]);
        directory.store.hide(elder.parse().unwrap(), directory.clock.now(), "for a test").unwrap();
        directory.catalog.advance(&directory.store).unwrap();
        follow(&reader, &next, &mut copy);
        assert!(services(&copy).is_empty(), "what is hidden is dropped by whoever had it");
        let mut fresh = BTreeMap::new();
        follow(&reader, "/v1/changes", &mut fresh);
        assert_eq!(fresh, copy, "who begins now hears the same in the end");
    });
}

#[test]
fn a_number_of_another_history_is_gone() {
    let directory = Directory::on_sqlite();
    directory.partner("first").publishes(&[club("Tuesday Drop-in", "Old Chapel", "PL1 4QT")]);
    let reader = directory.anonymous();
    let page = reader.gets("/v1/changes").body;
    let (last, epoch) = (page["last"].as_i64().unwrap(), page["epoch"].as_str().unwrap());
    assert_eq!(reader.gets(&format!("/v1/changes?after={last}&epoch={epoch}")).status, 200);
    assert_eq!(page["first"], 1, "nothing is taken out of the log");
    assert!(page["next"].as_str().unwrap().contains(&format!("&epoch={epoch}-")), "{page}");
    assert_eq!(reader.gets(page["next"].as_str().unwrap()).status, 200);
    for query in [
        format!("after={}", last + 1),
        format!("after={last}&epoch=abc"),
        format!("after={last}&epoch={epoch}-abc"),
        "after=0&epoch=abc".to_owned(),
    ] {
        let gone = reader.gets(&format!("/v1/changes?{query}"));
        assert_eq!(
            (gone.status.as_u16(), &gone.body["type"]),
            (410, &"/problems/changes-gone".into()),
            "{query}"
        );
        assert_eq!(gone.body["last"], last);
    }
}

#[test]
fn a_restored_directory_goes_on_for_nobody_who_read_before_but_one_that_moved_does() {
    let directory = Directory::on_sqlite();
    directory.partner("first").publishes(&[club("Tuesday Drop-in", "Old Chapel", "PL1 4QT")]);
    let page = directory.anonymous().gets("/v1/changes").body;
    let (last, epoch) = (page["last"].as_i64().unwrap(), page["epoch"].as_str().unwrap());
    let place = page["next"].as_str().unwrap().rsplit_once("epoch=").unwrap().1;
    let at = |name: &str| Database::Sqlite(directory.path(name));
    directory.store.backup(&directory.path("backup.sqlite")).unwrap();
    Store::restore(&directory.path("backup.sqlite"), &at("restored.sqlite")).unwrap();
    let restored = Store::open(&at("restored.sqlite")).unwrap();
    let moved = Store::open(&at("moved.sqlite")).unwrap();
    directory.store.copy_to(&moved).unwrap();
    for told in [epoch, place] {
        let gone = reconcile::changes::check(&restored, last, Some(told), last).unwrap_err();
        assert!(gone.to_string().contains("since it was restored"), "{gone}");
        assert!(reconcile::changes::check(&restored, 0, Some(epoch), last).is_err());
        reconcile::changes::check(&moved, last, Some(told), last).unwrap();
    }
    let anew = reconcile::changes::after(&restored, 0, last, 1_000).unwrap();
    assert_eq!((anew.changes.len() as i64, anew.first), (last, 1));
    reconcile::changes::check(&restored, anew.last, Some(&anew.place), last).unwrap();
}
