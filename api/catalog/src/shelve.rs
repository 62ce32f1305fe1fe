//! Arranges the bodies of entities into lists, and works out for each entry what it shows of others.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use model::Kind;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use uuid::Uuid;

use crate::{
    Entry, ListKind, Snapshot,
    bodies::Bodies,
    body::{AtLocation, Body},
    edits::Edits,
    entry::Part,
    licensing::{Licences, Licensing},
    list::List,
    snapshot::{Lists, mark},
};

/// Every list of what is published, each in its order. Where a snapshot is told that was before some bodies changed, came
/// or went, what the change does not show in is taken from there.
pub(crate) fn lists(
    bodies: &Bodies,
    licensing: &Licensing,
    before: Option<(&Snapshot, &BTreeSet<Uuid>)>,
) -> Lists {
    let before = before.map(|(snapshot, changed)| {
        let mut edits = Edits::of(snapshot, changed);
        edits.add_where_shown_now(snapshot, bodies, changed);
        Before { snapshot, edits }
    });
    let shelf = Shelf { bodies, licensing, before: before.as_ref() };
    let of = |kind| bodies.of(kind).par_iter();
    let services = || List::in_order(of(Kind::Service).map(|body| shelf.service(body)).collect());
    let locations = || List::in_order(of(Kind::Location).map(|body| shelf.location(body)).collect());
    let (services, (locations, taxonomy_terms)) =
        rayon::join(services, || rayon::join(locations, || List::by_name(terms(bodies))));
    let organization = |body| shelf.organization(body, &services, &locations);
    let organizations = || List::in_order(of(Kind::Organization).map(organization).collect());
    let taxonomies = || of(Kind::Taxonomy).map(|body| shelf.taxonomy(body, &taxonomy_terms)).collect();
    let (services_at_locations, (organizations, taxonomies)) = rayon::join(
        || List::in_order(shelf.services_at_locations(&services)),
        || rayon::join(organizations, || List::in_order(taxonomies())),
    );
    Lists { services, organizations, locations, services_at_locations, taxonomies, taxonomy_terms }
}

/// The lists after bodies changed that stand where they stood and have the links that they had, with the positions of the
/// entries that are others.
pub(crate) fn edited(
    before: &Snapshot,
    bodies: &Bodies,
    licensing: &Licensing,
    changed: &BTreeSet<Uuid>,
) -> (Lists, Edits) {
    let shelf = Shelf { bodies, licensing, before: None };
    let edits = Edits::of(before, changed);
    let entry = |kind, position: &u32| Some((*position, before.list(kind).get(*position)?));
    let whole = |kind: ListKind, of: &dyn Fn(&Arc<Body>) -> Entry| {
        let body = |entry: &Entry| bodies.get(entry.id, entry.body.kind).map(of);
        let others = edits.of_kind(kind).iter().filter_map(|position| entry(kind, position));
        let others = others.filter_map(|(position, entry)| Some((position, body(entry)?)));
        before.list(kind).with(others)
    };
    let services = whole(ListKind::Service, &|body| shelf.service(body));
    let locations = whole(ListKind::Location, &|body| shelf.location(body));
    let part = |(position, entry): (u32, &Entry)| {
        let Part::ServiceAtLocation(index) = entry.part else { return None };
        let service = before.position(entry.body.id).and_then(|(_, position)| services.get(position))?;
        let place = shelf.location_body(service.body.parts.get(index)?)?;
        Some((position, shelf.at_location(service, index, entry.id, place)))
    };
    let parts = edits.of_kind(ListKind::ServiceAtLocation).iter();
    let parts = parts.filter_map(|position| part(entry(ListKind::ServiceAtLocation, position)?));
    let again = |(position, entry): (u32, &Entry)| {
        let Part::Term(index) = entry.part else { return None };
        Some((position, term(entry.id, bodies.get(entry.body.id, entry.body.kind)?, index)))
    };
    let terms = edits.of_kind(ListKind::TaxonomyTerm).iter();
    let terms = terms.filter_map(|position| again(entry(ListKind::TaxonomyTerm, position)?));
    let taxonomy_terms = before.list(ListKind::TaxonomyTerm).with(terms);
    let lists = Lists {
        services_at_locations: before.list(ListKind::ServiceAtLocation).with(parts),
        organizations: whole(ListKind::Organization, &|body| shelf.organization(body, &services, &locations)),
        taxonomies: whole(ListKind::Taxonomy, &|body| shelf.taxonomy(body, &taxonomy_terms)),
        services,
        locations,
        taxonomy_terms,
    };
    (lists, edits)
}

/// What entries are made of.
#[derive(Clone, Copy)]
struct Shelf<'a> {
    bodies: &'a Bodies,
    licensing: &'a Licensing,
    before: Option<&'a Before<'a>>,
}

/// What was before, and which of its entries are others now.
struct Before<'a> {
    snapshot: &'a Snapshot,
    edits: Edits,
}

impl Before<'_> {
    /// An entry that is as it was.
    fn same(&self, kind: ListKind, id: Uuid) -> Option<Entry> {
        let (list, position) = self.snapshot.position(id)?;
        let is_same = list == kind && !self.edits.of_kind(kind).contains(&position);
        is_same.then(|| self.snapshot.list(kind).get(position).cloned())?
    }
}

/// What an entry shows so far: the latest change, a mark of all content, and the licences.
struct Shown {
    modified: DateTime<Utc>,
    version: u64,
    licences: Licences,
}

impl Shown {
    fn of(body: &Body) -> Self {
        Self { modified: body.modified, version: body.fingerprint, licences: Arc::clone(&body.licences) }
    }

