//! What is there already, looked up as it is needed.

use std::{cell::RefCell, collections::BTreeMap, iter};

use model::SourceId;
use store::Store;
use uuid::Uuid;

use crate::fetch::{Known, Refused};

/// What a source holds, of which a push never needs more than it names.
pub(super) struct Present<'a> {
    store: &'a Store,
    source: &'a SourceId,
    asked: RefCell<BTreeMap<String, bool>>,
}

impl<'a> Present<'a> {
    pub(super) fn new(store: &'a Store, source: &'a SourceId) -> Self {
        Self { store, source, asked: RefCell::default() }
    }
}

impl Known for Present<'_> {
    /// Nothing is taken to be gone.
    fn live(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(iter::empty())
    }

    fn is_live(&self, _id: &str) -> bool {
        false
    }

    fn body(&self, id: &str) -> Result<Option<Vec<u8>>, Refused> {
        let item = self.store.item(self.source, id).map_err(|error| failed(&error))?;
        Ok(item.filter(|item| item.deleted.is_none()).map(|item| item.body))
    }

    fn is_canonical(&self, id: &Uuid) -> Result<bool, Refused> {
        Ok(self.store.identity(*id).map_err(|error| failed(&error))?.is_some())
    }

    fn stays(&self, id: &str) -> bool {
        let mut asked = self.asked.borrow_mut();
        *asked.entry(id.to_owned()).or_insert_with(|| {
            let states = self.store.item_states_of(self.source, &[id]);
            states.is_ok_and(|states| states.values().any(|state| !state.deleted))
        })
    }
}

fn failed(error: &store::StoreError) -> Refused {
    Refused::new("store", error.to_string(), "mend the database and write again")
}
