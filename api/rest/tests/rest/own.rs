//! The directory's own lists.

use actix_web::http::StatusCode;
use serde_json::{Value, json};

use crate::support::*;

async fn own(path: &str) -> Answer {
    get_with(&format!("/v1{path}"), &[]).await
}

#[actix_web::test]
async fn each_parameter_narrows_the_list() {
    let topic = term_id();
    for condition in [
        "q=computers",
        "near=pl11hz&within=100",
        "near=50.371,-4.142&within=100",
        "bbox=-4.2,50.3,-4.0,50.5",
        "polygon=-4.2,50.3%20-4.0,50.3%20-4.1,50.5",
        "covers=PL1%201HZ",
        "topic=DS",
        &format!("topic={topic}"),
        &format!("taxonomy={}", taxonomy_id()),
        &format!("organization={}&q=computers&age=16", organization_id()),
    ] {
        let answer = own(&format!("/services?{condition}")).await;
        assert_eq!(answer.names(), ["Service 001"], "{condition}: {}", answer.text);
    }
    for condition in ["modified_since=2999-01-01", "status=defunct", "assured_since=2026-01-01", "cost=free"]
    {
        assert!(own(&format!("/services?{condition}")).await.names().is_empty(), "{condition}");
    }
}

#[actix_web::test]
async fn a_list_leads_on_from_page_to_page_until_all_was_given() {
    let (mut path, mut names) = ("/v1/services?limit=10".to_owned(), Vec::new());
    loop {
        let answer = get_with(&path, &[]).await;
        let page = answer.json();
        assert_eq!(page["total_items"], SERVICES);
        assert_eq!(page["size"], page["contents"].as_array().unwrap().len());
        names.extend(answer.names());
        assert!(answer.headers("link").contains("</v1/services?limit=10>; rel=\"first\""));
        let Some(next) = page["next"].as_str() else { break };
        assert!(answer.headers("link").contains(&format!("<{next}>; rel=\"next\"")), "{next}");
        path = next.to_owned();
    }
    assert_eq!(names.len(), SERVICES);
    assert!(names.is_sorted());
}

#[actix_web::test]
async fn what_is_near_says_how_far_it_is_and_where() {
    let page = own("/services?near=50.372,-4.142&sort=distance&include=locations").await.json();
    let first = &page["contents"][0];
    assert_eq!(first["name"], "Service 001");
    assert_eq!(first["distance_m"], 111.0);
    assert_eq!(first["nearest_location_id"], first["locations"][0]["id"]);
}

#[actix_web::test]
async fn results_bring_what_is_asked_for_and_no_more() {
    let page = own("/services?q=computers&fields=name&include=organization,provenance").await.json();
    let first = page["contents"][0].as_object().unwrap();
    let names: Vec<_> = first.keys().map(String::as_str).collect();
    assert_eq!(names, ["id", "name", "organization", "provenance", "score"]);
    assert_eq!(first["organization"]["name"], "Plymouth Libraries");
    let services = own("/organizations?include=services").await.json();
    assert_eq!(services["contents"][0]["services"].as_array().unwrap().len(), SERVICES);
}

#[actix_web::test]
async fn facets_count_over_all_that_is_found() {
    let page = own("/services?limit=1&facets=status,organization").await.json();
    assert_eq!(page["facets"]["status"]["values"], json!([{ "value": "active", "count": SERVICES }]));
    assert_eq!(page["facets"]["organization"]["values"][0]["label"], "Plymouth Libraries");
    assert!(own("/services").await.json().get("facets").is_none());
}

