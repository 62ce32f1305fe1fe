//! Where things are: places by name, wards, needs, and where provision is thin.

use std::{error::Error, sync::Arc};

use catalog::{
    Catalog, Facet, FoundBy, Guide, ListKind, Located, Near, Needs, PlacePrecision, Query, QueryError,
    Snapshot, Sort,
};
use model::{Area, Dataset, Indicator, Postcode};
use serde_json::json;
use store::Store;

use crate::support::*;

const NORTH: &str = "E05000001";
const SOUTH: &str = "E05000002";

fn ward(code: &str, name: &str, (latitude, longitude): (f64, f64)) -> Area {
    Area {
        code: code.to_owned(),
        name: name.to_owned(),
        kind: Area::WARD.to_owned(),
        latitude,
        longitude,
        boundary: None,
    }
}

/// A ward whose boundary is a square around its centroid.
fn bounded(area: Area, half: f64) -> Area {
    let (north, east) = (area.latitude, area.longitude);
    let corner = |up: f64, right: f64| [east + right * half, north + up * half];
    let ring =
        vec![corner(-1.0, -1.0), corner(-1.0, 1.0), corner(1.0, 1.0), corner(1.0, -1.0), corner(-1.0, -1.0)];
    Area { boundary: Some(vec![vec![ring]]), ..area }
}

fn figure(code: &str, area: &str, value: f64) -> Indicator {
    Indicator { area: area.to_owned(), code: code.to_owned(), value, period: None }
}

fn dataset(part: String) -> Dataset {
    let licence = licence("OGL-UK-3.0");
    Dataset { part, name: "Set".to_owned(), description: None, licence, lower_is_worse: false }
}

fn guide() -> Guide {
    let needs = "kind,code,name,description,phrases,indicator\n\
        need,digital-skills,Digital skills,To use computers.,learn to use a computer;use a computer,risk\n\
        need,food,Food,Something to eat.,food bank;hungry,\n\
        circumstance,older,Older,From sixty on.,older;pensioner,\n";
    let topics = "need,topic,weight,because\n\
        digital-skills,computers,1,It teaches.\ndigital-skills,libraries,0.5,It has computers.\n\
        food,food-banks,1,It gives food.\nolder,old,1,It is for older people.\n";
    Guide {
        needs: Needs::read(needs, topics).unwrap(),
        areas: vec![ward(NORTH, "North Side", (50.40, -4.14)), ward(SOUTH, "St Peter", (50.36, -4.14))],
        indicators: vec![figure("risk", NORTH, 2.0), figure("risk", SOUTH, 3.5)],
        datasets: vec![dataset(Dataset::areas(Area::WARD))],
        ..Guide::default()
    }
}

/// Two places in the north, one in the south, one far off; courses, a library, a food bank.
fn directory() -> Directory {
    let computers = term(1, "computers", "Computer courses", None);
    let libraries = term(1, "libraries", "Libraries", None);
    let old = term(1, "old", "Older people", None);
    let given = |number: usize, name: &str, terms: Vec<serde_json::Value>, places: &[usize], fees: &str| {
        let attributes: Vec<_> = terms.into_iter().map(|term| attribute(service_id(number), term)).collect();
        service(
            number,
            name,
            json!({
                "attributes": attributes, "service_at_locations": at_locations(number, places),
                "fees_description": fees
            }),
        )
    };
    Directory::with(&[
        location(1, "North Hall", "PL2 1AA", (50.401, -4.141)),
        location(2, "North Library", "PL2 1AB", (50.399, -4.150)),
        location(3, "South Hall", "PL1 2AA", (50.361, -4.141)),
        location(4, "Truro Hall", "TR1 2XN", (50.263, -5.051)),
        taxonomy(1, "Kinds", vec![computers.clone(), libraries.clone(), old.clone()]),
        given(1, "Course", vec![computers.clone(), old], &[1], "Free"),
        given(2, "Library", vec![libraries], &[2], "Free"),
        given(3, "Dear course", vec![computers.clone()], &[1], "£20"),
        given(4, "Far course", vec![computers], &[4], "Free"),
        given(5, "Talk", vec![], &[3], "Free"),
    ])
}

fn loaded(store: &Store) -> Arc<Snapshot> {
    Catalog::load_with(store, guide()).unwrap().snapshot()
}

type Take<'a, T> = &'a mut dyn FnMut(T) -> store::Result<()>;

