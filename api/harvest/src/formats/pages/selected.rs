//! What the selectors of a source pick out of a page, in the words of schema.org.

use model::Kind;
use scraper::ElementRef;
use serde_json::{Map, Value, json};

use super::{
    Node,
    html::{Page, text_of},
    types::{self, Role},
};
use crate::config::Pages;

/// A key of `[pages.select]` and the property that it stands for.
pub(crate) const KEYS: &[(&str, &str)] = &[
    ("address", "address"),
    ("alternate_name", "alternateName"),
    ("area", "areaServed"),
    ("description", "description"),
    ("eligibility", "eligibility"),
    ("email", "email"),
    ("fees", "fees"),
    ("hours", "openingHours"),
    ("languages", "availableLanguage"),
    ("latitude", "latitude"),
    ("location", "location"),
    ("longitude", "longitude"),
    ("name", "name"),
    ("organization", "provider"),
    ("phone", "telephone"),
    ("terms", "serviceType"),
    ("url", "url"),
];

/// Keys that say where a service is given.
const OF_PLACE: [&str; 4] = ["address", "latitude", "location", "longitude"];

/// Adds what is selected to the thing that the page is about, or makes one. What is selected counts more than what the
/// page tells of itself.
pub(super) fn add(page: &Page, pages: &Pages, roots: &mut Vec<Value>) {
    let mut node = Map::new();
    let mut place = Map::new();
    for (key, property) in KEYS {
        let Some(value) = pages.select.get(*key).and_then(|selector| selected(page, key, selector)) else {
            continue;
        };
        match *key {
            "organization" => drop(node.insert("provider".to_owned(), thing("Organization", value))),
            "location" => drop(place.insert("name".to_owned(), value)),
            key if OF_PLACE.contains(&key) => drop(place.insert((*property).to_owned(), value)),
            _ => drop(node.insert((*property).to_owned(), value)),
        }
    }
    if pages.kind == Kind::Service && !place.is_empty() {
        place.insert("@type".to_owned(), "Place".into());
        node.insert("location".to_owned(), Value::Object(place));
    } else {
        node.extend(place);
    }
    if node.is_empty() {
        return;
    }
    match roots.iter_mut().find_map(|root| main(root, pages.kind, 0)) {
        Some(known) => known.extend(node),
        None => {
            let name = match pages.kind {
                Kind::Organization => "Organization",
                Kind::Location => "Place",
                _ => "Service",
            };
            node.insert("@type".to_owned(), name.into());
            roots.push(Value::Object(node));
        }
    }
}

fn thing(name: &str, value: Value) -> Value {
    json!({ "@type": name, "name": value })
}

/// The first thing that becomes a record of a kind.
fn main(value: &mut Value, kind: Kind, depth: usize) -> Option<&mut Node> {
    const DEEPEST: usize = 8;
    if depth > DEEPEST {
        return None;
    }
    let is_it = value.as_object().is_some_and(|node| match types::role(node) {
        Some(Role::Service | Role::Event) => kind == Kind::Service,
        Some(Role::Organization) => kind == Kind::Organization,
        Some(Role::Place) => kind == Kind::Location,
        None => false,
    });
    match value {
        _ if is_it => value.as_object_mut(),
        Value::Object(node) => node.values_mut().find_map(|value| main(value, kind, depth + 1)),
        Value::Array(list) => list.iter_mut().find_map(|value| main(value, kind, depth + 1)),
        _ => None,
    }
}

/// The text of what is selected: of the first element, or of each for what there may be several of.
fn selected(page: &Page, key: &str, selector: &str) -> Option<Value> {
    let texts = page.select(selector).filter_map(|element| text(page, key, element));
    match key {
        "phone" | "area" | "languages" | "terms" => {
            let all: Vec<Value> = texts.map(Value::String).collect();
            (!all.is_empty()).then_some(Value::Array(all))
        }
        "description" | "hours" => {
            Some(texts.collect::<Vec<_>>().join("\n")).filter(|all| !all.is_empty()).map(Value::String)
        }
        _ => texts.take(1).next().map(Value::String),
    }
}

fn text(page: &Page, key: &str, element: ElementRef<'_>) -> Option<String> {
    let href = || element.attr("href");
    let text = match key {
        "url" => href().and_then(|href| page.url.join(href).ok()).map(|url| url.to_string()),
        "email" => href()
            .and_then(|href| href.strip_prefix("mailto:"))
            .map(|to| to.split('?').next().unwrap_or(to).to_owned()),
        "address" => Some(text_of(element).replace('\n', ", ").replace(",,", ",")),
        _ => None,
    };
    let told = element.attr("content").or_else(|| element.attr("datetime")).map(str::to_owned);
    let text = text.or(told).unwrap_or_else(|| text_of(element));
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
