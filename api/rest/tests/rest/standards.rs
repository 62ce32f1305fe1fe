//! What both standards have in common, their traps, and what HSDS has beyond.

use actix_web::{
    http::{Method, StatusCode},
    test::TestRequest,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::*;

const BASES: [&str; 2] = ["/oruk/v3", "/hsds/v3"];
const LISTS: [&str; 5] =
    ["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"];

/// Visits every value of a document with the name of its member.
fn visit(name: &str, value: &Value, check: &mut impl FnMut(&str, &Value)) {
    check(name, value);
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| visit(name, value, check)),
        Value::Array(items) => items.iter().for_each(|item| visit(name, item, check)),
        _ => {}
    }
}

/// Every list and every detail of a standard, in full.
async fn everything(base: &str) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for list in LISTS {
        let path = format!("{base}/{list}?full=true&full_service=true&per_page=100");
        let page = get_with(&path, &[]).await.json();
        for item in page["contents"].as_array().unwrap() {
            let path = format!("{base}/{list}/{}", item["id"].as_str().unwrap());
            all.push((path.clone(), get_with(&path, &[]).await.json()));
        }
        all.push((path, page));
    }
    all
}

#[actix_web::test]
async fn what_has_no_value_is_left_out_and_ids_are_uuids() {
    for base in BASES {
        let all = everything(base).await;
        assert!(all.len() > SERVICES, "{base}");
        for (path, document) in &all {
            visit("", document, &mut |name, value| {
                assert!(!value.is_null(), "{name} is null at {path}");
                // An envelope is complete, and what a field was before may be unknown.
                let may_be_empty = ["contents", "licences", "previous_value"].contains(&name);
                assert!(
                    may_be_empty || *value != json!([]) && *value != json!(""),
                    "{name} is empty at {path}"
                );
                if name == "id"
                    && !path.contains("licences")
                    && value.as_str().is_some_and(|id| id.len() == 36)
                {
                    assert!(value.as_str().unwrap().parse::<Uuid>().is_ok(), "{value} at {path}");
                }
            });
        }
    }
}

#[actix_web::test]
async fn what_the_schemas_require_is_there_and_in_their_words() {
    for base in BASES {
        for (path, document) in everything(base).await {
            visit("", &document, &mut |_, value| {
                let Some(object) = value.as_object() else { return };
                let has = |members: &[&str]| members.iter().all(|member| object.contains_key(*member));
                if has(&["address_1"]) {
                    assert!(
                        has(&["city", "state_province", "postal_code", "country", "address_type"]),
                        "{path}"
                    );
                }
                if has(&["location_type", "latitude"]) {
                    assert!(object["latitude"].is_number() && object["longitude"].is_number(), "{path}");
                }
                if has(&["taxonomy_id", "name"]) {
                    assert!(
                        has(&["description"]),
                        "a term without words of its own repeats its name: {path}"
                    );
                }
                if let Some(status) = object.get("status") {
                    assert!(
                        ["active", "inactive", "defunct", "temporarily closed"]
                            .contains(&status.as_str().unwrap())
                    );
                    assert!(has(&["id", "name", "organization_id"]), "{path}");
                }
                if let Some(freq) = object.get("freq") {
                    assert!(["WEEKLY", "MONTHLY"].contains(&freq.as_str().unwrap()), "{path}");
                }
            });
        }
    }
}

#[actix_web::test]
async fn pages_tell_the_truth_of_themselves_wherever_they_are() {
    for base in BASES {
        let mut seen = 0;
        for number in 1..=6 {
            let page = get_with(&format!("{base}/services?per_page=5&page={number}"), &[]).await.json();
            let size = page["contents"].as_array().unwrap().len();
            seen += size;
            assert_eq!((&page["size"], &page["page_number"]), (&json!(size), &json!(number)), "{base}");
            assert_eq!((&page["total_items"], &page["total_pages"]), (&json!(SERVICES), &json!(5)), "{base}");
            assert_eq!((&page["first_page"], &page["last_page"]), (&json!(number == 1), &json!(number >= 5)));
            assert_eq!(page["empty"], json!(size == 0));
            assert!(size == 5 || number >= 5);
        }
        assert_eq!(seen, SERVICES);
    }
}

