//! Brings lists up to date after some bodies changed, came or went. What the change does not show in stays where it is,
//! but for a few neighbours that make room.

use std::{collections::BTreeSet, sync::Arc};

use model::Kind;
use uuid::Uuid;

use crate::{
    Entry, ListKind, Snapshot,
    bodies::Bodies,
    body::Body,
    edits::{Edits, Stale},
    licensing::Licensing,
    list::{List, order},
    shelve::{self, Holder, Shelf},
    snapshot::{ById, Lists},
};

/// Of more changes than these, lists are laid out anew if one in [`SHARE`] of what there is changed.
const MANY: usize = 1_000;
const SHARE: usize = 8;

/// The lists as [`shelve::lists`] makes them of the bodies, where everything stands, and where that is not as it was. None
/// where it is better to lay them out anew.
pub(crate) fn again(
    before: &Snapshot,
    bodies: &Bodies<'_>,
    licensing: &Licensing,
    changed: &BTreeSet<Uuid>,
) -> Option<(Lists, ById, Edits)> {
    if changed.len() > MANY && changed.len() * SHARE > before.counts().services {
        return None;
    }
    let shelf = Shelf { bodies, licensing };
    let stale = Stale::of(before, bodies, changed);
    let mut work = Work { before, shelf, changed, edits: Edits::default(), gone: Vec::new() };
    let of = |kind: ListKind| stale.of_kind(kind).iter().copied();
    let each = |kind: Kind, make: &dyn Fn(&Arc<Body>) -> Entry| -> Vec<(Uuid, Option<Entry>)> {
        of(kind.into()).map(|id| (id, bodies.get(id, kind).map(make))).collect()
    };
    let services = work.list(ListKind::Service, each(Kind::Service, &|body| shelf.service(body)))?;
    let locations = work.list(ListKind::Location, each(Kind::Location, &|body| shelf.location(body)))?;
    let services_at_locations = work.services_at_locations(of(ListKind::Service))?;
    let organization = |body: &Arc<Body>| shelf.organization(body, &services, &locations);
    let organizations = work.list(ListKind::Organization, each(Kind::Organization, &organization))?;
    let terms = work.terms(of(ListKind::TaxonomyTerm));
    let mut taxonomies = stale.of_kind(ListKind::Taxonomy).clone();
    taxonomies.extend(terms.iter().flat_map(|(id, now)| work.taxonomies_of(*id, now.as_ref())));
    let taxonomy_terms = work.list(ListKind::TaxonomyTerm, terms)?;
    let taxonomy = |body: &Arc<Body>| shelf.taxonomy(body, &taxonomy_terms);
    let taxonomies = taxonomies.into_iter().map(|id| (id, bodies.get(id, Kind::Taxonomy).map(taxonomy)));
    let taxonomies = work.list(ListKind::Taxonomy, taxonomies)?;
    let lists =
        Lists { services, organizations, locations, services_at_locations, taxonomies, taxonomy_terms };
    let (by_id, edits) = work.settle(&lists);
    Some((lists, by_id, edits))
}

struct Work<'a> {
    before: &'a Snapshot,
    shelf: Shelf<'a>,
    changed: &'a BTreeSet<Uuid>,
    edits: Edits,
    /// What is not where it was, if it is anywhere.
    gone: Vec<Uuid>,
}

impl<'a> Work<'a> {
    /// A list with other entries for some ids; with none for those that are not in it any longer.
    fn list(
        &mut self,
        kind: ListKind,
        entries: impl IntoIterator<Item = (Uuid, Option<Entry>)>,
    ) -> Option<List> {
        let mut list = self.before.list(kind).again();
        let mut coming = Vec::new();
        for (id, now) in entries {
            match (self.was(kind, id), now) {
                (Some((position, was)), Some(now)) if order(was) == order(&now) => {
                    self.edits.add(kind, position);
                    list.replace(position, now);
                }
                (was, now) => {
                    was.into_iter().for_each(|(position, _)| self.remove(&mut list, kind, position, id));
                    coming.extend(now);
                }
            }
        }
        self.insert(list, kind, coming, |other, entry| (order(other), other.id) < (order(entry), entry.id))
    }

