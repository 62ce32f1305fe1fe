use super::dictionary::{
    Absent, Field, FieldKind, HsdsNoun, NounType, field_kind, field_type, is_required, nouns, plain_name,
};
use super::{Attribute, Contact, Language, Metadata, PLACE_TYPES, Phone, Schedule};

nouns! {
    /// A place where services are given: a building, a postal address or somewhere on line.
    Location "location" {
        /// Whether one can go there, write to it or reach it on line.
        location_type: choice(PLACE_TYPES) required,
        /// The web address of a virtual location.
        url: uri,
        /// The organization that runs the place.
        organization_id: id,
        /// The name of the place.
        name: text,
        /// Another name in use.
        alternate_name: text,
        /// What is there.
        description: text,
        /// How to get there.
        transportation: text,
        /// Degrees north, WGS 84.
        latitude: number,
        /// Degrees east, WGS 84.
        longitude: number,
        /// The number that a register of places gives it.
        external_identifier: text,
        /// The register, such as `UPRN`.
        external_identifier_type: text,
        /// Languages spoken there.
        languages: list[Language],
        /// Postal addresses.
        addresses: list[Address],
        /// People or posts to ask.
        contacts: list[Contact],
        /// What disabled visitors find.
        accessibility: list[Accessibility],
        /// Telephone numbers.
        phones: list[Phone],
        /// When the place is open.
        schedules: list[Schedule],
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// A postal address.
    Address "address" {
        /// The location it is the address of.
        location_id: id,
        /// Whom to mark a letter for.
        attention: text,
        /// The first line: number and street, or the building.
        address_1: text required,
        /// The second line.
        address_2: text,
        /// Town or city.
        city: text required,
        /// A wider area than the city.
        region: text,
        /// County or unitary authority in the UK.
        state_province: text required,
        /// The postcode.
        postal_code: text required,
        /// The country as a two-letter ISO 3166-1 code.
        country: text required,
        /// Whether it can be visited, written to or reached on line.
        address_type: choice(PLACE_TYPES) required,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// What a place offers to disabled visitors.
    Accessibility "accessibility" {
        /// The location described.
        location_id: id,
        /// The provision in a few words.
        description: text,
        /// More about it.
        details: text,
        /// A page about it.
        url: uri,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }
}
