//! Which entries are others because of what changed.

use std::collections::BTreeSet;

use model::Kind;
use uuid::Uuid;

use crate::{Entry, ListKind, Snapshot, bodies::Bodies};

/// Of each list the positions, ascending, of what shows some of what changed.
#[derive(Debug, Default)]
pub(crate) struct Edits([BTreeSet<u32>; ListKind::ALL.len()]);

impl Edits {
    pub(crate) fn of(before: &Snapshot, changed: &BTreeSet<Uuid>) -> Self {
        let mut edits = Self::default();
        for id in changed {
            edits.add(before, *id);
            for kind in [ListKind::Service, ListKind::Location, ListKind::Organization] {
                edits.extend(kind, before.list(kind).positions(*id));
            }
            let body = before.entry(*id).map(|entry| &entry.body);
            for term in body.into_iter().flat_map(|body| &body.terms) {
                if before.entry(term.id).is_some_and(|entry| entry.body.id == *id) {
                    edits.add(before, term.id);
                    term.taxonomy.into_iter().for_each(|taxonomy| edits.add(before, taxonomy));
                }
            }
        }
        for kind in [ListKind::Service, ListKind::Location] {
            let list = before.list(kind);
            let shown: Vec<&Entry> = edits.of_kind(kind).iter().filter_map(|at| list.get(*at)).collect();
            for entry in shown {
                entry.organization.into_iter().for_each(|id| edits.add(before, id));
                let parts = before.list(ListKind::ServiceAtLocation).positions(entry.id);
                edits.extend(ListKind::ServiceAtLocation, parts);
            }
        }
        edits
    }

    /// Adds what shows what changed as it is now, and did not before: the organizations that it came to.
    pub(crate) fn add_where_shown_now(
        &mut self,
        before: &Snapshot,
        bodies: &Bodies,
        changed: &BTreeSet<Uuid>,
    ) {
        let now = changed.iter().flat_map(|id| Kind::ALL.map(|kind| bodies.get(*id, kind)));
        now.flatten().filter_map(|body| body.organization).for_each(|id| self.add(before, id));
    }

    fn add(&mut self, before: &Snapshot, id: Uuid) {
        if let Some((kind, position)) = before.position(id) {
            self.extend(kind, &[position]);
        }
    }

    fn extend(&mut self, kind: ListKind, positions: &[u32]) {
        if let Some(known) = self.0.get_mut(kind as usize) {
            known.extend(positions);
        }
    }

    pub(crate) fn of_kind(&self, kind: ListKind) -> &BTreeSet<u32> {
        static NONE: BTreeSet<u32> = BTreeSet::new();
        self.0.get(kind as usize).unwrap_or(&NONE)
    }
}