    fn entry(self, body: &Arc<Body>, organization: Option<Uuid>) -> Entry {
        Entry {
            id: body.id,
            kind: body.kind.into(),
            modified: self.modified,
            version: mark((self.version, organization)),
            body: Arc::clone(body),
            licences_shown: self.licences,
            part: Part::Whole,
            organization,
            withheld: Box::default(),
        }
    }
}

impl<'a> Shelf<'a> {
    fn organization_body(self, body: &Body) -> Option<&'a Arc<Body>> {
        self.bodies.get(body.organization?, Kind::Organization)
    }

    fn location_body(self, part: &AtLocation) -> Option<&'a Arc<Body>> {
        self.bodies.get(part.location, Kind::Location)
    }

    /// Adds a body that is nested. The order counts.
    fn with(self, shown: Shown, body: &Body) -> Shown {
        Shown {
            modified: shown.modified.max(body.modified),
            version: mark((shown.version, body.fingerprint)),
            licences: self.licensing.union(&shown.licences, &body.licences),
        }
    }

    /// Adds a nested entry with all that it shows. The order counts.
    fn with_entry(self, shown: Shown, entry: &Entry) -> Shown {
        Shown {
            modified: shown.modified.max(entry.modified),
            version: mark((shown.version, entry.version)),
            licences: self.licensing.union(&shown.licences, &entry.licences_shown),
        }
    }

    fn same(self, kind: ListKind, id: Uuid) -> Option<Entry> {
        self.before?.same(kind, id)
    }

    fn service(self, body: &Arc<Body>) -> Entry {
        self.same(ListKind::Service, body.id).unwrap_or_else(|| self.new_service(body))
    }

    fn new_service(self, body: &Arc<Body>) -> Entry {
        let organization = self.organization_body(body);
        let mut shown = organization.iter().fold(Shown::of(body), |shown, body| self.with(shown, body));
        let mut withheld = Vec::new();
        for (index, part) in body.parts.iter().enumerate() {
            match self.location_body(part) {
                Some(place) => shown = self.with(shown, place),
                None => withheld.push(index),
            }
        }
        let version = mark((shown.version, &withheld));
        let shown = Shown { version, ..shown };
        Entry { withheld: withheld.into(), ..shown.entry(body, organization.map(|body| body.id)) }
    }

    fn location(self, body: &Arc<Body>) -> Entry {
        let new = || Shown::of(body).entry(body, self.organization_body(body).map(|body| body.id));
        self.same(ListKind::Location, body.id).unwrap_or_else(new)
    }

    fn organization(self, body: &Arc<Body>, services: &List, locations: &List) -> Entry {
        self.same(ListKind::Organization, body.id).unwrap_or_else(|| {
            let nested = locations.linked(body.id).chain(services.linked(body.id));
            let shown = nested.fold(Shown::of(body), |shown, entry| self.with_entry(shown, entry));
            shown.entry(body, self.organization_body(body).map(|body| body.id))
        })
    }

    fn taxonomy(self, body: &Arc<Body>, terms: &List) -> Entry {
        let nested = terms.linked(body.id);
        nested.fold(Shown::of(body), |shown, entry| self.with_entry(shown, entry)).entry(body, None)
    }

    /// For each service in order its parts, by name of the location.
    fn services_at_locations(self, services: &List) -> Vec<Entry> {
        services.entries.par_iter().flat_map_iter(|service| self.parts_of(service)).collect()
    }

    fn parts_of(self, service: &Entry) -> impl Iterator<Item = Entry> {
        let places = service.shown_parts().filter_map(|(index, part)| {
            let place = self.location_body(part)?;
            Some((place, self.at_location(service, index, part.id, place)))
        });
        let mut places: SmallVec<[_; 4]> = places.collect();
        places.sort_by(|(a, left), (b, right)| {
            a.order.cmp(&b.order).then(a.id.cmp(&b.id)).then(left.id.cmp(&right.id))
        });
        places.into_iter().map(|(_, entry)| entry)
    }

    fn at_location(self, service: &Entry, index: usize, id: Uuid, place: &Arc<Body>) -> Entry {
        self.same(ListKind::ServiceAtLocation, id)
            .unwrap_or_else(|| self.new_at_location(service, index, id, place))
    }

    fn new_at_location(self, service: &Entry, index: usize, id: Uuid, place: &Arc<Body>) -> Entry {
        let organization = self.organization_body(&service.body);
        let shown = Shown::of(&service.body);
        let shown = organization.into_iter().chain([place]).fold(shown, |shown, body| self.with(shown, body));
        Entry {
            id,
            kind: ListKind::ServiceAtLocation,
            part: Part::ServiceAtLocation(index),
            ..shown.entry(&service.body, service.organization)
        }
    }
}

/// Each term once: as its taxonomy has it, or else as the entity with the least id does.
fn terms(bodies: &Bodies) -> Vec<Entry> {
    let mut best: FxHashMap<Uuid, (&Arc<Body>, usize)> = FxHashMap::default();
    let rank = |body: &Body| (body.kind != Kind::Taxonomy, body.id);
    for body in Kind::ALL.into_iter().flat_map(|kind| bodies.of(kind)) {
        for (index, term) in body.terms.iter().enumerate() {
            let kept = best.entry(term.id).or_insert((body, index));
            if rank(body) < rank(kept.0) {
                *kept = (body, index);
            }
        }
    }
    best.into_iter().map(|(id, (body, index))| term(id, body, index)).collect()
}

fn term(id: Uuid, body: &Arc<Body>, index: usize) -> Entry {
    Entry {
        id,
        kind: ListKind::TaxonomyTerm,
        part: Part::Term(index),
        version: mark(body.term(index)),
        ..Shown::of(body).entry(body, None)
    }
}
