use std::path::Path;

use matching::{Column, Measure};
use serde::Deserialize;

use super::EvaluateError;

/// Which columns say what. Each key names a property of the match; its value is a column, or several.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Map {
    /// The row's own id.
    pub id: Columns,
    /// Who says it: two rows of one `duplicate_free` source are never one thing.
    pub source: Columns,
    /// What it is called; several columns are joined by spaces.
    pub name: Columns,
    /// Other names in use, a column each.
    pub alternate_name: Columns,
    /// What is said about it.
    pub description: Columns,
    /// The whole address on one line; several columns are lines of it.
    pub address: Columns,
    /// The first line of the address.
    pub address_1: Columns,
    /// The second line.
    pub address_2: Columns,
    /// The town.
    pub city: Columns,
    /// The county or state.
    pub region: Columns,
    /// The postcode.
    pub postcode: Columns,
    /// The country, two letters.
    pub country: Columns,
    /// Telephone numbers, a column each; several in one are parted by `;` or `|`.
    pub phone: Columns,
    /// E-mail addresses, likewise.
    pub email: Columns,
    /// Web addresses, likewise.
    pub url: Columns,
    /// A number in a register.
    pub identifier: Columns,
    /// The register: a column, or the register's code itself where no column is called so.
    pub identifier_scheme: Columns,
    /// Degrees north.
    pub latitude: Columns,
    /// Degrees east.
    pub longitude: Columns,
    /// Columns that no property stands for.
    pub compare: Vec<Compare>,
    /// The country of rows that name none, two letters.
    pub default_country: Option<String>,
    /// The sources that list nothing twice; of two files without a `source` column the first is `A`, the second `B`.
    pub duplicate_free: Vec<String>,
    /// Never links rows of one file.
    pub link_only: bool,
}

/// A column, several, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Columns {
    /// None.
    #[default]
    None,
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

/// A column that is compared in a way of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// The column.
    pub column: String,
    /// How its values are compared.
    #[serde(rename = "as")]
    pub measure: Measure,
}

impl Map {
    /// Reads a map.
    pub fn read(path: &Path) -> Result<Self, EvaluateError> {
        let fail = |error: String| EvaluateError::File { path: path.to_owned(), error };
        let text = std::fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
        toml::from_str(&text).map_err(|error| fail(error.to_string()))
    }

    /// The columns compared besides the properties, their shares yet to be estimated.
    pub(super) fn columns(&self) -> Vec<Column> {
        self.compare.iter().map(|compare| Column::new(compare.column.clone(), compare.measure)).collect()
    }

    /// Every column that it names, with the key that names it. A register's code is no column.
    pub(super) fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let keys = [
            ("id", &self.id),
            ("source", &self.source),
            ("name", &self.name),
            ("alternate_name", &self.alternate_name),
            ("description", &self.description),
            ("address", &self.address),
            ("address_1", &self.address_1),
            ("address_2", &self.address_2),
            ("city", &self.city),
            ("region", &self.region),
            ("postcode", &self.postcode),
            ("country", &self.country),
            ("phone", &self.phone),
            ("email", &self.email),
            ("url", &self.url),
            ("identifier", &self.identifier),
            ("latitude", &self.latitude),
            ("longitude", &self.longitude),
        ];
        let properties =
            keys.into_iter().flat_map(|(key, columns)| columns.iter().map(move |column| (key, column)));
        properties.chain(self.compare.iter().map(|compare| ("compare", compare.column.as_str())))
    }
}

impl Columns {
    /// The columns, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let all: &[String] = match self {
            Self::None => &[],
            Self::One(column) => std::slice::from_ref(column),
            Self::Several(columns) => columns,
        };
        all.iter().map(String::as_str)
    }
}
