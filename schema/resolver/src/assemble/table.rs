use model::{Kind, Noun, Record};
use serde_json::{Map, Value};

use super::{
    fact::{self, Fact},
    supply,
};

/// Why a fact cannot be corrected so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactError {
    /// The kind has no such fact; these are those it has.
    Unknown(Vec<&'static str>),
    /// The text is no value of the fact, and why.
    Value(String),
}

/// A value of a fact: as one text in normal form, and as the fields of the noun that hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The text: what is compared, shown, and read by [`read_fact`].
    pub text: String,
    /// The fields; of a part of an address, that part alone.
    pub content: Map<String, Value>,
}

/// The names of the facts of a kind that stewards can correct: its single values but for ids, `phones`, `schedules`,
/// and of a location `addresses` or a part of them, and `position`.
pub fn facts(kind: Kind) -> Vec<&'static str> {
    fact::names(kind)
}

fn known(kind: Kind, name: &str) -> Result<Fact, FactError> {
    fact::fact(kind, name).ok_or_else(|| FactError::Unknown(facts(kind)))
}

/// Reads a value that a steward supplies for a fact: an address on one line with its postcode, telephone numbers
/// between commas, opening hours as people or OpenStreetMap write them, a position as `latitude,longitude`.
pub fn read_fact(kind: Kind, name: &str, text: &str) -> Result<Told, FactError> {
    let fact = known(kind, name)?;
    let content = supply::content(fact, text).map_err(FactError::Value)?;
    let text = fact.text_of(&content).ok_or_else(|| FactError::Value("it cannot be published".to_owned()))?;
    Ok(Told { text, content })
}

/// What a record says of a fact. `None` where it says nothing of it that can be put as one text, or keeps it back.
pub fn told(record: &Record, name: &str) -> Result<Option<Told>, FactError> {
    let fact = known(record.key.kind, name)?;
    let is_open = |field: &&str| record.field_visibility.get(*field).is_none_or(|seen| seen.is_public());
    if fact.fields().iter().all(is_open) { told_in(&record.noun, name) } else { Ok(None) }
}

/// What a noun says of a fact, as [`told`] has it of a record.
pub fn told_in(noun: &Noun, name: &str) -> Result<Option<Told>, FactError> {
    let fact = known(noun.kind(), name)?;
    let Value::Object(object) = noun.to_value() else { return Ok(None) };
    let told = |text| Told { text, content: fact.content_of(&object) };
    Ok(fact.text(&object).map(told))
}