#[actix_web::test]
async fn a_list_is_a_table_or_a_map_to_whoever_prefers_that() {
    let csv = get_with("/v1/services", &[("Accept", "text/csv")]).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert!(csv.text.starts_with("id,name,status,"), "{}", csv.text);
    assert_eq!(csv.text.lines().count(), SERVICES + 1);
    let one = own("/services?q=computers&format=csv").await;
    assert!(one.text.starts_with("id,name,status,address,postal_code,phone,email,hours,"), "{}", one.text);
    let told = "active,\"167-171 Armada Way, Plymouth\",PL1 1HZ,,,Monday: 10am to 12 noon,";
    assert!(one.text.contains(told), "{}", one.text);
    let chosen = own("/services?q=computers&format=csv&fields=name,postal_code").await;
    assert!(chosen.text.starts_with("id,name,postal_code,score\n"), "{}", chosen.text);
    let map = get_with("/v1/services?q=computers", &[("Accept", "application/geo+json")]).await;
    assert_eq!(map.header("content-type"), "application/geo+json");
    let geometry = &map.json()["features"][0]["geometry"];
    assert_eq!(*geometry, json!({ "type": "Point", "coordinates": [-4.142, 50.371] }));
    let lines = own("/services?format=ndjson&fields=name").await;
    let lines: Vec<Value> = lines.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), SERVICES);
    assert_eq!(lines[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "licences", "name"]);
}

#[actix_web::test]
async fn a_sentence_that_finds_nothing_is_told_where_sentences_are_heard() {
    let sentence = "I+want+to+play+the+harp";
    for path in [format!("/services?q={sentence}"), format!("/search?q={sentence}")] {
        let nothing = own(&path).await.json();
        assert_eq!(nothing["needs"], format!("/v1/needs?q={sentence}"), "{nothing}");
    }
    for path in ["/services?q=harp", "/services?q=computers", "/organizations?q=I+want+to+play+the+harp"] {
        assert!(own(path).await.json().get("needs").is_none(), "{path}");
    }
}

#[actix_web::test]
async fn each_form_has_a_tag_of_its_own() {
    let tags = ["json", "geojson", "csv", "ndjson"].map(|form| format!("/v1/services?format={form}"));
    let mut seen = std::collections::BTreeSet::new();
    for path in &tags {
        let answer = get_with(path, &[]).await;
        assert_eq!(answer.header("vary"), "Accept, Accept-Encoding", "{path}");
        assert!(seen.insert(answer.header("etag").to_owned()), "{path}");
    }
}

