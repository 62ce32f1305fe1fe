use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{RecordKey, SourceId};

/// What a steward said about one field of an entity, over the heads of its sources.
///
/// The log is only appended to. A correction ends when it expires or when a later one supersedes it; what it
/// superseded does not come back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Counts corrections, from 1; given by the store.
    pub number: i64,
    /// The record it is attached to: it holds for the entity that this record belongs to, through merges and splits.
    /// The record that claims the value, of a pin or a rejection; the entity's minting record otherwise.
    pub record: RecordKey,
    /// The field, in the standard's words; or a part of an address; or `position`.
    pub field: String,
    /// What is to be done.
    pub remedy: Remedy,
    /// The value that is pinned, rejected or supplied, as one text. Empty for [`Remedy::Lift`].
    pub value: String,
    /// The same as the fields of the noun that hold it.
    pub content: Map<String, Value>,
    /// The values that sources gave when the steward decided, as texts. A claim of another value is news.
    pub known: Vec<String>,
    /// The numbers of the corrections that it puts out of force, for good.
    pub supersedes: Vec<i64>,
    /// Who decided.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// When it stops to hold by itself, if ever.
    pub expires: Option<DateTime<Utc>>,
}

impl Correction {
    /// The name that stands for stewards where provenance names a source. No source may take it.
    pub const SOURCE: &'static str = "steward";

    /// The source and record that provenance gives for a value that no source says any more, or ever said.
    pub fn speaker(&self) -> Option<(SourceId, RecordKey)> {
        let source = SourceId::new(Self::SOURCE).ok()?;
        let record = RecordKey::new(source.clone(), self.record.kind, self.number.to_string());
        Some((source, record))
    }

    /// Whether it has expired at this moment.
    pub fn has_expired(&self, now: DateTime<Utc>) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }
}

/// The ways to correct a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Remedy {
    /// This value, which a source claims, is published whatever others claim.
    Pin,
    /// This value is not used as long as its source claims it.
    Reject,
    /// This value, which is the steward's own, is published.
    Supply,
    /// The sources decide again: earlier corrections of the field end.
    Lift,
}

impl Remedy {
    /// Every remedy.
    pub const ALL: [Self; 4] = [Self::Pin, Self::Reject, Self::Supply, Self::Lift];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Reject => "reject",
            Self::Supply => "supply",
            Self::Lift => "lift",
        }
    }

    /// Whether it says what is published, rather than what is not.
    pub const fn chooses(self) -> bool {
        matches!(self, Self::Pin | Self::Supply)
    }
}
