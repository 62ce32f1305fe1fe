//! Lists as tables and as features on a map.

use std::{collections::BTreeSet, sync::Arc};

use ::web::{Cells, Site};
use catalog::{Entry, Hits, ListKind, Snapshot};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Page, item};
use crate::{
    asked::MemberName,
    problem::{Problem, ProblemType},
    reader::Reader,
    table,
};

/// The media type of tables.
pub(super) const CSV: &str = "text/csv; charset=utf-8; header=present";

/// What every table begins with, where it is there.
const FIRST: [&str; 9] = ["id", "name", "status", "address", "postal_code", "phone", "email", "url", "hours"];

/// The results as a table, ready to be made anywhere: in a row of a service stands what people look for besides its members,
/// which is told as pages tell it and takes its time.
pub(super) struct Table {
    snapshot: Arc<Snapshot>,
    base: String,
    now: DateTime<Utc>,
    /// Each thing with its members, a JSON object.
    rows: Vec<(Uuid, String)>,
    /// The members that are wanted; all where none is named.
    wanted: Vec<String>,
}

impl Table {
    pub(super) fn of(reader: &Reader, hits: &Hits<'_>, page: Page, fields: &[MemberName]) -> Self {
        Self {
            snapshot: Arc::clone(&reader.snapshot),
            base: reader.base(),
            now: reader.now(),
            rows: hits.items.iter().map(|hit| hit.entry.id).zip(page.items).collect(),
            wanted: fields.iter().map(|field| field.0.clone()).collect(),
        }
    }

    /// A column for each member that any of them has, nested ones as JSON.
    pub(super) fn text(&self) -> Result<String, Problem> {
        let rows: Vec<_> = self.rows.iter().map(|(id, item)| self.row(*id, item)).collect();
        let all: BTreeSet<&str> = rows.iter().flat_map(|row| row.keys().map(String::as_str)).collect();
        let first = FIRST.into_iter().filter(|name| all.contains(name));
        let columns: Vec<&str> =
            first.chain(all.iter().copied().filter(|name| !FIRST.contains(name))).collect();
        let cell = |row: &Map<String, Value>, column: &str| match row.get(column) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let rows = rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect());
        table::text(&columns, rows)
            .ok_or_else(|| Problem::new(&ProblemType::INTERNAL, "The table could not be written"))
    }

    fn row(&self, id: Uuid, item: &str) -> Map<String, Value> {
        let mut row: Map<String, Value> = serde_json::from_str(item).unwrap_or_default();
        let site = Site { snapshot: &self.snapshot, base: &self.base, now: self.now };
        let service = self.snapshot.entry(id).filter(|entry| entry.kind == ListKind::Service);
        let is_wanted = |name: &str| self.wanted.is_empty() || self.wanted.iter().any(|field| field == name);
        let cells = service.filter(|_| Cells::NAMES.into_iter().any(is_wanted));
        let cells = cells.and_then(|entry| Cells::of(site, entry)).map(Cells::named);
        for (name, text) in cells.into_iter().flatten().filter(|(name, _)| is_wanted(name)) {
            row.entry(name).or_insert(Value::String(text));
        }
        row
    }
}

/// The results as features (RFC 7946): each stands where its locations are.
pub(super) fn features(reader: &Reader, hits: &Hits<'_>, page: &Page) -> String {
    let features = hits.items.iter().zip(&page.items).map(|(hit, item)| {
        let locations = item::locations(&reader.snapshot, hit.entry);
        let points: Vec<Value> = locations.into_iter().filter_map(point).collect();
        let geometry = match points.as_slice() {
            [] => Value::Null,
            [point] => json!({ "type": "Point", "coordinates": point }),
            points => json!({ "type": "MultiPoint", "coordinates": points }),
        };
        let id = hit.entry.id;
        format!("{{\"type\":\"Feature\",\"id\":\"{id}\",\"geometry\":{geometry},\"properties\":{item}}}")
    });
    let features = features.collect::<Vec<_>>().join(",");
    let licences = page.licences.json();
    let next = page.next.as_ref().map_or_else(String::new, |next| format!(",\"next\":{}", json!(next)));
    format!(
        "{{\"type\":\"FeatureCollection\",\"total_items\":{}{next},\"features\":[{features}],\"licences\":{licences}}}",
        page.total
    )
}

/// Where a location is: degrees east and north.
fn point(location: &Entry) -> Option<Value> {
    let value: Value = serde_json::from_str(&location.scalars()).ok()?;
    Some(json!([value.get("longitude")?.as_f64()?, value.get("latitude")?.as_f64()?]))
}
