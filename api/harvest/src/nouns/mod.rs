//! Reading a noun of HSDS out of JSON by the dictionary: each value is used, or cleaned with what was written kept
//! beside it, or raises an issue.

pub(crate) mod aliases;
mod choice;
mod part;
mod value;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use model::{
    IssueDraft, Kind, Noun, Severity,
    hsds::{Field, FieldKind, NounType},
};
use serde_json::{Map, Value};

use crate::issues::{Issues, shown};

/// How deep nouns may nest: the standard needs four levels.
const DEEPEST: usize = 12;

/// Reads one record.
pub(crate) struct Reader<'i> {
    record: String,
    issues: &'i mut Issues,
    original: BTreeMap<String, String>,
}

/// A noun that was read, and what the source wrote where a value was cleaned.
pub(crate) struct Read {
    pub(crate) noun: Noun,
    pub(crate) original: BTreeMap<String, String>,
}

impl<'i> Reader<'i> {
    /// Reads the noun of a kind and id. `None`, with an issue, if it is unusable as a whole.
    pub(crate) fn read(
        kind: Kind,
        id: &str,
        value: Map<String, Value>,
        issues: &'i mut Issues,
    ) -> Option<Read> {
        let mut reader = Self { record: shown(&format!("{kind}:{id}")), issues, original: BTreeMap::new() };
        let mut clean = reader.object(Noun::noun_type(kind), value, "", 0);
        if kind != Kind::Location && !clean.contains_key("name") {
            let action = "give it a name at the source; until then its last good version stays";
            let reason = "it has no name that can be used";
            let issue = IssueDraft::new(Severity::Error, "no-name", reason, action);
            reader.issues.push(issue.in_record(reader.record.clone()).in_field("name"));
            return None;
        }
        clean.insert("id".to_owned(), Value::String(id.to_owned()));
        match Noun::from_value(kind, Value::Object(clean)) {
            Ok(noun) => Some(Read { noun, original: reader.original }),
            Err(error) => {
                let action = "correct its shape at the source; until then its last good version stays";
                reader.issues.kept_out("bad-shape", &reader.record, &error.to_string(), action);
                None
            }
        }
    }

    fn object(
        &mut self,
        noun: &NounType,
        value: Map<String, Value>,
        path: &str,
        depth: usize,
    ) -> Map<String, Value> {
        let mut clean = Map::new();
        for (name, value) in aliases::renamed(noun.name, value) {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let read = match noun.field(&name) {
                _ if says_nothing(&value) || (depth > 0 && part::is_implied(noun.name, &name)) => None,
                _ if name == "id" => self.scalar(&FieldKind::Id, "id", &value, &path),
                Some(field) => self.field(noun, field, value, &path, depth),
                None => {
                    let told = format!("{}.{}", noun.name, shown(&name));
                    self.issues.unread_member(&told, &shown(&path), &self.record);
                    None
                }
            };
            clean.extend(read.map(|value| (name, value)));
        }
        self.check_part(noun, &mut clean, path);
        clean
    }

    fn field(
        &mut self,
        noun: &NounType,
        field: &Field,
        value: Value,
        path: &str,
        depth: usize,
    ) -> Option<Value> {
        match field.kind {
            FieldKind::List(_) | FieldKind::One(_) if depth >= DEEPEST => {
                self.bad(path, &value, "it is nested too deep");
                None
            }
            FieldKind::List(nested) => self.list(nested(), value, path, depth + 1),
            FieldKind::One(nested) => match value {
                Value::Object(value) => self.part(nested(), value, path, depth + 1),
                other => {
                    self.bad(path, &other, "an object is expected here");
                    None
                }
            },
            _ if noun.name == "schedule" && field.name == "freq" => self.frequency(&value, path),
            _ => self.scalar(&field.kind, field.name, &value, path),
        }
    }

    fn list(&mut self, noun: &NounType, value: Value, path: &str, depth: usize) -> Option<Value> {
        let list = match value {
            Value::Array(list) => list,
            // A list of one, written without its brackets.
            Value::Object(_) => vec![value],
            other => {
                self.bad(path, &other, "a list is expected here");
                return None;
            }
        };
        let mut clean = Vec::new();
        for (number, value) in list.into_iter().enumerate() {
            let path = format!("{path}.{number}");
            match value {
                Value::Object(value) => clean.extend(self.part(noun, value, &path, depth)),
                Value::Null => {}
                other => self.bad(&path, &other, "an object is expected here"),
            }
        }
        (!clean.is_empty()).then_some(Value::Array(clean))
    }

    /// A nested noun; `None` if it says nothing or lacks what it cannot do without.
    fn part(
        &mut self,
        noun: &NounType,
        value: Map<String, Value>,
        path: &str,
        depth: usize,
    ) -> Option<Value> {
        let told: Vec<&str> = part::essential(noun.name).filter(|name| tells(&value, name)).collect();
        let clean = self.object(noun, value, path, depth);
        if let Some(missing) = part::essential(noun.name).find(|name| !clean.contains_key(*name)) {
            // Where it was told but could not be used, that has been said already.
            if !told.contains(&missing) {
                let reason = format!("it has no {missing}, so this {} is left out", noun.name);
                self.issues.bad_value(&self.record, path, &Value::Object(clean).to_string(), &reason);
            }
            return None;
        }
        if clean.keys().all(|name| name == "id") {
            return None;
        }
        Some(Value::Object(clean))
    }

    fn scalar(&mut self, kind: &FieldKind, name: &str, value: &Value, path: &str) -> Option<Value> {
        let Some(text) = value::text(value) else {
            self.bad(path, value, "a single value is expected here");
            return None;
        };
        match value::clean(kind, name, &text) {
            Ok(clean) => {
                if text.contains(is_unprintable) {
                    let reason = "it holds control characters, which are left out";
                    self.issues.notice("control-characters", &self.record, path, &text, reason);
                }
                self.keep_original(path, value, &text, &clean);
                Some(clean)
            }
            Err(reason) => {
                if !text.trim().is_empty() {
                    self.bad(path, value, &reason);
                }
                None
            }
        }
    }

    fn keep_original(&mut self, path: &str, value: &Value, text: &str, clean: &Value) {
        let same = match clean {
            Value::String(clean) => clean == text,
            // The same number in quotation marks is no other value.
            clean => clean.as_f64() == text.trim().parse().ok(),
        };
        let changed = value.is_string() && !same;
        if changed {
            self.original.insert(path.to_owned(), shown(text));
        }
    }

    fn bad(&mut self, path: &str, value: &Value, reason: &str) {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        self.issues.bad_value(&self.record, &shown(path), &text, reason);
    }
}

fn tells(object: &Map<String, Value>, name: &str) -> bool {
    object.get(name).is_some_and(|value| !says_nothing(value))
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

/// A control character that is no white space, such as NUL.
fn is_unprintable(character: char) -> bool {
    character.is_control() && !character.is_whitespace()
}
