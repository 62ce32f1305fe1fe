use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Something that not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Write records of one's own sources, and see what became of them.
    #[serde(rename = "records:write")]
    RecordsWrite,
    /// Decide on doubtful matches and correct facts.
    #[serde(rename = "judgements:write")]
    JudgementsWrite,
    /// Let sources join, pause and leave.
    #[serde(rename = "sources:admin")]
    SourcesAdmin,
    /// Make clients and read the log of writes.
    #[serde(rename = "clients:admin")]
    ClientsAdmin,
    /// Read what is not published: issues, raw records, evidence, what stewards decided.
    #[serde(rename = "private:read")]
    PrivateRead,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 5] = [
        Self::RecordsWrite,
        Self::JudgementsWrite,
        Self::SourcesAdmin,
        Self::ClientsAdmin,
        Self::PrivateRead,
    ];

    /// The word for it in tokens.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RecordsWrite => "records:write",
            Self::JudgementsWrite => "judgements:write",
            Self::SourcesAdmin => "sources:admin",
            Self::ClientsAdmin => "clients:admin",
            Self::PrivateRead => "private:read",
        }
    }

    /// What it allows, in a sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::RecordsWrite => "Write records of one's own sources, and see what became of them.",
            Self::JudgementsWrite => "Decide on doubtful matches and correct facts.",
            Self::SourcesAdmin => "Let sources join, pause and leave.",
            Self::ClientsAdmin => "Make clients and read the log of writes.",
            Self::PrivateRead => {
                "Read what is not published: issues, raw records, evidence, what stewards decided."
            }
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no scope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no scope; use some of {all}", all = Scope::ALL.map(Scope::as_str).join(" "))]
pub struct UnknownScope(pub String);

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(word: &str) -> Result<Self, UnknownScope> {
        let named = |scope: &Self| scope.as_str() == word;
        Self::ALL.into_iter().find(named).ok_or_else(|| UnknownScope(word.to_owned()))
    }
}

/// Some scopes. In text, words with spaces between them, as OAuth has it (RFC 6749, 3.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// Every scope there is.
    pub fn all() -> Self {
        Scope::ALL.into_iter().collect()
    }

    /// Whether this one is among them.
    pub fn contains(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that are in the other set as well.
    #[must_use]
    pub fn within(&self, other: &Self) -> Self {
        self.0.intersection(&other.0).copied().collect()
    }

    /// Those of the words that name scopes; other words are for other services.
    pub(crate) fn among<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        words.into_iter().filter_map(|word| word.parse().ok()).collect()
    }

    /// Them, in the order of [`Scope::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = Scope> + '_ {
        self.0.iter().copied()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl FromStr for Scopes {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        text.split_ascii_whitespace().map(str::parse).collect()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Scope::as_str).collect();
        f.write_str(&words.join(" "))
    }
}
