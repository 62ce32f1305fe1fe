use super::dictionary::{
    Absent, Field, FieldKind, HsdsNoun, NounType, field_kind, field_type, is_required, nouns, plain_name,
};
use super::{Attribute, Contact, Location, Metadata, Phone};

nouns! {
    /// A body that runs or pays for services: a council, charity, company, trust or informal group.
    Organization "organization" {
        /// The name the public knows it by.
        name: text required,
        /// Another name in use, such as a former or trading name.
        alternate_name: text,
        /// What the organization does, in a paragraph.
        description: text required,
        /// The address for general enquiries by e-mail.
        email: email,
        /// The home page.
        website: uri,
        /// Further web addresses, such as social media.
        additional_websites: list[Url],
        /// The tax treatment it has, such as a charitable exemption. Kept for older feeds.
        tax_status: text,
        /// Its number with the tax authority. Kept for older feeds.
        tax_id: text,
        /// The year in which it was founded.
        year_incorporated: number,
        /// The legal form, such as charity or community interest company.
        legal_status: text,
        /// The web address of its logo.
        logo: uri,
        /// A persistent web identifier.
        uri: uri,
        /// The organization of which this one is a part.
        parent_organization_id: id,
        /// Who pays for it.
        funding: list[Funding],
        /// People or posts to ask.
        contacts: list[Contact],
        /// Telephone numbers.
        phones: list[Phone],
        /// Its own places, apart from those where its services are given.
        locations: list[Location],
        /// Groups of services under one name.
        programs: list[Program],
        /// Numbers in public registers, such as charities or companies.
        organization_identifiers: list[OrganizationIdentifier],
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// The number that a public register gives to an organization.
    OrganizationIdentifier "organization_identifier" {
        /// The organization that has the number.
        organization_id: id,
        /// The register, by its code in the org-id.guide list, such as `GB-CHC`.
        identifier_scheme: text,
        /// The register in words, such as `charity number`.
        identifier_type: text required,
        /// The number itself.
        identifier: text required,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// A group of an organization's services that go under one name.
    Program "program" {
        /// The organization that runs it.
        organization_id: id,
        /// Its name.
        name: text required,
        /// Another name in use.
        alternate_name: text,
        /// What it offers.
        description: text required,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// Where the money of an organization or a service comes from.
    Funding "funding" {
        /// The organization that is paid.
        organization_id: id,
        /// The service that is paid for.
        service_id: id,
        /// Who pays, in free text.
        source: text,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }

    /// A further web address with a label.
    Url "url" {
        /// What the address leads to.
        label: text,
        /// The address.
        url: uri required,
        /// The organization it belongs to.
        organization_id: id,
        /// The service it belongs to.
        service_id: id,
        /// Terms of classifications.
        attributes: list[Attribute],
        /// The log of changes to this object.
        metadata: list[Metadata],
    }
}