fn put<T: Clone>(rows: Vec<T>) -> impl FnMut(Take<'_, T>) -> Result<(), Box<dyn Error + Send + Sync>> {
    move |take| Ok(rows.iter().cloned().try_for_each(take)?)
}

fn import_wards(store: &Store, areas: Vec<Area>) {
    store.replace_areas(Area::WARD, &dataset(Dataset::areas(Area::WARD)), &mut put(areas)).unwrap();
}

fn import_postcodes(store: &Store, rows: &[(&str, (f64, f64), &str)]) {
    let row = |(postcode, (latitude, longitude), ward): &(&str, (f64, f64), &str)| Postcode {
        postcode: (*postcode).to_owned(),
        latitude: *latitude,
        longitude: *longitude,
        ward: Some((*ward).to_owned()),
    };
    let rows = rows.iter().map(row).collect();
    store.replace_postcodes(&dataset(Dataset::POSTCODES.to_owned()), &mut put(rows)).unwrap();
}

fn ward_of(snapshot: &Snapshot, location: usize) -> Option<(String, FoundBy)> {
    snapshot.ward(location_id(location)).map(|ward| (ward.code.to_owned(), ward.found_by))
}

fn place(snapshot: &Snapshot, text: &str) -> Option<(PlacePrecision, String)> {
    snapshot.locate(text).map(|Located { precision, label, .. }| (precision, label))
}

#[test]
fn a_place_is_told_by_a_point_a_postcode_part_of_one_a_ward_or_what_addresses_call_it() {
    let directory = directory();
    let snapshot = loaded(&directory.store);
    for (text, precision, label) in [
        ("50.37, -4.14", PlacePrecision::Point, "50.37,-4.14"),
        ("pl21aa", PlacePrecision::Postcode, "PL2 1AA"),
        ("PL2 1ZZ", PlacePrecision::Sector, "PL2 1"),
        ("PL2 9ZZ", PlacePrecision::District, "PL2"),
        ("pl2", PlacePrecision::District, "PL2"),
        ("PL1 2", PlacePrecision::Sector, "PL1 2"),
        ("st. peter", PlacePrecision::Ward, "St Peter"),
        ("e05000001", PlacePrecision::Ward, "North Side"),
        (" Plymouth ", PlacePrecision::Locality, "Plymouth"),
    ] {
        assert_eq!(place(&snapshot, text), Some((precision, label.to_owned())), "{text}");
    }
    for text in ["", "91,0", "PL9", "EX1 1AA", "nowhere", "1,2,3", &"x".repeat(200), "PL2\u{0}"] {
        assert_eq!(place(&snapshot, text), None, "{text}");
    }
    let middle = snapshot.locate("PL2").unwrap();
    assert!((middle.latitude - 50.4).abs() < 1e-9);
}

#[test]
fn the_register_knows_more_postcodes_and_better_than_the_locations() {
    let directory = directory();
    import_postcodes(&directory.store, &[("PL2 1AA", (50.5, -4.0), NORTH), ("PL9 7AA", (50.6, -4.0), SOUTH)]);
    let snapshot = loaded(&directory.store);
    let point = |text: &str| snapshot.locate(text).map(|place| (place.latitude, place.longitude));
    assert_eq!(point("PL2 1AA"), Some((50.5, -4.0)));
    assert_eq!(point("PL9"), Some((50.6, -4.0)));
    assert_eq!(snapshot.postcode_centroid("PL2 1AB"), Some((50.399, -4.15)), "a location has it");
    assert_eq!(snapshot.geography().postcodes(), 2);
}

#[test]
fn the_ward_of_a_location_is_guessed_then_told_by_postcode_then_by_boundary() {
    let directory = directory();
    let guessed = Some((NORTH.to_owned(), FoundBy::NearestCentroid));
    let snapshot = loaded(&directory.store);
    assert_eq!((ward_of(&snapshot, 1), ward_of(&snapshot, 4)), (guessed, None), "Truro is too far from any");
    import_postcodes(
        &directory.store,
        &[("PL2 1AA", (50.5, -4.0), SOUTH), ("PL1 2AA", (50.5, -4.0), "E05999999")],
    );
    let snapshot = loaded(&directory.store);
    assert_eq!(ward_of(&snapshot, 1), Some((SOUTH.to_owned(), FoundBy::Postcode)));
    assert_eq!(ward_of(&snapshot, 3), None, "its postcode is counted in a ward elsewhere");
    let north = bounded(ward(NORTH, "North Side", (50.40, -4.14)), 0.005);
    import_wards(&directory.store, vec![north, ward(SOUTH, "St Peter", (50.36, -4.14))]);
    let snapshot = loaded(&directory.store);
    assert_eq!(ward_of(&snapshot, 1), Some((NORTH.to_owned(), FoundBy::Boundary)));
    assert_eq!(ward_of(&snapshot, 2), None, "it is outside the boundary, and the south is far");
}

