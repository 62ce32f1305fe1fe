//! The facts that can be corrected: where each stands in a noun, how it reads as one text, and when two disagree.

use model::{
    Kind, Noun,
    hsds::{Field, FieldKind},
};
use serde_json::Value;

use super::{
    hours,
    json::{Object, text},
};

/// The name under which latitude and longitude are one fact.
pub(crate) const POSITION: &str = "position";

/// The parts of an address that can be corrected alone.
const ADDRESS_PARTS: &[&str] =
    &["address_1", "address_2", "city", "region", "state_province", "postal_code", "country"];

/// The fields of which sources' disagreement matters to a reader, and how much, from 1 to 10: whether a service is
/// open at all, how to reach it, where and when; then what it is called.
const WEIGHTS: &[(&str, i64)] = &[
    ("status", 10),
    ("phones", 8),
    ("addresses", 8),
    ("schedules", 7),
    (POSITION, 6),
    ("email", 5),
    ("website", 5),
    ("url", 4),
    ("name", 3),
];

/// How a fact stands in a noun.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// One value.
    Single(&'static Field),
    /// The list of phones.
    Phones,
    /// The list of schedules, as far as it is opening hours of each week or month.
    Hours,
    /// The list of addresses; the first counts.
    Addresses,
    /// One field of the first address.
    AddressPart(&'static str),
    /// Latitude and longitude.
    Position,
}

/// A fact of one kind of noun.
#[derive(Clone, Copy)]
pub(crate) struct Fact {
    /// Its name: that of the field, mostly.
    pub(crate) name: &'static str,
    pub(crate) form: Form,
}

/// The facts of a kind on which disagreement matters, with their weights.
pub(crate) fn weighty(kind: Kind) -> impl Iterator<Item = (Fact, i64)> {
    let of_kind = WEIGHTS.iter().filter(move |_| kind != Kind::Taxonomy);
    of_kind.filter_map(move |(name, weight)| Some((fact(kind, name)?, *weight)))
}

/// The fact of that name; `None` where it cannot be corrected.
pub(crate) fn fact(kind: Kind, name: &str) -> Option<Fact> {
    let noun = Noun::noun_type(kind);
    if kind == Kind::Location {
        if name == POSITION {
            return Some(Fact { name: POSITION, form: Form::Position });
        }
        if let Some(part) = ADDRESS_PARTS.iter().find(|part| **part == name) {
            return Some(Fact { name: part, form: Form::AddressPart(part) });
        }
    }
    let field = noun.field(name)?;
    let form = match (field.name, field.kind) {
        ("phones", _) => Form::Phones,
        ("schedules", _) => Form::Hours,
        ("addresses", _) => Form::Addresses,
        ("latitude" | "longitude" | "last_modified", _) => return None,
        (_, FieldKind::List(_) | FieldKind::One(_) | FieldKind::Id) => return None,
        _ => Form::Single(field),
    };
    Some(Fact { name: field.name, form })
}

/// The names of all facts of a kind that can be corrected, in the standard's order.
pub(crate) fn names(kind: Kind) -> Vec<&'static str> {
    let fields = Noun::noun_type(kind).fields.iter().map(|field| field.name);
    let more = [POSITION].into_iter().chain(ADDRESS_PARTS.iter().copied());
    fields.chain(more).filter(|name| fact(kind, name).is_some()).collect()
}

impl Fact {
    /// The fields of the noun that hold it.
    pub(crate) fn fields(self) -> &'static [&'static str] {
        match self.form {
            Form::Single(field) => std::slice::from_ref(&field.name),
            Form::Phones => &["phones"],
            Form::Hours => &["schedules"],
            Form::Addresses | Form::AddressPart(_) => &["addresses"],
            Form::Position => &["latitude", "longitude"],
        }
    }

    /// What an object says of it, as one text in normal form. `None` where it says nothing, or nothing that can be
    /// put so: opening hours that do not hold every week.
    pub(crate) fn text(self, object: &Object) -> Option<String> {
        match self.form {
            Form::Single(field) => single(field, object.get(field.name)?),
            Form::Phones => joined(phones(object)),
            Form::Hours => hours::text(object.get("schedules")?.as_array()?),
            Form::Addresses => joined(address_lines(first_address(object)?)),
            Form::AddressPart(part) => text(first_address(object)?, part).map(str::to_owned),
            Form::Position => {
                Some(format!("{},{}", object.get("latitude")?.as_f64()?, object.get("longitude")?.as_f64()?))
            }
        }
    }

    /// The same of [`Fact::content_of`].
    pub(crate) fn text_of(self, content: &Object) -> Option<String> {
        match self.form {
            Form::AddressPart(part) => text(content, part).map(str::to_owned),
            _ => self.text(content),
        }
    }

    /// The fields that hold it, with nothing in them but single values; of a part of an address, that part alone.
    pub(crate) fn content_of(self, object: &Object) -> Object {
        if let Form::AddressPart(part) = self.form {
            let value = first_address(object).and_then(|address| address.get(part)).cloned();
            return value.map(|value| (part.to_owned(), value)).into_iter().collect();
        }
        let held =
            self.fields().iter().filter_map(|field| Some(((*field).to_owned(), plain(object.get(*field)?))));
        held.collect()
    }

    /// Whether two objects that both say something of it cannot both be right. Spelling is no disagreement, nor are
    /// lists that share something.
    pub(crate) fn disagree(self, a: &Object, b: &Object) -> bool {
        let apart = |a: Vec<String>, b: Vec<String>| a.iter().all(|one| !b.contains(one));
        match self.form {
            Form::Single(field) if field.name == "name" => apart(names_in(a), names_in(b)),
            Form::Single(field) if matches!(field.kind, FieldKind::Uri) => {
                apart(sites(field, a), sites(field, b))
            }
            Form::Phones => apart(phones(a), phones(b)),
            Form::Addresses => are_elsewhere(a, b),
            Form::Position => distance(a, b).is_some_and(|metres| metres > FAR),
            Form::Single(_) | Form::Hours | Form::AddressPart(_) => {
                let key = |object| self.text(object).map(|text| normalize::text::key(&text));
                key(a) != key(b)
            }
        }
    }
}

