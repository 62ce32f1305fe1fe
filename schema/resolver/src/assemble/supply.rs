//! Reads a value that a steward supplies, into the fields that hold it.

use model::hsds::{Field, FieldKind};
use serde_json::{Number, Value, json};

use super::{
    fact::{Fact, Form},
    hours,
    json::Object,
};

/// The most characters that one supplied value may have.
const LONGEST: usize = 10_000;

/// The fields of the noun that hold this value, or why it is none of this fact.
pub(crate) fn content(fact: Fact, told: &str) -> Result<Object, String> {
    let told = normalize::text::plain(told);
    if told.is_empty() {
        return Err("it is empty; to stop publishing what a source says, reject that".to_owned());
    }
    if told.chars().count() > LONGEST {
        return Err(format!("it is longer than {LONGEST} characters"));
    }
    match fact.form {
        Form::Single(field) => Ok(one(field.name, single(field, &told)?)),
        Form::Phones => phones(&told).map(|phones| one("phones", phones)),
        Form::Hours => hours::schedules(&told).map(|hours| one("schedules", hours)).ok_or_else(|| {
            "it is not understood as opening hours of each week or month; write it like Mo-Fr 09:00-17:00; Sa[1] 10:00-13:00".to_owned()
        }),
        Form::Addresses => address(&told),
        Form::AddressPart(part) => Ok(one(part, Value::String(address_part(part, &told)?))),
        Form::Position => position(&told),
    }
}

fn one(field: &str, value: Value) -> Object {
    Object::from_iter([(field.to_owned(), value)])
}

fn single(field: &Field, told: &str) -> Result<Value, String> {
    let found = match field.kind {
        FieldKind::Number => return age(told),
        FieldKind::Uri => normalize::url::normalize(told).ok_or("it is no web address"),
        FieldKind::Email => normalize::email::normalize(told).ok_or("it is no e-mail address"),
        FieldKind::Date => normalize::date::normalize(told).ok_or("it is no date; use YYYY-MM-DD"),
        FieldKind::DateTime => normalize::date::moment(told).ok_or("it is no moment; use RFC 3339"),
        FieldKind::Time => normalize::date::time(told).ok_or("it is no time of day; use HH:MM"),
        FieldKind::Choice(words) => return choice(words, told),
        FieldKind::Text => Ok(told.to_owned()),
        FieldKind::Id | FieldKind::List(_) | FieldKind::One(_) => Err("a single value is expected here"),
    };
    found.map(Value::String).map_err(str::to_owned)
}

/// A number of the standard's single values: years and ages, none of them negative.
fn age(told: &str) -> Result<Value, String> {
    let number: f64 = told.parse().map_err(|_| "it is no number".to_owned())?;
    let number = Some(number).filter(|number| *number >= 0.0).and_then(Number::from_f64);
    number.map(Value::Number).ok_or_else(|| "it is no number from 0 upwards".to_owned())
}

fn choice(words: &[&str], told: &str) -> Result<Value, String> {
    let key = normalize::text::key(told);
    let word = words.iter().find(|word| normalize::text::key(word) == key);
    word.map(|word| Value::from(*word)).ok_or_else(|| format!("it is none of: {}", words.join(", ")))
}

/// Numbers between commas or semicolons.
fn phones(told: &str) -> Result<Value, String> {
    let phone = |number: &str| {
        normalize::phone::normalize(number, "GB")
            .map(|number| json!({ "number": number }))
            .ok_or_else(|| format!("`{}` is no telephone number", number.trim()))
    };
    let numbers = told.split([',', ';', '\n']).filter(|part| !part.trim().is_empty());
    numbers.map(phone).collect()
}

/// An address on one line, with a postcode.
fn address(told: &str) -> Result<Object, String> {
    let parts = normalize::address::split(told);
    let Some(postcode) = parts.postal_code else {
        return Err("it has no UK postcode; write it like 32 Sussex Road, Plymouth, PL2 1JN".to_owned());
    };
    if parts.address_1.is_empty() {
        return Err("it has no street; write it like 32 Sussex Road, Plymouth, PL2 1JN".to_owned());
    }
    let lines = [
        ("address_1", Some(parts.address_1)),
        ("address_2", parts.address_2),
        ("city", Some(parts.city.ok_or("it names no town before the postcode")?)),
        ("postal_code", Some(postcode)),
    ];
    let given = lines.into_iter().filter_map(|(line, value)| Some((line.to_owned(), Value::String(value?))));
    Ok(one("addresses", Value::Array(vec![Value::Object(given.collect())])))
}

fn address_part(part: &str, told: &str) -> Result<String, String> {
    let found = match part {
        "postal_code" => normalize::postcode::normalize(told).ok_or("it is no UK postcode"),
        "country" => normalize::country::normalize(told).ok_or("it is no country; use ISO 3166, such as GB"),
        _ => Ok(normalize::text::line(told)),
    };
    found.map_err(str::to_owned)
}

/// Latitude and longitude in degrees, with a comma between them.
fn position(told: &str) -> Result<Object, String> {
    let degrees = |text: &str, most: f64| {
        let number: f64 = text.trim().parse().ok()?;
        (-most..=most).contains(&number).then(|| Number::from_f64(number)).flatten()
    };
    let (north, east) = told.split_once(',').unwrap_or_default();
    let both = degrees(north, 90.0).zip(degrees(east, 180.0));
    let (north, east) = both.ok_or("it is no position; write it like 50.3703,-4.1427")?;
    Ok(Object::from_iter([
        ("latitude".to_owned(), Value::Number(north)),
        ("longitude".to_owned(), Value::Number(east)),
    ]))
}
