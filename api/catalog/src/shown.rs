//! What an entry shows of others.

use model::Licence;
use uuid::Uuid;

use crate::{Entry, ListKind, Snapshot, body::Body, licensing};

impl Snapshot {
    /// The licences of some entries and of what is nested in their full forms, sorted, each once.
    pub fn licences<'e>(&self, entries: impl IntoIterator<Item = &'e Entry>) -> Vec<&'e Licence> {
        licensing::all(entries.into_iter().map(|entry| &entry.licences_shown))
    }

    /// The ids of an entry's full form: its own, and those of everything that is nested, in the order of nesting.
    pub fn shown_ids(&self, entry: &Entry) -> Vec<Uuid> {
        let mut ids = Vec::new();
        self.each_shown(entry, |body| {
            if !ids.contains(&body.id) {
                ids.push(body.id);
            }
        });
        ids
    }

    /// The services that an organization gives, or that are given at a location, by name.
    pub fn services_of(&self, id: Uuid) -> impl Iterator<Item = &Entry> {
        let is_of = move |service: &&Entry| {
            service.organization == Some(id) || service.location_ids().any(|location| location == id)
        };
        self.list(ListKind::Service).linked(id).filter(is_of)
    }

    /// The locations that an organization runs, by name.
    pub fn locations_of(&self, organization: Uuid) -> impl Iterator<Item = &Entry> {
        let is_of = move |location: &&Entry| location.organization == Some(organization);
        self.list(ListKind::Location).linked(organization).filter(is_of)
    }

    /// Visits the bodies that an entry's full form shows.
    fn each_shown<'a>(&'a self, entry: &'a Entry, mut visit: impl FnMut(&'a Body)) {
        visit(&entry.body);
        match entry.kind {
            ListKind::Service | ListKind::ServiceAtLocation => {
                let nested = entry.organization.into_iter().chain(entry.location_ids());
                nested.filter_map(|id| self.entry(id)).for_each(|shown| visit(&shown.body));
            }
            ListKind::Organization => {
                let own = |entry: &&Entry| entry.organization.is_some();
                self.list(ListKind::Location)
                    .linked(entry.id)
                    .filter(own)
                    .for_each(|shown| visit(&shown.body));
                for service in self.list(ListKind::Service).linked(entry.id).filter(own) {
                    visit(&service.body);
                    service
                        .location_ids()
                        .filter_map(|id| self.entry(id))
                        .for_each(|shown| visit(&shown.body));
                }
            }
            ListKind::Taxonomy => {
                self.list(ListKind::TaxonomyTerm).linked(entry.id).for_each(|term| visit(&term.body));
            }
            ListKind::Location | ListKind::TaxonomyTerm => {}
        }
    }
}
