use std::fmt;

use catalog::{ListKind, Snapshot};
use chrono::{DateTime, NaiveDateTime, Utc};
use uuid::Uuid;

/// What pages are made from: what is published, where it is found, and when it is looked at.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// What is published.
    pub snapshot: &'a Snapshot,
    /// The public address of the directory, without a slash at its end.
    pub base: &'a str,
    /// Now.
    pub now: DateTime<Utc>,
}

impl Site<'_> {
    /// The canonical address of an entity. None where its kind has no page.
    pub fn address(&self, kind: ListKind, id: Uuid) -> Option<String> {
        Some(format!("{}/{}/{id}", self.base, folder(kind)?))
    }

    /// Now, as a clock on a wall shows it.
    pub(crate) fn wall_clock(&self) -> NaiveDateTime {
        catalog::wall_clock(self.now)
    }
}

impl fmt::Debug for Site<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").field("base", &self.base).field("now", &self.now).finish_non_exhaustive()
    }
}

/// The first part of the paths of a kind.
fn folder(kind: ListKind) -> Option<&'static str> {
    match kind {
        ListKind::Service => Some("services"),
        ListKind::Organization => Some("organizations"),
        ListKind::Location => Some("locations"),
        ListKind::ServiceAtLocation | ListKind::Taxonomy | ListKind::TaxonomyTerm => None,
    }
}
