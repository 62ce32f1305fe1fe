use model::hsds::NounType;
use serde_json::Value;

use super::json::{Object, is_empty, text};

/// A value that the standard requires, from what else is said, where no source gives it.
struct Derivation {
    noun: &'static str,
    field: &'static str,
    /// The rule in words, as provenance shows it.
    rule: &'static str,
    value: fn(&Object) -> Option<String>,
}

macro_rules! derivations {
    ($($noun:literal . $field:literal : $rule:literal => $value:expr),+ $(,)?) => {
        const DERIVATIONS: &[Derivation] = &[$(Derivation {
            noun: $noun,
            field: $field,
            rule: concat!($noun, ".", $field, " ", $rule),
            value: $value,
        }),+];
    };
}

// In this order: a city derived from the region may give the state_province in turn.
derivations! {
    "service"."status": "is active unless a source says otherwise" => |_| Some("active".to_owned()),
    "organization"."description": "repeats the name" => |noun| given(noun, "name"),
    "taxonomy"."description": "repeats the name" => |noun| given(noun, "name"),
    "taxonomy_term"."description": "repeats the name" => |noun| given(noun, "name"),
    "program"."description": "repeats the name" => |noun| given(noun, "name"),
    "organization_identifier"."identifier_type": "repeats the scheme" => |noun| given(noun, "identifier_scheme"),
    "location"."location_type": "is virtual with only a url, else physical" => location_type,
    "address"."city": "repeats the region or state_province" => |noun| either(noun, "region", "state_province"),
    "address"."state_province": "repeats the region or city" => |noun| either(noun, "region", "city"),
    "address"."country": "is GB with a UK postcode, US with a state and ZIP code of the US" => country,
    "address"."address_type": "is physical unless a source says otherwise" => |_| Some("physical".to_owned()),
}

/// Fills what is required and absent, as far as a rule allows: field, rule and value of each.
pub(crate) fn apply(noun: &NounType, object: &mut Object) -> Vec<(&'static str, &'static str, Value)> {
    let mut derived = Vec::new();
    // Nothing is made of nothing: an object that no source gave a word stays empty.
    if object.is_empty() {
        return derived;
    }
    for rule in DERIVATIONS.iter().filter(|rule| rule.noun == noun.name) {
        if object.get(rule.field).is_none_or(is_empty)
            && let Some(value) = (rule.value)(object).map(Value::String)
        {
            object.insert(rule.field.to_owned(), value.clone());
            derived.push((rule.field, rule.rule, value));
        }
    }
    derived
}

fn given(object: &Object, field: &str) -> Option<String> {
    text(object, field).map(str::to_owned)
}

fn either(object: &Object, first: &str, second: &str) -> Option<String> {
    given(object, first).or_else(|| given(object, second))
}

fn location_type(location: &Object) -> Option<String> {
    let is_somewhere = location.contains_key("addresses") || location.contains_key("latitude");
    let is_virtual = !is_somewhere && location.contains_key("url");
    Some(if is_virtual { "virtual" } else { "physical" }.to_owned())
}

fn country(address: &Object) -> Option<String> {
    let code = text(address, "postal_code")?;
    let is_american = || text(address, "state_province").is_some_and(is_us_state) && is_zip_code(code);
    match normalize::postcode::normalize(code) {
        Some(_) => Some("GB".to_owned()),
        None => is_american().then(|| "US".to_owned()),
    }
}

/// Two capital letters that the US Postal Service gives to a state, to the District of Columbia or to Puerto Rico.
fn is_us_state(text: &str) -> bool {
    const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ \
                          NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY";
    STATES.split(' ').any(|state| state == text.trim())
}

/// Five digits, perhaps with four more behind a hyphen.
fn is_zip_code(text: &str) -> bool {
    let is_digits =
        |part: &str, long: usize| part.len() == long && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.trim().split_once('-') {
        Some((five, four)) => is_digits(five, 5) && is_digits(four, 4),
        None => is_digits(text.trim(), 5),
    }
}

#[cfg(test)]
mod tests {
    use super::DERIVATIONS;

    #[test]
    fn the_readme_lists_every_derivation() {
        let readme = include_str!("../../README.md");
        for derivation in DERIVATIONS {
            let name = format!("`{}.{}`", derivation.noun, derivation.field);
            assert!(readme.contains(&name), "README.md lacks {name}");
        }
    }
}
