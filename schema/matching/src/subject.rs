//! What the records to be matched tell of.

use std::fmt;
use std::str::FromStr;

use model::Kind;
use serde::{Deserialize, Serialize};

/// What a record tells of, as far as matching is concerned: each has its own weights and rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// A vocabulary of terms.
    Taxonomy,
    /// A body that gives services.
    Organization,
    /// A site: a building, or a part of one.
    Location,
    /// What is given, by one organization, at one site or several.
    Service,
    /// A venue or an organization's presence at a site, in lists that do not tell the two apart.
    Place,
}

impl Subject {
    /// Every subject.
    pub const ALL: [Self; 5] =
        [Self::Taxonomy, Self::Organization, Self::Location, Self::Service, Self::Place];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Taxonomy => "taxonomy",
            Self::Organization => "organization",
            Self::Location => "location",
            Self::Service => "service",
            Self::Place => "place",
        }
    }

    /// The kind of record that tells of it; a place is kept as a location.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Taxonomy => Kind::Taxonomy,
            Self::Organization => Kind::Organization,
            Self::Location | Self::Place => Kind::Location,
            Self::Service => Kind::Service,
        }
    }

    /// Whether it is a site, or stands at one.
    pub(crate) const fn is_site(self) -> bool {
        matches!(self, Self::Location | Self::Place)
    }
}

impl From<Kind> for Subject {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Taxonomy => Self::Taxonomy,
            Kind::Organization => Self::Organization,
            Kind::Location => Self::Location,
            Kind::Service => Self::Service,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Subject {
    type Err = UnknownSubject;

    fn from_str(word: &str) -> Result<Self, UnknownSubject> {
        let known = Self::ALL.into_iter().find(|subject| subject.as_str() == word);
        known.ok_or_else(|| UnknownSubject(word.to_owned()))
    }
}

/// A word that names no subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSubject(String);

impl fmt::Display for UnknownSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not taxonomy, organization, location, service or place", self.0)
    }
}

impl std::error::Error for UnknownSubject {}
