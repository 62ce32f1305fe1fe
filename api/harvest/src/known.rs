//! What earlier runs left of a source, in the store.

use std::iter;

use model::SourceId;
use store::Store;

use crate::{
    fetch::{Known, Refused},
    run::States,
};

/// What the store holds of a source.
pub(crate) struct Stored<'a> {
    pub(crate) store: &'a Store,
    pub(crate) source: &'a SourceId,
    pub(crate) states: &'a States,
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
            Err(error) => {
                Err(Refused::new("store", error.to_string(), "mend the database and harvest again"))
            }
        }
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
