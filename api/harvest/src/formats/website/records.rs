//! The records of the things that a page tells of.
//!
//! Each thing is a service; beside it a location where it has an address, and an organization where it has none, says that
//! it is one, or gives a number in the register of charities or a website of its own. What the page is about goes by the
//! page's key, what it mentions by that and its name, so that neither order nor rewording of the rest makes it another.

use std::collections::BTreeSet;

use model::{
    Kind,
    alignment::{FactKind, Listing, Relation},
};
use normalize::{address, text};
use serde_json::{Map, Value, json};

use super::extract::{Read, Told};
use crate::formats::rows::split_address;

/// The member of a body that holds opening hours in words.
pub(super) const HOURS: &str = "@hours";
/// The member of a body that holds an address on one line.
pub(super) const ADDRESS: &str = "@address";

/// Gives what was read of a page its listings, and answers the items of their records.
pub(super) fn of(read: &mut Read, key: &str) -> Vec<(String, Value)> {
    let mut taken = BTreeSet::new();
    let mut items = Vec::new();
    for told in &read.told {
        let id = id_of(told, key, &mut taken);
        let records = bodies(told, &id, &read.page.address, read.page.description.as_deref());
        read.page.listings.push(Listing {
            name: told.name.clone(),
            relation: told.relation,
            records: records.iter().map(|(kind, _)| (*kind, id.clone())).collect(),
            facts: told.found.facts.clone(),
            place: told.place.clone(),
            link: told.link.clone(),
        });
        items.extend(records.into_iter().map(|(kind, body)| (format!("{kind}/{id}"), body)));
    }
    items
}

/// The id of a thing: that of its page, or with its name, and where two have one name with its postcode.
fn id_of(told: &Told, key: &str, taken: &mut BTreeSet<String>) -> String {
    if told.relation == Relation::About && taken.insert(key.to_owned()) {
        return key.to_owned();
    }
    let name: String = text::key(&told.name).chars().take(120).collect();
    let named = format!("{key}#{name}");
    if taken.insert(named.clone()) {
        return named;
    }
    let code = told.first(FactKind::Postcode).map(text::key).unwrap_or_default();
    let placed = format!("{named}-{code}");
    let numbered = (2..).map(|number| format!("{placed}-{number}"));
    let mut free = std::iter::once(placed.clone()).chain(numbered);
    let id = free.find(|id| !taken.contains(id)).unwrap_or(placed);
    taken.insert(id.clone());
    id
}

fn bodies(told: &Told, id: &str, page: &str, about: Option<&str>) -> Vec<(Kind, Value)> {
    let has_place = told.first(FactKind::Address).or_else(|| told.first(FactKind::Postcode)).is_some();
    let is_organization = !has_place
        || told.is_organization
        || told.found.charity.is_some()
        || told.first(FactKind::Url).is_some();
    // The page of a list is nobody's own: it would make all that is on it look alike.
    let page = Some(page).filter(|_| told.relation == Relation::About);
    let url = told.first(FactKind::Url).or(told.link.as_deref()).or(page);
    let mut service = common(told, url);
    let about = about.filter(|_| told.relation == Relation::About);
    put(&mut service, "description", told.description.as_deref().or(about));
    put(&mut service, "email", told.first(FactKind::Email));
    put(&mut service, "status", told.first(FactKind::Status));
    put(&mut service, HOURS, told.first(FactKind::Hours));
    put(&mut service, "organization_id", is_organization.then_some(id));
    if has_place {
        service.insert("service_at_locations".to_owned(), json!([{ "location_id": id }]));
    }
    let mut bodies = vec![(Kind::Service, service)];
    if is_organization {
        bodies.push((Kind::Organization, organization(told, url)));
    }
    if has_place {
        bodies.push((Kind::Location, location(told, url)));
    }
    bodies.into_iter().map(|(kind, body)| (kind, Value::Object(body))).collect()
}

