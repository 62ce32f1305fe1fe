use serde_json::Value;

use crate::{
    Kind,
    hsds::{Attribute, HsdsNoun, Location, NounType, Organization, Service, Taxonomy},
};

/// An HSDS noun of one of the kinds that are reconciled.
#[derive(Clone, Debug, PartialEq)]
pub enum Noun {
    /// A classification.
    Taxonomy(Box<Taxonomy>),
    /// An organization.
    Organization(Box<Organization>),
    /// A location.
    Location(Box<Location>),
    /// A service.
    Service(Box<Service>),
}

/// Runs one expression on the struct inside a noun, whatever its kind.
macro_rules! each {
    ($noun:expr, $inner:ident => $result:expr) => {
        match $noun {
            Noun::Taxonomy($inner) => $result,
            Noun::Organization($inner) => $result,
            Noun::Location($inner) => $result,
            Noun::Service($inner) => $result,
        }
    };
}

impl Noun {
    /// Reads a noun of a kind from JSON. Fails where a value has the wrong shape, naming it.
    pub fn from_value(kind: Kind, value: Value) -> Result<Self, serde_json::Error> {
        Ok(match kind {
            Kind::Taxonomy => Self::Taxonomy(serde_json::from_value(value)?),
            Kind::Organization => Self::Organization(serde_json::from_value(value)?),
            Kind::Location => Self::Location(serde_json::from_value(value)?),
            Kind::Service => Self::Service(serde_json::from_value(value)?),
        })
    }

    /// The noun as JSON text, absent fields left out, in the standard's field order.
    pub fn to_json(&self) -> String {
        // A noun holds only text, finite numbers and lists, which always serialise.
        each!(self, noun => serde_json::to_string(noun)).unwrap_or_default()
    }

    /// The noun as a JSON value, absent fields left out.
    pub fn to_value(&self) -> Value {
        each!(self, noun => serde_json::to_value(noun)).unwrap_or_default()
    }

    /// What kind it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Taxonomy(_) => Kind::Taxonomy,
            Self::Organization(_) => Kind::Organization,
            Self::Location(_) => Kind::Location,
            Self::Service(_) => Kind::Service,
        }
    }

    /// The dictionary entry for a kind.
    pub fn noun_type(kind: Kind) -> &'static NounType {
        match kind {
            Kind::Taxonomy => Taxonomy::noun_type(),
            Kind::Organization => Organization::noun_type(),
            Kind::Location => Location::noun_type(),
            Kind::Service => Service::noun_type(),
        }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        each!(self, noun => &noun.id)
    }

    /// Gives it an id.
    pub fn set_id(&mut self, id: String) {
        each!(self, noun => noun.id = id);
    }

    /// Its name, where it has one.
    pub fn name(&self) -> Option<&str> {
        each!(self, noun => noun.name.as_deref())
    }

    /// The terms that it is classified by. A taxonomy has none.
    pub fn attributes(&self) -> &[Attribute] {
        match self {
            Self::Taxonomy(_) => &[],
            Self::Organization(noun) => &noun.attributes,
            Self::Location(noun) => &noun.attributes,
            Self::Service(noun) => &noun.attributes,
        }
    }

    /// The same, to be added to.
    pub fn attributes_mut(&mut self) -> Option<&mut Vec<Attribute>> {
        match self {
            Self::Taxonomy(_) => None,
            Self::Organization(noun) => Some(&mut noun.attributes),
            Self::Location(noun) => Some(&mut noun.attributes),
            Self::Service(noun) => Some(&mut noun.attributes),
        }
    }

    /// The organization inside, if it is one.
    pub fn as_organization(&self) -> Option<&Organization> {
        if let Self::Organization(noun) = self { Some(noun) } else { None }
    }

    /// The location inside, if it is one.
    pub fn as_location(&self) -> Option<&Location> {
        if let Self::Location(noun) = self { Some(noun) } else { None }
    }

    /// The service inside, if it is one.
    pub fn as_service(&self) -> Option<&Service> {
        if let Self::Service(noun) = self { Some(noun) } else { None }
    }

    /// The taxonomy inside, if it is one.
    pub fn as_taxonomy(&self) -> Option<&Taxonomy> {
        if let Self::Taxonomy(noun) = self { Some(noun) } else { None }
    }
}
