use std::sync::Arc;

use model::Kind;
use rustc_hash::FxHashMap;
use uuid::Uuid;

use crate::body::Body;

/// More than this many at a time are sorted in rather than put in one by one.
const MANY: usize = 1_000;

/// The bodies of all published entities: by id, and for each kind in the order of the lists.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    by_id: FxHashMap<Uuid, Arc<Body>>,
    taxonomies: Vec<Arc<Body>>,
    organizations: Vec<Arc<Body>>,
    locations: Vec<Arc<Body>>,
    services: Vec<Arc<Body>>,
}

impl Bodies {
    /// The body of that id, if it is of that kind.
    pub(crate) fn get(&self, id: Uuid, kind: Kind) -> Option<&Arc<Body>> {
        self.by_id.get(&id).filter(|body| body.kind == kind)
    }

    /// Every body of a kind, by name and then by id.
    pub(crate) fn of(&self, kind: Kind) -> &[Arc<Body>] {
        match kind {
            Kind::Taxonomy => &self.taxonomies,
            Kind::Organization => &self.organizations,
            Kind::Location => &self.locations,
            Kind::Service => &self.services,
        }
    }

    fn of_mut(&mut self, kind: Kind) -> &mut Vec<Arc<Body>> {
        match kind {
            Kind::Taxonomy => &mut self.taxonomies,
            Kind::Organization => &mut self.organizations,
            Kind::Location => &mut self.locations,
            Kind::Service => &mut self.services,
        }
    }

    /// Takes out what is there under the id, if anything is.
    pub(crate) fn remove(&mut self, id: Uuid) {
        if let Some(body) = self.by_id.remove(&id) {
            let bodies = self.of_mut(body.kind);
            if let Ok(at) = bodies.binary_search_by(|other| place(other).cmp(&place(&body))) {
                bodies.remove(at);
            }
        }
    }

    /// Puts a body in the place of the one of its id, if that stands at the same place of the same list.
    pub(crate) fn replace(&mut self, body: &Arc<Body>) -> bool {
        let bodies = self.of_mut(body.kind);
        let at = bodies.binary_search_by(|other| place(other).cmp(&place(body)));
        let Some(before) = at.ok().and_then(|at| bodies.get_mut(at)) else { return false };
        *before = Arc::clone(body);
        self.by_id.insert(body.id, Arc::clone(body));
        true
    }

    /// Adds bodies whose ids are not there.
    pub(crate) fn extend(&mut self, bodies: Vec<Arc<Body>>) {
        let many = bodies.len() > MANY;
        for body in bodies {
            self.by_id.insert(body.id, Arc::clone(&body));
            let kind = self.of_mut(body.kind);
            let at =
                if many { kind.len() } else { kind.partition_point(|other| place(other) < place(&body)) };
            kind.insert(at, body);
        }
        if many {
            Kind::ALL.into_iter().for_each(|kind| self.of_mut(kind).sort_by(|a, b| place(a).cmp(&place(b))));
        }
    }
}

/// What lists are ordered by.
fn place(body: &Body) -> (&str, Uuid) {
    (&body.order, body.id)
}
