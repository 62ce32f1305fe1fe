//! The nouns of the Human Services Data Specification 3.1, and the dictionary that describes them.
//!
//! Each noun is declared once by the `nouns!` macro, which makes two things of the declaration: a struct that
//! serialises in the standard's field order and leaves out what is absent (the UK profile forbids `null`), and a
//! [`NounType`] that readers, encoders and documents walk, so that no list of fields is written twice.
//!
//! A noun is used on both sides of reconciliation. In a record its ids are the source's own strings; in an entity
//! they are the directory's UUIDs.

mod dictionary;
mod number;
mod organization;
mod part;
mod place;
mod service;
mod taxonomy;

pub use dictionary::{Field, FieldKind, HsdsNoun, NounType};
pub use number::Number;
pub use organization::{Funding, Organization, OrganizationIdentifier, Program, Url};
pub use part::{Attribute, Contact, Language, MetaTableDescription, Metadata, Phone, Schedule};
pub use place::{Accessibility, Address, Location};
pub use service::{
    CostOption, RequiredDocument, Service, ServiceArea, ServiceAtLocation, ServiceCapacity, Unit,
};
pub use taxonomy::{Taxonomy, TaxonomyTerm};

/// The values that HSDS allows for `service.status`.
pub const SERVICE_STATUSES: &[&str] = &["active", "inactive", "defunct", "temporarily closed"];
/// The values that HSDS allows for `location_type` and `address_type`.
pub const PLACE_TYPES: &[&str] = &["physical", "postal", "virtual"];
/// The values that HSDS allows for `schedule.freq`; a daily schedule is weekly with all seven days.
pub const FREQUENCIES: &[&str] = &["WEEKLY", "MONTHLY"];
/// The days of the week as iCalendar (RFC 5545) writes them, from Monday.
pub const WEEKDAYS: &[&str] = &["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// Every noun of the standard, in alphabetical order.
pub fn noun_types() -> [&'static NounType; 23] {
    [
        Accessibility::noun_type(),
        Address::noun_type(),
        Attribute::noun_type(),
        Contact::noun_type(),
        CostOption::noun_type(),
        Funding::noun_type(),
        Language::noun_type(),
        Location::noun_type(),
        MetaTableDescription::noun_type(),
        Metadata::noun_type(),
        Organization::noun_type(),
        OrganizationIdentifier::noun_type(),
        Phone::noun_type(),
        Program::noun_type(),
        RequiredDocument::noun_type(),
        Schedule::noun_type(),
        Service::noun_type(),
        ServiceArea::noun_type(),
        ServiceAtLocation::noun_type(),
        ServiceCapacity::noun_type(),
        Taxonomy::noun_type(),
        TaxonomyTerm::noun_type(),
        Unit::noun_type(),
    ]
}
