//! Feeds as they really are.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Bench, count, shared};
use model::{Kind, Outcome};

fn package(path: &std::path::Path) -> String {
    format!("format = \"hsds-tabular\"\nlocation = {:?}", path.display().to_string())
}

fn told(report: &harvest::RunReport) -> BTreeMap<(String, String), usize> {
    let mut told = BTreeMap::new();
    for issue in &report.issues {
        *told.entry((issue.code.clone(), issue.field.clone().unwrap_or_default())).or_default() += 1;
    }
    told
}

#[test]
fn miami_is_read_whole_and_a_second_harvest_changes_nothing() {
    let Some(path) = shared("hsds_miami") else { return };
    let bench = Bench::new();
    let report = bench.taken(&package(&path));
    println!("{:?}\n{:#?}", report.counts, told(&report));
    let count_of = |kind| bench.records(kind).len();
    assert_eq!(count_of(Kind::Organization), 1_074);
    assert_eq!(count_of(Kind::Service), 4_089);
    assert_eq!(count_of(Kind::Location), 4_089);

    let again = bench.taken(&package(&path));
    assert_eq!((again.counts.unchanged, again.counts.records), (again.counts.items, 0));
}

#[test]
fn dc_is_read_without_one_invented_link() {
    let Some(path) = shared("hsds_dc") else { return };
    let bench = Bench::new();
    let report = bench.taken(&package(&path));
    println!("{:?}\n{:#?}", report.counts, told(&report));
    let organizations: BTreeSet<String> = bench.ids(Kind::Organization).into_iter().collect();
    let locations: BTreeSet<String> = bench.ids(Kind::Location).into_iter().collect();
    assert_eq!((organizations.len(), locations.len()), (452, 1_134));
    for record in bench.records(Kind::Service) {
        let service = record.noun.as_service().unwrap().clone();
        assert!(service.organization_id.is_none_or(|id| !organizations.contains(&id)));
        assert!(
            service
                .service_at_locations
                .iter()
                .all(|at| at.location_id.as_ref().is_none_or(|id| !locations.contains(id)))
        );
        assert!(service.attributes.is_empty() && service.phones.is_empty());
    }
    assert!(count(&report, "dangling-key") > 5_000);
}

/// One publisher of the welcoming spaces as a source; the name stands in the first of these columns that has one.
fn publisher(snapshot: &std::path::Path, source: &str, names: &str) -> String {
    format!(
        r#"format = "jsonl"
location = {snapshot:?}
[map]
ignore = ["loc_pcd", "hours.opening"]
[map.where]
source = "{source}"
[map.service]
name = {{ any = {names} }}
description = "description"
hours = "hours._text"
phone = "contact"
url = "url"
[map.location]
name = {{ any = {names} }}
address = "address"
latitude = "lat"
longitude = "lon"
"#,
        snapshot = snapshot.display().to_string()
    )
}

#[test]
fn the_council_list_keeps_its_ids_through_four_snapshots_that_change_its_keys() {
    let Some(folder) = shared("plymouth_warm_spaces_history") else { return };
    let bench = Bench::new();
    let snapshot = |day: &str| folder.join(format!("snapshot_{day}.jsonl"));
    let (title, either) = (r#"["title"]"#, r#"["title", "name"]"#);

    let first = bench.taken(&publisher(&snapshot("2023-03-15"), "plymouth_council", title));
    println!("2023-03: {:?} {:?}", first.counts, told(&first));
    let before: BTreeSet<String> = bench.ids(Kind::Service).into_iter().collect();

    let renamed = bench.harvest(&publisher(&snapshot("2023-12-15"), "plymouth_council", title));
    assert_eq!((renamed.outcome, count(&renamed, "missing-column")), (Outcome::Failed, 1));
    assert_eq!(bench.ids(Kind::Service).into_iter().collect::<BTreeSet<_>>(), before);

    let second = bench.harvest(&publisher(&snapshot("2023-12-15"), "plymouth_council", either));
    println!("2023-12: {:?} {:?} {:?}", second.outcome, second.counts, told(&second));
    assert_eq!((second.outcome, count(&second, "deletion-brake")), (Outcome::Braked, 1));
    assert_eq!(bench.ids(Kind::Service).into_iter().collect::<BTreeSet<_>>(), before);

    let mut bench = bench;
    bench.options.accept_deletions = true;
    let second = bench.taken(&publisher(&snapshot("2023-12-15"), "plymouth_council", either));
    println!("2023-12 accepted: {:?}", second.counts);
    assert!(second.counts.reidentified > 0);
    let kept = bench.ids(Kind::Service).into_iter().filter(|id| before.contains(id)).count() as u64;
    assert_eq!(kept, second.counts.items - second.counts.new);

    let again = bench.taken(&publisher(&snapshot("2023-12-15"), "plymouth_council", either));
    assert_eq!((again.counts.unchanged, again.counts.records), (again.counts.items, 0));

    let third = bench.taken(&publisher(&snapshot("2025-02-15"), "plymouth_council", either));
    println!("2025-02: {:?} {:?}", third.counts, told(&third));
    bench.options.accept_deletions = false;
    let fourth = bench.harvest(&publisher(&snapshot("2026-08-17"), "plymouth_council", either));
    println!("2026-08: {:?} {:?}", fourth.outcome, fourth.counts);
    assert_eq!(fourth.outcome, Outcome::Braked, "the council's list is gone from this snapshot");
}
