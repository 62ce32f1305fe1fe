//! The directory's own taxonomy in a run: records get their categories, and the source tells of the taxonomy as of one
//! of its own, so that it is published and referred to like any other.

use std::collections::BTreeMap;

use model::{CATEGORIES, Kind, Noun, RecordKey, Visibility};
use store::{ItemState, NewRecord};

use super::{Import, compare};
use crate::{
    Categories, SourceConfig,
    categories::Assigner,
    fetch::{Fetch, Refused},
    formats::JSON,
    state::Categorised,
};

/// What gives the records of a run their categories.
pub(super) struct Categorising<'a> {
    assigner: Option<Assigner<'a>>,
    /// Whether any record has a category, as far as this run and those before it know.
    is_used: bool,
    is_reread: bool,
}

impl<'a> Categorising<'a> {
    /// What earlier runs found counts unless all is read anew. Decisions that cannot be used are told in each run.
    pub(super) fn begin(fetch: &mut Fetch<'a>, is_reread: bool) -> Self {
        let assigner = fetch.assigner();
        assigner.iter().flat_map(Assigner::unknown).for_each(|issue| fetch.issues.push(issue));
        Self { assigner, is_used: fetch.before.categorised.is_used && !is_reread, is_reread }
    }

    /// Gives a record its categories.
    pub(super) fn add(&mut self, record: &mut NewRecord) {
        self.is_used |= self.assigner.is_some_and(|assigner| assigner.categorise(&mut record.noun));
    }

    /// What of the taxonomy is told, if anything that may be published belongs to it. A taxonomy that one source keeps
    /// back would be kept back as a whole.
    fn told(&self, config: &SourceConfig) -> Option<&'a Categories> {
        let may_be_published = config.visibility.is_public() && config.licence.republish;
        let assigner = self.assigner.filter(|_| self.is_used && may_be_published)?;
        Some(assigner.categories)
    }
}

impl Import {
    /// Tells of the taxonomy, or that it is gone.
    pub(super) fn tell_categories(
        &mut self,
        fetch: &mut Fetch<'_>,
        states: &BTreeMap<String, ItemState>,
        mut given: Categorising<'_>,
    ) -> Result<(), Refused> {
        // The last good versions of what was kept out may have categories.
        given.is_used |= fetch.before.categorised.is_used && !self.state.rejected.is_empty();
        self.state.categorised = Categorised { version: fetch.categories_version(), is_used: given.is_used };
        let id = item_id();
        let Some(categories) = given.told(fetch.config) else {
            self.gone.extend(Some(id).filter(|id| fetch.known.is_live(id)));
            return Ok(());
        };
        let record = record(fetch.config, categories);
        let body = record.noun.to_json().into_bytes();
        fetch.spool.put(&id, JSON, &body)?;
        let compared = compare(fetch, states, id);
        if compared.is_new || compared.is_changed || given.is_reread {
            let entry = fetch.spool.entry(&compared.id).copied();
            entry.map_or(Ok(()), |entry| self.found.add(&compared.id, &entry, Some(&[record])))?;
        } else {
            self.seen.push(compared.id);
        }
        Ok(())
    }
}

/// The id of the item that tells of the taxonomy.
pub(super) fn item_id() -> String {
    format!("{}/{CATEGORIES}", Kind::Taxonomy)
}

fn record(config: &SourceConfig, categories: &Categories) -> NewRecord {
    NewRecord {
        key: RecordKey::new(config.id.clone(), Kind::Taxonomy, CATEGORIES),
        noun: Noun::Taxonomy(Box::new(categories.noun())),
        visibility: Visibility::Public,
        field_visibility: BTreeMap::new(),
        original: BTreeMap::new(),
    }
}
