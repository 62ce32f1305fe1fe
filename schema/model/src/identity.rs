use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Kind, RecordKey};

/// A canonical id with its history. Minted once, never reused, never deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The canonical id.
    pub id: Uuid,
    /// What kind of thing it names.
    pub kind: Kind,
    /// The record it was minted from.
    pub minted_by: RecordKey,
    /// Counts the ids minted from that record, from 0.
    pub generation: i32,
    /// Counts all ids in the order in which they were minted, from 1: the lesser is the elder.
    pub serial: i64,
    /// What it stands for now.
    pub state: IdentityState,
}

/// What a canonical id stands for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "state", content = "into")]
pub enum IdentityState {
    /// A cluster with at least one present record.
    Live,
    /// Another, elder id's cluster. That id may itself have been merged since.
    Merged(Uuid),
    /// Nothing: every record of the cluster is gone.
    Gone,
}
