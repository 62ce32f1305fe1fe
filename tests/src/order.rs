//! Clusters depend on what is said, never on when it arrived.

use std::collections::BTreeSet;

use model::{Kind, RecordKey};

use proptest::prelude::*;

use crate::{actors::Row, directory::Directory};

const LIBRARY: Row<'_> = Row {
    name: "Crownhill Library",
    run_by: "Plymouth City Council",
    venue: "Crownhill Library",
    address: "Cross Park Road, Plymouth",
    postcode: "PL6 5AN",
    phone: "01752 306300",
    about: "Books and more.",
};

/// What four partners say, alike and not alike.
fn lists() -> [(&'static str, Vec<Row<'static>>); 4] {
    let hall = Row {
        name: "Knit and Natter",
        venue: "Methodist Central Hall",
        address: "Eastlake Street, Plymouth",
        postcode: "PL1 1BA",
        run_by: "",
        phone: "",
        about: "",
    };
    [
        ("a", vec![LIBRARY, hall]),
        ("b", vec![Row { name: "CROWNHILL LIBRARY", ..LIBRARY }, Row { name: "Warm Space", ..hall }]),
        ("c", vec![Row { name: "Crownhill Public Library", phone: "", ..LIBRARY }]),
        ("d", vec![Row { name: "Knit & Natter", ..hall }, Row { postcode: "PL6 5AM", ..LIBRARY }]),
    ]
}

fn clusters(directory: &Directory) -> BTreeSet<BTreeSet<RecordKey>> {
    let mut clusters = std::collections::BTreeMap::<_, BTreeSet<_>>::new();
    for kind in Kind::ALL {
        for (key, id) in directory.store.members(kind).unwrap() {
            clusters.entry(id).or_default().insert(key);
        }
    }
    clusters.into_values().collect()
}

/// Every order of four things.
fn orders() -> Vec<[usize; 4]> {
    let all = (0..256).map(|n| [n / 64, n / 16 % 4, n / 4 % 4, n % 4]);
    all.filter(|order| order.iter().collect::<BTreeSet<_>>().len() == 4).collect()
}

#[test]
fn the_same_lists_in_any_order_give_the_same_clusters() {
    let lists = lists();
    let mut seen = BTreeSet::new();
    for order in orders() {
        let directory = Directory::on_sqlite();
        for index in order {
            let (name, rows) = &lists[index];
            directory.partner(name).publishes(rows);
            directory.hour_passes();
        }
        seen.insert(clusters(&directory));
    }
    assert_eq!(seen.len(), 1, "{seen:#?}");
}

/// The clusters as far as their records are present.
fn present(directory: &Directory) -> BTreeSet<BTreeSet<RecordKey>> {
    let there: BTreeSet<RecordKey> = Kind::ALL
        .into_iter()
        .flat_map(|kind| directory.store.records(kind, false).unwrap())
        .map(|record| record.key)
        .collect();
    let living =
        clusters(directory).into_iter().map(|cluster| cluster.intersection(&there).cloned().collect());
    living.filter(|cluster: &BTreeSet<_>| !cluster.is_empty()).collect()
}

/// Assembles every entity anew.
fn assemble_anew(directory: &Directory) -> reconcile::Report {
    let options = reconcile::Options { all: true, ..reconcile::Options::default() };
    reconcile::reconcile(&directory.store, &directory.clock, &options, &reconcile::Silent).unwrap()
}

/// One publication: who, and which of its rows in what order.
fn publications() -> impl Strategy<Value = Vec<(usize, Vec<Row<'static>>)>> {
    let one = (0_usize..4).prop_flat_map(|who| {
        let rows: Vec<_> = lists().into_iter().flat_map(|(_, rows)| rows).collect();
        let some = prop::sample::subsequence(rows, 1..=4).prop_shuffle();
        (Just(who), some)
    });
    prop::collection::vec(one, 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happened_on_the_way_only_the_last_lists_count(history in publications()) {
        const NAMES: [&str; 4] = ["a", "b", "c", "d"];
        let lived = Directory::on_sqlite();
        let mut last = std::collections::BTreeMap::new();
        for (who, rows) in &history {
            lived.partner(NAMES[*who]).publishes(rows);
            lived.hour_passes();
            last.insert(*who, rows);
        }
        let fresh = Directory::on_sqlite();
        for (who, rows) in last {
            fresh.partner(NAMES[who]).publishes(rows);
        }
        let shape = |directory: &Directory| -> Vec<usize> {
            let mut sizes: Vec<_> = present(directory).iter().map(BTreeSet::len).collect();
            sizes.sort_unstable();
            sizes
        };
        prop_assert_eq!(shape(&lived), shape(&fresh));
        let again = assemble_anew(&lived);
        prop_assert_eq!((again.updated, again.deleted), (0, 0), "assembling everything anew found something new");
    }
}
