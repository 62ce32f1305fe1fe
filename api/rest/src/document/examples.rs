//! Examples of answers, in our own words.

use serde_json::{Value, json};

use crate::problem::{ProblemType, TYPES};

const ID: &str = "0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f";

/// An example of a noun, by the name of its component.
pub(super) fn of(noun: &str) -> Option<Value> {
    match noun {
        "Service" => Some(service()),
        "Organization" => Some(organization()),
        "ServiceAtLocation" => Some(json!({
            "id": "1a2b9c3e-0d3a-5c52-8d1f-7a2b1c0d9e01",
            "service_id": ID,
            "location_id": location()["id"],
            "location": location(),
            "service": service(),
        })),
        "Taxonomy" => Some(json!({
            "id": "2c4d9c3e-0d3a-5c52-8d1f-7a2b1c0d9e02",
            "name": "Kinds of help",
            "description": "What people come for.",
            "taxonomy_terms": [term()],
        })),
        "TaxonomyTerm" => Some(term()),
        _ => None,
    }
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
    let mut problem = json!({
        "type": format!("{TYPES}{}", kind.slug),
        "title": kind.title,
        "status": kind.status.as_u16(),
        "detail": kind.advice,
        "instance": "/oruk/v3/services",
    });
    if *kind == ProblemType::INVALID_PARAMETER {
        problem["detail"] = "`page` cannot be `abc`: use a whole number from 1".into();
        problem["parameter"] = "page".into();
        problem["value"] = "abc".into();
        problem["allowed"] = "a whole number from 1".into();
    }
    problem
}

fn service() -> Value {
    json!({
        "id": ID,
        "organization_id": organization()["id"],
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
        "id": "3e5f9c3e-0d3a-5c52-8d1f-7a2b1c0d9e03",
        "name": "Example Library",
        "description": "A public library.",
        "website": "https://library.example.org",
    })
}

fn location() -> Value {
    json!({
        "id": "4a6b9c3e-0d3a-5c52-8d1f-7a2b1c0d9e04",
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
        "taxonomy_id": "2c4d9c3e-0d3a-5c52-8d1f-7a2b1c0d9e02",
    })
}

fn licences() -> Value {
    json!([{
        "id": "OGL-UK-3.0",
        "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "attribution": "Contains information from the library service.",
    }])
}
