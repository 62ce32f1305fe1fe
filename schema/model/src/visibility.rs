use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Who may see something, from open to closed. Combining two takes the stricter, which is the greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Anyone.
    #[default]
    Public,
    /// Partners with a token that says so.
    Partner,
    /// Stewards of the directory only; also the mark of a confidential address such as a refuge.
    Private,
}

impl Visibility {
    /// The stricter of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }

    /// Whether anyone may see it.
    pub fn is_public(self) -> bool {
        self == Self::Public
    }

    /// The word for it in configuration and output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Partner => "partner",
            Self::Private => "private",
        }
    }
}

impl fmt::Display for Visibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that names no visibility.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no visibility; use public, partner or private")]
pub struct UnknownVisibility(pub String);

impl FromStr for Visibility {
    type Err = UnknownVisibility;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Public, Self::Partner, Self::Private]
            .into_iter()
            .find(|visibility| visibility.as_str() == word)
            .ok_or_else(|| UnknownVisibility(word.to_owned()))
    }
}