#[test]
fn an_import_is_taken_in_without_a_change_of_any_entity() {
    let directory = directory();
    let catalog = Catalog::load_with(&directory.store, guide()).unwrap();
    let before = catalog.snapshot();
    assert_eq!(catalog.advance(&directory.store).unwrap(), 0);
    assert!(Arc::ptr_eq(&before, &catalog.snapshot()));
    import_wards(&directory.store, vec![ward("E05000009", "All", (50.40, -4.14))]);
    assert_eq!(catalog.advance(&directory.store).unwrap(), 0);
    let after = catalog.snapshot();
    assert_eq!(after.version(), before.version());
    assert_eq!(after.ward(location_id(1)).unwrap().name, "All");
    assert_eq!(before.ward(location_id(1)).unwrap().name, "North Side", "what was read stays as it was");
    assert_eq!(
        after.geography().indicator("risk", NORTH).unwrap().value,
        2.0,
        "figures stay those of the guide"
    );
    directory.publish(&[location(2, "Moved", "PL1 2AB", (50.401, -4.141))]);
    catalog.advance(&directory.store).unwrap();
    assert_eq!(catalog.snapshot().wards_of(catalog.snapshot().entry(service_id(2)).unwrap()).len(), 1);
}

fn names(snapshot: &Snapshot, query: &Query) -> Vec<String> {
    snapshot.search(query).unwrap().items.iter().map(|hit| hit.entry.name().to_owned()).collect()
}

#[test]
fn services_are_asked_for_by_ward_and_counted_by_it() {
    let directory = directory();
    let snapshot = loaded(&directory.store);
    let query = Query {
        areas: vec!["north side".to_owned()],
        facets: vec![Facet::Ward],
        ..Query::new(ListKind::Service)
    };
    assert_eq!(names(&snapshot, &query), ["Course", "Dear course", "Library"]);
    let both = Query { areas: vec![NORTH.to_owned(), SOUTH.to_owned()], ..query.clone() };
    assert_eq!(names(&snapshot, &both), ["Course", "Dear course", "Library", "Talk"]);
    let hits = snapshot.search(&both).unwrap();
    let counts: Vec<_> = hits.facets[0].values.iter().map(|one| (one.value.as_str(), one.count)).collect();
    assert_eq!(counts, [(NORTH, 3), (SOUTH, 1)]);
    assert_eq!(hits.facets[0].values[0].label.as_deref(), Some("North Side"));
    let none = Query { areas: vec!["Atlantis".to_owned()], ..query };
    assert!(matches!(snapshot.search(&none), Err(QueryError::Area(name)) if name == "Atlantis"));
}

#[test]
fn what_answers_a_need_best_comes_first_and_says_why() {
    let directory = directory();
    let snapshot = loaded(&directory.store);
    let near = Some(Near { latitude: 50.401, longitude: -4.141, metres: Near::ANYWHERE });
    let query = Query { need: Some("digital-skills".to_owned()), near, ..Query::new(ListKind::Service) };
    assert_eq!(names(&snapshot, &query), ["Course", "Dear course", "Library", "Far course"]);
    let hits = snapshot.search(&query).unwrap();
    let fits = snapshot.fits(&query, hits.items.iter().map(|hit| hit.entry)).unwrap();
    let first = fits[0].as_ref().unwrap();
    assert_eq!((first.reason.topic.because.as_str(), first.reason.term), ("It teaches.", "Computer courses"));
    assert_eq!((first.score, first.circumstances.len()), (1_000, 0));
    assert!(fits[3].as_ref().unwrap().nearest.unwrap().metres > 60_000.0);
    let older = Query { circumstances: vec!["older".to_owned()], ..query.clone() };
    let fits = snapshot.fits(&older, hits.items.iter().map(|hit| hit.entry)).unwrap();
    assert_eq!(fits[0].as_ref().unwrap().score, 1_500);
    let nearest = Query { sort: Some(Sort::Distance), ..query.clone() };
    assert_eq!(names(&snapshot, &nearest)[3], "Far course");
    let unknown = Query { need: Some("gold".to_owned()), ..query };
    let refused = snapshot.search(&unknown).unwrap_err().to_string();
    assert!(refused.contains("there are digital-skills, food"), "{refused}");
}

