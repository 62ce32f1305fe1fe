//! The part of a record that anyone may see.

use std::{borrow::Cow, collections::BTreeSet};

use model::{Noun, Record};
use serde_json::Value;

/// The record without the fields that are kept back, on itself and on whatever is nested in it. `None` where nothing
/// readable is left.
///
/// What is compared without them can be told to anyone: even that a value agrees with a hidden one would tell it.
pub(crate) fn part(record: &Record) -> Option<Cow<'_, Record>> {
    let kept_back: BTreeSet<&str> = record
        .field_visibility
        .iter()
        .filter(|(_, visibility)| !visibility.is_public())
        .map(|(field, _)| field.as_str())
        .collect();
    if kept_back.is_empty() {
        return Some(Cow::Borrowed(record));
    }
    let mut noun = record.noun.to_value();
    strip(&mut noun, &kept_back);
    let noun = Noun::from_value(record.key.kind, noun).ok()?;
    Some(Cow::Owned(Record { noun, ..record.clone() }))
}

fn strip(value: &mut Value, kept_back: &BTreeSet<&str>) {
    match value {
        Value::Object(fields) => {
            fields.retain(|field, _| field == "id" || !kept_back.contains(field.as_str()));
            fields.values_mut().for_each(|value| strip(value, kept_back));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| strip(value, kept_back)),
        _ => {}
    }
}