#[actix_web::test]
async fn parameters_that_nobody_knows_break_nothing() {
    for base in BASES {
        for list in LISTS {
            let answer = get_with(&format!("{base}/{list}?utm_source=x&Page=9"), &[]).await;
            assert_eq!(answer.status, StatusCode::OK, "{base}/{list}");
        }
    }
}

#[actix_web::test]
async fn each_base_names_its_standard_and_the_document_that_describes_it() {
    for (base, version) in [("/oruk/v3", "HSDS-UK-3.0"), ("/hsds/v3", "3.1")] {
        for path in [base.to_owned(), format!("{base}/")] {
            let about = send(Method::GET, &path).await.json();
            assert_eq!(about["version"], version);
            assert_eq!(about["openapi_url"], format!("http://localhost:8080{base}/openapi.json"));
        }
    }
}

#[actix_web::test]
async fn hsds_lists_answer_post_with_the_parameters_in_the_address_a_form_or_json() {
    let state = directory();
    let expected = get_with("/hsds/v3/services?search=computers&day=MO,TU", &[]).await.json();
    assert_eq!(expected["size"], 1);
    let post = |path: &str| TestRequest::post().uri(path);
    let plain = ask(&state, post("/hsds/v3/services?search=computers&day=MO,TU")).await;
    let form =
        ask(&state, post("/hsds/v3/services").set_form([("search", "computers"), ("day", "MO,TU")])).await;
    let body = json!({ "search": "computers", "day": ["MO", "TU"], "per_page": 20, "full": false });
    // What both have, the body decides.
    let both = ask(&state, post("/hsds/v3/services?page=1&search=cooking").set_json(body)).await;
    for answer in [plain, form, both] {
        assert_eq!((answer.status, answer.json()), (StatusCode::OK, expected.clone()));
        assert_eq!((answer.header("cache-control"), answer.header("etag")), ("no-store", ""));
        assert!(!answer.headers("link").contains("rel=\"first\""), "what is looked for is in no header");
    }
    for list in LISTS {
        assert_eq!(ask(&state, post(&format!("/hsds/v3/{list}"))).await.status, StatusCode::OK, "{list}");
    }
}

#[actix_web::test]
async fn a_query_that_cannot_be_read_is_refused() {
    let state = directory();
    let post = |kind: &'static str, body: &'static str| {
        TestRequest::post().uri("/hsds/v3/services").insert_header(("Content-Type", kind)).set_payload(body)
    };
    for (request, status) in [
        (post("application/json", "{"), 400),
        (post("application/json", "[]"), 400),
        (post("application/json", r#"{"search": {"a": 1}}"#), 400),
        (post("application/json", r#"{"page": "x"}"#), 400),
        (post("text/plain", "search=x"), 415),
        (TestRequest::post().uri("/oruk/v3/services"), 405),
    ] {
        assert_eq!(ask(&state, request).await.status, status);
    }
    let large = format!("search={}", "x".repeat(70_000));
    let request = TestRequest::post()
        .uri("/hsds/v3/services")
        .insert_header(("Content-Type", "application/x-www-form-urlencoded"));
    assert_eq!(ask(&state, request.set_payload(large)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[actix_web::test]
async fn hsds_tells_of_each_field_who_said_it() {
    let path = |base: &str| format!("{base}/services/{}", service_id(1));
    let service = get_with(&path("/hsds/v3"), &[]).await.json();
    let metadata = service["metadata"].as_array().unwrap();
    let name = metadata.iter().find(|entry| entry["field_name"] == "name").unwrap();
    let expected = json!({
        "id": name["id"],
        "resource_id": service_id(1),
        "resource_type": "service",
        "last_action_date": "2026-03-01",
        "last_action_type": "normalize",
        "field_name": "name",
        "previous_value": "SERVICE 001",
        "replacement_value": "Service 001",
        "updated_by": "library",
    });
    assert_eq!(*name, expected);
    assert!(get_with(&path("/oruk/v3"), &[]).await.json().get("metadata").is_none());
    assert!(get_with("/hsds/v3/services", &[]).await.json()["contents"][0].get("metadata").is_none());
    let full = get_with("/hsds/v3/services?full=true", &[]).await.json();
    assert_eq!(full["contents"][0]["metadata"], service["metadata"]);
}
