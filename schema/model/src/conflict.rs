use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Kind, RecordKey, SourceId};

/// A fact on which sources disagree about one entity, for a steward to correct or leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The entity.
    pub entity: Uuid,
    /// What kind of thing it is.
    pub kind: Kind,
    /// Its published name, where it has one.
    pub name: Option<String>,
    /// The field, in the standard's words; `position` stands for latitude and longitude.
    pub field: String,
    /// How much the field matters to a reader, from 1 to 10.
    pub weight: i64,
    /// How many published services show the entity, or are it.
    pub services: i64,
    /// What the answer is worth, in thousandths: weight × log2(1 + services), at least 1; 0 where the entity is not
    /// published. The greatest comes first.
    pub priority: i64,
    /// What each source says, the published claim first.
    pub claims: Vec<Contention>,
    /// Why the published claim is the published one.
    pub why: String,
}

/// One side of a conflict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contention {
    /// Who says it.
    pub source: SourceId,
    /// The record that says it.
    pub record: RecordKey,
    /// What it says, as one text.
    pub value: String,
    /// When the record last changed.
    pub changed: DateTime<Utc>,
    /// When the record was last seen.
    pub seen: DateTime<Utc>,
    /// Whether this is published.
    pub published: bool,
}
