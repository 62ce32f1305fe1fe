use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{Noun, RecordKey, Visibility};

/// An HSDS noun as one source told it, with the source's own ids.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its name everywhere.
    pub key: RecordKey,
    /// The item it was read from.
    pub item: String,
    /// What was said.
    pub noun: Noun,
    /// Who may see the record; the source's own visibility applies as well.
    pub visibility: Visibility,
    /// Fields that fewer may see than may see the record, by top-level field name.
    pub field_visibility: BTreeMap<String, Visibility>,
    /// What the source wrote where the record holds a cleaned form of it: field path to original text.
    pub original: BTreeMap<String, String>,
    /// When the directory first saw it.
    pub first_seen: DateTime<Utc>,
    /// When it was last seen to say this or anything else.
    pub last_seen: DateTime<Utc>,
    /// When its content last changed.
    pub modified: DateTime<Utc>,
    /// When it was found gone, if it is. A deleted record stays as a ghost, so that its cluster keeps its id.
    pub deleted: Option<DateTime<Utc>>,
}