/// A value without the ids and lists in its parts.
fn plain(value: &Value) -> Value {
    let is_plain = |name: &String, value: &Value| {
        !(value.is_array() || value.is_object() || name == "id" || name.ends_with("_id"))
    };
    let part = |part: &Value| match part.as_object() {
        Some(fields) => Value::Object(
            fields
                .iter()
                .filter(|(name, value)| is_plain(name, value))
                .map(|(n, v)| (n.clone(), v.clone()))
                .collect(),
        ),
        None => part.clone(),
    };
    match value {
        Value::Array(parts) => parts.iter().map(part).collect(),
        other => other.clone(),
    }
}

/// How far apart two positions of one thing may be, in metres.
const FAR: f64 = 200.0;
/// The earth's mean radius, in metres.
const EARTH: f64 = 6_371_000.0;

fn joined(parts: Vec<String>) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn single(field: &Field, value: &Value) -> Option<String> {
    let plain = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let normal = match field.kind {
        FieldKind::Uri => normalize::url::normalize(&plain),
        FieldKind::Email => normalize::email::normalize(&plain),
        _ => None,
    };
    Some(normal.unwrap_or(plain)).filter(|text| !text.is_empty())
}

/// The numbers in international form, each once, in order.
fn phones(object: &Object) -> Vec<String> {
    let mut numbers = Vec::new();
    for phone in parts(object, "phones") {
        let Some(number) = text(phone, "number") else { continue };
        let number = normalize::phone::normalize(number, "GB").unwrap_or_else(|| number.to_owned());
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

fn parts<'o>(object: &'o Object, field: &str) -> impl Iterator<Item = &'o Object> {
    object.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn first_address(object: &Object) -> Option<&Object> {
    parts(object, "addresses").next()
}

/// The lines of an address that tell where it is.
fn address_lines(address: &Object) -> Vec<String> {
    let lines = ["address_1", "address_2", "city", "region", "postal_code"];
    let mut told: Vec<String> = Vec::new();
    for line in lines.iter().filter_map(|line| text(address, line)) {
        if !told.iter().any(|known| known == line) {
            told.push(line.to_owned());
        }
    }
    told
}

/// The name and the other name, without what only spells them.
fn names_in(object: &Object) -> Vec<String> {
    let given = ["name", "alternate_name"].into_iter().filter_map(|field| text(object, field));
    given.map(|name| normalize::name::normalize(name).tokens.join(" ")).collect()
}

/// Whose site an address is on: pages of one site are no disagreement.
fn sites(field: &Field, object: &Object) -> Vec<String> {
    let address = text(object, field.name).unwrap_or_default();
    vec![normalize::url::site(address).unwrap_or_else(|| address.to_lowercase())]
}

/// Whether no address of one is an address of the other, by postcode, and by house number where both give it.
fn are_elsewhere(a: &Object, b: &Object) -> bool {
    let taken_apart = |address: &Object| {
        let lines: Vec<&str> =
            ["address_1", "address_2"].iter().filter_map(|line| text(address, line)).collect();
        normalize::address::normalize(&lines, text(address, "postal_code"))
    };
    let is_same = |x: &normalize::address::Address, y: &normalize::address::Address| {
        let both_agree = |x: &Option<String>, y: &Option<String>| x.is_none() || y.is_none() || x == y;
        both_agree(&x.postcode, &y.postcode) && both_agree(&x.number, &y.number)
    };
    let theirs: Vec<_> = parts(b, "addresses").map(taken_apart).collect();
    let is_nowhere = |ours: &normalize::address::Address| !theirs.iter().any(|one| is_same(ours, one));
    parts(a, "addresses").map(taken_apart).all(|ours| is_nowhere(&ours))
}

/// Metres between two positions, on a sphere.
fn distance(a: &Object, b: &Object) -> Option<f64> {
    let radians = |object: &Object, field: &str| Some(object.get(field)?.as_f64()?.to_radians());
    let (north_a, north_b) = (radians(a, "latitude")?, radians(b, "latitude")?);
    let (east_a, east_b) = (radians(a, "longitude")?, radians(b, "longitude")?);
    let half_chord = ((north_b - north_a) / 2.0).sin().powi(2)
        + north_a.cos() * north_b.cos() * ((east_b - east_a) / 2.0).sin().powi(2);
    Some(2.0 * EARTH * half_chord.sqrt().clamp(0.0, 1.0).asin())
}
