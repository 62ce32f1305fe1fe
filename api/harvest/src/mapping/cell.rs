use std::collections::BTreeMap;

use model::hsds::WEEKDAYS;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where a field's value comes from:
///
/// - `"Column"`: a column;
/// - `["One", "Two"]`: columns joined by a comma and a space, those that say nothing left out;
/// - `{ columns = ["One", "Two"], separator = " " }`: the same with another separator;
/// - `{ any = ["New name", "Old name"] }`: the first column that says something;
/// - `{ value = "Plymouth City Council" }`: the same for every row;
/// - `{ column = "Open?", values = { Yes = "active", No = "inactive" } }`: the publisher's words for the standard's;
///   a word for `""` says nothing;
/// - for lists, `separator`: what stands between several values in one cell;
/// - for `terms`, `taxonomy`: the classification they are from; and several of these in a list;
/// - for `hours`, a table from `monday` … `sunday` to columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub struct Cell {
    raw: Value,
    pub(crate) form: Form,
}

/// The forms of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    /// One value.
    One(Taken),
    /// Several values, for `terms`.
    Many(Vec<Taken>),
    /// A value for each day, from Monday, for `hours`.
    Days(Vec<(&'static str, Taken)>),
}

/// One value and how to take it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Taken {
    pub(crate) from: Origin,
    pub(crate) separator: Option<String>,
    pub(crate) values: Option<BTreeMap<String, String>>,
    pub(crate) taxonomy: Option<String>,
}

/// Where one value comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Origin {
    /// Columns, joined.
    Columns(Vec<String>),
    /// The first column that says something.
    Any(Vec<String>),
    /// A constant.
    Constant(String),
}

/// A cell that is none of the forms.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0}; use a column, a list of columns, {{ value = … }}, {{ any = [ … ] }}, {{ column = …, values = {{ … }} }} \
     or for hours {{ monday = …, … }}"
)]
pub struct CellError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Detailed {
    column: Option<String>,
    columns: Option<Vec<String>>,
    any: Option<Vec<String>>,
    value: Option<String>,
    separator: Option<String>,
    values: Option<BTreeMap<String, String>>,
    taxonomy: Option<String>,
}

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl TryFrom<Value> for Cell {
    type Error = CellError;

    fn try_from(raw: Value) -> Result<Self, CellError> {
        let form = match &raw {
            Value::Object(table) if table.keys().any(|key| DAYS.contains(&key.as_str())) => days(table)?,
            Value::Array(list) if list.iter().any(Value::is_object) => {
                Form::Many(list.iter().map(taken).collect::<Result<_, _>>()?)
            }
            other => Form::One(taken(other)?),
        };
        Ok(Self { raw, form })
    }
}

impl From<Cell> for Value {
    fn from(cell: Cell) -> Self {
        cell.raw
    }
}

fn days(table: &serde_json::Map<String, Value>) -> Result<Form, CellError> {
    if let Some(key) = table.keys().find(|key| !DAYS.contains(&key.as_str())) {
        return Err(CellError(format!("`{key}` is no day")));
    }
    let named = DAYS.iter().zip(WEEKDAYS).filter_map(|(name, day)| Some((*day, table.get(*name)?)));
    Ok(Form::Days(named.map(|(day, value)| Ok((day, taken(value)?))).collect::<Result<_, _>>()?))
}

fn taken(value: &Value) -> Result<Taken, CellError> {
    let plain = |from| Taken { from, separator: None, values: None, taxonomy: None };
    match value {
        Value::String(column) => Ok(plain(Origin::Columns(vec![column.clone()]))),
        Value::Array(_) => {
            let columns = serde_json::from_value(value.clone());
            columns
                .map(|columns| plain(Origin::Columns(columns)))
                .map_err(|error| CellError(error.to_string()))
        }
        Value::Object(_) => {
            let detailed: Detailed =
                serde_json::from_value(value.clone()).map_err(|error| CellError(error.to_string()))?;
            Taken::try_from(detailed)
        }
        other => Err(CellError(format!("`{other}` is no column"))),
    }
}

impl TryFrom<Detailed> for Taken {
    type Error = CellError;

    fn try_from(told: Detailed) -> Result<Self, CellError> {
        let columns = told.column.map(|column| vec![column]).or(told.columns);
        let from = match (columns, told.any, told.value) {
            (Some(columns), None, None) => Origin::Columns(columns),
            (None, Some(any), None) => Origin::Any(any),
            (None, None, Some(value)) => Origin::Constant(value),
            _ => return Err(CellError("it needs one of column, columns, any and value".to_owned())),
        };
        Ok(Self { from, separator: told.separator, values: told.values, taxonomy: told.taxonomy })
    }
}

impl Taken {
    /// Whether its separator takes one cell apart, rather than standing between joined columns.
    pub(crate) fn is_split(&self) -> bool {
        self.separator.is_some() && !matches!(&self.from, Origin::Columns(columns) if columns.len() > 1)
    }

    /// The columns it needs, in groups of which one is enough.
    pub(crate) fn groups(&self) -> Vec<Vec<&str>> {
        match &self.from {
            Origin::Columns(columns) => columns.iter().map(|column| vec![column.as_str()]).collect(),
            Origin::Any(columns) => vec![columns.iter().map(String::as_str).collect()],
            Origin::Constant(_) => Vec::new(),
        }
    }
}

impl Cell {
    fn parts(&self) -> Vec<&Taken> {
        match &self.form {
            Form::One(taken) => vec![taken],
            Form::Many(list) => list.iter().collect(),
            Form::Days(days) => days.iter().map(|(_, taken)| taken).collect(),
        }
    }

    /// The columns it needs, in groups of which one is enough.
    pub(crate) fn groups(&self) -> Vec<Vec<&str>> {
        self.parts().into_iter().flat_map(Taken::groups).collect()
    }

    /// All its columns as one group.
    pub(crate) fn alternatives(&self) -> Vec<&str> {
        self.groups().into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Result<Cell, String> {
        let table: toml::Table = toml::from_str(text).unwrap();
        table["cell"].clone().try_into().map_err(|error: toml::de::Error| error.to_string())
    }

    #[test]
    fn a_cell_has_the_forms_it_documents() {
        for form in [
            "cell = 'Title'",
            "cell = ['A', 'B']",
            "cell = { columns = ['A', 'B'], separator = ' ' }",
            "cell = { any = ['A', 'B'] }",
            "cell = { value = 'always' }",
            "cell = { column = 'A', values = { Yes = 'active' } }",
            "cell = [{ column = 'A', taxonomy = 'T' }, { column = 'B' }]",
            "cell = { monday = 'Mon', sunday = { any = ['Sun', 'S'] } }",
        ] {
            let read = cell(form).unwrap();
            let again: Cell = serde_json::from_value(serde_json::to_value(&read).unwrap()).unwrap();
            assert_eq!(again, read, "{form}");
        }
    }

    #[test]
    fn a_wrong_form_says_what_would_be_right() {
        for form in [
            "cell = 1",
            "cell = { colour = 'A' }",
            "cell = { column = 'A', value = 'B' }",
            "cell = { monday = 'A', mittwoch = 'B' }",
        ] {
            assert!(cell(form).unwrap_err().contains("use a column"), "{form}");
        }
    }
}