#[actix_web::test]
async fn a_slip_in_a_name_is_told_what_was_meant() {
    for (slip, meant) in
        [("langauge=en", "language"), ("organisation=x", "organization"), ("Near=PL1", "near")]
    {
        let answer = own(&format!("/services?{slip}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(answer.json()["nearest"], meant, "{slip}");
    }
    let unlike = own("/taxonomies?near=PL1").await.json();
    assert!(unlike["detail"].as_str().unwrap().contains("there is q, source"), "{unlike}");
}

#[actix_web::test]
async fn what_cannot_be_is_refused_by_its_name() {
    for (query, parameter) in [
        ("within=100", "within"),
        ("near=91,0", "near"),
        ("near=ZE1%200AA", "near"),
        ("near=Atlantis", "near"),
        ("bbox=1,2,3", "bbox"),
        ("polygon=1,2", "polygon"),
        ("topic=nothing-of-the-kind", "topic"),
        ("sort=distance", "sort"),
        ("sort=relevance", "sort"),
        ("accessibility=teleport", "accessibility"),
        ("cursor=abc", "cursor"),
        ("limit=101", "limit"),
        ("facets=colour", "facets"),
    ] {
        let answer = own(&format!("/services?{query}")).await;
        assert!(answer.status.is_client_error(), "{query} {}", answer.status);
        assert_eq!(answer.json()["parameter"], parameter, "{query}");
    }
}

#[actix_web::test]
async fn a_cursor_of_another_order_is_refused() {
    let next = own("/services?limit=5").await.json()["next"].as_str().unwrap().to_owned();
    let answer = get_with(&format!("{next}&sort=modified"), &[]).await;
    assert_eq!((answer.status, answer.json()["parameter"].as_str()), (StatusCode::NOT_FOUND, Some("cursor")));
}

#[actix_web::test]
async fn one_search_finds_things_of_every_kind() {
    let page = own("/search?q=library&include=details").await.json();
    let kinds: Vec<_> =
        page["contents"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"organization") && kinds.contains(&"location"), "{kinds:?}");
    let one = own("/search?q=library&kind=location").await.json();
    assert_eq!((&one["total_items"], &one["contents"][0]["name"]), (&json!(1), &json!("Central Library")));
    assert_eq!(own("/search").await.json()["parameter"], "q");
}

#[actix_web::test]
async fn one_thing_is_read_by_its_id_whatever_it_is() {
    let service = own(&format!("/entities/{}", service_id(1))).await;
    assert_eq!((&service.json()["kind"], &service.json()["referents"]), (&json!("service"), &json!([])));
    assert_eq!(service.json()["schedules"][0]["byday"], "MO");
    let organization = own(&format!("/entities/{}?include=locations", organization_id())).await.json();
    assert_eq!(organization["kind"], "organization");
    let provenance = own(&format!("/entities/{}/provenance", service_id(1))).await.json();
    assert!(provenance["fields"].is_object());
}

#[actix_web::test]
async fn a_former_id_leads_to_what_it_became_and_a_withdrawn_one_is_gone() {
    for behind in ["", "/provenance"] {
        let moved = own(&format!("/entities/{}{behind}", service_id(MERGED))).await;
        assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT);
        assert_eq!(moved.header("location"), format!("/v1/entities/{}{behind}", service_id(1)));
        let gone = own(&format!("/entities/{}{behind}", service_id(WITHDRAWN))).await;
        assert_eq!(gone.status, StatusCode::GONE);
        assert_eq!(
            own(&format!("/entities/{}{behind}", service_id(9999))).await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[actix_web::test]
async fn what_is_typed_is_completed_to_names() {
    let suggestions = own("/suggest?q=Serv&kind=service&limit=2").await.json();
    let names: Vec<_> =
        suggestions["suggestions"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["Service 001", "Service 002"]);
    assert_eq!(suggestions["suggestions"][0]["kind"], "service");
    let none = own("/suggest?q=zzzz").await;
    assert_eq!((none.status, none.json()), (StatusCode::OK, json!({ "suggestions": [] })));
    let missing = own("/suggest").await;
    assert_eq!((missing.status, &missing.json()["parameter"]), (StatusCode::BAD_REQUEST, &json!("q")));
}

#[actix_web::test]
async fn a_search_of_everything_refuses_what_no_kind_can_be_asked() {
    let refused = own("/search?q=service&topic=astrology").await;
    assert_eq!((refused.status, &refused.json()["parameter"]), (StatusCode::NOT_FOUND, &json!("topic")));
}

#[actix_web::test]
async fn a_search_of_everything_leads_on_from_page_to_page_until_all_was_given() {
    let found = |answer: &Answer| {
        let contents = answer.json()["contents"].as_array().unwrap().clone();
        contents.into_iter().map(|item| (item["kind"].clone(), item["id"].clone())).collect::<Vec<_>>()
    };
    let whole = own("/search?q=library&limit=100").await;
    let (mut path, mut pages) = ("/v1/search?q=library&limit=4".to_owned(), Vec::new());
    loop {
        let answer = get_with(&path, &[]).await;
        assert_eq!(answer.json()["total_items"], whole.json()["total_items"]);
        pages.extend(found(&answer));
        assert!(answer.headers("link").contains("</v1/search?q=library&limit=4>; rel=\"first\""));
        let Some(next) = answer.json()["next"].as_str().map(str::to_owned) else { break };
        assert!(answer.headers("link").contains(&format!("<{next}>; rel=\"next\"")), "{next}");
        path = next;
    }
    assert_eq!(pages, found(&whole));
    assert_eq!(pages.len(), SERVICES + 2, "the organization, its location and its services");
}

#[actix_web::test]
async fn a_search_of_everything_is_a_table_a_map_or_lines_too() {
    let csv = get_with("/v1/search?q=library", &[("Accept", "text/csv")]).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    let header = csv.text.lines().next().unwrap();
    assert!(header.starts_with("id,name,") && header.contains(",kind,"), "{header}");
    let map = own("/search?q=library&kind=location&format=geojson").await;
    assert_eq!(map.header("content-type"), "application/geo+json");
    let map = map.json();
    assert_eq!(map["features"][0]["properties"]["kind"], "location");
    assert_eq!(map["features"][0]["geometry"]["coordinates"], json!([-4.142, 50.371]));
    let total = own("/search?q=library").await.json()["total_items"].clone();
    let lines = own("/search?q=library&format=ndjson&fields=name").await;
    let lines: Vec<Value> = lines.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(json!(lines.len()), total);
    assert!(lines.iter().all(|line| line["kind"].is_string()), "{lines:?}");
}