#[test]
fn pages_of_what_answers_a_need_join_up() {
    let directory = directory();
    let snapshot = loaded(&directory.store);
    let all = Query { need: Some("digital-skills".to_owned()), ..Query::new(ListKind::Service) };
    let mut paged = Vec::new();
    let mut query = Query { limit: 1, ..all.clone() };
    loop {
        let hits = snapshot.search(&query).unwrap();
        let Some(last) = hits.items.last() else { break };
        paged.push(last.entry.name().to_owned());
        query.cursor = Some(last.cursor());
    }
    assert_eq!(paged, names(&snapshot, &all));
}

#[test]
fn needs_circumstances_and_places_are_heard_in_what_people_say() {
    let directory = directory();
    let snapshot = loaded(&directory.store);
    let heard = |text: &str| {
        let understood = snapshot.understand(text);
        let codes = |needs: &[&catalog::Need]| needs.iter().map(|need| need.code.clone()).collect::<Vec<_>>();
        let place = understood.place.as_ref().map(|place| place.label.clone()).unwrap_or_default();
        (codes(&understood.needs).join(" "), codes(&understood.circumstances).join(" "), place)
    };
    for (text, needs, circumstances, place) in [
        ("I want to learn to use a computer near PL2", "digital-skills", "", "PL2"),
        (
            "pensioner, would like learning how computers are used in St Peter",
            "digital-skills",
            "older",
            "St Peter",
        ),
        ("We are hungry. PL2 1AA", "food", "", "PL2 1AA"),
        ("I am HUNGRY and need to use a computer!", "digital-skills food", "", ""),
        ("hello", "", "", ""),
        ("", "", "", ""),
    ] {
        let expected = (needs.to_owned(), circumstances.to_owned(), place.to_owned());
        assert_eq!(heard(text), expected, "{text}");
    }
}

#[test]
fn provision_is_thinnest_where_little_is_near_and_the_need_is_great() {
    let directory = directory();
    let snapshot = loaded(&directory.store);
    let provision = snapshot.provision("digital-skills", None).unwrap();
    assert_eq!((provision.indicator, provision.services, provision.elsewhere), (Some("risk"), 4, 1));
    let told: Vec<_> = provision
        .wards
        .iter()
        .map(|ward| (ward.area.name.as_str(), ward.rank, ward.thinness, ward.services))
        .collect();
    assert_eq!(told, [("St Peter", 1, 100.0, 0), ("North Side", 2, 0.0, 3)]);
    assert_eq!(provision.wards[0].nearest.unwrap().location, location_id(2));
    assert_eq!(provision.wards[1].indicator.unwrap().value, 2.0);
    let food = snapshot.provision("food", Some("risk")).unwrap();
    assert_eq!(food.wards[0].thinness, 66.7, "equally without any, but of greater risk");
    assert_eq!((food.wards[0].nearest, food.wards[0].per_people), (None, None));
    assert!(matches!(snapshot.provision("gold", None), Err(QueryError::Need { .. })));
    assert!(matches!(snapshot.provision("food", Some("gold")), Err(QueryError::Indicator { .. })));
}

#[test]
fn a_table_of_needs_that_is_broken_is_refused_by_its_line() {
    let needs = "kind,code,name,description,phrases,indicator\nneed,food,Food,To eat.,hungry,\n";
    let topics = "need,topic,weight,because\n";
    assert!(Needs::read(needs, topics).is_ok());
    for (needs, topics, told) in [
        (
            needs.to_owned() + "need,food,Food,,,\n",
            topics.to_owned(),
            "needs.csv line 3: `food` is no new code",
        ),
        (needs.to_owned() + "want,gold,Gold,,,\n", topics.to_owned(), "needs.csv line 3: `want` is neither"),
        (needs.to_owned(), topics.to_owned() + "food,food,many,\n", "topics.csv line 2: `many` is no weight"),
        (needs.to_owned(), topics.to_owned() + "gold,food,1,\n", "topics.csv line 2: `gold` is no need"),
        (needs.to_owned(), "need,topic\n".to_owned(), "topics.csv cannot be read: it has no column `weight`"),
    ] {
        let refused = Needs::read(&needs, &topics).unwrap_err().to_string();
        assert!(refused.starts_with(told), "{refused}");
    }
}
