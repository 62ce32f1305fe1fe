use model::{NAMESPACE, hsds::TaxonomyTerm, part_id};
use uuid::Uuid;

use super::json::{Object, canonical_object, text};

const SEPARATOR: &str = "\u{1f}";

/// The canonical id of a term: made from its taxonomy's canonical id and its code, else its web identifier, else
/// its normalized name, so that all who use the term name it alike. `None` where it has none of the three.
pub fn term_id(taxonomy: Uuid, term: &TaxonomyTerm) -> Option<Uuid> {
    let key = first_key(term.code.as_deref(), term.term_uri.as_deref(), term.name.as_deref())?;
    Some(part_id(taxonomy, "taxonomy_term", &key))
}

/// What names a term inside its taxonomy.
pub(crate) fn term_key(term: &Object) -> Option<String> {
    first_key(text(term, "code"), text(term, "term_uri"), text(term, "name"))
}

fn first_key(code: Option<&str>, uri: Option<&str>, name: Option<&str>) -> Option<String> {
    let given = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    given(code).or_else(|| given(uri)).or_else(|| given(name).map(|name| normalize::text::key(&name)))
}

/// The id of a term as an object: of its taxonomy where that is published, else of its taxonomy's name alone.
pub(crate) fn id_of_term(term: &Object) -> Uuid {
    let key = term_key(term).unwrap_or_default();
    match text(term, "taxonomy_id").and_then(|id| Uuid::parse_str(id).ok()) {
        Some(taxonomy) => part_id(taxonomy, "taxonomy_term", &key),
        None => {
            let taxonomy = text(term, "taxonomy").map(normalize::text::key).unwrap_or_default();
            part_id(NAMESPACE, "taxonomy_term", &format!("{taxonomy}{SEPARATOR}{key}"))
        }
    }
}

/// Phones are the same by number in international form, and extension.
pub(crate) fn phone(phone: &Object) -> String {
    let number = text(phone, "number").unwrap_or_default();
    let number = normalize::phone::normalize(number, "GB").unwrap_or_else(|| normalize::text::key(number));
    let extension = phone.get("extension").map(ToString::to_string).unwrap_or_default();
    joined(&[number, extension])
}

/// Contacts are the same by name, title, department and e-mail address.
pub(crate) fn contact(contact: &Object) -> String {
    let words = |field| text(contact, field).map(normalize::text::key).unwrap_or_default();
    let email = text(contact, "email").unwrap_or_default();
    let email = normalize::email::normalize(email).unwrap_or_else(|| email.to_lowercase());
    let key = joined(&[words("name"), words("title"), words("department"), email]);
    if key.chars().all(|c| c == '\u{1f}') { canonical_object(contact) } else { key }
}

/// Languages are the same by code, or by name where there is no code.
pub(crate) fn language(language: &Object) -> String {
    let by = text(language, "code").or_else(|| text(language, "name"));
    by.map_or_else(|| canonical_object(language), str::to_lowercase)
}

/// Attributes are the same by term and value; those without a term by label and value.
pub(crate) fn attribute(attribute: &Object) -> String {
    let words = |field| text(attribute, field).map(normalize::text::key).unwrap_or_default();
    let term = attribute.get("taxonomy_term").and_then(|term| term.as_object()).map(id_of_term);
    match term {
        Some(term) => joined(&[term.to_string(), words("value")]),
        None => joined(&[words("label"), words("value")]),
    }
}

/// Numbers in registers are the same by register and number.
pub(crate) fn organization_identifier(identifier: &Object) -> String {
    let (scheme, kind) = (text(identifier, "identifier_scheme"), text(identifier, "identifier_type"));
    let value = text(identifier, "identifier").unwrap_or_default();
    match normalize::identifier::normalize(scheme, kind, value) {
        Some(known) => joined(&[known.scheme, known.value]),
        None => joined(&[normalize::text::key(scheme.or(kind).unwrap_or_default()), value.to_lowercase()]),
    }
}

/// A service is at a location once.
pub(crate) fn service_at_location(at: &Object) -> String {
    text(at, "location_id").unwrap_or_default().to_owned()
}

/// Web addresses are the same in normal form.
pub(crate) fn url(url: &Object) -> String {
    let address = text(url, "url").unwrap_or_default();
    normalize::url::normalize(address).unwrap_or_else(|| address.to_owned())
}

/// Terms are the same by code, web identifier or name; see [`term_id`].
pub(crate) fn taxonomy_term(term: &Object) -> String {
    term_key(term).unwrap_or_default()
}

fn joined(parts: &[String]) -> String {
    parts.join(SEPARATOR)
}
