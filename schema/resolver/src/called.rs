//! By what an organization is known, so that a rule can name it: its names, and its numbers in registers.

use model::{Noun, Record};

/// The one form of what someone calls an organization: its number in a register, or its name. `None` where no word is
/// in it.
pub fn name(told: &str) -> Option<String> {
    let number = normalize::identifier::normalize(None, None, told);
    let number = number.map(|found| format!("{}-{}", found.scheme, found.value));
    number.or_else(|| Some(normalize::name::normalize(told).tokens.join(" ")).filter(|key| !key.is_empty()))
}

/// Everything, in that form, by which a record of an organization lets it be known. Nothing for other records, nor
/// what it keeps back.
pub fn names(record: &Record) -> Vec<String> {
    let Noun::Organization(organization) = &record.noun else { return Vec::new() };
    let is_open = |field: &str| record.field_visibility.get(field).is_none_or(|seen| seen.is_public());
    let words = [("name", &organization.name), ("alternate_name", &organization.alternate_name)];
    let words = words.into_iter().filter(|(field, _)| is_open(field)).filter_map(|(_, name)| name.as_deref());
    let numbers = organization.organization_identifiers.iter().filter_map(|number| {
        let (scheme, kind) = (number.identifier_scheme.as_deref(), number.identifier_type.as_deref());
        let known = normalize::identifier::normalize(scheme, kind, number.identifier.as_deref()?)?;
        Some(format!("{}-{}", known.scheme, known.value))
    });
    let numbers = numbers.filter(|_| is_open("organization_identifiers"));
    words.filter_map(name).chain(numbers).collect()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn an_organization_is_named_by_name_or_number_however_it_is_spelt() {
        assert_eq!(name("Plymouth City Council"), name("PLYMOUTH  city council"));
        assert_eq!(name("GB-CHC-1123081").as_deref(), Some("GB-CHC-1123081"));
        assert_eq!(name("Registered charity no. 1123081").as_deref(), Some("GB-CHC-1123081"));
        assert_ne!(name("Plymouth City Council"), name("Plymouth Argyle"));
        assert_eq!(name(" – "), None);
    }
}
