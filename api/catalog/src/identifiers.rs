//! Entities by the numbers that public registers give them.

use std::{
    collections::{BTreeSet, hash_map::Entry as Place},
    sync::Arc,
};

use model::{
    Noun,
    hsds::{Location, Organization},
};
use normalize::identifier::{self, Identifier};
use rustc_hash::FxHashMap;
use uuid::Uuid;

use crate::{Entry, ListKind, Snapshot, snapshot::Lists};

/// Register and number to the ids that have it.
pub(crate) type Identifiers = FxHashMap<(ListKind, Identifier), Uuid>;

/// The numbers that public registers give to what the noun is.
pub(crate) fn of(noun: &Noun) -> Box<[Identifier]> {
    match noun {
        Noun::Organization(organization) => of_organization(organization).collect(),
        Noun::Location(location) => of_location(location).into_iter().collect(),
        Noun::Service(_) | Noun::Taxonomy(_) => Box::default(),
    }
}

fn of_organization(organization: &Organization) -> impl Iterator<Item = Identifier> {
    organization.organization_identifiers.iter().filter_map(|one| {
        let (scheme, kind) = (one.identifier_scheme.as_deref(), one.identifier_type.as_deref());
        identifier::normalize(scheme, kind, one.identifier.as_deref()?)
    })
}

fn of_location(location: &Location) -> Option<Identifier> {
    let register = location.external_identifier_type.as_deref();
    identifier::normalize(None, register, location.external_identifier.as_deref()?)
}

/// The index of the numbers in the lists. Of several things with one number the one with the least id is meant.
pub(crate) fn index(lists: &Lists) -> Identifiers {
    let mut found = Identifiers::default();
    for kind in [ListKind::Organization, ListKind::Location] {
        for entry in lists.get(kind).entries.iter() {
            for identifier in &entry.body.identifiers {
                match found.entry((kind, identifier.clone())) {
                    Place::Occupied(mut known) => {
                        let least = entry.id.min(*known.get());
                        known.insert(least);
                    }
                    Place::Vacant(place) => {
                        place.insert(entry.id);
                    }
                }
            }
        }
    }
    found
}

impl Snapshot {
    /// Takes over the index of the snapshot before, if it was made and none of what changed since has other numbers.
    pub(crate) fn keep_identifiers(&self, before: &Self, changed: &BTreeSet<Uuid>) {
        fn numbers(snapshot: &Snapshot, id: Uuid) -> Option<&[Identifier]> {
            snapshot.entry(id).map(|entry| &*entry.body.identifiers).filter(|numbers| !numbers.is_empty())
        }
        if let Some(index) = before.identifiers.get()
            && changed.iter().all(|id| numbers(before, *id) == numbers(self, *id))
        {
            // It is empty: nobody has the snapshot yet.
            let _ = self.identifiers.set(Arc::clone(index));
        }
    }

    /// The organization or location with this number in this register: its code in the org-id.guide list (`GB-CHC`),
    /// or `UPRN`. However the number is written.
    pub fn by_identifier(&self, kind: ListKind, register: &str, number: &str) -> Option<&Entry> {
        let identifier = identifier::normalize(Some(register), None, number)?;
        self.entry(*self.identifiers().get(&(kind, identifier))?)
    }
}
