//! Between the model's types and the columns they are kept in.

use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};
use model::{Kind, Noun, RecordKey};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Result, StoreError};

/// A moment as a column holds it: UTC, to the microsecond.
pub(crate) fn time(moment: DateTime<Utc>) -> NaiveDateTime {
    moment.naive_utc().trunc_subsecs(6)
}

/// A moment as the model holds it.
pub(crate) fn moment(time: NaiveDateTime) -> DateTime<Utc> {
    time.and_utc()
}

/// The JSON text of something that always serialises: the model's maps have text for keys.
pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// Names the row that a column was read from, for the error.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) table: &'static str,
    pub(crate) key: &'a str,
}

impl Row<'_> {
    /// Reads JSON text.
    pub(crate) fn json<T: DeserializeOwned>(self, text: &str) -> Result<T> {
        serde_json::from_str(text).map_err(|error| StoreError::stored(self.table, self.key, error))
    }

    /// Reads one of the model's words, which it writes as text in JSON.
    pub(crate) fn word<T: DeserializeOwned>(self, word: &str) -> Result<T> {
        serde_json::from_value(Value::String(word.to_owned()))
            .map_err(|error| StoreError::stored(self.table, self.key, error))
    }

    /// Reads a noun.
    pub(crate) fn noun(self, kind: Kind, text: &str) -> Result<Noun> {
        Ok(match kind {
            Kind::Taxonomy => Noun::Taxonomy(self.json(text)?),
            Kind::Organization => Noun::Organization(self.json(text)?),
            Kind::Location => Noun::Location(self.json(text)?),
            Kind::Service => Noun::Service(self.json(text)?),
        })
    }

    /// Reads a name or an id.
    pub(crate) fn parse<T: FromStr<Err: ToString>>(self, text: &str) -> Result<T> {
        text.parse().map_err(|error: T::Err| StoreError::stored(self.table, self.key, error.to_string()))
    }
}

/// The names of records as the columns hold them.
pub(crate) fn names<'a>(keys: impl IntoIterator<Item = &'a RecordKey>) -> Vec<String> {
    keys.into_iter().map(ToString::to_string).collect()
}

/// Text that PostgreSQL can hold: NUL is shown by the replacement character.
pub(crate) fn without_nul(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
