//! Arranges the bodies of entities into lists, and works out for each entry what it shows of others.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use model::Kind;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use uuid::Uuid;

use crate::{
    Entry, ListKind,
    bodies::Bodies,
    body::{AtLocation, Body},
    entry::Part,
    licensing::{Licences, Licensing},
    list::List,
    snapshot::{Lists, mark},
};

/// Every list of what is published, each laid out in its order.
pub(crate) fn lists(bodies: &Bodies<'_>, licensing: &Licensing) -> Lists {
    let shelf = Shelf { bodies, licensing };
    let of = |kind| bodies.of_kind(kind).into_par_iter();
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

/// What entries are made of.
#[derive(Clone, Copy)]
pub(crate) struct Shelf<'a> {
    pub(crate) bodies: &'a Bodies<'a>,
    pub(crate) licensing: &'a Licensing,
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

    pub(crate) fn service(self, body: &Arc<Body>) -> Entry {
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

    pub(crate) fn location(self, body: &Arc<Body>) -> Entry {
        Shown::of(body).entry(body, self.organization_body(body).map(|body| body.id))
    }

    pub(crate) fn organization(self, body: &Arc<Body>, services: &List, locations: &List) -> Entry {
        let nested = locations.linked(body.id).chain(services.linked(body.id));
        let shown = nested.fold(Shown::of(body), |shown, entry| self.with_entry(shown, entry));
        shown.entry(body, self.organization_body(body).map(|body| body.id))
    }

    pub(crate) fn taxonomy(self, body: &Arc<Body>, terms: &List) -> Entry {
        let nested = terms.linked(body.id);
        nested.fold(Shown::of(body), |shown, entry| self.with_entry(shown, entry)).entry(body, None)
    }

    /// For each service in order its parts.
    fn services_at_locations(self, services: &List) -> Vec<Entry> {
        services.entries.par_iter().flat_map_iter(|service| self.parts_of(service)).collect()
    }

    /// The parts of a service, by name of the location.
    pub(crate) fn parts_of(self, service: &Entry) -> impl Iterator<Item = Entry> {
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

/// Something that has a term, and at which place among its terms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holder<'a> {
    pub(crate) body: &'a Arc<Body>,
    index: usize,
}

impl<'a> Holder<'a> {
    pub(crate) fn of(body: &'a Arc<Body>, term: Uuid) -> Option<Self> {
        let index = body.terms.iter().position(|one| one.id == term)?;
        Some(Self { body, index })
    }

    pub(crate) fn rank(&self) -> (bool, Uuid) {
        rank(self.body)
    }

    /// The term's entry.
    pub(crate) fn term(self, id: Uuid) -> Entry {
        Entry {
            id,
            kind: ListKind::TaxonomyTerm,
            part: Part::Term(self.index),
            version: mark(self.body.term(self.index)),
            ..Shown::of(self.body).entry(self.body, None)
        }
    }
}

/// Of several that have a term, the least tells it: its taxonomy, or else the one with the least id.
pub(crate) fn rank(body: &Body) -> (bool, Uuid) {
    (body.kind != Kind::Taxonomy, body.id)
}

/// Each term once, with who tells it.
pub(crate) fn holders<'b>(bodies: impl Iterator<Item = &'b Arc<Body>>) -> FxHashMap<Uuid, Holder<'b>> {
    let mut best: FxHashMap<Uuid, Holder<'b>> = FxHashMap::default();
    for body in bodies {
        for (index, term) in body.terms.iter().enumerate() {
            let kept = best.entry(term.id).or_insert(Holder { body, index });
            if rank(body) < kept.rank() {
                *kept = Holder { body, index };
            }
        }
    }
    best
}

fn terms(bodies: &Bodies<'_>) -> Vec<Entry> {
    holders(bodies.iter()).into_iter().map(|(id, holder)| holder.term(id)).collect()
}
