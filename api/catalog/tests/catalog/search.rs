//! What a query finds, in which order, and what it refuses.

use std::sync::{Arc, LazyLock};

use catalog::{Catalog, Guide, Hits, Lexicon, ListKind, Near, Query, QueryError, Snapshot};
use serde_json::json;

use crate::support::*;

/// Three services of two organizations at two of three places, with a taxonomy.
static SNAPSHOT: LazyLock<Arc<Snapshot>> = LazyLock::new(|| {
    let directory = Directory::with(&entities());
    let lexicon = Lexicon::read(
        "the\nfor\nof\nwhere\ncan\ni\nget",
        "food parcels, emergency parcels\nreaders, bookworms",
    );
    Catalog::load_with(&directory.store, Guide { lexicon, ..Guide::default() }).unwrap().snapshot()
});

fn entities() -> Vec<model::Entity> {
    let food = term(1, "F", "Food", None);
    let bank = term(1, "FB", "Food bank", Some("F"));
    let books = service(
        1,
        "Borrowing books",
        json!({
            "organization_id": organization_id(1), "description": "Café in the foyer.",
            "service_at_locations": at_locations(1, &[1, 2]),
            "schedules": [{ "id": sal_id(1, 8), "freq": "WEEKLY", "byday": "MO,TU",
                "opens_at": "09:00", "closes_at": "17:00" }],
        }),
    );
    let bank_service = service(
        2,
        "Emergency parcels",
        json!({
            "organization_id": organization_id(2), "minimum_age": 18, "maximum_age": 64,
            "service_at_locations": at_locations(2, &[2]),
            "attributes": [attribute(service_id(2), bank.clone())],
            "service_areas": [{ "id": sal_id(2, 9), "name": "Plymouth and Saltash" }],
        }),
    );
    let lunch = service(
        3,
        "Lunch club for readers of books",
        json!({
            "status": "inactive", "minimum_age": 60,
            "attributes": [attribute(service_id(3), food.clone())],
            "schedules": [{ "id": sal_id(3, 8), "freq": "WEEKLY", "byday": "SU",
                "opens_at": "12:00", "closes_at": "14:00" }],
        }),
    );
    vec![
        organization(1, "Plymouth Libraries"),
        organization(2, "Harbour Trust"),
        location(1, "Central Library", "PL1 1HZ", (50.371, -4.142)),
        location(2, "Efford Hub", "PL3 6LF", (50.386, -4.105)),
        location(3, "Truro Hall", "TR1 2XN", (50.263, -5.051)),
        taxonomy(1, "Kinds of help", vec![food, bank]),
        books,
        modified(said_by(bank_service, "trust"), 10),
        lunch,
    ]
}

fn query(kind: ListKind, set: impl FnOnce(&mut Query)) -> Query {
    let mut query = Query::new(kind);
    set(&mut query);
    query
}

fn names(hits: &Hits<'_>) -> Vec<String> {
    hits.items.iter().map(|hit| hit.entry.name().to_owned()).collect()
}

fn found(query: &Query) -> Vec<String> {
    names(&SNAPSHOT.search(query).unwrap())
}

const BOOKS: &str = "Borrowing books";
const PARCELS: &str = "Emergency parcels";
const LUNCH: &str = "Lunch club for readers of books";

