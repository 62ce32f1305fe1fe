use std::{collections::BTreeSet, sync::Arc};

use model::Kind;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use uuid::Uuid;

use crate::{Snapshot, body::Body};

/// The bodies of all published entities: those of a snapshot, and what came since in the place of some of them.
#[derive(Debug)]
pub(crate) struct Bodies<'a> {
    before: Option<(&'a Snapshot, &'a BTreeSet<Uuid>)>,
    now: FxHashMap<Uuid, Arc<Body>>,
}

impl<'a> Bodies<'a> {
    /// These, and no others.
    pub(crate) fn of(bodies: Vec<Arc<Body>>) -> Self {
        Self { before: None, now: by_id(bodies) }
    }

    /// Those of a snapshot after some changed, came or went. `now` has those of them that are there.
    pub(crate) fn after(
        snapshot: &'a Snapshot,
        changed: &'a BTreeSet<Uuid>,
        now: impl IntoIterator<Item = Arc<Body>>,
    ) -> Self {
        Self { before: Some((snapshot, changed)), now: by_id(now) }
    }

    /// The body of that id, if it is of that kind.
    pub(crate) fn get(&self, id: Uuid, kind: Kind) -> Option<&Arc<Body>> {
        let before = || {
            let (snapshot, changed) = self.before?;
            let entry = snapshot.entry(id).filter(|entry| entry.kind == kind.into())?;
            (!changed.contains(&id)).then_some(&entry.body)
        };
        self.now.get(&id).or_else(before).filter(|body| body.kind == kind)
    }

    /// Those that are not as the snapshot has them.
    pub(crate) fn now(&self) -> impl Iterator<Item = &Arc<Body>> {
        self.now.values()
    }

    /// Every body, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Body>> {
        let before = self.before.into_iter().flat_map(|(snapshot, changed)| {
            let bodies = snapshot.bodies().into_iter();
            bodies.filter(|body| !changed.contains(&body.id))
        });
        before.chain(self.now())
    }

    /// Every body of a kind, by name and then by id.
    pub(crate) fn of_kind(&self, kind: Kind) -> Vec<&Arc<Body>> {
        let mut all: Vec<&Arc<Body>> = self.iter().filter(|body| body.kind == kind).collect();
        all.par_sort_by(|a, b| place(a).cmp(&place(b)));
        all
    }
}

fn by_id(bodies: impl IntoIterator<Item = Arc<Body>>) -> FxHashMap<Uuid, Arc<Body>> {
    bodies.into_iter().map(|body| (body.id, body)).collect()
}

/// What lists are ordered by.
fn place(body: &Body) -> (&str, Uuid) {
    (&body.order, body.id)
}
