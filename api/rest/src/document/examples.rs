//! Examples of answers, in our own words.

use serde_json::{Value, json};

use crate::{
    asked::{PageNumber, Value as _},
    problem::{Problem, ProblemType},
};

const SERVICE: &str = "0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f";
const ORGANIZATION: &str = "3e5f9c3e-0d3a-5c52-8d1f-7a2b1c0d9e03";
const LOCATION: &str = "4a6b9c3e-0d3a-5c52-8d1f-7a2b1c0d9e04";
const TAXONOMY: &str = "2c4d9c3e-0d3a-5c52-8d1f-7a2b1c0d9e02";

/// An example of a noun, by the name of its component.
pub(super) fn of(noun: &str) -> Option<Value> {
    match noun {
        "Service" => Some(service()),
        "Organization" => Some(organization()),
        "ServiceAtLocation" => Some(json!({
            "id": "1a2b9c3e-0d3a-5c52-8d1f-7a2b1c0d9e01",
            "service_id": SERVICE,
            "location_id": LOCATION,
            "location": location(),
            "service": service(),
        })),
        "Taxonomy" => Some(json!({
            "id": TAXONOMY,
            "name": "Kinds of help",
            "description": "What people come for.",
            "taxonomy_terms": [term()],
        })),
        "TaxonomyTerm" => Some(term()),
        _ => None,
    }
}

/// An example of a noun that says what kind of thing it is.
pub(super) fn of_kind(noun: &str, kind: &str) -> Option<Value> {
    let mut example = of(noun)?;
    example.as_object_mut()?.insert("kind".to_owned(), json!(kind));
    Some(example)
}

/// A page that holds one thing.
pub(super) fn page(item: Value) -> Value {
    json!({
        "total_items": 1,
        "total_pages": 1,
        "page_number": 1,
        "size": 1,
        "first_page": true,
        "last_page": true,
        "empty": false,
        "contents": [item],
        "licences": licences(),
    })
}

/// A problem of that type.
pub(super) fn problem(kind: &ProblemType) -> Value {
    let problem = if *kind == ProblemType::INVALID_PARAMETER {
        Problem::parameter("page", "abc", PageNumber::ALLOWED)
    } else {
        Problem::new(kind, kind.advice)
    };
    // A problem document is JSON by its making.
    serde_json::from_str(&problem.document(Some("/oruk/v3/services"))).unwrap_or_default()
}

fn service() -> Value {
    json!({
        "id": SERVICE,
        "organization_id": ORGANIZATION,
        "name": "Digital drop-in",
        "description": "Help with phones, tablets and getting on line, at your own pace.",
        "url": "https://library.example.org/digital-drop-in",
        "status": "active",
        "minimum_age": 16,
        "last_modified": "2026-01-31T09:00:00Z",
        "organization": organization(),
        "licences": licences(),
    })
}

fn organization() -> Value {
    json!({
        "id": ORGANIZATION,
        "name": "Example Library",
        "description": "A public library.",
        "website": "https://library.example.org",
    })
}

fn location() -> Value {
    json!({
        "id": LOCATION,
        "location_type": "physical",
        "name": "Example Library",
        "latitude": 50.3715,
        "longitude": -4.143,
    })
}

fn term() -> Value {
    json!({
        "id": "5c7d9c3e-0d3a-5c52-8d1f-7a2b1c0d9e05",
        "code": "digital-skills",
        "name": "Digital skills",
        "description": "Learning to use computers, phones and the web.",
        "taxonomy": "Kinds of help",
        "taxonomy_id": TAXONOMY,
    })
}

fn licences() -> Value {
    json!([{
        "id": "OGL-UK-3.0",
        "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "attribution": "Contains information from the library service.",
    }])
}
