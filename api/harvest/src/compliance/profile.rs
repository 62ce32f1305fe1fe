//! What a standard knows of the nouns of HSDS.

use model::hsds::{Field, FieldKind};

/// A standard that an API may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// The UK profile of HSDS 3.0.
    Oruk,
    /// HSDS 3 as such.
    Hsds,
}

/// The fields that the UK profile describes. Others may be there and say what they like.
const DESCRIBED: [(&str, &str); 17] = [
    ("accessibility", "location_id description details url attributes"),
    (
        "address",
        "location_id attention address_1 city region state_province postal_code country address_type attributes",
    ),
    ("attribute", "link_id taxonomy_term_id link_type taxonomy_term"),
    ("contact", "service_id name title attributes"),
    ("cost_option", "service_id valid_from valid_to option amount amount_description"),
    ("funding", "service_id source"),
    ("language", "service_id phone_id"),
    (
        "location",
        "location_type name description latitude longitude external_identifier external_identifier_type addresses \
         accessibility attributes",
    ),
    (
        "organization",
        "name description email website logo uri parent_organization_id organization_identifiers attributes",
    ),
    ("organization_identifier", "organization_id identifier_scheme identifier_type identifier attributes"),
    ("phone", "contact_id number description languages attributes"),
    (
        "schedule",
        "service_id service_at_location_id valid_from valid_to dtstart freq interval byday bymonthday description \
         opens_at closes_at schedule_link attending_type notes attributes",
    ),
    (
        "service",
        "organization_id name description url email status fees accreditations minimum_age maximum_age assured_date \
         assurer_email alert last_modified schedules service_areas service_at_locations languages organization \
         funding cost_options contacts attributes",
    ),
    ("service_area", "service_id name extent extent_type uri"),
    ("service_at_location", "service_id location_id location"),
    ("taxonomy", "name description uri version taxonomy_terms"),
    ("taxonomy_term", "name description parent_id taxonomy taxonomy_id term_uri"),
];

/// Fields that hold any text by the standard, though their names promise more.
const ANY_TEXT: [(&str, &str); 2] = [("organization", "logo"), ("service_area", "uri")];

impl Profile {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Oruk => "HSDS-UK-3.0",
            Self::Hsds => "HSDS 3",
        }
    }

    /// Whether the standard says what a field holds.
    pub(super) fn describes(self, noun: &str, field: &str) -> bool {
        let known = || DESCRIBED.iter().find(|(name, _)| *name == noun);
        self == Self::Hsds
            || known().is_some_and(|(_, fields)| fields.split(' ').any(|described| described == field))
    }

    /// What a field must hold. The standards take any text for dates and times of day.
    pub(super) fn kind(self, noun: &str, field: &Field) -> FieldKind {
        let any = ANY_TEXT.contains(&(noun, field.name));
        match field.kind {
            FieldKind::Uri if any => FieldKind::Text,
            FieldKind::Date | FieldKind::Time => FieldKind::Text,
            kind => kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use model::hsds::noun_types;

    use super::*;

    #[test]
    fn every_field_that_the_uk_profile_describes_is_one_of_hsds() {
        for (noun, fields) in DESCRIBED {
            let known = noun_types().into_iter().find(|known| known.name == noun).unwrap();
            for field in fields.split_whitespace() {
                assert!(known.field(field).is_some(), "{noun}.{field}");
                assert!(Profile::Oruk.describes(noun, field), "{noun}.{field}");
            }
        }
        assert!(
            !Profile::Oruk.describes("contact", "phones") && Profile::Hsds.describes("contact", "phones")
        );
    }
}
