use std::{fmt, str::FromStr};

use model::{KeyError, RecordKey, SourceId};

use super::{Attached, Claim, CorrectError, preview::Scene, shown};

/// Whose claim is meant: a source's, or that of one of its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimant {
    /// A source that has one record in the entity, or several that say the same.
    Source(SourceId),
    /// One record.
    Record(RecordKey),
}

impl FromStr for Claimant {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        if text.contains(':') { text.parse().map(Self::Record) } else { text.parse().map(Self::Source) }
    }
}

impl fmt::Display for Claimant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(source) => source.fmt(f),
            Self::Record(record) => record.fmt(f),
        }
    }
}

impl Claimant {
    fn is_meant(&self, record: &RecordKey) -> bool {
        match self {
            Self::Source(source) => record.source == *source,
            Self::Record(key) => record == key,
        }
    }

    /// The claim that is meant, of those on a field.
    pub(super) fn claim(
        &self,
        scene: &Scene,
        field: &str,
        claims: &[Claim<'_>],
    ) -> Result<Attached, CorrectError> {
        let meant: Vec<_> = claims.iter().filter(|(record, _)| self.is_meant(&record.key)).collect();
        let Some((record, told)) = meant.first() else {
            let (entity, field) = (scene.id, field.to_owned());
            return Err(CorrectError::NoClaim {
                claimant: self.to_string(),
                entity,
                field,
                claims: shown(claims),
            });
        };
        if meant.iter().any(|(_, other)| other.text != told.text) {
            let (claimant, claims) = (self.to_string(), shown(claims));
            return Err(CorrectError::SeveralClaims { claimant, field: field.to_owned(), claims });
        }
        Ok((record.key.clone(), told.clone()))
    }
}
