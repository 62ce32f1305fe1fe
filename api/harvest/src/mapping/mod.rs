//! How rows become records: which column, or which member of a JSON line, holds which HSDS field.

mod cell;
mod keys;
mod row;
mod usual;

use std::{collections::BTreeMap, path::Path};

use model::Kind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use cell::{Cell, CellError};
pub(crate) use cell::{Form, Taken};
pub(crate) use keys::ADDRESS_KEYS;
pub(crate) use row::{Facts, Row};
pub(crate) use usual::{IDS, NAMES};

/// The `[map]` of a source of rows. Each kind has a table from field to cell; what a cell may be says [`Cell`].
///
/// ```toml
/// [map]
/// key = ["Title", "Postcode"]     # what tells rows apart; name and postcode unless told
/// # id = "Ref"                    # the publisher's own id instead, where there is one
/// ignore = ["Internal note"]      # columns that are left out on purpose
///
/// [map.where]                     # only rows with these values, where several lists share a file
/// source = "plymouth_council"
///
/// [map.service]
/// name = "Title"
/// description = ["About", "Good to know"]          # joined
/// url = { any = ["Website", "Facebook"] }          # the first that says something
/// phone = "Phone"
/// hours = "Opening times"                          # or { monday = "Mon", tuesday = "Tue", … }
/// status = { column = "Open?", values = { Yes = "active", No = "temporarily closed" } }
/// terms = { column = "Category", taxonomy = "Categories", separator = ";" }
///
/// [map.location]
/// name = "Venue"
/// address = "Address"             # one line, split into its parts; or address_1, city, postal_code …
/// latitude = "Lat"
/// longitude = "Lon"
///
/// [map.organization]
/// name = { value = "Plymouth City Council" }       # the same for every row
/// ```
///
/// Every HSDS field of a kind that holds one value can be named; the further keys are in `keys.rs`. A member of a
/// nested JSON object is named by its path, such as `hours._text`. Upper and lower case do not matter where no column
/// has the very name. What is neither mapped nor ignored raises a notice. A source without a mapping is read by the
/// usual names of columns: see [`Mapping::usual`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(expecting = "an object", deny_unknown_fields, default)]
pub struct Mapping {
    /// The column that holds the publisher's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The columns that tell rows apart; name and postcode unless told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<String>,
    /// Columns that are left out on purpose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// Only rows whose columns have these values.
    #[serde(rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    pub only: BTreeMap<String, String>,
    /// The column that says who may see the row's records: public, partner or private.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Cell>,
    /// The fields of the row's service.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub service: BTreeMap<String, Cell>,
    /// The fields of the row's location.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub location: BTreeMap<String, Cell>,
    /// The fields of the row's organization.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub organization: BTreeMap<String, Cell>,
    /// Whether it is the mapping of usual column names, of which most feeds have only some.
    #[serde(skip)]
    pub(crate) is_usual: bool,
}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// The file cannot be read.
    #[error("{0}")]
    Read(String),
    /// No kind is mapped.
    #[error(
        "the mapping makes nothing of a row; give it [map.service], [map.location] or [map.organization]"
    )]
    Empty,
    /// A key is not a field of the kind.
    #[error("`map.{kind}.{key}` is no field; use one of {allowed}")]
    Key {
        /// The kind.
        kind: Kind,
        /// The unknown key.
        key: String,
        /// What may stand there.
        allowed: String,
    },
    /// The kind that a row stands for has no name.
    #[error("`map.{0}.name` is missing; say which column holds the name")]
    Nameless(Kind),
    /// A cell has the wrong form for its key.
    #[error("`map.{kind}.{key}`: {reason}")]
    Form {
        /// The kind.
        kind: Kind,
        /// The key.
        key: String,
        /// What is wrong.
        reason: String,
    },
}

/// A mapping in a file of its own, with or without `map.` before its tables.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrapped {
    map: Mapping,
}

