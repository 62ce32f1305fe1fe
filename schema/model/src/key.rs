use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{Kind, UnknownKind};

/// The name of a source: 1 to 64 lower-case letters, digits, `-` and `_`, beginning with a letter or digit.
///
/// Cheap to clone: one source is named by each of its records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SourceId(Arc<str>);

impl SourceId {
    const MOST: usize = 64;

    /// Checks and takes a name.
    pub fn new(name: &str) -> Result<Self, KeyError> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
        let begins_well = name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        if begins_well && name.len() <= Self::MOST && name.chars().all(allowed) {
            Ok(Self(name.into()))
        } else {
            Err(KeyError::Source(name.to_owned()))
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for SourceId {
    type Error = KeyError;

    fn try_from(name: String) -> Result<Self, KeyError> {
        Self::new(&name)
    }
}

impl FromStr for SourceId {
    type Err = KeyError;

    fn from_str(name: &str) -> Result<Self, KeyError> {
        Self::new(name)
    }
}

impl From<SourceId> for String {
    fn from(id: SourceId) -> Self {
        id.0.as_ref().to_owned()
    }
}

/// The name of a record everywhere: `source:kind:id`, where `id` is the source's own and may itself hold colons.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordKey {
    /// The source that said it.
    pub source: SourceId,
    /// What kind of thing it is.
    pub kind: Kind,
    /// The source's own id; never empty.
    pub id: String,
}

impl RecordKey {
    /// Names the record of this source, kind and id.
    pub fn new(source: SourceId, kind: Kind, id: impl Into<String>) -> Self {
        Self { source, kind, id: id.into() }
    }
}

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.source, self.kind, self.id)
    }
}

impl FromStr for RecordKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut parts = text.splitn(3, ':');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(source), Some(kind), Some(id)) if !id.is_empty() => {
                Ok(Self { source: SourceId::new(source)?, kind: kind.parse()?, id: id.to_owned() })
            }
            _ => Err(KeyError::Shape(text.to_owned())),
        }
    }
}

impl TryFrom<String> for RecordKey {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        text.parse()
    }
}

impl From<RecordKey> for String {
    fn from(key: RecordKey) -> Self {
        key.to_string()
    }
}

/// Why a text names no source or no record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The source part is malformed.
    #[error(
        "`{0}` is no name for a source; use 1 to 64 lower-case letters, digits, `-` and `_`, \
         beginning with a letter or digit"
    )]
    Source(String),
    /// There are not three parts.
    #[error("`{0}` is no record name; write it as source:kind:id")]
    Shape(String),
    /// The kind part is unknown.
    #[error(transparent)]
    Kind(#[from] UnknownKind),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_key_reads_back_what_it_wrote() {
        let key: RecordKey = "library-service:location:urn:x:1".parse().unwrap();
        assert_eq!(key.id, "urn:x:1");
        assert_eq!(key.to_string(), "library-service:location:urn:x:1");
    }

    #[test]
    fn malformed_names_say_what_to_write() {
        for bad in ["", "a", "a:service", "a:service:", "A:service:1", "a:thing:1"] {
            assert!(bad.parse::<RecordKey>().is_err(), "{bad}");
        }
    }
}
