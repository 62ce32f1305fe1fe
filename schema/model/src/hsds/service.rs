use super::dictionary::{
    Absent, Field, FieldKind, HsdsNoun, NounType, field_kind, field_type, is_required, nouns, plain_name,
};
use super::{
    Attribute, Contact, Funding, Language, Location, Metadata, Organization, Phone, Program,
    SERVICE_STATUSES, Schedule, Url,
};

nouns! {
    /// Something that an organization offers to people.
    Service "service" {
        /// The organization that gives it.
        organization_id: id,
        /// The program it is part of.
        program_id: id,
        /// The name the public knows it by.
        name: text required,
        /// Another name in use.
        alternate_name: text,
        /// What it offers.
        description: text,
        /// Its page on the web.
        url: uri,
        /// Further web addresses.
        additional_urls: list[Url],
        /// The address for enquiries by e-mail.
        email: email,
        /// Whether it is running.
        status: choice(SERVICE_STATUSES) required,
        /// Help with languages.
        interpretation_services: text,
        /// How to get it: drop in, ring, be referred.
        application_process: text,
        /// What it costs, in words.
        fees_description: text,
        /// How long people wait.
        wait_time: text,
        /// What it costs. Kept for older feeds.
        fees: text,
        /// Quality marks it holds.
        accreditations: text,
        /// Who can use it, in words.
        eligibility_description: text,
        /// The youngest age served, in years.
        minimum_age: number,
        /// The oldest age served, in years.
        maximum_age: number,
        /// The day on which the facts were last confirmed.
        assured_date: date,
        /// Who confirmed them.
        assurer_email: email,
        /// Licences it holds. Kept for older feeds.
        licenses: text,
        /// A short-lived message about disruption.
        alert: text,
        /// When anything shown with the service last changed.
        last_modified: date_time,
        /// Telephone numbers.
        phones: list[Phone],
        /// When it runs.
        schedules: list[Schedule],
        /// Where people may come from.
        service_areas: list[ServiceArea],
        /// Where it is given.
        service_at_locations: list[ServiceAtLocation],
        /// Languages it is given in.
        languages: list[Language],
        /// The organization that gives it, nested.
        organization: one[Organization],
        /// Who pays for it.
        funding: list[Funding],
        /// Prices.
        cost_options: list[CostOption],
        /// The program it is part of, nested.
        program: one[Program],
        /// What people must bring.
        required_documents: list[RequiredDocument],
        /// People or posts to ask.
        contacts: list[Contact],
        /// Free places.
        capacities: list[ServiceCapacity],
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// A service as it is given at one location.
    ServiceAtLocation "service_at_location" {
        /// The service.
        service_id: id,
        /// The location.
        location_id: id,
        /// What is special about the service there.
        description: text,
        /// Where people may come from.
        service_areas: list[ServiceArea],
        /// People or posts to ask there.
        contacts: list[Contact],
        /// Telephone numbers there.
        phones: list[Phone],
        /// When it runs there.
        schedules: list[Schedule],
        /// The location, nested.
        location: one[Location],
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// The area from which people may use a service.
    ServiceArea "service_area" {
        /// The service.
        service_id: id,
        /// The service at one location.
        service_at_location_id: id,
        /// The name of the area.
        name: text,
        /// The area in words.
        description: text,
        /// The boundary, in the form that `extent_type` names.
        extent: text,
        /// The form of the boundary: geojson, topojson, kml or text.
        extent_type: text,
        /// A web identifier of the area.
        uri: uri,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// One price of a service.
    CostOption "cost_option" {
        /// The service.
        service_id: id,
        /// The first day of the price.
        valid_from: date,
        /// The last day of the price.
        valid_to: date,
        /// Whom the price is for.
        option: text,
        /// The currency as a three-letter ISO 4217 code.
        currency: text,
        /// The price.
        amount: number,
        /// What the price is per: an hour, a session.
        amount_description: text,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// A paper that people must show to use a service.
    RequiredDocument "required_document" {
        /// The service.
        service_id: id,
        /// The name of the paper.
        document: text,
        /// A page about it.
        uri: uri,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// How many places a service has, and how many are free.
    ServiceCapacity "service_capacity" {
        /// The service.
        service_id: id,
        /// What is counted, nested.
        unit: one[Unit] required,
        /// What is counted.
        unit_id: id,
        /// How many are free.
        available: number required,
        /// How many there are.
        maximum: number,
        /// More about the count.
        description: text,
        /// When it was counted.
        updated: date_time required,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// What a capacity counts: beds, seats, hours.
    Unit "unit" {
        /// The word for it.
        name: text required,
        /// The list of units it is from.
        scheme: text,
        /// Its code in that list.
        identifier: text,
        /// Its web identifier.
        uri: uri,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }
}
