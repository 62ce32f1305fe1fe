//! Which entries are others because of what changed.

use std::collections::BTreeSet;

use model::Kind;
use rustc_hash::FxHashSet;
use uuid::Uuid;

use crate::{ListKind, Snapshot, bodies::Bodies};

/// Of each list the ids of what shows some of what changed, before or now. Of terms: those that changed things have.
#[derive(Debug, Default)]
pub(crate) struct Stale([BTreeSet<Uuid>; ListKind::ALL.len()]);

impl Stale {
    pub(crate) fn of(before: &Snapshot, bodies: &Bodies<'_>, changed: &BTreeSet<Uuid>) -> Self {
        let mut stale = Self::default();
        for id in changed {
            let was = before.entry(*id).map(|entry| &entry.body);
            let is = Kind::ALL.into_iter().find_map(|kind| bodies.get(*id, kind));
            for body in was.into_iter().chain(is) {
                stale.add(body.kind.into(), *id);
                body.terms.iter().for_each(|term| stale.add(ListKind::TaxonomyTerm, term.id));
                if matches!(body.kind, Kind::Organization | Kind::Location) {
                    stale.add_linked(before, *id);
                }
            }
        }
        for (kind, noun) in [(ListKind::Service, Kind::Service), (ListKind::Location, Kind::Location)] {
            for id in stale.of_kind(kind).clone() {
                let was = before.entry(id).and_then(|entry| entry.organization);
                let is = bodies.get(id, noun).and_then(|body| body.organization);
                was.into_iter().chain(is).for_each(|id| stale.add(ListKind::Organization, id));
            }
        }
        stale
    }

    fn add(&mut self, kind: ListKind, id: Uuid) {
        if let Some(ids) = self.0.get_mut(kind as usize) {
            ids.insert(id);
        }
    }

    fn add_linked(&mut self, before: &Snapshot, id: Uuid) {
        for kind in [ListKind::Service, ListKind::Location, ListKind::Organization] {
            before.list(kind).linked(id).for_each(|entry| self.add(kind, entry.id));
        }
    }

    pub(crate) fn of_kind(&self, kind: ListKind) -> &BTreeSet<Uuid> {
        static NONE: BTreeSet<Uuid> = BTreeSet::new();
        self.0.get(kind as usize).unwrap_or(&NONE)
    }
}

/// Where lists are not as they were.
#[derive(Debug, Default)]
pub(crate) struct Edits {
    positions: [BTreeSet<u32>; ListKind::ALL.len()],
    /// What stands elsewhere than it did, or did not stand anywhere.
    pub(crate) moved: FxHashSet<Uuid>,
}

impl Edits {
    pub(crate) fn add(&mut self, kind: ListKind, position: u32) {
        if let Some(positions) = self.positions.get_mut(kind as usize) {
            positions.insert(position);
        }
    }

    /// The positions of a list, ascending, that have another entry, none any longer, or one at last.
    pub(crate) fn of_kind(&self, kind: ListKind) -> impl Iterator<Item = u32> + Clone {
        self.positions.get(kind as usize).into_iter().flatten().copied()
    }
}