#[test]
fn each_condition_keeps_what_meets_it() {
    type Case = (&'static str, fn(&mut Query), &'static [&'static str]);
    let cases: &[Case] = &[
        ("nothing asked", |_| {}, &[BOOKS, PARCELS, LUNCH]),
        ("term", |q| q.taxonomy_term_ids = vec![term_id(1, "FB")], &[PARCELS]),
        ("two terms", |q| q.taxonomy_term_ids = vec![term_id(1, "FB"), term_id(1, "F")], &[]),
        ("taxonomy", |q| q.taxonomy_ids = vec![taxonomy_id(1)], &[PARCELS, LUNCH]),
        ("unknown taxonomy", |q| q.taxonomy_ids = vec![taxonomy_id(2)], &[]),
        ("organization", |q| q.organization_id = Some(organization_id(1)), &[BOOKS]),
        ("modified on the moment", |q| q.modified_after = Some(at(10)), &[PARCELS]),
        ("modified later", |q| q.modified_after = Some(at(11)), &[]),
        ("minimum age", |q| q.minimum_age = Some(18.0), &[PARCELS, LUNCH]),
        ("higher minimum age", |q| q.minimum_age = Some(19.0), &[LUNCH]),
        ("maximum age", |q| q.maximum_age = Some(64.0), &[PARCELS]),
        ("day", |q| q.days = vec!["TU".to_owned()], &[BOOKS]),
        ("either day", |q| q.days = vec!["TU".to_owned(), "SU".to_owned()], &[BOOKS, LUNCH]),
        ("start", |q| q.start_time = Some("10:00".to_owned()), &[LUNCH]),
        ("end", |q| q.end_time = Some("17:00".to_owned()), &[BOOKS, LUNCH]),
        ("near the centre", |q| q.near = Some(around(500.0)), &[BOOKS]),
        ("within five kilometres", |q| q.near = Some(around(5_000.0)), &[BOOKS, PARCELS]),
        ("own postcode", |q| q.covers = Some("pl11hz".to_owned()), &[BOOKS, PARCELS]),
        ("postcode that nothing covers", |q| q.covers = Some("EX1 1AA".to_owned()), &[]),
        ("source", |q| q.source = Some(source("trust")), &[PARCELS]),
        ("status", |q| q.status = Some("inactive".to_owned()), &[LUNCH]),
        (
            "all at once",
            |q| {
                q.source = Some(source("library"));
                q.minimum_age = Some(1.0)
            },
            &[LUNCH],
        ),
    ];
    for (case, set, expected) in cases {
        assert_eq!(found(&query(ListKind::Service, set)), *expected, "{case}");
    }
}

fn around(metres: f64) -> Near {
    let (latitude, longitude) = SNAPSHOT.postcode_centroid("PL1 1HZ").unwrap();
    Near { latitude, longitude, metres }
}

#[test]
fn words_are_found_wherever_they_say_something_of_a_service() {
    let cases: &[(&str, &[&str])] = &[
        ("book", &[BOOKS, LUNCH]),
        ("Borrow BOOK", &[BOOKS]),
        ("cafe", &[BOOKS]),
        ("café foyer", &[BOOKS]),
        ("plymouth libraries", &[BOOKS]),
        ("harbour", &[PARCELS]),
        ("efford", &[BOOKS, PARCELS]),
        ("PL3 6LF", &[BOOKS, PARCELS]),
        ("pl36lf", &[BOOKS, PARCELS]),
        ("food", &[LUNCH, PARCELS]),
        ("food bank", &[PARCELS]),
        ("the parcels", &[PARCELS]),
        ("unheard of", &[]),
        ("  ", &[BOOKS, PARCELS, LUNCH]),
        ("?!", &[]),
    ];
    for (words, expected) in cases {
        let mut all = found(&query(ListKind::Service, |q| q.text = Some((*words).to_owned())));
        let mut expected = expected.to_vec();
        all.sort();
        expected.sort_unstable();
        assert_eq!(all, expected, "{words}");
    }
}

#[test]
fn a_name_counts_more_than_a_description() {
    let described = service(5, "Something", json!({ "description": "We mend boats, boats and boats." }));
    let named = service(6, "Boats", json!({ "description": "On water." }));
    let directory = Directory::with(&[described, named]);
    let snapshot = Catalog::load(&directory.store).unwrap().snapshot();
    let asked = query(ListKind::Service, |q| q.text = Some("boat".to_owned()));
    let hits = snapshot.search(&asked).unwrap();
    assert_eq!(names(&hits), ["Boats", "Something"]);
    assert!(hits.items[0].score > hits.items[1].score);
}

#[test]
fn words_and_conditions_hold_together() {
    let asked = query(ListKind::Service, |q| {
        q.text = Some("books".to_owned());
        q.status = Some("active".to_owned());
    });
    assert_eq!(found(&asked), [BOOKS]);
}

#[test]
fn the_other_lists_have_their_own_conditions() {
    type Case = (ListKind, fn(&mut Query), &'static [&'static str]);
    use ListKind::{Location, Organization, ServiceAtLocation, Taxonomy, TaxonomyTerm};
    let cases: &[Case] = &[
        (Organization, |_| {}, &["Harbour Trust", "Plymouth Libraries"]),
        (Organization, |q| q.text = Some("library".to_owned()), &["Plymouth Libraries"]),
        (Organization, |q| q.top_only = true, &["Harbour Trust", "Plymouth Libraries"]),
        (Location, |q| q.text = Some("truro".to_owned()), &["Truro Hall"]),
        (Location, |q| q.covers = Some("TR1 2XN".to_owned()), &["Truro Hall"]),
        (Location, |q| q.near = Some(around(1_000.0)), &["Central Library"]),
        (ServiceAtLocation, |_| {}, &[BOOKS, BOOKS, PARCELS]),
        (ServiceAtLocation, |q| q.text = Some("parcel".to_owned()), &[PARCELS]),
        (ServiceAtLocation, |q| q.near = Some(around(500.0)), &[BOOKS]),
        (ServiceAtLocation, |q| q.days = vec!["MO".to_owned()], &[BOOKS, BOOKS]),
        (ServiceAtLocation, |q| q.taxonomy_ids = vec![taxonomy_id(1)], &[PARCELS]),
        (ServiceAtLocation, |q| q.organization_id = Some(organization_id(1)), &[BOOKS, BOOKS]),
        (Taxonomy, |q| q.text = Some("kinds".to_owned()), &["Kinds of help"]),
        (TaxonomyTerm, |_| {}, &["Food", "Food bank"]),
        (TaxonomyTerm, |q| q.top_only = true, &["Food"]),
        (TaxonomyTerm, |q| q.parent_id = Some(term_id(1, "F")), &["Food bank"]),
        (TaxonomyTerm, |q| q.taxonomy_ids = vec![taxonomy_id(1)], &["Food", "Food bank"]),
        (TaxonomyTerm, |q| q.text = Some("banks".to_owned()), &["Food bank"]),
    ];
    for (kind, set, expected) in cases {
        let asked = query(*kind, set);
        assert_eq!(found(&asked), *expected, "{asked:?}");
    }
}

#[test]
fn pages_and_cursors_cut_the_same_order() {
    for text in [None, Some("books".to_owned())] {
        let whole = query(ListKind::Service, |q| q.text.clone_from(&text));
        let all = SNAPSHOT.search(&whole).unwrap();
        for (index, hit) in all.items.iter().enumerate() {
            let page = Query { offset: index, limit: 1, ..whole.clone() };
            let page = SNAPSHOT.search(&page).unwrap();
            assert_eq!((page.total, page.start), (all.total, index));
            assert_eq!(page.items[0].entry.id, hit.entry.id);
            let rest = SNAPSHOT.search(&Query { after: Some(hit.entry.id), ..whole.clone() }).unwrap();
            assert_eq!(
                (rest.total, rest.start, rest.items.len()),
                (all.total, index + 1, all.total - index - 1)
            );
        }
        let beyond = SNAPSHOT.search(&Query { offset: 99, ..whole }).unwrap();
        assert_eq!((beyond.total, beyond.start, beyond.items.len()), (all.total, all.total, 0));
    }
}

#[test]
fn a_cursor_holds_even_when_its_entry_no_longer_matches() {
    let asked = query(ListKind::Service, |q| {
        q.minimum_age = Some(1.0);
        q.after = Some(service_id(1));
    });
    assert_eq!(found(&asked), [PARCELS, LUNCH]);
}

#[test]
fn a_query_that_makes_no_sense_is_refused() {
    type Case = (ListKind, fn(&mut Query));
    let refused: &[Case] = &[
        (ListKind::Service, |q| q.top_only = true),
        (ListKind::Organization, |q| q.minimum_age = Some(1.0)),
        (ListKind::Taxonomy, |q| q.near = Some(Near { latitude: 0.0, longitude: 0.0, metres: 1.0 })),
        (ListKind::TaxonomyTerm, |q| q.source = Some(source("library"))),
    ];
    for (kind, set) in refused {
        let asked = query(*kind, set);
        assert!(matches!(SNAPSHOT.search(&asked), Err(QueryError::NotForList { .. })), "{asked:?}");
    }
    let error =
        |set: fn(&mut Query)| SNAPSHOT.search(&query(ListKind::Service, set)).unwrap_err().to_string();
    assert!(error(|q| q.days = vec!["Monday".to_owned()]).contains("`Monday`"));
    assert!(error(|q| q.start_time = Some("nine".to_owned())).contains("`nine`"));
    assert!(error(|q| q.covers = Some("Plymouth".to_owned())).contains("`Plymouth`"));
    assert!(error(|q| q.after = Some(organization_id(1))).contains(&organization_id(1).to_string()));
    let nowhere = Near { latitude: f64::NAN, longitude: 0.0, metres: 1.0 };
    let asked = Query { near: Some(nowhere), ..Query::new(ListKind::Service) };
    assert!(matches!(SNAPSHOT.search(&asked), Err(QueryError::Near { .. })));
}

#[test]
fn a_postcode_is_placed_by_its_own_locations_or_else_by_its_neighbours() {
    assert_eq!(SNAPSHOT.postcode_centroid("pl1 1hz"), Some((50.371, -4.142)));
    assert_eq!(SNAPSHOT.postcode_centroid("PL1 1ZZ"), Some((50.371, -4.142)));
    assert_eq!(SNAPSHOT.postcode_centroid("PL1 9ZZ"), Some((50.371, -4.142)));
    assert_eq!(SNAPSHOT.postcode_centroid("EX1 1AA"), None);
    assert_eq!(SNAPSHOT.postcode_centroid("nowhere"), None);
}

fn searched(words: &str) -> Vec<String> {
    found(&query(ListKind::Service, |q| q.text = Some(words.to_owned())))
}

#[test]
fn words_in_quotation_marks_must_stand_together() {
    assert_eq!(searched("\"borrowing books\""), [BOOKS]);
    assert_eq!(searched("\"books borrowing\""), [""; 0]);
    assert_eq!(searched("books borrowing"), [BOOKS]);
    assert_eq!(searched("\"lunch club\" readers"), [LUNCH]);
    assert_eq!(searched("\"lunch club"), [LUNCH], "an open mark goes to the end");
}

#[test]
fn words_find_what_their_synonyms_find() {
    assert_eq!(searched("food parcels"), [PARCELS]);
    assert_eq!(searched("bookworms"), [LUNCH]);
    assert_eq!(searched("food"), [LUNCH, PARCELS], "by their terms: part of a phrase has no synonym");
}

#[test]
fn a_slip_of_the_pen_still_finds() {
    assert_eq!(searched("borowing"), [BOOKS]);
    assert_eq!(searched("emergnecy parcels"), [PARCELS]);
    assert_eq!(searched("xyzzy"), [""; 0]);
    assert_eq!(searched("PL1 1HX"), [""; 0], "figures are never guessed");
}

#[test]
fn what_is_typed_is_completed_to_names() {
    let suggested = |kinds: &[ListKind], text: &str| -> Vec<String> {
        SNAPSHOT.suggest(kinds, text, 5).unwrap().into_iter().map(|entry| entry.name().to_owned()).collect()
    };
    let all = [ListKind::Service, ListKind::Organization, ListKind::Location];
    assert_eq!(suggested(&all, "b"), [BOOKS]);
    assert_eq!(suggested(&all, "ha"), ["Harbour Trust"]);
    assert_eq!(
        suggested(&all, "lib"),
        ["Central Library", "Plymouth Libraries"],
        "within, the shortest first"
    );
    assert_eq!(suggested(&[ListKind::Location], "Central LIB"), ["Central Library"]);
    assert_eq!(suggested(&all, "boo"), [BOOKS, LUNCH]);
    assert_eq!(suggested(&all, "club books"), [LUNCH], "all words, in any order");
    assert_eq!(suggested(&all, " - "), [""; 0]);
    assert_eq!(SNAPSHOT.suggest(&all, "l", 1).unwrap().len(), 1);
}
