//! Which conditions combine, in which order hits come, how they are counted and gone on through.

use std::sync::{Arc, LazyLock};

use catalog::{Bounds, Catalog, Cursor, Facet, ListKind, Near, Outline, Query, QueryError, Snapshot, Sort};
use proptest::prelude::*;
use serde_json::json;

use crate::support::*;

/// Four services at three places: what they cost, for whom they are, what visitors find there.
static SNAPSHOT: LazyLock<Arc<Snapshot>> = LazyLock::new(|| {
    let directory = Directory::with(&entities());
    Catalog::load(&directory.store).unwrap().snapshot()
});

const LESSONS: &str = "Computer lessons";
const DANCE: &str = "Dance for all";
const LOANS: &str = "Tablet loans";
const WALKS: &str = "Walks by the sea";

fn entities() -> Vec<model::Entity> {
    let digital = term(1, "digital", "Digital skills", None);
    let device = term(1, "device", "Getting a device", Some("digital"));
    let lessons = json!({
        "service_at_locations": at_locations(1, &[1, 2]), "fees_description": "Free of charge.", "minimum_age": 18,
        "assured_date": "2026-02-01", "organization_id": organization_id(1),
        "languages": [{ "id": sal_id(1, 7), "name": "Polish", "code": "pl" }],
        "attributes": [attribute(service_id(1), digital.clone())],
    });
    let dance = json!({
        "service_at_locations": at_locations(2, &[3]), "maximum_age": 25, "organization_id": organization_id(1),
        "cost_options": [{ "id": sal_id(2, 7), "amount": 3.5 }],
    });
    let loans = json!({
        "service_at_locations": at_locations(3, &[2]), "assured_date": "2026-01-01",
        "cost_options": [{ "id": sal_id(3, 7), "amount": 0 }],
        "attributes": [attribute(service_id(3), device.clone())],
    });
    vec![
        organization(1, "Harbour Trust"),
        accessible(location(1, "Central Library", "PL1 1HZ", (50.371, -4.142)), "Level access and a lift."),
        accessible(location(2, "Efford Hub", "PL3 6LF", (50.386, -4.105)), "Hearing loop. No lift."),
        location(3, "Truro Hall", "TR1 2XN", (50.263, -5.051)),
        taxonomy(1, "Kinds of help", vec![digital, device]),
        modified(service(1, LESSONS, lessons), 5),
        service(2, DANCE, dance),
        modified(service(3, LOANS, loans), 9),
        service(4, WALKS, json!({ "status": "inactive" })),
    ]
}

fn accessible(mut location: model::Entity, said: &str) -> model::Entity {
    let mut value = location.noun.to_value();
    value["accessibility"] = json!([{ "id": sal_id(9, 9), "description": said }]);
    location.noun = model::Noun::from_value(model::Kind::Location, value).unwrap();
    location
}

fn query(set: impl FnOnce(&mut Query)) -> Query {
    let mut query = Query::new(ListKind::Service);
    set(&mut query);
    query
}

fn found(query: &Query) -> Vec<String> {
    let hits = SNAPSHOT.search(query).unwrap();
    hits.items.iter().map(|hit| hit.entry.name().to_owned()).collect()
}

