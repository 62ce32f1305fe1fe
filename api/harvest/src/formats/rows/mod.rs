//! Rows with a mapping: what CSV, JSON and the sheets of workbooks have in common.
//!
//! A row is the item `row/KEY`, kept verbatim, where KEY is the publisher's id or made of the key columns. It yields
//! one record, of the first mapped kind of service, location and organization, whose id is KEY. What rows share, the
//! other kinds and the taxonomies of their terms, is told by all of them: it is an item of its own, put together anew
//! in each run from every row in the order of their keys, the first that says something counting. So nothing shared
//! is lost while any row tells of it, and neither the order of the rows nor a row that leaves changes the rest.

pub(super) mod columns;
mod expand;
mod ids;
mod sink;

use std::{borrow::Cow, collections::BTreeMap};

use model::{Kind, Visibility};
use serde_json::{Map, Value, json};

use crate::{
    Mapping, SourceConfig,
    fetch::{Fetch, Refused},
    formats::{Adapter, Draft, split_id},
    issues::Issues,
    local::Local,
    mapping::{Facts, IDS, Row},
    reidentify::Traits,
};

pub(super) use expand::{schedules_of, split_address, words_of_hours};
pub(super) use ids::shared as shared_id;
use sink::RowSink;

/// Whoever takes the rows of a file.
pub(crate) trait TakeRows {
    /// Takes the names of the columns, where they are told before the rows.
    fn header(&mut self, names: &[String]);

    /// Takes one row: its place in the file, as it came, and as an object.
    fn row(
        &mut self,
        fetch: &mut Fetch<'_>,
        place: &str,
        body: Vec<u8>,
        object: &Map<String, Value>,
    ) -> Result<(), Refused>;
}

/// Reads a file of rows.
pub(crate) type ReadRows = fn(&Local, &mut Fetch<'_>, &mut dyn TakeRows) -> Result<(), Refused>;

/// The sort of item that a row is.
pub(crate) const ROW: &str = "row";

/// The adapter for files of rows.
pub(super) struct Rows<'c> {
    mapping: Cow<'c, Mapping>,
    read_rows: ReadRows,
}

impl<'c> Rows<'c> {
    /// Rows of a source, by its mapping or by the usual names of columns.
    pub(super) fn new(config: &'c SourceConfig, read_rows: ReadRows) -> Self {
        let mapping = config.map.as_ref().map_or_else(|| Cow::Owned(Mapping::usual()), Cow::Borrowed);
        Self { mapping, read_rows }
    }
}

impl Adapter for Rows<'_> {
    fn fetch(&self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        let local = fetch.local()?;
        let mut sink = RowSink::new(&self.mapping);
        (self.read_rows)(&local, fetch, &mut sink)?;
        sink.finish(fetch)
    }

    fn is_one_file(&self, _config: &SourceConfig) -> bool {
        true
    }

    fn read(&self, id: &str, body: &[u8], issues: &mut Issues) -> Option<Draft> {
        let (sort, own) = split_id(id);
        match serde_json::from_slice(body) {
            Ok(Value::Object(object)) if sort == ROW => self.read_row(own, &object, issues),
            Ok(Value::Object(facts)) => Some(read_shared(sort.parse().ok()?, own, facts, issues)),
            _ => {
                issues.kept_out("unreadable", id, "it is no JSON object", "correct it at the source");
                None
            }
        }
    }

    fn traits(&self, id: &str, body: &[u8]) -> Option<Traits> {
        let Ok(Value::Object(object)) = serde_json::from_slice(body) else { return None };
        let (sort, _) = split_id(id);
        if sort != ROW {
            return (sort == Kind::Location.as_str()).then(|| ids::traits(&[&object]).of_place());
        }
        let row = Row(&object);
        let has_id = self.mapping.is_usual && IDS.iter().any(|column| row.text(column).is_some());
        if has_id || self.mapping.id.is_some() {
            return None;
        }
        let facts = |kind| row.facts(&self.mapping, kind).0;
        let main = facts(self.mapping.main()?);
        Some(ids::traits(&[&main, &facts(Kind::Location)]))
    }

    fn is_counted(&self, id: &str) -> bool {
        split_id(id).0 == ROW
    }
}

impl Rows<'_> {
    fn read_row(&self, own: &str, object: &Map<String, Value>, issues: &mut Issues) -> Option<Draft> {
        let (row, kind) = (Row(object), self.mapping.main()?);
        let record = format!("{kind}:{own}");
        let (facts, unknown) = row.facts(&self.mapping, kind);
        for word in unknown {
            issues.bad_value(
                &record,
                &word.key,
                &word.word,
                "the mapping's table of values does not have this word",
            );
        }
        let visibility = row.visibility(&self.mapping).unwrap_or_else(|word| {
            let reason =
                "it is no visibility; the record is private until it says public, partner or private";
            issues.bad_value(&record, "visibility", &word, reason);
            Visibility::Private
        });
        let mut draft = expand::draft(kind, own, facts, issues);
        draft.visibility = visibility;
        self.refer(&row, kind, &mut draft.value);
        Some(draft)
    }

    /// Names the shared records that the row tells of.
    fn refer(&self, row: &Row<'_>, main: Kind, value: &mut Map<String, Value>) {
        for kind in self.mapping.shared() {
            let Some(id) = ids::shared(kind, &row.facts(&self.mapping, kind).0) else { continue };
            if kind == Kind::Organization {
                value.insert("organization_id".to_owned(), Value::String(id));
            } else if main == Kind::Service {
                value.insert("service_at_locations".to_owned(), json!([{ "location_id": id }]));
            }
        }
    }
}

fn read_shared(kind: Kind, own: &str, mut facts: Facts, issues: &mut Issues) -> Draft {
    let visibility = facts.remove(sink::VISIBILITY).and_then(|word| serde_json::from_value(word).ok());
    let mut draft =
        if kind == Kind::Taxonomy { taxonomy(own, facts) } else { expand::draft(kind, own, facts, issues) };
    draft.visibility = visibility.unwrap_or_default();
    draft
}

/// A taxonomy that rows name, with the terms that they use.
fn taxonomy(own: &str, facts: Facts) -> Draft {
    let mut value = Map::new();
    let name = facts.get("name").cloned().unwrap_or_default();
    let names = facts.get("terms").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let terms = names.map(|term| expand::term(term, name.as_str())).collect();
    value.insert("name".to_owned(), name);
    value.insert("taxonomy_terms".to_owned(), Value::Array(terms));
    let kind = Kind::Taxonomy;
    Draft { kind, id: own.to_owned(), value, visibility: Visibility::Public, original: BTreeMap::new() }
}
