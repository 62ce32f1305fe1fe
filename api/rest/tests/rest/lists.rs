//! Lists: pages, conditions, forms.

use serde_json::{Value, json};

use crate::support::*;

#[actix_web::test]
async fn a_list_comes_in_pages_of_twenty_in_the_standards_envelope() {
    let page = get("/services").await.json();
    let expected = [("total_items", 23), ("total_pages", 2), ("page_number", 1), ("size", 20)];
    for (member, value) in expected {
        assert_eq!(page[member], value, "{member}");
    }
    assert_eq!(
        (&page["first_page"], &page["last_page"], &page["empty"]),
        (&json!(true), &json!(false), &json!(false))
    );
    assert_eq!(page["contents"].as_array().unwrap().len(), 20);
}

#[actix_web::test]
async fn the_last_page_holds_the_rest_and_pages_do_not_overlap() {
    let (first, second) = (get("/services?per_page=15").await, get("/services?per_page=15&page=2").await);
    assert_eq!(second.json()["size"], 8);
    assert_eq!(second.json()["last_page"], true);
    let all: std::collections::BTreeSet<_> = first.names().into_iter().chain(second.names()).collect();
    assert_eq!(all.len(), SERVICES);
}

#[actix_web::test]
async fn a_page_after_the_last_is_empty() {
    for path in ["/services?page=3", "/services?page=2147483647", "/services?minimal=true&page=2147483647"] {
        let page = get(path).await.json();
        assert_eq!(
            (&page["size"], &page["empty"], &page["last_page"]),
            (&json!(0), &json!(true), &json!(true)),
            "{path}"
        );
        assert_eq!(page["total_items"], 23);
    }
}

#[actix_web::test]
async fn links_lead_from_page_to_page() {
    let links = get("/services?per_page=10&page=2&search=service").await.headers("link");
    for expected in [
        "page=1>; rel=\"prev\"",
        "page=3>; rel=\"next\"",
        "page=3>; rel=\"last\"",
        "<?per_page=10&search=service&",
    ] {
        assert!(links.contains(expected), "{expected} in {links}");
    }
}

#[actix_web::test]
async fn a_list_names_the_licences_of_everything_it_shows() {
    let answer = get("/service_at_locations").await;
    let page = answer.json();
    let ids: Vec<_> = page["licences"].as_array().unwrap().iter().map(|licence| &licence["id"]).collect();
    assert_eq!(ids, ["CC-BY-4.0", "OGL-UK-3.0"]);
    assert_eq!(page["licences"][0]["attribution"], "Contains data under CC-BY-4.0.");
    let links = answer.headers("link");
    assert!(links.contains("<https://licences.example.org/CC-BY-4.0>; rel=\"license\""), "{links}");
}

#[actix_web::test]
async fn each_parameter_narrows_the_list() {
    let one = ["Service 001"];
    let conditions = [
        "search=computers".to_owned(),
        format!("taxonomy_term_id={}", term_id()),
        format!("taxonomy_id={}", taxonomy_id()),
        "minimum_age=16".to_owned(),
        "day=MO".to_owned(),
        "start_time=10:00&end_time=12:00".to_owned(),
        "postcode=pl11hz&proximity=100".to_owned(),
        "postcode=PL1%201HZ".to_owned(),
        format!("organization_id={}&day=MO,TU&search=service", organization_id()),
    ];
    for condition in conditions {
        assert_eq!(get(&format!("/services?{condition}")).await.names(), one, "{condition}");
    }
    for condition in ["modified_after=2999-01-01", "day=SU", "minimum_age=17", "search=zzqx"] {
        assert!(get(&format!("/services?{condition}")).await.names().is_empty(), "{condition}");
    }
    let later = get("/services?modified_after=2026-03-01T00:20:00Z").await;
    assert_eq!(later.json()["total_items"], 4);
}

#[actix_web::test]
async fn list_items_bring_the_organization_and_full_ones_everything() {
    let item = get("/services?day=MO").await.json()["contents"][0].clone();
    assert_eq!(item["organization"]["name"], "Plymouth Libraries");
    assert!(item.get("service_at_locations").is_none());
    let full = get("/services?day=MO&full=true").await.json()["contents"][0].clone();
    assert_eq!(full["service_at_locations"][0]["location"]["name"], "Central Library");
}

#[actix_web::test]
async fn minimal_tells_ids_and_dates_of_all_services_on_one_page() {
    let page = get("/services?minimal=true").await.json();
    assert_eq!((&page["size"], &page["total_pages"]), (&json!(SERVICES), &json!(1)));
    let first = page["contents"][0].as_object().unwrap();
    assert_eq!(first.keys().collect::<Vec<_>>(), ["id", "modified_date"]);
    assert_eq!(get("/services?minimal=true&per_page=5").await.json()["size"], 5);
}

#[actix_web::test]
async fn ndjson_streams_all_results_without_pages() {
    let answer = get("/services?format=ndjson&per_page=5").await;
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let lines: Vec<Value> = answer.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), SERVICES);
    assert_eq!(lines[0]["licences"][0]["id"], "CC-BY-4.0");
    assert_eq!(lines[1]["licences"][0]["id"], "OGL-UK-3.0");
}

#[actix_web::test]
async fn unknown_parameters_change_nothing() {
    assert_eq!(get("/services?utm_source=x&Page=9").await.text, get("/services").await.text);
}

#[actix_web::test]
async fn every_list_of_the_standard_is_there() {
    for (list, size) in
        [("organizations", 1), ("service_at_locations", 1), ("taxonomies", 1), ("taxonomy_terms", 1)]
    {
        assert_eq!(get(&format!("/{list}")).await.json()["size"], size, "{list}");
    }
    let terms = get(&format!("/taxonomy_terms?top_only=true&taxonomy_id={}", taxonomy_id())).await;
    assert_eq!(terms.names(), ["Digital skills"]);
    assert!(get(&format!("/taxonomy_terms?parent_id={}", term_id())).await.names().is_empty());
    let organizations = get("/organizations?full_service=true").await.json();
    assert_eq!(organizations["contents"][0]["services"].as_array().unwrap().len(), SERVICES);
}
