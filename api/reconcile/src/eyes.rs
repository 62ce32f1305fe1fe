//! Who looks at the directory, and which of its records they may know of.

use std::collections::{BTreeMap, BTreeSet};

use model::{Kind, Record, RecordKey, Source, SourceId};
use store::{Result, Store};

use crate::matches::{Audience, public};

/// Which records may be known of; all of them unless it was limited.
#[derive(Clone, Debug, Default)]
pub(crate) struct Eyes {
    /// The records of what is published, where only those may be known of.
    published: Option<BTreeSet<RecordKey>>,
}

impl Eyes {
    /// Those of whoever asks.
    pub(crate) fn of(audience: Audience, store: &Store) -> Result<Self> {
        if audience == Audience::Steward {
            return Ok(Self::default());
        }
        let mut published = BTreeSet::new();
        for kind in Kind::ALL {
            let members = store.members(kind)?;
            let ids: Vec<_> = members.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
            let there = store.published(&ids)?;
            published.extend(members.into_iter().filter(|(_, id)| there.contains(id)).map(|(key, _)| key));
        }
        Ok(Self { published: Some(published) })
    }

    /// Whether a record belongs to something that may be known of.
    pub(crate) fn may_see(&self, key: &RecordKey) -> bool {
        self.published.as_ref().is_none_or(|published| published.contains(key))
    }

    /// As much of a present record as may be known of: see [`crate::matches::Evidence::may_see`].
    pub(crate) fn see(&self, record: Record, sources: &BTreeMap<SourceId, Source>) -> Option<Record> {
        if self.published.is_none() {
            return Some(record);
        }
        let source = sources.get(&record.key.source).filter(|source| source.licence.republish)?;
        let is_public = source.visibility.and(record.visibility).is_public();
        let seen = (is_public && self.may_see(&record.key)).then(|| public::part(&record)).flatten()?;
        Some(seen.into_owned())
    }
}
