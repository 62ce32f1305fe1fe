//! Clusters depend on what is said, never on when it arrived.

use std::collections::BTreeSet;

use model::{Kind, RecordKey};

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

#[test]
fn a_detour_through_other_versions_ends_in_the_same_clusters() {
    let lists = lists();
    let straight = Directory::on_sqlite();
    for (name, rows) in &lists {
        straight.partner(name).publishes(rows);
    }
    let detour = Directory::on_sqlite();
    for (name, rows) in &lists {
        let other: Vec<_> =
            rows.iter().map(|row| Row { name: "Something else", phone: "01752 300300", ..*row }).collect();
        detour.partner(name).publishes(&other[..1]);
    }
    for (name, rows) in lists.iter().rev() {
        detour.partner(name).publishes(rows);
    }
    let present = |directory: &Directory| -> BTreeSet<BTreeSet<RecordKey>> {
        let there: BTreeSet<RecordKey> = Kind::ALL
            .into_iter()
            .flat_map(|kind| directory.store.records(kind, false).unwrap())
            .map(|record| record.key)
            .collect();
        let living =
            clusters(directory).into_iter().map(|cluster| cluster.intersection(&there).cloned().collect());
        living.filter(|cluster: &BTreeSet<_>| !cluster.is_empty()).collect()
    };
    assert_eq!(present(&detour), present(&straight));
}
