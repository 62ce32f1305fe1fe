//! What a page shows of the directory itself, which is nobody's word but our own.

use std::collections::BTreeSet;

use scraper::ElementRef;
use serde_json::Value;
use uuid::Uuid;

use crate::formats::pages::html::Page;

/// Whether an id is a canonical id of the directory.
pub(crate) type IsOwn<'a> = dyn Fn(&Uuid) -> bool + Sync + 'a;

/// How deep JSON-LD is searched.
const DEEPEST: usize = 32;

/// The part of an address that is the id of one of our records: what ends in `/services/UUID` and the like, or is
/// `urn:uuid:UUID`.
pub(crate) fn id_in(address: &str) -> Option<Uuid> {
    let address = address.trim();
    if let Some(id) = address.strip_prefix("urn:uuid:") {
        return id.parse().ok();
    }
    let path = address.split(['?', '#']).next().unwrap_or(address).trim_end_matches('/');
    let (before, id) = path.rsplit_once('/')?;
    let list = before.rsplit('/').next()?;
    ["services", "organizations", "locations"].contains(&list).then(|| id.parse().ok()).flatten()
}

/// Takes out of a page the elements that carry canonical ids of ours, with all that is in them, and tells the ids.
pub(super) fn cut(page: &mut Page, is_own: &IsOwn<'_>) -> BTreeSet<Uuid> {
    let mut found = BTreeSet::new();
    let mut cut = Vec::new();
    for element in page.elements() {
        if let Some(id) = carried(element).filter(|id| is_own(id)) {
            found.insert(id);
            cut.push(element.id());
        }
    }
    for element in cut {
        if let Some(mut node) = page.dom.tree.get_mut(element) {
            node.detach();
        }
    }
    found
}

/// The id of ours that an element says that it shows.
fn carried(element: ElementRef<'_>) -> Option<Uuid> {
    let value = element.value();
    let told = value.attr("data-entity").and_then(|id| id.trim().parse().ok());
    told.or_else(|| value.attr("itemid").and_then(id_in))
}

/// JSON-LD without the nodes that are of the directory itself.
pub(super) fn cut_nodes(
    value: Value,
    is_own: &IsOwn<'_>,
    found: &mut BTreeSet<Uuid>,
    depth: usize,
) -> Option<Value> {
    match value {
        _ if depth > DEEPEST => None,
        Value::Array(list) => {
            Some(list.into_iter().filter_map(|value| cut_nodes(value, is_own, found, depth + 1)).collect())
        }
        Value::Object(node) => {
            if let Some(id) = ids_of(&node).find(|id| is_own(id)) {
                found.insert(id);
                return None;
            }
            let kept = node
                .into_iter()
                .filter_map(|(name, value)| Some((name, cut_nodes(value, is_own, found, depth + 1)?)));
            Some(Value::Object(kept.collect()))
        }
        single => Some(single),
    }
}

/// The ids that a node may be known by among ours.
fn ids_of(node: &serde_json::Map<String, Value>) -> impl Iterator<Item = Uuid> {
    let keys = ["@id", "url", "identifier", "sameAs", "schema:url", "schema:identifier", "schema:sameAs"];
    let values = keys.into_iter().filter_map(|key| node.get(key));
    let each = values.flat_map(|value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice));
    let texts = each.filter_map(|value| {
        value.as_str().or_else(|| value.get("value").or_else(|| value.get("@id"))?.as_str())
    });
    texts.filter_map(id_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_from_addresses_of_ours_alone() {
        let id = "0b7ac1a3-5f3e-5b0e-9d3f-2a8f1b1f8a11";
        for address in [
            format!("https://directory.example/v1/services/{id}"),
            format!("https://directory.example/organizations/{id}/?x=1#a"),
            format!("urn:uuid:{id}"),
        ] {
            assert_eq!(id_in(&address), id.parse().ok(), "{address}");
        }
        for address in [
            format!("https://x.example/people/{id}"),
            id.to_owned(),
            "https://x.example/services/7".to_owned(),
        ] {
            assert_eq!(id_in(&address), None, "{address}");
        }
    }
}
