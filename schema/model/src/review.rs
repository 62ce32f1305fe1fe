use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How long a source's word counts without being confirmed. After `every` what it says of a service is overdue: marked,
/// and found after what is not. After `grace` more it is no longer published. Both in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewPeriod {
    /// From one confirmation until the next is due.
    pub every: u64,
    /// From then until it is published no more.
    pub grace: u64,
}

/// How an entity stands to the review of what is said of it, at the moment it was assembled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// Whether it is up to date.
    pub freshness: Freshness,
    /// When time alone will change what is to be said of it; `None` where it will not.
    pub next: Option<DateTime<Utc>>,
}

/// Whether what is said of an entity was confirmed in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Freshness {
    /// It was, or nobody asks for it.
    #[default]
    Current,
    /// It was not: it is marked, and found after what is current.
    Overdue,
    /// It was not for so long that it is not published any more.
    Lapsed,
}

impl Freshness {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Overdue => "overdue",
            Self::Lapsed => "lapsed",
        }
    }
}

impl fmt::Display for Freshness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that names no freshness.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no freshness; it is current, overdue or lapsed")]
pub struct UnknownFreshness(pub String);

impl FromStr for Freshness {
    type Err = UnknownFreshness;

    fn from_str(word: &str) -> Result<Self, UnknownFreshness> {
        let all = [Self::Current, Self::Overdue, Self::Lapsed];
        all.into_iter().find(|one| one.as_str() == word).ok_or_else(|| UnknownFreshness(word.to_owned()))
    }
}