fn from_library(metres: f64) -> Option<Near> {
    Some(Near { latitude: 50.371, longitude: -4.142, metres })
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[test]
fn each_condition_keeps_what_meets_it() {
    type Case = (&'static str, fn(&mut Query), &'static [&'static str]);
    let cases: &[Case] = &[
        ("a topic with what is narrower", |q| q.topics = texts(&["digital"]), &[LESSONS, LOANS]),
        ("a narrow topic, by any case", |q| q.topics = texts(&["DEVICE"]), &[LOANS]),
        ("a topic by its id", |q| q.topics = vec![term_id(1, "device").to_string()], &[LOANS]),
        ("two topics", |q| q.topics = texts(&["digital", "device"]), &[LOANS]),
        ("an age within limits or without any", |q| q.age = Some(18.0), &[LESSONS, DANCE, LOANS, WALKS]),
        ("a child", |q| q.age = Some(10.0), &[DANCE, LOANS, WALKS]),
        ("free, as far as is known", |q| q.free = true, &[LESSONS, LOANS]),
        ("a language by code", |q| q.languages = texts(&["PL"]), &[LESSONS]),
        ("a language by name", |q| q.languages = texts(&["polish", "fr"]), &[LESSONS]),
        ("an accessible place", |q| q.accessibility = texts(&["lift", "step-free"]), &[LESSONS]),
        ("what is denied is not found", |q| q.accessibility = texts(&["lift", "hearing-loop"]), &[]),
        ("assured on the day", |q| q.assured_since = "2026-02-01".parse().ok(), &[LESSONS]),
        (
            "a box",
            |q| q.bounds = Some(Bounds { west: -4.11, south: 50.3, east: -4.1, north: 50.4 }),
            &[LESSONS, LOANS],
        ),
        (
            "an outline",
            |q| q.outline = Some(Outline(vec![(50.2, -5.1), (50.2, -5.0), (50.3, -5.0), (50.3, -5.1)])),
            &[DANCE],
        ),
        (
            "a circle and a box that do not meet",
            |q| {
                q.near = from_library(500.0);
                q.bounds = Some(Bounds { west: -5.1, south: 50.2, east: -5.0, north: 50.3 });
            },
            &[],
        ),
    ];
    for (case, set, expected) in cases {
        assert_eq!(found(&query(set)), *expected, "{case}");
    }
}

#[test]
fn hits_come_in_the_order_asked_for() {
    let by = |sort, near| query(|q| (q.sort, q.near) = (Some(sort), near));
    assert_eq!(found(&by(Sort::Distance, from_library(Near::ANYWHERE))), [LESSONS, LOANS, DANCE, WALKS]);
    assert_eq!(found(&by(Sort::Modified, None)), [LOANS, LESSONS, DANCE, WALKS]);
    assert_eq!(found(&by(Sort::Assured, None)), [LESSONS, LOANS, DANCE, WALKS]);
    assert_eq!(found(&by(Sort::Name, None)), [LESSONS, DANCE, LOANS, WALKS]);
}

#[test]
fn a_hit_nearby_tells_which_location_is_nearest_and_how_far() {
    let hits = SNAPSHOT.search(&query(|q| q.near = from_library(5_000.0))).unwrap();
    let lessons = hits.items[0].nearest.unwrap();
    assert_eq!((lessons.location, lessons.metres.round() as i64), (location_id(1), 0));
    let loans = hits.items[1].nearest.unwrap();
    assert_eq!(loans.location, location_id(2));
    assert!((3_000.0..3_200.0).contains(&loans.metres), "{}", loans.metres);
}

#[test]
fn facets_count_everything_that_matches_and_not_only_the_page() {
    let hits = SNAPSHOT.search(&query(|q| (q.limit, q.facets) = (1, Facet::ALL.to_vec()))).unwrap();
    assert_eq!((hits.total, hits.items.len()), (4, 1));
    let counts = |facet: Facet| {
        let counts = hits.facets.iter().find(|counts| counts.facet == facet).unwrap();
        let told = |value: &catalog::FacetValue| {
            (value.label.clone().unwrap_or_else(|| value.value.clone()), value.count)
        };
        counts.values.iter().map(told).collect::<Vec<_>>()
    };
    let owned = |list: &[(&str, usize)]| list.iter().map(|(v, n)| ((*v).to_owned(), *n)).collect::<Vec<_>>();
    assert_eq!(counts(Facet::Status), owned(&[("active", 3), ("inactive", 1)]));
    assert_eq!(counts(Facet::Cost), owned(&[("free", 2), ("paid", 1), ("unknown", 1)]));
    assert_eq!(counts(Facet::Organization), owned(&[("Harbour Trust", 2)]));
    assert_eq!(counts(Facet::Language), owned(&[("pl", 1)]));
    assert_eq!(counts(Facet::Accessibility), owned(&[("hearing-loop", 2), ("lift", 1), ("step-free", 1)]));
    assert_eq!(counts(Facet::Topic).len(), 2);
    assert_eq!(counts(Facet::Source), owned(&[("library", 4)]));
}

#[test]
fn what_cannot_be_asked_is_refused_with_what_can() {
    let refused = |set: fn(&mut Query)| SNAPSHOT.search(&query(set)).unwrap_err().to_string();
    assert!(refused(|q| q.topics = texts(&["astrology"])).contains("`astrology`"));
    assert!(refused(|q| q.accessibility = texts(&["wings"])).contains("hearing-loop"));
    assert!(refused(|q| q.sort = Some(Sort::Distance)).contains("needs a place"));
    assert!(refused(|q| q.sort = Some(Sort::Relevance)).contains("needs words"));
    assert!(
        refused(|q| q.bounds = Some(Bounds { west: 0.0, south: 2.0, east: 1.0, north: 1.0 })).contains("box")
    );
    assert!(refused(|q| q.outline = Some(Outline(Vec::new()))).contains("0 points"));
    let name = SNAPSHOT.search(&query(|_| {})).unwrap().items[0].cursor();
    let other = query(|q| (q.sort, q.cursor) = (Some(Sort::Modified), Some(name)));
    assert!(matches!(SNAPSHOT.search(&other), Err(QueryError::OtherOrder { .. })));
    assert!("Lessons".parse::<Cursor>().is_err());
}

#[test]
fn a_list_goes_on_where_it_was_although_what_stood_there_is_gone() {
    let directory = Directory::with(&entities());
    let catalog = Catalog::load(&directory.store).unwrap();
    let first = query(|q| (q.limit, q.sort) = (2, Some(Sort::Modified)));
    let cursor = catalog.snapshot().search(&first).unwrap().items[1].cursor();
    directory.withdraw(model::Kind::Service, service_id(1));
    catalog.advance(&directory.store).unwrap();
    let next = query(|q| (q.sort, q.cursor) = (Some(Sort::Modified), Some(cursor.clone())));
    let snapshot = catalog.snapshot();
    let names: Vec<_> = snapshot.search(&next).unwrap().items.iter().map(|hit| hit.entry.name()).collect();
    assert_eq!(names, [DANCE, WALKS]);
}

fn any_query() -> impl Strategy<Value = Query> {
    let sorts = proptest::option::of(prop::sample::select(Sort::ALL.to_vec()));
    let words = proptest::option::of(prop::sample::select(vec!["lessons", "dance", "library", "all"]));
    let near = proptest::option::of(prop::sample::select(vec![500.0, 5_000.0, Near::ANYWHERE]));
    (sorts, words, near, any::<bool>()).prop_map(|(sort, words, near, free)| {
        query(|q| {
            q.text = words.map(str::to_owned);
            q.near = near.and_then(from_library);
            q.free = free;
            q.sort = sort.filter(|sort| match sort {
                Sort::Relevance => words.is_some(),
                Sort::Distance => near.is_some(),
                _ => true,
            });
        })
    })
}

proptest! {
    #[test]
    fn pages_put_together_are_the_whole_list(query in any_query(), size in 1_usize..4) {
        let whole: Vec<_> = SNAPSHOT.search(&query).unwrap().items.iter().map(|hit| hit.entry.id).collect();
        let (mut pages, mut cursor) = (Vec::new(), None);
        loop {
            let page = Query { limit: size, cursor: cursor.clone(), ..query.clone() };
            let hits = SNAPSHOT.search(&page).unwrap();
            prop_assert_eq!((hits.total, hits.start), (whole.len(), pages.len()));
            pages.extend(hits.items.iter().map(|hit| hit.entry.id));
            let Some(last) = hits.items.last() else { break };
            cursor = Some(last.cursor());
        }
        prop_assert_eq!(pages, whole);
    }
}

/// The kinds of entities.
const KINDS: [ListKind; 5] = [
    ListKind::Service,
    ListKind::Organization,
    ListKind::Location,
    ListKind::Taxonomy,
    ListKind::TaxonomyTerm,
];

/// Everything that meets the conditions, of every kind, in one order.
fn across(query: &Query) -> Result<catalog::Hits<'static>, QueryError> {
    SNAPSHOT.search_across(query, KINDS)
}

#[test]
fn what_is_found_across_kinds_is_what_each_list_has() {
    let library = query(|q| q.text = Some("library".to_owned()));
    let hits = across(&library).unwrap();
    let of_each: usize = KINDS
        .into_iter()
        .map(|kind| SNAPSHOT.search(&Query { kind, ..library.clone() }).unwrap().total)
        .sum();
    assert_eq!((hits.total, hits.items.len()), (of_each, of_each));
    assert!(hits.items.windows(2).all(|pair| pair[0].score >= pair[1].score));
    let kinds: std::collections::BTreeSet<_> = hits.items.iter().map(|hit| hit.entry.kind.as_str()).collect();
    assert!(kinds.contains("location") && kinds.contains("service"), "{kinds:?}");
}

#[test]
fn a_kind_that_a_condition_means_nothing_to_has_nothing_that_meets_it() {
    let free = query(|q| (q.text, q.free) = (Some("library".to_owned()), true));
    let hits = across(&free).unwrap();
    assert!(hits.items.iter().all(|hit| hit.entry.name() == LESSONS), "{hits:?}");
    assert!(!hits.items.is_empty());
}

proptest! {
    #[test]
    fn pages_across_kinds_put_together_are_the_whole(query in any_query(), size in 1_usize..4) {
        let ids = |hits: &catalog::Hits<'_>| {
            hits.items.iter().map(|hit| (hit.entry.kind, hit.entry.id)).collect::<Vec<_>>()
        };
        let whole = ids(&across(&query).unwrap());
        let (mut pages, mut cursor) = (Vec::new(), None);
        loop {
            let page = Query { limit: size, cursor: cursor.clone(), ..query.clone() };
            let hits = across(&page).unwrap();
            prop_assert_eq!((hits.total, hits.start), (whole.len(), pages.len()));
            let by_number = Query { limit: size, offset: pages.len(), ..query.clone() };
            prop_assert_eq!(ids(&across(&by_number).unwrap()), ids(&hits));
            pages.extend(ids(&hits));
            let Some(last) = hits.items.last() else { break };
            cursor = Some(last.cursor());
        }
        prop_assert_eq!(pages, whole);
    }
}
