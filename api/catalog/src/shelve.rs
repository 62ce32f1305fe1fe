//! Arranges the bodies of entities into lists, and works out for each entry what it shows of others.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use model::Kind;
use rustc_hash::FxHashMap;
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

/// Every list of what is published, each in its order.
pub(crate) fn lists(bodies: &Bodies, licensing: &Licensing) -> Lists {
    let shelf = Shelf { bodies, licensing };
    let of = |kind| bodies.of(kind).iter();
    let services = List::in_order(of(Kind::Service).map(|body| shelf.service(body)).collect());
    let locations = List::in_order(of(Kind::Location).map(|body| shelf.location(body)).collect());
    let taxonomy_terms = List::by_name(terms(bodies));
    let organizations = of(Kind::Organization).map(|body| shelf.organization(body, &services, &locations));
    let taxonomies = of(Kind::Taxonomy).map(|body| shelf.taxonomy(body, &taxonomy_terms));
    Lists {
        services_at_locations: List::in_order(shelf.services_at_locations(&services)),
        organizations: List::in_order(organizations.collect()),
        taxonomies: List::in_order(taxonomies.collect()),
        services,
        locations,
        taxonomy_terms,
    }
}

/// What entries are made of.
#[derive(Clone, Copy)]
struct Shelf<'a> {
    bodies: &'a Bodies,
    licensing: &'a Licensing,
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

    fn service(self, body: &Arc<Body>) -> Entry {
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
        Shown::of(body).entry(body, self.organization_body(body).map(|body| body.id))
    }

    fn organization(self, body: &Arc<Body>, services: &List, locations: &List) -> Entry {
        let nested = locations.linked(body.id).chain(services.linked(body.id));
        let shown = nested.fold(Shown::of(body), |shown, entry| self.with_entry(shown, entry));
        shown.entry(body, self.organization_body(body).map(|body| body.id))
    }

    fn taxonomy(self, body: &Arc<Body>, terms: &List) -> Entry {
        let nested = terms.linked(body.id);
        nested.fold(Shown::of(body), |shown, entry| self.with_entry(shown, entry)).entry(body, None)
    }

    /// For each service in order its parts, by name of the location.
    fn services_at_locations(self, services: &List) -> Vec<Entry> {
        let mut all = Vec::with_capacity(services.entries.len());
        for service in &services.entries {
            let places = service.shown_parts().filter_map(|(index, part)| {
                let place = self.location_body(part)?;
                Some((place, self.at_location(service, index, part.id, place)))
            });
            let mut places: Vec<_> = places.collect();
            places.sort_by(|(a, left), (b, right)| {
                a.order.cmp(&b.order).then(a.id.cmp(&b.id)).then(left.id.cmp(&right.id))
            });
            all.extend(places.into_iter().map(|(_, entry)| entry));
        }
        all
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
