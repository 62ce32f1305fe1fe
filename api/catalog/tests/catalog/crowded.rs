//! Lists in which much comes in between, is renamed and goes: they stay in order, whether or not there is room.

use catalog::{Catalog, Facet, ListKind, Query, Snapshot};
use model::{Entity, Kind};
use serde_json::json;

use crate::support::*;

/// A club of one of three organizations, at one of two places.
fn club(number: usize, name: &str) -> Entity {
    let more = json!({
        "organization_id": organization_id(number % 3),
        "service_at_locations": at_locations(number, &[number % 2]),
        "minimum_age": number % 5,
    });
    service(number, name, more)
}

fn surroundings() -> Vec<Entity> {
    let places = (0..2).map(|number| location(number, &format!("Hall {number}"), "PL1 1AA", (50.0, -4.0)));
    (0..3).map(|number| organization(number, &format!("Society {number}"))).chain(places).collect()
}

/// Every list in order, some pages of services, and what is found of them by link, by value and by word.
fn told(snapshot: &Snapshot) -> String {
    let all = |kind| Query { limit: 10_000, ..Query::new(kind) };
    let services = || all(ListKind::Service);
    let mut queries: Vec<Query> = ListKind::ALL.map(all).into_iter().collect();
    queries.extend([0, 1, 250, 499].map(|offset| Query { offset, limit: 3, ..services() }));
    queries.push(Query {
        organization_id: Some(organization_id(1)),
        facets: Facet::ALL.to_vec(),
        ..services()
    });
    queries.push(Query { location_id: Some(location_id(1)), ..all(ListKind::ServiceAtLocation) });
    queries.push(Query { age: Some(2.0), facets: Facet::ALL.to_vec(), ..services() });
    queries.push(Query { text: Some("late".to_owned()), ..services() });
    let tell = |query: &Query| {
        let hits = snapshot.search(query).unwrap();
        let items: Vec<_> =
            hits.items.iter().map(|hit| (hit.entry.id, hit.entry.etag(), hit.score)).collect();
        format!("{} {} {items:?} {:?}\n", hits.total, hits.start, hits.facets)
    };
    queries.iter().map(tell).collect()
}

/// Publishes, takes it in, and holds that against loading anew.
fn check(directory: &Directory, catalog: &Catalog, step: &str) {
    catalog.advance(&directory.store).unwrap();
    let anew = Catalog::load(&directory.store).unwrap();
    assert!(told(&catalog.snapshot()) == told(&anew.snapshot()), "{step}: not the answers of loading anew");
}

#[test]
fn lists_stay_in_order_whatever_comes_in_between() {
    let clubs: Vec<Entity> = (0..400).map(|number| club(number, &format!("Club {number:05}"))).collect();
    let directory = Directory::with(&[surroundings(), clubs].concat());
    let catalog = Catalog::load(&directory.store).unwrap();
    let publish = |from: usize, to: usize, name: &dyn Fn(usize) -> String| {
        directory.publish(&(from..to).map(|number| club(number, &name(number))).collect::<Vec<_>>());
    };
    publish(400, 420, &|number| format!("Club {:05} late", number - 300));
    publish(420, 660, &|_| "Club 00200".to_owned());
    check(&directory, &catalog, "some came in between, and more at one place than there was room for");
    publish(0, 100, &|number| format!("Club {:05} late", 399 - number));
    publish(660, 680, &|number| format!("Aardvark {}", 800 - number));
    publish(680, 700, &|number| format!("Zebra {number}"));
    check(&directory, &catalog, "some were renamed, some came first, and some last");
    (200..340).for_each(|number| directory.withdraw(Kind::Service, service_id(number)));
    directory.publish(&[
        location(1, "A hall of another name", "PL1 1AA", (50.0, -4.0)),
        organization(2, "Renamed"),
    ]);
    check(&directory, &catalog, "many in a row went, and what others show was renamed");
    directory.withdraw(Kind::Location, location_id(0));
    publish(200, 300, &|number| format!("Club {number:05} again"));
    check(&directory, &catalog, "a location went, and some came back");
}

#[test]
fn what_changes_altogether_is_laid_out_anew() {
    let directory = Directory::with(&surroundings());
    let catalog = Catalog::load(&directory.store).unwrap();
    let clubs = |from: usize, to: usize, name: &str| {
        let clubs = (from..to).map(|number| organization(number, &format!("{name} {}", number * 7 % 1_201)));
        directory.publish(&clubs.collect::<Vec<_>>());
    };
    clubs(3, 1_200, "Society");
    check(&directory, &catalog, "nearly all is new");
    clubs(1_200, 1_300, "Society");
    check(&directory, &catalog, "some more came");
}
