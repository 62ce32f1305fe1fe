//! Places.

use normalize::text;
use serde_json::{Value, json};

use super::{
    Object,
    concept::AMENITIES,
    schedule,
    values::{self, number, put, take_list, take_text},
};
use crate::issues::Issues;

/// Words in the name of an amenity by which it concerns how people with disabilities get in and about.
const ACCESS: [&str; 6] = ["access", "disab", "wheelchair", "hoist", "hearing", "blue badge"];

/// The id of a place: its own, or made of its name and postcode or point.
pub(super) fn id(place: &Object) -> Option<String> {
    values::key(place).or_else(|| {
        let name = place.get("name").and_then(Value::as_str).unwrap_or_default();
        let address = place.get("address");
        let postcode = address.and_then(|address| address.get("postalCode").unwrap_or(address).as_str());
        let point = place.get("geo").map(|geo| format!("{} {}", geo["latitude"], geo["longitude"]));
        let words = [Some(name.to_owned()), postcode.map(str::to_owned).or(point)];
        let key = text::key(&words.into_iter().flatten().collect::<Vec<_>>().join(" "));
        (!key.is_empty()).then_some(key)
    })
}

/// A location.
pub(super) fn read(mut told: Object, record: &str, issues: &mut Issues) -> Object {
    let mut location = Object::new();
    let is_virtual = values::kind(&told).as_deref() == Some("VirtualLocation");
    put(&mut location, "location_type", Some(if is_virtual { "virtual" } else { "physical" }));
    for name in ["name", "description", "url"] {
        put(&mut location, name, take_text(&mut told, name));
    }
    if let Some(Value::Object(geo)) = told.remove("geo") {
        put(&mut location, "latitude", number(geo.get("latitude")));
        put(&mut location, "longitude", number(geo.get("longitude")));
    }
    put(&mut location, "addresses", told.remove("address").and_then(|address| self::address(&address)));
    put(
        &mut location,
        "phones",
        take_text(&mut told, "telephone").map(|number| json!([{ "number": number }])),
    );
    contact(&mut location, &mut told);
    amenities(&mut location, &mut told);
    let open: Vec<Value> = take_list(&mut told, "openingHoursSpecification")
        .iter()
        .filter_map(|hours| schedule::hours(hours.as_object()?))
        .collect();
    put(&mut location, "schedules", (!open.is_empty()).then_some(open));
    super::service::tell_unread(&told, "Place", record, issues);
    location
}

fn contact(location: &mut Object, told: &mut Object) {
    put(location, "contacts", take_text(told, "email").map(|email| json!([{ "email": email }])));
}

fn address(told: &Value) -> Option<Value> {
    let mut address = Object::new();
    match told {
        Value::String(line) => {
            let parts = normalize::address::split(line);
            put(&mut address, "address_1", Some(parts.address_1));
            put(&mut address, "address_2", parts.address_2);
            put(&mut address, "city", parts.city);
            put(&mut address, "state_province", parts.state_province);
            put(&mut address, "postal_code", parts.postal_code);
        }
        Value::Object(told) => {
            for (from, to) in [
                ("streetAddress", "address_1"),
                ("addressLocality", "city"),
                ("addressRegion", "state_province"),
                ("postalCode", "postal_code"),
            ] {
                put(&mut address, to, told.get(from).and_then(Value::as_str));
            }
            let country = told.get("addressCountry");
            put(
                &mut address,
                "country",
                country.and_then(|country| country.get("name").unwrap_or(country).as_str()),
            );
        }
        _ => return None,
    }
    address.retain(|_, value| value.as_str().is_some_and(|text| !text.trim().is_empty()));
    let is_told = !address.is_empty();
    put(&mut address, "address_type", Some("physical"));
    is_told.then(|| json!([address]))
}

/// What one amenity is to a directory.
enum Amenity {
    /// How people with disabilities get in and about.
    Access(String),
    Term(Object),
}

/// What a place has: what concerns access becomes its accessibility, the rest terms.
fn amenities(location: &mut Object, told: &mut Object) {
    let (mut accessibility, mut attributes, mut unread) = (Vec::new(), Vec::new(), Vec::new());
    for feature in take_list(told, AMENITIES.member).into_iter().filter(is_there) {
        match amenity(&feature) {
            Some(Amenity::Access(name)) => accessibility.push(json!({ "description": name })),
            Some(Amenity::Term(term)) => {
                attributes.push(json!({ "link_type": AMENITIES.member, "taxonomy_term": term }));
            }
            None => unread.push(feature),
        }
    }
    put(told, AMENITIES.member, (!unread.is_empty()).then_some(unread));
    put(location, "accessibility", (!accessibility.is_empty()).then_some(accessibility));
    put(location, "attributes", (!attributes.is_empty()).then_some(attributes));
}

/// The terms among the amenities of a place.
pub(super) fn amenity_terms(place: &Object) -> impl Iterator<Item = Object> {
    let features = super::compose::list(place, AMENITIES.member).iter().filter(|feature| is_there(feature));
    features.filter_map(|feature| match amenity(feature)? {
        Amenity::Term(term) => Some(term),
        Amenity::Access(_) => None,
    })
}

/// What a place has not is not said.
fn is_there(feature: &Value) -> bool {
    feature.get("value") != Some(&Value::Bool(false))
}

fn amenity(feature: &Value) -> Option<Amenity> {
    let mut named = feature.as_object().cloned().unwrap_or_default();
    // The id is that of this place's feature, not of what it is.
    named.retain(|member, _| !["@id", "id"].contains(&member.as_str()));
    if !named.get("name").is_some_and(Value::is_string) {
        let kind = values::kind(&named);
        put(&mut named, "name", kind);
    }
    let term = AMENITIES.term(&if named.is_empty() { feature.clone() } else { Value::Object(named) })?;
    let name = term.get("name").and_then(Value::as_str).unwrap_or_default();
    match ACCESS.iter().any(|word| name.to_lowercase().contains(word)) {
        true => Some(Amenity::Access(name.to_owned())),
        false => Some(Amenity::Term(term)),
    }
}
