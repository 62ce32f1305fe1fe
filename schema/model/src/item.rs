use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::SourceId;

/// What a source sent, byte for byte, under the source's own name for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The source that sent it.
    pub source: SourceId,
    /// The source's own name for it, unique in the source, such as `service/42` or `row/central-library-pl1-1hz`.
    pub id: String,
    /// Counts the versions that differ in content, from 1.
    pub version: i32,
    /// The media type of the body, such as `application/json`.
    pub media_type: String,
    /// The bytes as they came.
    pub body: Vec<u8>,
    /// The hash of the body.
    pub hash: ContentHash,
    /// When this version was first seen.
    pub first_seen: DateTime<Utc>,
    /// When it was last seen.
    pub last_seen: DateTime<Utc>,
    /// When it was found gone, if it is.
    pub deleted: Option<DateTime<Utc>>,
}

/// The SHA-256 of some bytes, in lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContentHash(pub String);

impl ContentHash {
    /// Hashes bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_digest(Self::digest(bytes))
    }

    /// Hashes bytes that come in parts.
    pub fn of_parts<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> Self {
        let mut hasher = Sha256::new();
        parts.into_iter().for_each(|part| hasher.update(part));
        Self::of_digest(hasher.finalize().into())
    }

    /// The digest that a hash writes down, in half the space.
    pub fn digest(bytes: &[u8]) -> [u8; 32] {
        Sha256::digest(bytes).into()
    }

    /// The digest that this hash writes down; `None` where it is no hash.
    pub fn to_digest(&self) -> Option<[u8; 32]> {
        let mut digest = [0; 32];
        let digits = self.0.as_bytes().chunks_exact(2);
        if self.0.len() != 64 {
            return None;
        }
        for (byte, digits) in digest.iter_mut().zip(digits) {
            *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(digest)
    }

    /// The hash that writes down a digest.
    pub fn of_digest(digest: [u8; 32]) -> Self {
        let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Self(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
