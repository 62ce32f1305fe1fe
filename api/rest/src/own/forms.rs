//! Lists as tables and as features on a map.

use std::collections::BTreeSet;

use catalog::{Entry, Hit, Hits, ListKind};
use serde_json::{Map, Value, json};

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

/// The results as a table: a column for each member that any of them has, nested ones as JSON, and what people look for in a
/// row of a service.
pub(super) fn table(
    reader: &Reader,
    hits: &Hits<'_>,
    page: &Page,
    fields: &[MemberName],
) -> Result<String, Problem> {
    let base = reader.base();
    let row = |(hit, item): (&Hit<'_>, &String)| {
        let mut row: Map<String, Value> = serde_json::from_str(item).unwrap_or_default();
        let service = Some(hit.entry).filter(|entry| entry.kind == ListKind::Service);
        let cells =
            service.and_then(|entry| ::web::Cells::of(reader.site(&base), entry)).map(::web::Cells::named);
        let is_wanted = |name: &str| fields.is_empty() || fields.iter().any(|field| field.0 == name);
        for (name, text) in cells.into_iter().flatten().filter(|(name, _)| is_wanted(name)) {
            row.entry(name).or_insert(Value::String(text));
        }
        row
    };
    let rows: Vec<_> = hits.items.iter().zip(&page.items).map(row).collect();
    let all: BTreeSet<&str> = rows.iter().flat_map(|row| row.keys().map(String::as_str)).collect();
    let first = FIRST.into_iter().filter(|name| all.contains(name));
    let columns: Vec<&str> = first.chain(all.iter().copied().filter(|name| !FIRST.contains(name))).collect();
    let cell = |row: &Map<String, Value>, column: &str| match row.get(column) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let rows = rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect());
    table::text(&columns, rows)
        .ok_or_else(|| Problem::new(&ProblemType::INTERNAL, "The table could not be written"))
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
