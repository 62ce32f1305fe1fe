use std::{borrow::Cow, collections::BTreeMap};

use model::{Kind, Visibility};
use serde_json::{Map, Value, json};

use super::{
    Cell, Mapping,
    cell::{Form, Origin, Taken},
};

/// What a row says of one kind, by the mapping's keys, in the source's own words.
///
/// A value is a text; for `hours` by day a table from day to text; for `terms` a list of `{ name, taxonomy }`; for
/// keys with a separator a list of texts. This is the body of an item that rows share.
pub(crate) type Facts = Map<String, Value>;

/// One row: a JSON object from column to value, nested where the line was.
pub(crate) struct Row<'a>(pub(crate) &'a Map<String, Value>);

/// A value that the mapping's table of values does not know.
pub(crate) struct UnknownWord {
    pub(crate) key: String,
    pub(crate) word: String,
}

impl Row<'_> {
    /// The text of a column or of a nested member; `None` where it is absent or says nothing.
    pub(crate) fn text(&self, column: &str) -> Option<Cow<'_, str>> {
        let value =
            self.0.get(column).or_else(|| nested(self.0, column)).or_else(|| self.in_another_case(column))?;
        let text = match value {
            Value::String(text) => Cow::Borrowed(text.trim()),
            Value::Number(_) | Value::Bool(_) => Cow::Owned(value.to_string()),
            Value::Array(list) => Cow::Owned(joined(list)),
            Value::Null | Value::Object(_) => return None,
        };
        Some(text).filter(|text| !text.is_empty())
    }

    fn in_another_case(&self, column: &str) -> Option<&Value> {
        self.0.iter().find(|(name, _)| name.trim().eq_ignore_ascii_case(column)).map(|(_, value)| value)
    }

    /// Whether the row is one of those that the source is made of.
    pub(crate) fn is_wanted(&self, mapping: &Mapping) -> bool {
        mapping.only.iter().all(|(column, value)| self.text(column).as_deref() == Some(value))
    }

    /// Who may see what the row says, or the word that is none of the three.
    pub(crate) fn visibility(&self, mapping: &Mapping) -> Result<Visibility, String> {
        let Some(Form::One(taken)) = mapping.visibility.as_ref().map(|cell| &cell.form) else {
            return Ok(Visibility::Public);
        };
        let mut unknown = None;
        let words = self.texts(taken, |word| unknown = Some(word));
        match (unknown, words.into_iter().next()) {
            (Some(word), _) => Err(word),
            (None, Some(word)) => word.to_lowercase().parse().map_err(|_| word),
            (None, None) => Ok(Visibility::Public),
        }
    }

    /// What the row says of a kind, and the words that the mapping does not know.
    pub(crate) fn facts(&self, mapping: &Mapping, kind: Kind) -> (Facts, Vec<UnknownWord>) {
        let mut facts = Facts::new();
        let mut unknown = Vec::new();
        for (key, cell) in mapping.of(kind) {
            let found = self.fact(cell, &mut |word| unknown.push(UnknownWord { key: key.clone(), word }));
            facts.extend(found.map(|value| (key.clone(), value)));
        }
        (facts, unknown)
    }

    fn fact(&self, cell: &Cell, unknown: &mut dyn FnMut(String)) -> Option<Value> {
        match &cell.form {
            Form::One(taken) if taken.taxonomy.is_some() => some_list(self.terms(taken, unknown)),
            Form::One(taken) if taken.is_split() => {
                some_list(self.texts(taken, unknown).into_iter().map(Value::from).collect())
            }
            Form::One(taken) => self.texts(taken, unknown).into_iter().next().map(Value::from),
            Form::Many(list) => some_list(list.iter().flat_map(|taken| self.terms(taken, unknown)).collect()),
            Form::Days(days) => {
                let texts = days.iter().filter_map(|(day, taken)| {
                    Some(((*day).to_owned(), self.texts(taken, &mut *unknown).into_iter().next()?.into()))
                });
                let table: Facts = texts.collect();
                (!table.is_empty()).then_some(Value::Object(table))
            }
        }
    }

    fn terms(&self, taken: &Taken, unknown: &mut dyn FnMut(String)) -> Vec<Value> {
        let names = self.texts(taken, unknown).into_iter();
        names.map(|name| json!({ "name": name, "taxonomy": taken.taxonomy })).collect()
    }

    /// The texts that are to be taken: one, or several where the cell is split; each in the standard's words.
    fn texts(&self, taken: &Taken, mut unknown: impl FnMut(String)) -> Vec<String> {
        let Some(text) = self.raw(taken) else { return Vec::new() };
        let parts: Vec<&str> = match &taken.separator {
            Some(separator) if taken.is_split() && !separator.is_empty() => {
                text.split(separator.as_str()).collect()
            }
            _ => vec![&text],
        };
        let said = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
        let translated = said.filter_map(|word| match &taken.values {
            None => Some(word.to_owned()),
            Some(values) => values.get(word).or_else(|| ignoring_case(values, word)).cloned().or_else(|| {
                unknown(word.to_owned());
                None
            }),
        });
        translated.filter(|text| !text.is_empty()).collect()
    }

    fn raw(&self, taken: &Taken) -> Option<String> {
        match &taken.from {
            Origin::Constant(text) => Some(text.clone()),
            Origin::Any(columns) => columns.iter().find_map(|column| self.text(column)).map(Cow::into_owned),
            Origin::Columns(columns) => {
                let texts: Vec<Cow<'_, str>> =
                    columns.iter().filter_map(|column| self.text(column)).collect();
                Some(texts.join(taken.separator.as_deref().unwrap_or(", "))).filter(|text| !text.is_empty())
            }
        }
    }
}

fn ignoring_case<'v>(values: &'v BTreeMap<String, String>, word: &str) -> Option<&'v String> {
    values.iter().find(|(known, _)| known.to_lowercase() == word.to_lowercase()).map(|(_, text)| text)
}

fn nested<'v>(row: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let (first, rest) = path.split_once('.')?;
    let inner = row.get(first)?.as_object()?;
    inner.get(rest).or_else(|| nested(inner, rest))
}

fn joined(list: &[Value]) -> String {
    let texts = list.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    texts.collect::<Vec<_>>().join(", ")
}

fn some_list(list: Vec<Value>) -> Option<Value> {
    (!list.is_empty()).then_some(Value::Array(list))
}
