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
    list::List,
    snapshot::{Lists, mark},
};

/// Every list of what is published, each in its order.
pub(crate) fn lists(bodies: &Bodies) -> Lists {
    let of = |kind| bodies.of(kind).iter();
    let services = List::in_order(of(Kind::Service).map(|body| service(bodies, body)).collect());
    let locations = List::in_order(of(Kind::Location).map(|body| location(bodies, body)).collect());
    let taxonomy_terms = List::by_name(terms(bodies));
    let organizations = of(Kind::Organization).map(|body| organization(bodies, body, &services, &locations));
    let taxonomies = of(Kind::Taxonomy).map(|body| taxonomy(body, &taxonomy_terms));
    Lists {
        services_at_locations: List::in_order(services_at_locations(bodies, &services)),
        organizations: List::in_order(organizations.collect()),
        taxonomies: List::in_order(taxonomies.collect()),
        services,
        locations,
        taxonomy_terms,
    }
}

/// What an entry shows so far: the latest change and a mark of all content.
struct Shown {
    modified: DateTime<Utc>,
    version: u64,
}

impl Shown {
    fn of(body: &Body) -> Self {
        Self { modified: body.modified, version: body.fingerprint }
    }

    /// Adds something nested. The order counts.
    fn with(self, modified: DateTime<Utc>, version: u64) -> Self {
        Self { modified: self.modified.max(modified), version: mark((self.version, version)) }
    }

    fn with_body(self, body: Option<&Arc<Body>>) -> Self {
        match body {
            Some(body) => self.with(body.modified, body.fingerprint),
            None => self,
        }
    }

    fn entry(self, body: &Arc<Body>, organization: Option<Uuid>) -> Entry {
        Entry {
            id: body.id,
            kind: body.kind.into(),
            modified: self.modified,
            version: mark((self.version, organization)),
            body: Arc::clone(body),
            part: Part::Whole,
            organization,
            withheld: Box::default(),
        }
    }
}

fn organization_body<'a>(bodies: &'a Bodies, body: &Body) -> Option<&'a Arc<Body>> {
    bodies.get(body.organization?, Kind::Organization)
}

fn location_body<'a>(bodies: &'a Bodies, part: &AtLocation) -> Option<&'a Arc<Body>> {
    bodies.get(part.location, Kind::Location)
}

fn service(bodies: &Bodies, body: &Arc<Body>) -> Entry {
    let organization = organization_body(bodies, body);
    let mut shown = Shown::of(body).with_body(organization);
    let mut withheld = Vec::new();
    for (index, part) in body.parts.iter().enumerate() {
        match location_body(bodies, part) {
            Some(place) => shown = shown.with(place.modified, place.fingerprint),
            None => withheld.push(index),
        }
    }
    let version = mark((shown.version, &withheld));
    let shown = Shown { version, ..shown };
    Entry { withheld: withheld.into(), ..shown.entry(body, organization.map(|body| body.id)) }
}

fn location(bodies: &Bodies, body: &Arc<Body>) -> Entry {
    Shown::of(body).entry(body, organization_body(bodies, body).map(|body| body.id))
}

fn organization(bodies: &Bodies, body: &Arc<Body>, services: &List, locations: &List) -> Entry {
    let nested = locations.linked(body.id).chain(services.linked(body.id));
    let shown = nested.fold(Shown::of(body), |shown, entry| shown.with(entry.modified, entry.version));
    shown.entry(body, organization_body(bodies, body).map(|body| body.id))
}

fn taxonomy(body: &Arc<Body>, terms: &List) -> Entry {
    let nested = terms.linked(body.id);
    let shown = nested.fold(Shown::of(body), |shown, entry| shown.with(entry.modified, entry.version));
    shown.entry(body, None)
}

/// For each service in order its parts, by name of the location.
fn services_at_locations(bodies: &Bodies, services: &List) -> Vec<Entry> {
    let mut all = Vec::with_capacity(services.entries.len());
    for service in &services.entries {
        let places = service.shown_parts().filter_map(|(index, part)| {
            let place = location_body(bodies, part)?;
            Some((place, at_location(bodies, service, index, part.id, place)))
        });
        let mut places: Vec<_> = places.collect();
        places.sort_by(|(a, left), (b, right)| {
            a.order.cmp(&b.order).then(a.id.cmp(&b.id)).then(left.id.cmp(&right.id))
        });
        all.extend(places.into_iter().map(|(_, entry)| entry));
    }
    all
}

fn at_location(bodies: &Bodies, service: &Entry, index: usize, id: Uuid, place: &Arc<Body>) -> Entry {
    let shown = Shown::of(&service.body).with_body(organization_body(bodies, &service.body));
    let shown = shown.with_body(Some(place));
    Entry {
        id,
        kind: ListKind::ServiceAtLocation,
        part: Part::ServiceAtLocation(index),
        ..shown.entry(&service.body, service.organization)
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