    /// The parts of services that may be others. Those of one service stand together, by name of the location.
    fn services_at_locations(&mut self, services: impl Iterator<Item = Uuid>) -> Option<List> {
        let kind = ListKind::ServiceAtLocation;
        let before = self.before.list(kind);
        let mut list = before.again();
        let mut coming = Vec::new();
        for id in services {
            let service = self.shelf.bodies.get(id, Kind::Service).map(|body| self.shelf.service(body));
            let now: Vec<Entry> = service.iter().flat_map(|service| self.shelf.parts_of(service)).collect();
            let was =
                before.positions(id).iter().filter_map(|position| Some((*position, before.get(*position)?)));
            let was: Vec<(u32, &Entry)> = was.filter(|(_, entry)| entry.body.id == id).collect();
            let place = |entry: &Entry| (entry.body.order.clone(), entry.id);
            if was.iter().map(|(_, entry)| place(entry)).eq(now.iter().map(place)) {
                for ((position, _), now) in was.into_iter().zip(now) {
                    self.edits.add(kind, position);
                    list.replace(position, now);
                }
            } else {
                was.into_iter().for_each(|(at, part)| self.remove(&mut list, kind, at, part.id));
                coming.extend(now);
            }
        }
        self.insert(list, kind, coming, |other, entry| {
            (order(other), other.body.id) <= (order(entry), entry.body.id)
        })
    }

    /// The entries of the terms that changed things had or have, where they are others.
    fn terms(&self, ids: impl Iterator<Item = Uuid>) -> Vec<(Uuid, Option<Entry>)> {
        let holders = shelve::holders(self.shelf.bodies.now());
        let again = |id: Uuid| {
            let was = self.was(ListKind::TaxonomyTerm, id).map(|(_, entry)| entry);
            let now = holders.get(&id).copied();
            let holder = match was {
                Some(was) if !self.changed.contains(&was.body.id) => {
                    // It is told as it was, unless by somebody who comes before.
                    now.filter(|now| now.rank() < shelve::rank(&was.body))?
                }
                Some(was) if now.is_none_or(|now| now.body.id != was.body.id) => {
                    let others = self.others_with(id);
                    return Some((id, others.chain(now).min_by_key(Holder::rank).map(|one| one.term(id))));
                }
                _ => return Some((id, now.map(|now| now.term(id)))),
            };
            Some((id, Some(holder.term(id))))
        };
        ids.filter_map(again).collect()
    }

    /// What has a term and did not change.
    fn others_with(&self, term: Uuid) -> impl Iterator<Item = Holder<'_>> {
        let lists = Kind::ALL.into_iter().map(|kind| self.before.list(kind.into()));
        let bodies = lists.flat_map(move |list| list.linked(term)).map(|entry| &entry.body);
        bodies.filter(|body| !self.changed.contains(&body.id)).filter_map(move |body| Holder::of(body, term))
    }

    /// The taxonomies that show a term as it was or is.
    fn taxonomies_of(&self, id: Uuid, now: Option<&Entry>) -> Vec<Uuid> {
        let was = self.was(ListKind::TaxonomyTerm, id).map(|(_, entry)| entry);
        let terms = was.into_iter().chain(now).filter_map(Entry::term);
        terms.flat_map(|term| [term.taxonomy, term.parent]).flatten().collect()
    }

    fn was(&self, kind: ListKind, id: Uuid) -> Option<(u32, &'a Entry)> {
        let (list, position) = self.before.position(id)?;
        Some((position, self.before.list(kind).get(position)?)).filter(|_| list == kind)
    }

    fn remove(&mut self, list: &mut List, kind: ListKind, position: u32, id: Uuid) {
        list.remove(position);
        self.edits.add(kind, position);
        self.gone.push(id);
    }

    /// Puts entries in where they belong, each after those that come before it.
    fn insert(
        &mut self,
        mut list: List,
        kind: ListKind,
        coming: Vec<Entry>,
        comes_before: impl Fn(&Entry, &Entry) -> bool,
    ) -> Option<List> {
        for entry in coming {
            list.insert(entry, &comes_before, |position| self.edits.add(kind, position))?;
        }
        list.fits().then_some(list)
    }

    /// Where everything stands now.
    fn settle(self, lists: &Lists) -> (ById, Edits) {
        let Self { before, mut edits, gone, .. } = self;
        let mut by_id = before.by_id().clone();
        gone.into_iter().for_each(|id| by_id.remove(id));
        for kind in ListKind::ALL {
            let list = lists.get(kind);
            let entries = edits.of_kind(kind).filter_map(|at| Some((at, list.get(at)?.id)));
            let moved: Vec<(u32, Uuid)> =
                entries.filter(|(at, id)| by_id.get(*id) != Some(&(kind, *at))).collect();
            for (position, id) in moved {
                by_id.insert(id, (kind, position));
                edits.moved.insert(id);
            }
        }
        (by_id, edits)
    }
}
