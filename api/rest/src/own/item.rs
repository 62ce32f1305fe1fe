//! How one result is written: its own fields, what is nested in it, and how it was found.

use std::fmt::Write as _;

use catalog::{Entry, Fit, Hit, ListKind, Snapshot};
use serde_json::{Map, Value, json};

use crate::{asked::Included, wire::FitTold};

/// How results are written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    /// The members of its own to give; all where none is named.
    pub(crate) fields: Vec<String>,
    /// What to nest.
    pub(crate) include: Vec<Included>,
    /// Whether to say what kind of thing it is.
    pub(crate) with_kind: bool,
}

impl Shape {
    /// The entry as a JSON object; with how it was found, where it was, and why it answers a need.
    pub(crate) fn write(
        &self,
        snapshot: &Snapshot,
        entry: &Entry,
        (hit, fit): (Option<&Hit<'_>>, Option<&Fit<'_>>),
    ) -> String {
        let mut out = self.own(entry);
        out.pop();
        if self.with_kind {
            let _ = write!(out, ",\"kind\":\"{}\"", entry.kind);
        }
        if let Some(score) = hit.and_then(|hit| hit.score) {
            let _ = write!(out, ",\"score\":{score}");
        }
        if let Some(nearest) = hit.and_then(|hit| hit.nearest) {
            let (metres, location) = (nearest.metres.round(), nearest.location);
            let _ = write!(out, ",\"distance_m\":{metres},\"nearest_location_id\":\"{location}\"");
        }
        if let Some(fit) = fit {
            let _ = write!(out, ",\"fit\":{}", json!(FitTold::of(fit)));
        }
        self.include.iter().for_each(|included| nest(*included, snapshot, entry, &mut out));
        out.push('}');
        out
    }

    /// Its own members.
    fn own(&self, entry: &Entry) -> String {
        let own = if self.include.contains(&Included::Details) { entry.nested() } else { entry.scalars() };
        if self.fields.is_empty() {
            return own;
        }
        // The text was written by the encoder, which writes nothing but JSON.
        let members: Map<String, Value> = serde_json::from_str(&own).unwrap_or_default();
        let is_wanted = |name: &str| name == "id" || self.fields.iter().any(|field| field == name);
        json!(members.into_iter().filter(|(name, _)| is_wanted(name)).collect::<Map<_, _>>()).to_string()
    }
}

fn nest(included: Included, snapshot: &Snapshot, entry: &Entry, out: &mut String) {
    match included {
        Included::Details => {}
        Included::Organization => {
            let organization = entry.organization_id().and_then(|id| snapshot.entry(id));
            if let Some(organization) = organization {
                let _ = write!(out, ",\"organization\":{}", organization.scalars());
            }
        }
        Included::Locations => {
            many(out, "locations", locations(snapshot, entry).into_iter().map(Entry::nested))
        }
        Included::Services => match entry.kind {
            ListKind::Organization | ListKind::Location => {
                many(out, "services", snapshot.services_of(entry.id).map(Entry::scalars));
            }
            _ => {}
        },
        Included::Provenance => {
            let _ = write!(out, ",\"provenance\":{}", entry.provenance());
        }
    }
}

/// The locations of a service or an organization.
pub(super) fn locations<'a>(snapshot: &'a Snapshot, entry: &'a Entry) -> Vec<&'a Entry> {
    match entry.kind {
        ListKind::Organization => snapshot.locations_of(entry.id).collect(),
        ListKind::Location => vec![entry],
        _ => entry.location_ids().filter_map(|id| snapshot.entry(id)).collect(),
    }
}

fn many(out: &mut String, name: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    let _ = write!(out, ",\"{name}\":[{}]", items.join(","));
}

/// One thing in full, whatever its kind, with its kind, its former ids and what is asked for.
pub(crate) fn of_entity(snapshot: &Snapshot, entry: &Entry, shape: &Shape) -> String {
    let include = [&[Included::Details][..], &shape.include].concat();
    let shape = Shape { include, with_kind: true, ..shape.clone() };
    let mut out = shape.write(snapshot, entry, (None, None));
    out.pop();
    let _ = write!(out, ",\"referents\":{}}}", json!(entry.referents()));
    out
}
