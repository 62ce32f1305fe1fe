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

/// The days of the snapshots of the welcoming spaces.
const DAYS: [&str; 4] = ["2023-03-15", "2023-12-15", "2025-02-15", "2026-08-17"];

/// How the run of a day ended before anybody agreed to deletions, and the rows that were new, changed, unchanged,
/// deleted and known again.
type Told = (Outcome, [u64; 5]);

const BRAKED: Outcome = Outcome::Braked;
const TAKEN: Outcome = Outcome::Harvested;

/// What each publisher's list does on each of the days. Three lists come to an end, and are held until a person agrees;
/// what goes from a short list is below the floor.
const PUBLISHERS: [(&str, [Told; 4]); 5] = [
    (
        "warm-spaces",
        [
            (TAKEN, [8, 0, 0, 0, 0]),
            (TAKEN, [0, 0, 8, 0, 0]),
            (BRAKED, [0, 0, 0, 8, 0]),
            (TAKEN, [0, 0, 0, 0, 0]),
        ],
    ),
    (
        "warm-welcome",
        [
            (TAKEN, [35, 0, 0, 0, 0]),
            (BRAKED, [5, 7, 0, 28, 0]),
            (TAKEN, [7, 2, 9, 1, 0]),
            (TAKEN, [8, 3, 14, 1, 0]),
        ],
    ),
    (
        "carefree-cornwall",
        [
            (TAKEN, [3, 0, 0, 0, 0]),
            (TAKEN, [3, 1, 0, 2, 0]),
            (TAKEN, [1, 2, 0, 2, 0]),
            (TAKEN, [0, 3, 0, 0, 0]),
        ],
    ),
    (
        "plymouth-council",
        [
            (TAKEN, [72, 0, 0, 0, 0]),
            (BRAKED, [18, 31, 0, 41, 5]),
            (BRAKED, [28, 24, 0, 25, 4]),
            (BRAKED, [0, 0, 0, 52, 0]),
        ],
    ),
    (
        "west-devon-council",
        [
            (TAKEN, [1, 0, 0, 0, 0]),
            (BRAKED, [0, 0, 0, 1, 0]),
            (TAKEN, [0, 0, 0, 0, 0]),
            (TAKEN, [0, 0, 0, 0, 0]),
        ],
    ),
];

fn figures(report: &harvest::RunReport) -> [u64; 5] {
    let counts = &report.counts;
    [counts.new, counts.changed, counts.unchanged, counts.deleted, counts.reidentified]
}

#[test]
fn every_publisher_of_the_welcoming_spaces_is_followed_through_four_snapshots() {
    let Some(folder) = shared("plymouth_warm_spaces_history") else { return };
    let mut bench = Bench::new();
    let mut rows = 0;
    for (source, days) in PUBLISHERS {
        for (day, expected) in DAYS.iter().zip(days) {
            let snapshot = folder.join(format!("snapshot_{day}.jsonl"));
            let feed = publisher(&snapshot, &source.replace('-', "_"), r#"["title", "name"]"#);
            let toml = format!("id = \"{source}\"\n{feed}");
            let report = bench.harvest(&toml);
            println!("{source} {day}: {:?} {:?} {:?}", report.outcome, figures(&report), told(&report));
            assert_eq!((report.outcome, figures(&report)), expected, "{source} {day}");
            if report.outcome == BRAKED {
                bench.options.accept_deletions = true;
                assert_eq!(figures(&bench.taken(&toml)), expected.1, "{source} {day}, accepted");
                bench.options.accept_deletions = false;
            }
            rows += report.counts.items;
        }
    }
    assert_eq!(rows, 119 + 73 + 73 + 28, "every row of every snapshot is of one of the publishers");
    let remaining = bench.records(Kind::Service).into_iter().map(|record| record.key.source.to_string());
    assert_eq!(
        remaining.collect::<BTreeSet<_>>(),
        ["carefree-cornwall", "warm-welcome"].map(str::to_owned).into()
    );
}
