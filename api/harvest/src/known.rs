//! What earlier runs left of a source, in the store.

use std::collections::BTreeSet;

use model::SourceId;
use store::Store;

use crate::fetch::{Known, Refused};

/// What the store holds of a source.
pub(crate) struct Stored<'a> {
    pub(crate) store: &'a Store,
    pub(crate) source: &'a SourceId,
    pub(crate) live: BTreeSet<String>,
}

impl Known for Stored<'_> {
    fn live(&self) -> &BTreeSet<String> {
        &self.live
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
#[derive(Default)]
pub(crate) struct Nothing(BTreeSet<String>);

impl Known for Nothing {
    fn live(&self) -> &BTreeSet<String> {
        &self.0
    }

    fn body(&self, _id: &str) -> Result<Option<Vec<u8>>, Refused> {
        Ok(None)
    }
}
