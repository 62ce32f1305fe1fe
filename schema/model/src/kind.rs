use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The kinds of thing that sources describe and the directory reconciles. Everything else in HSDS is a part of one.
///
/// The order is the order of reconciliation: a location match may lean on organizations, a service match on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A classification with its terms.
    Taxonomy,
    /// A body that gives services.
    Organization,
    /// A place.
    Location,
    /// Something offered to people.
    Service,
}

impl Kind {
    /// Every kind, in the order of reconciliation.
    pub const ALL: [Self; 4] = [Self::Taxonomy, Self::Organization, Self::Location, Self::Service];

    /// The word for it, singular and in lower case, as it stands in record names and URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Taxonomy => "taxonomy",
            Self::Organization => "organization",
            Self::Location => "location",
            Self::Service => "service",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that names no kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no kind of record; use taxonomy, organization, location or service")]
pub struct UnknownKind(pub String);

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or_else(|| UnknownKind(word.to_owned()))
    }
}
