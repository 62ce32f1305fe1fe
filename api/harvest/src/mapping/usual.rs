//! The names that people give to the columns of a list, for feeds without a mapping.

use std::collections::BTreeMap;

use model::Kind;
use serde_json::json;

use super::{Cell, Mapping};

/// Columns that hold the publisher's own id.
pub(crate) const IDS: [&str; 4] = ["id", "uid", "ref", "reference"];

/// Kind, key, and the names of the column that holds it, the likeliest first.
pub(crate) const NAMES: &[(Kind, &str, &[&str])] = &[
    (Kind::Service, "name", &["name", "title", "service", "service name", "service_name"]),
    (Kind::Service, "description", &["description", "about", "summary", "details"]),
    (Kind::Service, "url", &["url", "website", "web", "web address", "link"]),
    (Kind::Service, "email", &["email", "email address", "email_address", "e-mail"]),
    (
        Kind::Service,
        "phone",
        &["phone", "telephone", "phone number", "telephone number", "tel", "contact number"],
    ),
    (Kind::Service, "hours", &["hours", "opening hours", "opening_hours", "opening times", "opening_times"]),
    (Kind::Location, "name", &["venue", "location", "location name", "location_name", "name", "title"]),
    (Kind::Location, "address", &["address", "full address"]),
    (
        Kind::Location,
        "address_1",
        &["address_1", "address 1", "address line 1", "address1", "addr1", "street"],
    ),
    (Kind::Location, "address_2", &["address_2", "address 2", "address line 2", "address2", "addr2"]),
    (Kind::Location, "city", &["city", "town"]),
    (Kind::Location, "state_province", &["state_province", "county"]),
    (Kind::Location, "postal_code", &["postcode", "post code", "postal_code", "postal code"]),
    (Kind::Location, "latitude", &["latitude", "lat"]),
    (Kind::Location, "longitude", &["longitude", "lon", "lng", "long"]),
    (Kind::Location, "uprn", &["uprn", "unique property reference number"]),
    (
        Kind::Organization,
        "charity_number",
        &["charity number", "charity_number", "charity no", "registered charity number"],
    ),
    (Kind::Organization, "company_number", &["company number", "company_number", "company no"]),
    (
        Kind::Organization,
        "name",
        &["organisation", "organization", "organisation name", "organization_name", "provider", "run by"],
    ),
];

impl Mapping {
    /// The mapping by usual column names: each row is a service, where it is given, and who gives it.
    pub fn usual() -> Self {
        let cells = |kind: Kind| -> BTreeMap<String, Cell> {
            let of_kind = NAMES.iter().filter(|(of, ..)| *of == kind);
            of_kind.filter_map(|(_, key, names)| Some(((*key).to_owned(), any_of(names)?))).collect()
        };
        Self {
            service: cells(Kind::Service),
            location: cells(Kind::Location),
            organization: cells(Kind::Organization),
            is_usual: true,
            ..Self::default()
        }
    }
}

fn any_of(names: &[&str]) -> Option<Cell> {
    Cell::try_from(json!({ "any": names })).ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_usual_mapping_is_a_mapping() {
        let usual = super::Mapping::usual();
        usual.check().unwrap();
        assert_eq!(usual.columns().len(), super::NAMES.len());
    }
}
