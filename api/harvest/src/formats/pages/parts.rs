//! The parts of records: contacts, prices, numbers in registers, addresses.

use serde_json::{Map, Value, json};

use super::{Node, graph::string, hours::nodes};

/// The id of the record that a value leads to.
pub(in crate::formats) fn reference(value: &Value, kind: &str) -> Option<String> {
    nodes(value).find_map(|node| string(node, kind))
}

pub(in crate::formats) fn contact(point: &Node) -> Option<Value> {
    let mut contact = Map::new();
    let email = string(point, "email").map(|email| bare_email(&email));
    for (name, text) in
        [("name", string(point, "name")), ("title", string(point, "contactType")), ("email", email)]
    {
        contact.extend(text.map(|text| (name.to_owned(), Value::String(text))));
    }
    if let Some(number) = string(point, "telephone") {
        contact.insert("phones".to_owned(), json!([{ "number": number }]));
    }
    (!contact.is_empty()).then_some(Value::Object(contact))
}

pub(in crate::formats) fn cost(offer: &Node) -> Option<Value> {
    let mut cost = Map::new();
    let price = nodes(offer.get("priceSpecification").unwrap_or(&Value::Null)).next();
    let told = |key: &str| string(offer, key).or_else(|| string(price?, key));
    let amount =
        told("price").or_else(|| told("lowPrice")).map(|price| price.replace(['£', '€', '$', ','], ""));
    let day = |key: &str| told(key).map(|moment| moment.split('T').next().unwrap_or_default().to_owned());
    let parts = [
        ("option", told("name").or_else(|| told("category"))),
        ("currency", told("priceCurrency")),
        ("amount", amount),
        ("amount_description", told("description")),
        ("valid_from", day("validFrom")),
        ("valid_to", day("validThrough")),
    ];
    for (name, text) in parts {
        cost.extend(text.map(|text| (name.to_owned(), Value::String(text))));
    }
    (!cost.is_empty()).then_some(Value::Object(cost))
}

pub(in crate::formats) fn identifiers(value: &Value) -> Vec<Value> {
    let named = nodes(value).filter_map(|node| {
        let kind = string(node, "propertyID").or_else(|| string(node, "name"))?;
        Some(json!({ "identifier_type": kind, "identifier": string(node, "value")? }))
    });
    named.collect()
}

pub(in crate::formats) fn postal(node: &Node) -> Map<String, Value> {
    let country = string(node, "addressCountry")
        .or_else(|| nodes(node.get("addressCountry")?).find_map(|country| string(country, "name")));
    let post_box = string(node, "postOfficeBoxNumber").map(|number| format!("PO Box {number}"));
    let parts = [
        ("address_1", string(node, "streetAddress").or(post_box)),
        ("address_2", string(node, "extendedAddress")),
        ("city", string(node, "addressLocality")),
        ("state_province", string(node, "addressRegion")),
        ("postal_code", string(node, "postalCode")),
        ("country", country),
    ];
    let told = parts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), Value::String(text?))));
    told.collect()
}

pub(in crate::formats) fn bare_email(email: &str) -> String {
    let email = email.trim();
    email.strip_prefix("mailto:").unwrap_or(email).to_owned()
}

pub(in crate::formats) fn web(url: Option<String>) -> Option<String> {
    url.filter(|url| url.starts_with("http://") || url.starts_with("https://") || url.starts_with("www."))
}
