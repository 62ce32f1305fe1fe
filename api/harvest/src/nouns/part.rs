//! What a nested noun cannot do without, and what its values mean together.

use model::hsds::{FREQUENCIES, FieldKind, NounType, WEEKDAYS};
use normalize::{country, date, phone, postcode};
use serde_json::{Map, Value};

use super::{Reader, value};

/// The fewest digits of a number that can be rung.
const SHORTEST_NUMBER: usize = 3;

/// The fields without which a part says nothing. Where the standard requires more, assembly derives it or leaves the
/// part out.
pub(super) fn essential(noun: &str) -> impl Iterator<Item = &'static str> {
    let fields: &[&str] = match noun {
        "phone" => &["number"],
        "url" => &["url"],
        "organization_identifier" => &["identifier"],
        "program" | "unit" | "taxonomy" => &["name"],
        "service_at_location" => &["location_id"],
        "service_capacity" => &["available"],
        _ => &[],
    };
    fields.iter().copied()
}

/// Whether a field of a nested noun only says what its nesting says already: what it belongs to.
pub(super) fn is_implied(noun: &str, name: &str) -> bool {
    match name {
        "location_id" => noun != "service_at_location",
        "service_id" | "organization_id" | "service_at_location_id" | "contact_id" | "phone_id" => true,
        "link_id" | "link_entity" => noun == "attribute",
        "resource_id" | "resource_type" => noun == "metadata",
        _ => false,
    }
}

impl Reader<'_> {
    /// Checks what single values cannot tell.
    pub(super) fn check_part(&mut self, noun: &NounType, clean: &mut Map<String, Value>, path: &str) {
        match noun.name {
            "address" => self.check_address(clean, path),
            "phone" => self.check_phone(clean, path),
            "location" => self.check_point(clean, path),
            "schedule" => self.check_days(clean, path),
            _ => {}
        }
    }

    /// Countries become codes, and British postcodes take their usual form.
    fn check_address(&mut self, clean: &mut Map<String, Value>, path: &str) {
        if let Some(written) = text_of(clean, "country") {
            match country::normalize(&written) {
                Some(code) => self.replace(clean, path, "country", &written, code),
                None => {
                    self.drop(clean, path, "country", &written, "it is no country; use a two-letter code")
                }
            }
        }
        let country = text_of(clean, "country");
        if country.as_deref().is_none_or(|code| code == "GB") {
            self.check_postcode(clean, path, country.is_some());
        }
    }

    /// Where no country is told, only what begins like a British postcode is held to its form.
    fn check_postcode(&mut self, clean: &mut Map<String, Value>, path: &str, is_told: bool) {
        let Some(written) = text_of(clean, "postal_code") else { return };
        match postcode::normalize(&written) {
            Some(usual) => self.replace(clean, path, "postal_code", &written, usual),
            None if is_told || begins_british(&written) => {
                let field = joined(path, "postal_code");
                self.issues.doubtful(
                    &self.record,
                    &field,
                    &written,
                    "it is no postcode of the United Kingdom",
                );
            }
            None => {}
        }
    }

    fn check_phone(&mut self, clean: &mut Map<String, Value>, path: &str) {
        let Some(number) = text_of(clean, "number") else { return };
        if number.chars().filter(char::is_ascii_digit).count() < SHORTEST_NUMBER {
            self.drop(clean, path, "number", &number, "it is no telephone number");
        } else if tells_its_plan(&number) && phone::normalize(&number, "GB").is_none() {
            let reason = "it cannot be rung: the numbering plan has no such number";
            self.issues.doubtful(&self.record, &joined(path, "number"), &number, reason);
        }
    }

    /// Days that are taken out of a schedule are kept as they are written: without them it would hold too often.
    fn check_days(&mut self, clean: &Map<String, Value>, path: &str) {
        for name in ["exdate", "cancelled"] {
            let Some(written) = text_of(clean, name) else { continue };
            let is_day = |one: &str| one.trim().is_empty() || date::normalize(one).is_some();
            if !written.split(',').all(is_day) {
                let reason = "it is no list of days such as 2026-12-25, so the schedule cannot be followed";
                self.issues.doubtful(&self.record, &joined(path, name), &written, reason);
            }
        }
    }

    /// Half a point is none, and a point in the sea off Africa is a slip of the keyboard.
    fn check_point(&mut self, clean: &mut Map<String, Value>, path: &str) {
        let degrees = |name: &str| clean.get(name).and_then(Value::as_f64);
        let reason = match (degrees("latitude"), degrees("longitude")) {
            (Some(0.0), Some(0.0)) => "a latitude and longitude of 0 stand for no place",
            (Some(_), None) | (None, Some(_)) => "latitude and longitude are of use only together",
            _ => return,
        };
        for name in ["latitude", "longitude"] {
            if let Some(value) = clean.remove(name) {
                self.issues.bad_value(&self.record, &joined(path, name), &value.to_string(), reason);
            }
        }
    }

    /// A daily schedule is weekly with all seven days.
    pub(super) fn frequency(&mut self, value: &Value, path: &str) -> Option<Value> {
        let daily = value::text(value).is_some_and(|text| text.trim().eq_ignore_ascii_case("daily"));
        if daily {
            self.original.insert(path.to_owned(), "DAILY".to_owned());
            return Some(Value::from("WEEKLY"));
        }
        self.scalar(&FieldKind::Choice(FREQUENCIES), "freq", value, path)
    }

    fn replace(
        &mut self,
        clean: &mut Map<String, Value>,
        path: &str,
        name: &str,
        written: &str,
        usual: String,
    ) {
        if usual != written {
            self.original.entry(joined(path, name)).or_insert_with(|| written.to_owned());
            clean.insert(name.to_owned(), Value::String(usual));
        }
    }

    fn drop(&mut self, clean: &mut Map<String, Value>, path: &str, name: &str, written: &str, reason: &str) {
        clean.remove(name);
        self.issues.bad_value(&self.record, &joined(path, name), written, reason);
    }
}

/// The seven days of a schedule that recurs daily, where it names none.
pub(super) fn every_day() -> String {
    WEEKDAYS.join(",")
}

/// Whether a text begins with the letters of a British postal area and a digit.
fn begins_british(text: &str) -> bool {
    let text = text.trim_start();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    (1..=2).contains(&(text.len() - rest.len())) && rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a number says by which plan it is dialled: with a British trunk prefix, or with the code of a country.
/// Short codes such as 111, and the national numbers of other countries, do not.
fn tells_its_plan(number: &str) -> bool {
    let dialled = number.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '+');
    dialled.starts_with(['0', '+'])
}

fn text_of(clean: &Map<String, Value>, name: &str) -> Option<String> {
    clean.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
