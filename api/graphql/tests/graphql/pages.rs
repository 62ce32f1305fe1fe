use serde_json::{Value, json};

use crate::directory::{COUNCIL, Directory, FORMERLY, GROUPS, LENDING, LIBRARY, READING};

async fn names(directory: &Directory, arguments: &str) -> Vec<String> {
    let data = directory.data(&format!("{{ services{arguments} {{ nodes {{ name }} }} }}")).await;
    let nodes = data["services"]["nodes"].as_array().unwrap().iter();
    nodes.map(|node| node["name"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn going_on_after_each_page_tells_every_service_once_and_in_order() {
    let directory = Directory::new();
    let (mut told, mut after) = (Vec::new(), String::new());
    loop {
        let query = format!(
            "{{ services(first: 7{after}) {{ totalCount edges {{ cursor node {{ name }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let page = directory.data(&query).await["services"].take();
        assert_eq!(page["totalCount"], json!(GROUPS + 1));
        let edges = page["edges"].as_array().unwrap();
        assert_eq!(edges.last().unwrap()["cursor"], page["pageInfo"]["endCursor"]);
        told.extend(edges.iter().map(|edge| edge["node"]["name"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] == Value::Bool(false) {
            break;
        }
        after = format!(r#", after: {}"#, page["pageInfo"]["endCursor"]);
    }
    let mut sorted = told.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(told, sorted);
    assert_eq!(told.len(), GROUPS as usize + 1);
}

#[actix_web::test]
async fn a_page_can_be_taken_from_the_back_or_from_before_a_cursor() {
    let directory = Directory::new();
    assert_eq!(names(&directory, "(last: 2)").await, ["Group 23", "Group 24"]);
    let page = directory.data("{ services(first: 5) { edges { cursor } } }").await;
    let fifth = page["services"]["edges"][4]["cursor"].clone();
    assert_eq!(names(&directory, &format!("(last: 2, before: {fifth})")).await, ["Group 02", "Group 03"]);
    assert_eq!(names(&directory, &format!("(first: 1, before: {fifth})")).await, ["Book lending"]);
    let narrowed = format!(r#"(before: {fifth}, filter: {{ taxonomyTermIds: ["{READING}"] }})"#);
    assert_eq!(names(&directory, &narrowed).await, ["Book lending"], "a cursor that the filter keeps out");
}

#[actix_web::test]
async fn conditions_narrow_and_words_find() {
    let directory = Directory::new();
    for filter in [
        format!(r#"filter: {{ taxonomyTermIds: ["{READING}"], organizationId: "{COUNCIL}" }}"#),
        r#"filter: { minimumAge: 5 }"#.to_owned(),
        r#"filter: { days: ["MO"], startTime: "08:30", endTime: "18:00" }"#.to_owned(),
        r#"filter: { near: { latitude: 50.37, longitude: -4.14, metres: 1000 } }"#.to_owned(),
        r#"filter: { near: { postcode: "pl11hz", metres: 100 } }"#.to_owned(),
        r#"filter: { coversPostcode: "PL1 1HZ" }"#.to_owned(),
        r#"filter: { topics: ["R"] }"#.to_owned(),
        format!(r#"filter: {{ locationId: "{LIBRARY}" }}"#),
        format!(r#"filter: {{ ids: ["{LENDING}"] }}"#),
        r#"filter: { bounds: { west: -5, south: 50, east: -4, north: 51 } }"#.to_owned(),
        r#"filter: { outline: [{ latitude: 50, longitude: -5 }, { latitude: 50, longitude: -4 }, { latitude: 51, longitude: -4 }] }"#.to_owned(),
        r#"filter: { age: 7, topics: ["r"], modifiedSince: "2026-08-01T00:00:00Z" }"#.to_owned(),
        r#"filter: { source: "library-service" }"#.to_owned(),
        r#"filter: { openAt: "2026-08-03T10:00" }"#.to_owned(),
        r#"filter: { openAt: "2026-08-03T16:29:59Z", openNow: false }"#.to_owned(),
        r#"filter: { wards: ["south"] }"#.to_owned(),
        r#"filter: { wards: ["E2"] }"#.to_owned(),
        r#"filter: { need: "something-to-read", circumstances: ["older"] }"#.to_owned(),
        r#"filter: { near: { place: "South", metres: 20000 } }"#.to_owned(),
        format!(r#"filter: {{ ids: ["{FORMERLY}"] }}"#),
        r#"search: "borrow book""#.to_owned(),
        r#"search: "library""#.to_owned(),
    ] {
        assert_eq!(names(&directory, &format!("({filter})")).await, ["Book lending"], "{filter}");
    }
    assert!(names(&directory, r#"(filter: { modifiedAfter: "2026-08-02T00:00:00Z" })"#).await.is_empty());
    assert!(names(&directory, r#"(filter: { status: "inactive" })"#).await.is_empty());
    assert!(names(&directory, r#"(filter: { age: 4, topics: ["r"] })"#).await.is_empty());
    assert!(names(&directory, r#"(filter: { free: true })"#).await.is_empty());
    assert!(names(&directory, r#"(filter: { languages: ["cy"] })"#).await.is_empty());
    assert!(names(&directory, r#"(filter: { assuredSince: "2026-01-01" })"#).await.is_empty());
    assert!(names(&directory, "(filter: { organizationId: null })").await.len() > 1);
    assert!(names(&directory, r#"(filter: { openAt: "2026-08-03T08:59" })"#).await.is_empty());
    assert!(names(&directory, "(filter: { openNow: true })").await.is_empty(), "it is Saturday");
    let both = r#"(filter: { openAt: "2026-08-03T10:00", openNow: true })"#;
    assert!(names(&directory, both).await.is_empty(), "it is open then, but not now");
    assert!(names(&directory, r#"(filter: { wards: ["E1"] })"#).await.is_empty());
    assert!(names(&directory, r#"(filter: { need: "gold" })"#).await.is_empty());
}

#[actix_web::test]
async fn what_cannot_be_a_page_or_a_condition_is_said_to_be_so() {
    let directory = Directory::new();
    for (arguments, part) in [
        ("first: 1000", "from 0 to 100"),
        ("first: -1", "from 0 to 100"),
        ("first: 1, last: 1", "cannot be given together"),
        (r#"after: "x""#, "no cursor"),
        (r#"filter: { near: { metres: 5 } }"#, "either"),
        (r#"filter: { near: { latitude: 50.4, postcode: "PL1 1HZ" } }"#, "either"),
        (r#"filter: { near: { place: "Atlantis" } }"#, "no place that is known"),
        (r#"filter: { openAt: "soon" }"#, "give a moment by a clock in Britain"),
        (r#"filter: { openAt: "2026-08-03" }"#, "give a moment by a clock in Britain"),
        (r#"filter: { wards: ["nowhere"] }"#, "no ward that is known"),
        (r#"filter: { need: "silver" }"#, "no need that is known; there are something-to-read, gold"),
        (r#"filter: { circumstances: ["rich"] }"#, "no circumstance that is known; there are older"),
        (r#"filter: { modifiedAfter: "soon" }"#, "no moment"),
        (r#"filter: { days: ["Monday"] }"#, "no day"),
        (r#"filter: { organizationId: "7" }"#, "no id"),
        (r#"filter: { source: "No Such" }"#, "no name for a source"),
        (r#"filter: { topics: ["no-such"] }"#, "no topic"),
        (r#"filter: { accessibility: ["wings"] }"#, "no accessibility"),
        (r#"filter: { assuredSince: "yesterday" }"#, "no day"),
        ("filter: { bounds: { west: 0, south: 9, east: 0, north: -9 } }", "no box"),
        ("filter: { outline: [{ latitude: 50, longitude: -4 }] }", "no outline"),
        (&format!("filter: {{ wards: [{}] }}", r#""E2","#.repeat(501)), "name at most 500"),
        ("sort: DISTANCE", "by distance"),
        ("sort: RELEVANCE", "by relevance"),
    ] {
        let error = directory.error(&format!("{{ services({arguments}) {{ totalCount }} }}")).await;
        assert!(error.contains(part), "{arguments}: {error}");
    }
    let cursor = directory.data("{ services(first: 1, sort: MODIFIED) { edges { cursor } } }").await;
    let cursor = &cursor["services"]["edges"][0]["cursor"];
    let elsewhere = format!("{{ services(after: {cursor}) {{ totalCount }} }}");
    assert!(directory.error(&elsewhere).await.contains("begin again"));
}

#[actix_web::test]
async fn edges_tell_how_well_they_fit_and_how_far_they_are() {
    let directory = Directory::new();
    let near = "filter: { near: { latitude: 50.3714, longitude: -4.1422, metres: 1000 } }, sort: DISTANCE";
    let page = directory
        .data(&format!("{{ services({near}) {{ edges {{ distance nearest score node {{ id }} }} }} }}"))
        .await;
    let edge = json!({ "distance": 0.0, "nearest": LIBRARY, "score": null, "node": { "id": LENDING } });
    assert_eq!(page["services"]["edges"], json!([edge]));
    let page = directory.data(r#"{ services(search: "book") { edges { distance score } } }"#).await;
    assert!(page["services"]["edges"][0]["score"].as_f64().unwrap() > 0.0);
    assert_eq!(page["services"]["edges"][0]["distance"], Value::Null);
}

#[actix_web::test]
async fn facets_count_the_whole_list_however_small_the_page() {
    let directory = Directory::new();
    let query = "{ services(first: 1) { nodes { id } facets(by: [STATUS, TOPIC, STATUS]) { facet values { value label count } more } } }";
    let expected = json!([
        { "facet": "STATUS", "values": [{ "value": "active", "label": null, "count": GROUPS + 1 }], "more": 0 },
        { "facet": "TOPIC", "values": [{ "value": READING, "label": "Reading", "count": 1 }], "more": 0 },
    ]);
    assert_eq!(directory.data(query).await["services"]["facets"], expected);
    let narrowed = format!(
        r#"{{ services(filter: {{ ids: ["{LENDING}"] }}) {{ facets(by: [STATUS]) {{ values {{ count }} }} }} }}"#
    );
    assert_eq!(directory.data(&narrowed).await["services"]["facets"][0]["values"][0]["count"], 1);
}

#[actix_web::test]
async fn the_orders_run_from_the_latest_and_a_cursor_goes_on_in_each() {
    let directory = Directory::new();
    for sort in ["NAME", "MODIFIED", "ASSURED"] {
        let (mut told, mut after) = (Vec::new(), Value::Null);
        while told.len() <= GROUPS as usize {
            let query = format!(
                "{{ services(first: 9, sort: {sort}, after: {after}) {{ nodes {{ name }} pageInfo {{ endCursor }} }} }}"
            );
            let page = directory.data(&query).await["services"].take();
            told.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["name"].to_string()));
            after = page["pageInfo"]["endCursor"].clone();
        }
        told.sort();
        told.dedup();
        assert_eq!(told.len(), GROUPS as usize + 1, "{sort}");
    }
}
