//! What earlier runs left of a source, in the store.

use std::{cell::OnceCell, collections::BTreeSet, iter};

use model::{ContentHash, Kind, Noun, SourceId};
use store::{Store, StoreError};
use uuid::Uuid;

use crate::{fetch::Refused, run::States};

/// What earlier runs left of a source.
pub(crate) trait Known {
    /// The ids of the items that are present, sorted.
    fn live(&self) -> Box<dyn Iterator<Item = &str> + '_>;
    /// Whether an item is present.
    fn is_live(&self, id: &str) -> bool;
    /// The latest body of an item.
    fn body(&self, id: &str) -> Result<Option<Vec<u8>>, Refused>;
    /// Whether an item stays although it is not in what is read: where that is the whole feed, none does.
    fn stays(&self, _id: &str) -> bool {
        false
    }
    /// The hash of an item that is present.
    fn hash(&self, _id: &str) -> Option<ContentHash> {
        None
    }
    /// Whether an id is a canonical id of the directory.
    fn is_canonical(&self, _id: &Uuid) -> Result<bool, Refused> {
        Ok(false)
    }
    /// Every canonical id of the directory.
    fn canonical(&self) -> Result<BTreeSet<Uuid>, Refused> {
        Ok(BTreeSet::new())
    }
    /// The addresses on the web that what is published gives.
    fn pointers(&self) -> Result<BTreeSet<String>, Refused> {
        Ok(BTreeSet::new())
    }
}

/// What the store holds of a source.
pub(crate) struct Stored<'a> {
    pub(crate) store: &'a Store,
    pub(crate) source: &'a SourceId,
    pub(crate) states: &'a States,
    /// Every canonical id, once someone asked.
    canonical: OnceCell<BTreeSet<Uuid>>,
}

impl<'a> Stored<'a> {
    pub(crate) fn new(store: &'a Store, source: &'a SourceId, states: &'a States) -> Self {
        Self { store, source, states, canonical: OnceCell::new() }
    }

    fn ids(&self) -> Result<&BTreeSet<Uuid>, Refused> {
        if let Some(ids) = self.canonical.get() {
            return Ok(ids);
        }
        let ids = self.store.canonical_ids().map_err(|error| failed(&error))?;
        Ok(self.canonical.get_or_init(|| ids))
    }
}

fn failed(error: &StoreError) -> Refused {
    Refused::new("store", error.to_string(), "mend the database and harvest again")
}

/// The web addresses that a noun gives.
fn addresses(noun: &Noun) -> impl Iterator<Item = String> {
    let told = match noun {
        Noun::Service(service) => [service.url.clone(), None],
        Noun::Organization(organization) => [organization.website.clone(), organization.uri.clone()],
        Noun::Location(location) => [location.url.clone(), None],
        Noun::Taxonomy(_) => [None, None],
    };
    told.into_iter().flatten()
}

impl Known for Stored<'_> {
    fn live(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(self.states.iter().filter(|(_, state)| !state.deleted).map(|(id, _)| id.as_str()))
    }

    fn is_live(&self, id: &str) -> bool {
        self.states.get(id).is_some_and(|state| !state.deleted)
    }

    fn body(&self, id: &str) -> Result<Option<Vec<u8>>, Refused> {
        match self.store.item(self.source, id) {
            Ok(item) => Ok(item.map(|item| item.body)),
            Err(error) => Err(failed(&error)),
        }
    }

    fn hash(&self, id: &str) -> Option<ContentHash> {
        self.states.get(id).filter(|state| !state.deleted).map(|state| state.hash.clone())
    }

    fn is_canonical(&self, id: &Uuid) -> Result<bool, Refused> {
        Ok(self.ids()?.contains(id))
    }

    fn canonical(&self) -> Result<BTreeSet<Uuid>, Refused> {
        self.ids().cloned()
    }

    fn pointers(&self) -> Result<BTreeSet<String>, Refused> {
        let mut found = BTreeSet::new();
        for kind in [Kind::Organization, Kind::Location, Kind::Service] {
            let read = self.store.for_each_published_noun(kind, |_, noun| found.extend(addresses(&noun)));
            read.map_err(|error| failed(&error))?;
        }
        Ok(found)
    }
}

/// A source that nothing is known of.
pub(crate) struct Nothing;

impl Known for Nothing {
    fn live(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(iter::empty())
    }

    fn is_live(&self, _id: &str) -> bool {
        false
    }

    fn body(&self, _id: &str) -> Result<Option<Vec<u8>>, Refused> {
        Ok(None)
    }
}
