//! The description says what is there, and nothing else.

use std::collections::BTreeSet;

use actix_web::{
    http::{Method, StatusCode},
    test::TestRequest,
};
use rest::Settings;
use serde_json::Value;

use crate::support::*;

fn document() -> Value {
    serde_json::to_value(rest::openapi()).unwrap()
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
        assert_eq!(about["openapi_url"], "http://localhost:8080/openapi.json");
    }
    let public_url = Some("https://example.org/directory".parse().unwrap());
    let state = directory_at(Settings { public_url, ..Settings::default() });
    let about = ask(&state, TestRequest::get().uri("/oruk/v3/")).await.json();
    assert_eq!(about["openapi_url"], "https://example.org/directory/openapi.json");
    let served = ask(&state, TestRequest::get().uri("/openapi.json")).await.json();
    assert_eq!(served["servers"][0]["url"], "https://example.org/directory");
}

#[actix_web::test]
async fn every_described_operation_is_there() {
    for (path, item) in document()["paths"].as_object().unwrap() {
        let there = path.replace("{slug}", "gone").replace("{id}", &service_id(999).to_string());
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
    let document = document();
    let mut names = BTreeSet::new();
    let items = document["paths"].as_object().unwrap().iter();
    let operations =
        items.flat_map(|(path, item)| item.as_object().unwrap().values().map(move |one| (path, one)));
    for (path, operation) in operations {
        assert!(
            names.insert(operation["operationId"].as_str().unwrap().to_owned()),
            "{path} has a name of its own"
        );
        assert!(operation["summary"].is_string() && operation["description"].is_string(), "{path}");
        assert_eq!(operation["tags"].as_array().unwrap().len(), 1, "{path}");
        assert!(operation["responses"].get("400").is_some(), "{path}");
    }
    assert_eq!(names.len(), 66);
}

#[test]
fn every_reference_leads_somewhere_and_every_schema_is_referred_to() {
    let document = document();
    let targets: BTreeSet<String> = references(&document).into_iter().collect();
    for target in &targets {
        assert!(document.pointer(target.trim_start_matches('#')).is_some(), "{target}");
    }
    for schema in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(targets.contains(&format!("#/components/schemas/{schema}")), "{schema}");
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
    for (name, path) in
        [("oruk", "/oruk/v3/"), ("graphql", "/graphql"), ("openapi", "/openapi.json"), ("ready", "/readyz")]
    {
        assert_eq!(entry[name], format!("http://localhost:8080{path}"));
    }
}