impl Mapping {
    /// Reads a mapping from a TOML file that holds the tables of `[map]`, or `[map]` itself, alone or in a
    /// whole `source.toml`.
    pub fn read(path: &Path) -> Result<Self, MapError> {
        let say = |error: String| MapError::Read(format!("{}: {error}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| say(error.to_string()))?;
        let table: toml::Table = toml::from_str(&text).map_err(|error| say(error.to_string()))?;
        let read = if let Some(map) = table.get("map").filter(|_| table.contains_key("format")) {
            map.clone().try_into()
        } else if table.contains_key("map") {
            table.try_into::<Wrapped>().map(|wrapped| wrapped.map)
        } else {
            table.try_into()
        };
        let mapping: Self = read.map_err(|error| say(error.to_string()))?;
        mapping.check()?;
        Ok(mapping)
    }

    /// Checks that every key is a field and that the row stands for something with a name.
    pub fn check(&self) -> Result<(), MapError> {
        for kind in [Kind::Service, Kind::Location, Kind::Organization] {
            for (key, cell) in self.of(kind) {
                keys::check(kind, key, cell)?;
            }
        }
        let main = self.main().ok_or(MapError::Empty)?;
        if self.of(main).contains_key("name") { Ok(()) } else { Err(MapError::Nameless(main)) }
    }

    /// The cells of a kind.
    pub(crate) fn of(&self, kind: Kind) -> &BTreeMap<String, Cell> {
        static NONE: BTreeMap<String, Cell> = BTreeMap::new();
        match kind {
            Kind::Service => &self.service,
            Kind::Location => &self.location,
            Kind::Organization => &self.organization,
            Kind::Taxonomy => &NONE,
        }
    }

    /// The kind that a row itself stands for; the others are shared between rows.
    pub(crate) fn main(&self) -> Option<Kind> {
        [Kind::Service, Kind::Location, Kind::Organization]
            .into_iter()
            .find(|kind| !self.of(*kind).is_empty())
    }

    /// The kinds that rows share: every mapped one but the main.
    pub(crate) fn shared(&self) -> impl Iterator<Item = Kind> {
        let main = self.main();
        [Kind::Location, Kind::Organization]
            .into_iter()
            .filter(move |kind| Some(*kind) != main && !self.of(*kind).is_empty())
    }

    /// The columns without which no row can be told from another. One of each group must be there.
    pub(crate) fn key_columns(&self) -> Vec<Vec<&str>> {
        if let Some(id) = &self.id {
            return vec![vec![id]];
        }
        if !self.key.is_empty() {
            return self.key.iter().map(|column| vec![column.as_str()]).collect();
        }
        let name = self.main().and_then(|main| self.of(main).get("name"));
        name.map(Cell::alternatives).filter(|columns| !columns.is_empty()).into_iter().collect()
    }

    /// Every mapped column, in groups of which one is enough.
    pub(crate) fn columns(&self) -> Vec<Vec<&str>> {
        let cells = [Kind::Service, Kind::Location, Kind::Organization]
            .into_iter()
            .flat_map(|kind| self.of(kind).values());
        let cells = cells.chain(&self.visibility);
        let mut groups: Vec<Vec<&str>> = cells.flat_map(Cell::groups).collect();
        groups.extend(
            self.id.iter().chain(&self.key).chain(self.only.keys()).map(|column| vec![column.as_str()]),
        );
        groups.sort();
        groups.dedup();
        groups
    }

    /// Whether a column, or for nested JSON an object around it, is mapped or ignored.
    pub(crate) fn accounts_for(&self, column: &str) -> bool {
        let covers = |named: &str| match column.split_at_checked(named.len()) {
            Some((start, rest)) => {
                start.eq_ignore_ascii_case(named) && (rest.is_empty() || rest.starts_with('.'))
            }
            None => false,
        };
        if self.is_usual && usual::IDS.iter().any(|id| covers(id)) {
            return true;
        }
        self.ignore.iter().any(|named| covers(named))
            || self.columns().iter().flatten().any(|named| covers(named))
    }

    /// The mapping as JSON, as a description takes it; by it a change of it is noticed.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}
