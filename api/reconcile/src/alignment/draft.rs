//! The entry that a page without one would make.

use model::{
    alignment::{FactKind, Listing},
    hsds::Schedule,
};
use serde_json::{Map, Value, json};

use super::site::SeenPage;

/// The service that a listing would be in the directory, as a push takes it: what the page states and nothing else.
pub(super) fn of(seen: &SeenPage, listing: &Listing) -> Value {
    let first = |kind: FactKind| all(listing, kind).next().map(str::to_owned);
    let url = first(FactKind::Url).unwrap_or_else(|| seen.page.address.clone());
    let mut draft = Map::from_iter([
        ("name".to_owned(), json!(listing.name)),
        ("status".to_owned(), json!("active")),
        ("url".to_owned(), json!(url)),
    ]);
    for (field, value) in [("description", seen.page.description.clone()), ("email", first(FactKind::Email))]
    {
        draft.extend(value.map(|value| (field.to_owned(), json!(value))));
    }
    let phones: Vec<Value> =
        all(listing, FactKind::Phone).map(|number| json!({ "number": number })).collect();
    let hours = listing.facts.iter().filter(|fact| fact.kind == FactKind::Hours);
    let schedules: Vec<&Schedule> = hours.flat_map(|fact| &fact.schedules).collect();
    let address = first(FactKind::Address).or_else(|| first(FactKind::Postcode));
    let place = address.map(|address| json!([{ "location": location(&listing.name, &address) }]));
    let lists = [
        ("phones", Some(json!(phones)).filter(|_| !phones.is_empty())),
        ("schedules", Some(json!(schedules)).filter(|_| !schedules.is_empty())),
        ("service_at_locations", place),
    ];
    draft.extend(lists.into_iter().filter_map(|(field, value)| Some((field.to_owned(), value?))));
    Value::Object(draft)
}

fn all(listing: &Listing, kind: FactKind) -> impl Iterator<Item = &str> {
    listing.facts.iter().filter(move |fact| fact.kind == kind).map(|fact| fact.value.as_str())
}

fn location(name: &str, address: &str) -> Value {
    let parts = normalize::address::split(address);
    let lines = [
        ("address_1", Some(parts.address_1)),
        ("address_2", parts.address_2),
        ("city", parts.city),
        ("postal_code", parts.postal_code),
    ];
    let told = lines.into_iter().filter_map(|(field, value)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some((field.to_owned(), json!(value)))
    });
    json!({ "name": name, "location_type": "physical", "addresses": [Value::Object(told.collect())] })
}
