//! The description says what is there, and nothing else.

use std::collections::BTreeSet;

use actix_web::{
    http::{Method, StatusCode},
    test::TestRequest,
};
use rest::{Interface, Settings};
use serde_json::Value;

use crate::support::*;

/// The description of everything, as one.
fn document() -> Value {
    serde_json::to_value(rest::openapi()).unwrap()
}

/// The document of each base path.
fn documents() -> impl Iterator<Item = (&'static str, Value)> {
    let documents = Interface::ALL.iter();
    documents.map(|interface| (interface.file(), serde_json::to_value(interface.document()).unwrap()))
}

/// Every `$ref` in a value.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| match (name.as_str(), value) {
                ("$ref", Value::String(target)) => vec![target.clone()],
                _ => references(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[actix_web::test]
async fn the_base_names_the_standard_and_this_document() {
    for path in ["/oruk/v3", "/oruk/v3/"] {
        let about = send(Method::GET, path).await.json();
        assert_eq!(about["version"], "HSDS-UK-3.0");
        assert!(about["profile"].as_str().unwrap().starts_with("https://"));
        assert_eq!(about["openapi_url"], "http://localhost:8080/oruk/v3/openapi.json");
    }
    let public_url = Some("https://example.org/directory".parse().unwrap());
    let state = directory_at(Settings { public_url, ..Settings::default() });
    let about = ask(&state, TestRequest::get().uri("/oruk/v3/")).await.json();
    assert_eq!(about["openapi_url"], "https://example.org/directory/oruk/v3/openapi.json");
    for interface in Interface::ALL {
        let served = ask(&state, TestRequest::get().uri(interface.path())).await.json();
        assert_eq!(served["servers"][0]["url"], "https://example.org/directory");
        assert_eq!(served["info"]["title"], interface.title());
    }
    let moved = ask(&state, TestRequest::get().uri("/openapi.json")).await;
    assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(moved.header("location"), "/directory/v1/openapi.json");
}

#[test]
fn every_path_is_described_in_the_document_of_its_base() {
    let mut described = BTreeSet::new();
    for (file, document) in documents() {
        for path in document["paths"].as_object().unwrap().keys() {
            for (other, base) in [("oruk.json", "/oruk/v3"), ("hsds.json", "/hsds/v3")] {
                assert_eq!(file == other, path.starts_with(base), "{path} in {file}");
            }
            assert!(described.insert(path.clone()), "{path} is described twice");
        }
    }
    assert_eq!(described.len(), document()["paths"].as_object().unwrap().len());
}

#[actix_web::test]
async fn the_reference_page_brings_all_that_it_needs_and_may_ask_nobody_else() {
    let page = send(Method::GET, "/docs").await;
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(!page.text.contains("://"), "{}", page.text);
    for interface in Interface::ALL {
        assert!(page.text.contains(interface.path()), "{}", page.text);
    }
    let style = send(Method::GET, "/docs/swagger-ui.css").await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    let moved = send(Method::GET, "/docs/").await;
    assert_eq!((moved.status, moved.header("location")), (StatusCode::PERMANENT_REDIRECT, "/docs"));
    assert_eq!(send(Method::GET, "/docs/package.json").await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn every_described_operation_is_there() {
    for (path, item) in document()["paths"].as_object().unwrap() {
        let there = path
            .replace("{slug}", "gone")
            .replace("{code}", "food")
            .replace("{id}", &service_id(999).to_string());
        for method in item.as_object().unwrap().keys() {
            let answer = send(method.to_uppercase().parse().unwrap(), &there).await;
            // The page for uploads answers with pages.
            let body: Value = serde_json::from_str(&answer.text).unwrap_or_default();
            assert_ne!(body["type"], "/problems/unknown-path", "{path}");
            assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        }
    }
}

#[test]
fn every_operation_has_a_name_a_summary_a_tag_and_errors() {
    let mut all = 0;
    for (file, document) in documents() {
        let mut names = BTreeSet::new();
        let tags: Vec<_> = document["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
        let items = document["paths"].as_object().unwrap().iter();
        let operations =
            items.flat_map(|(path, item)| item.as_object().unwrap().values().map(move |one| (path, one)));
        for (path, operation) in operations {
            let name = operation["operationId"].as_str().unwrap().to_owned();
            assert!(names.insert(name), "{path} has a name of its own in {file}");
            assert!(operation["summary"].is_string() && operation["description"].is_string(), "{path}");
            assert_eq!(operation["tags"].as_array().unwrap().len(), 1, "{path}");
            assert!(tags.contains(&&operation["tags"][0]), "{path}");
            assert!(operation["responses"].get("400").is_some(), "{path}");
        }
        all += names.len();
    }
    assert_eq!(all, OPERATIONS);
}

/// How many operations there are.
const OPERATIONS: usize = 101;

#[test]
fn every_document_is_complete_in_itself_and_holds_nothing_that_it_does_not_refer_to() {
    for (file, document) in documents() {
        let targets: BTreeSet<String> = references(&document).into_iter().collect();
        for target in &targets {
            assert!(document.pointer(target.trim_start_matches('#')).is_some(), "{target} in {file}");
        }
        for section in ["schemas", "responses", "headers"] {
            for name in document["components"][section].as_object().unwrap().keys() {
                assert!(targets.contains(&format!("#/components/{section}/{name}")), "{name} in {file}");
            }
        }
    }
}

/// Every `allOf` in a value.
fn conjunctions(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(members) => {
            members.get("allOf").into_iter().chain(members.values().flat_map(conjunctions)).collect()
        }
        Value::Array(items) => items.iter().flat_map(conjunctions).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn nothing_must_be_of_two_types_at_once() {
    for (file, document) in documents() {
        for all in conjunctions(&document) {
            let types: BTreeSet<_> =
                all.as_array().unwrap().iter().filter_map(|one| one["type"].as_str()).collect();
            assert!(types.len() < 2, "{all} in {file}");
        }
    }
}

#[test]
fn the_nouns_are_those_of_the_dictionary() {
    let document = document();
    let service = &document["components"]["schemas"]["Service"];
    assert_eq!(service["required"], serde_json::json!(["id", "name", "status"]));
    for field in model::hsds::noun_types().iter().find(|noun| noun.name == "service").unwrap().fields {
        assert!(service["properties"].get(field.name).is_some(), "{}", field.name);
    }
    assert_eq!(service["properties"]["last_modified"]["format"], "date-time");
    assert_eq!(service["properties"]["phones"]["items"]["$ref"], "#/components/schemas/Phone");
}

#[actix_web::test]
async fn the_entry_points_lead_on() {
    let entry = send(Method::GET, "/").await.json();
    for (name, path) in [
        ("oruk", "/oruk/v3/"),
        ("graphql", "/graphql"),
        ("openapi", "/v1/openapi.json"),
        ("docs", "/docs"),
        ("ready", "/readyz"),
    ] {
        assert_eq!(entry[name], format!("http://localhost:8080{path}"));
    }
}