fn common(told: &Told, url: Option<&str>) -> Map<String, Value> {
    let mut body = Map::new();
    put(&mut body, "name", Some(&told.name));
    put(&mut body, "url", url);
    let phones: Vec<Value> =
        told.all(FactKind::Phone).take(10).map(|number| json!({ "number": number })).collect();
    if !phones.is_empty() {
        body.insert("phones".to_owned(), Value::Array(phones));
    }
    body
}

fn organization(told: &Told, url: Option<&str>) -> Map<String, Value> {
    let mut body = common(told, url);
    body.remove("url");
    put(&mut body, "website", url);
    put(&mut body, "email", told.first(FactKind::Email));
    if let Some(number) = &told.found.charity {
        let identifier = json!({
            "identifier_scheme": "GB-CHC", "identifier_type": "charity number", "identifier": number,
        });
        body.insert("organization_identifiers".to_owned(), json!([identifier]));
    }
    body
}

fn location(told: &Told, url: Option<&str>) -> Map<String, Value> {
    let mut body = common(told, url);
    put(&mut body, "location_type", Some("physical"));
    put(&mut body, HOURS, told.first(FactKind::Hours));
    let code = told.first(FactKind::Postcode);
    let line = told.first(FactKind::Address);
    if line.is_some_and(|line| !bears_name(line, &told.name)) {
        // What a page calls the thing is not what its place is called: a club meets in a hall.
        body.remove("name");
    }
    put(&mut body, ADDRESS, line.or(code));
    let mut address = line.map(split_address).unwrap_or_default();
    if let Some(code) = code.filter(|_| !address.contains_key("postal_code")) {
        put(&mut address, "postal_code", Some(code));
    }
    body.insert("addresses".to_owned(), json!([address]));
    body
}

/// Words in the names of places, rather than of what goes on there.
const PLACES: [&str; 36] = [
    "academy",
    "arms",
    "barn",
    "baths",
    "building",
    "campus",
    "cathedral",
    "centre",
    "chapel",
    "church",
    "college",
    "gallery",
    "gurdwara",
    "gym",
    "hall",
    "hospital",
    "hotel",
    "house",
    "hub",
    "inn",
    "leisure",
    "library",
    "mosque",
    "museum",
    "park",
    "pavilion",
    "pool",
    "priory",
    "school",
    "stadium",
    "surgery",
    "synagogue",
    "temple",
    "theatre",
    "tower",
    "villa",
];

/// Whether the place at an address is called what the thing is: by the sort of name, where the address begins with it, or
/// where it begins with a street in which nothing else tells the place from others.
fn bears_name(line: &str, name: &str) -> bool {
    let first = line.split([',', '\n']).next().unwrap_or_default();
    let is_mere_street = || {
        address::normalize(&[first], None).street.is_some()
            && address::normalize(&[line], None).number.is_none()
    };
    is_place(name) || text::key(first) == text::key(name) || is_mere_street()
}

fn is_place(name: &str) -> bool {
    text::words(name).iter().any(|word| PLACES.contains(&word.as_str()))
}

fn put(body: &mut Map<String, Value>, key: &str, value: Option<&str>) {
    body.extend(value.filter(|value| !value.is_empty()).map(|value| (key.to_owned(), value.into())));
}

#[cfg(test)]
mod tests {
    use super::bears_name;

    #[test]
    fn a_place_is_called_what_the_thing_is_where_nothing_else_names_it() {
        assert!(bears_name("12 Ham Drive, Plymouth PL2 2NJ", "Ham Library"), "a library is a place");
        assert!(bears_name("Plymouth Scrapstore, Union Street, PL1 3HB", "Plymouth Scrapstore"));
        assert!(bears_name("South Milton Street, PL4 0QD", "Cattedown Social Club"));
        assert!(!bears_name("12 Ham Drive, Plymouth PL2 2NJ", "Ham Lunch Club"), "the house has a number");
        assert!(!bears_name("Scout Hut, Ham Drive, PL2 2NJ", "Ham Lunch Club"), "the hut has a name");
    }
}
