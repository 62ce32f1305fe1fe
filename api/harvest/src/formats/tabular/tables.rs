//! The tables of all editions, and where their rows belong.

/// A table whose rows are parts of others.
#[derive(Debug)]
pub(super) struct PartTable {
    /// Its file names, without ending, in all editions.
    pub(super) names: &'static [&'static str],
    /// The noun that a row is.
    pub(super) noun: &'static str,
    /// Columns that name the nouns that a row belongs to: to each that is named.
    pub(super) owners: &'static [(&'static str, &'static str)],
    /// Columns that name an owner where none of the others does.
    pub(super) inner: &'static [(&'static str, &'static str)],
}

const ORGANIZATION: (&str, &str) = ("organization_id", "organization");
const SERVICE: (&str, &str) = ("service_id", "service");
const LOCATION: (&str, &str) = ("location_id", "location");
const AT_LOCATION: (&str, &str) = ("service_at_location_id", "service_at_location");
const CONTACT: (&str, &str) = ("contact_id", "contact");
const PHONE: (&str, &str) = ("phone_id", "phone");

/// Tables of records: file names and noun.
pub(super) const MAIN: [(&[&str], &str); 3] = [
    (&["organizations", "organization"], "organization"),
    (&["locations", "location"], "location"),
    (&["services", "service"], "service"),
];

/// Tables of terms. In HSDS 1.1 the table `taxonomy` holds terms.
pub(super) const TERMS: &[&str] = &["taxonomy_terms", "taxonomy_term", "taxonomy"];

/// Tables of classifications.
pub(super) const TAXONOMIES: &[&str] = &["taxonomies"];

/// Tables of what capacities count.
pub(super) const UNITS: &[&str] = &["units", "unit"];

const fn part(
    names: &'static [&'static str],
    noun: &'static str,
    owners: &'static [(&'static str, &'static str)],
    inner: &'static [(&'static str, &'static str)],
) -> PartTable {
    PartTable { names, noun, owners, inner }
}

/// Tables of parts, in an order in which what is nested comes before what it is nested in.
pub(super) const PARTS: &[PartTable] = &[
    part(&["languages", "language"], "language", &[SERVICE, LOCATION], &[PHONE]),
    part(&["phones", "phone"], "phone", &[ORGANIZATION, SERVICE, LOCATION], &[AT_LOCATION, CONTACT]),
    part(&["contacts", "contact"], "contact", &[ORGANIZATION, SERVICE, LOCATION], &[AT_LOCATION]),
    part(&["schedules", "schedule", "regular_schedules"], "schedule", &[SERVICE, LOCATION], &[AT_LOCATION]),
    part(&["addresses", "address", "physical_addresses", "postal_addresses"], "address", &[LOCATION], &[]),
    part(&["service_areas", "service_area"], "service_area", &[SERVICE], &[AT_LOCATION]),
    part(&["accessibility", "accessibility_for_disabilities"], "accessibility", &[LOCATION], &[]),
    part(&["cost_options", "cost_option"], "cost_option", &[SERVICE], &[]),
    part(&["required_documents", "required_document"], "required_document", &[SERVICE], &[]),
    part(&["funding", "fundings"], "funding", &[ORGANIZATION, SERVICE], &[]),
    part(&["programs", "program"], "program", &[ORGANIZATION], &[]),
    part(&["eligibility", "eligibilities"], "eligibility", &[SERVICE], &[]),
    part(
        &["organization_identifiers", "organization_identifier"],
        "organization_identifier",
        &[ORGANIZATION],
        &[],
    ),
    part(&["urls", "url"], "url", &[ORGANIZATION, SERVICE], &[]),
    part(&["service_capacities", "service_capacity"], "service_capacity", &[SERVICE], &[]),
    part(
        &["services_taxonomy", "service_taxonomy", "service_taxonomies", "service_attributes"],
        "attribute",
        &[SERVICE],
        &[],
    ),
    part(
        &["services_at_location", "service_at_locations", "service_at_location"],
        "service_at_location",
        &[SERVICE],
        &[],
    ),
];

/// Tables whose rows name the noun that they belong to: file names, noun, column of the id, column of the noun.
pub(super) type Linked = (&'static [&'static str], &'static str, &'static str, &'static str);

/// The tables of that sort.
pub(super) const LINKED: [Linked; 2] = [
    (&["attributes", "attribute", "other_attributes"], "attribute", "link_id", "link_entity"),
    (&["metadata"], "metadata", "resource_id", "resource_type"),
];

/// Nouns that other rows may name.
pub(super) const NAMED: [&str; 6] =
    ["organization", "service", "location", "service_at_location", "contact", "phone"];

/// The file names of the table that holds a noun.
pub(super) fn names_of(noun: &str) -> &'static [&'static str] {
    let main = MAIN.iter().find(|(_, of)| *of == noun).map(|(names, _)| *names);
    main.or_else(|| PARTS.iter().find(|table| table.noun == noun).map(|table| table.names))
        .unwrap_or_default()
}

/// Whether any table of the standard has this file name.
pub(super) fn is_known(name: &str) -> bool {
    let main = MAIN.iter().flat_map(|(names, _)| names.iter());
    let parts = PARTS.iter().flat_map(|table| table.names.iter());
    let linked = LINKED.iter().flat_map(|(names, ..)| names.iter());
    main.chain(parts).chain(linked).chain(TERMS).chain(TAXONOMIES).chain(UNITS).any(|known| *known == name)
}

/// The member of an owner that holds parts of a noun.
pub(super) fn member(owner: &str, noun: &str) -> &'static str {
    match (owner, noun) {
        ("organization", "url") => "additional_websites",
        ("service", "url") => "additional_urls",
        (_, "language") => "languages",
        (_, "phone") => "phones",
        (_, "contact") => "contacts",
        (_, "schedule") => "schedules",
        (_, "address") => "addresses",
        (_, "service_area") => "service_areas",
        (_, "accessibility") => "accessibility",
        (_, "cost_option") => "cost_options",
        (_, "required_document") => "required_documents",
        (_, "funding") => "funding",
        (_, "program") => "programs",
        (_, "organization_identifier") => "organization_identifiers",
        (_, "service_capacity") => "capacities",
        (_, "attribute") => "attributes",
        (_, "service_at_location") => "service_at_locations",
        _ => "metadata",
    }
}
