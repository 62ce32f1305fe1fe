use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

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
    /// When its source last said, beside its feed, that it still holds.
    pub confirmed: Option<DateTime<Utc>>,
}

impl Record {
    /// When what it says was last confirmed: on the day that its source gives, which counts for no later than the
    /// directory read it, or when its source said that it still holds. `None` where neither ever happened.
    pub fn assured(&self) -> Option<DateTime<Utc>> {
        self.given_assurance().max(self.confirmed)
    }

    /// From when on its next review is counted: its last confirmation; without a day given, its last change also.
    pub fn reviewed(&self) -> DateTime<Utc> {
        let changed = if self.given_assurance().is_none() { Some(self.modified) } else { None };
        self.assured().max(changed).unwrap_or(self.modified)
    }

    fn given_assurance(&self) -> Option<DateTime<Utc>> {
        let Noun::Service(service) = &self.noun else { return None };
        let day: NaiveDate = service.assured_date.as_ref()?.parse().ok()?;
        Some(day.and_time(NaiveTime::MIN).and_utc().min(self.modified))
    }
}
