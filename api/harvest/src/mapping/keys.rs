//! The keys of a kind's table: its own one-value fields in HSDS, and words for its parts.

use model::{Kind, Noun, hsds::FieldKind};

use super::{Cell, MapError, cell::Form};

/// The parts of a location's address.
pub(crate) const ADDRESS_KEYS: [&str; 8] =
    ["attention", "address_1", "address_2", "city", "region", "state_province", "postal_code", "country"];

/// Keys that every kind has: its telephone numbers, terms and one contact.
const COMMON: [&str; 6] =
    ["phone", "terms", "contact_name", "contact_title", "contact_email", "contact_phone"];

/// Keys of a service: when, in which languages and for which area it is given.
const SERVICE: [&str; 3] = ["hours", "languages", "area"];

/// Keys of a location beside the parts of its address: the address on one line, opening times, languages, what
/// disabled visitors find, its UPRN and the publisher's id of it.
const LOCATION: [&str; 6] = ["address", "hours", "languages", "accessibility", "uprn", "id"];

/// Keys of an organization: its numbers in two registers and the publisher's id of it.
const ORGANIZATION: [&str; 3] = ["charity_number", "company_number", "id"];

/// Every key that a kind's table may have, sorted.
fn allowed(kind: Kind) -> Vec<&'static str> {
    let fields = Noun::noun_type(kind).fields.iter();
    let single =
        fields.filter(|field| !matches!(field.kind, FieldKind::Id | FieldKind::List(_) | FieldKind::One(_)));
    let mut keys: Vec<&str> = single.map(|field| field.name).chain(COMMON).collect();
    match kind {
        Kind::Service => keys.extend(SERVICE),
        Kind::Location => keys.extend(LOCATION.into_iter().chain(ADDRESS_KEYS)),
        Kind::Organization => keys.extend(ORGANIZATION),
        Kind::Taxonomy => keys.clear(),
    }
    keys.sort_unstable();
    keys
}

/// Checks one key and that its cell has a form that the key can use.
pub(super) fn check(kind: Kind, key: &str, cell: &Cell) -> Result<(), MapError> {
    let allowed = allowed(kind);
    if !allowed.contains(&key) {
        return Err(MapError::Key { kind, key: key.to_owned(), allowed: allowed.join(", ") });
    }
    let reason = match (&cell.form, key) {
        (Form::Days(_), "hours") | (Form::Many(_), "terms") | (Form::One(_), _) => return Ok(()),
        (Form::Days(_), _) => "only hours has a column for each day",
        (Form::Many(_), _) => "only terms may be a list of tables",
    };
    Err(MapError::Form { kind, key: key.to_owned(), reason: reason.to_owned() })
}
