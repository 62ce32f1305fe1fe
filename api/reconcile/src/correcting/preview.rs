//! One entity, brought together on its own, to see what a correction does to it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use model::{Correction, IssueDraft, Kind, Record, RecordKey, Source, SourceId};
use resolver::{Member, References};
use store::Store;
use uuid::Uuid;

use super::{Claim, CorrectError, View};
use crate::dependents;

/// An entity's records and sources, and what they refer to.
pub(super) struct Scene {
    pub(super) id: Uuid,
    pub(super) kind: Kind,
    /// All records that belong to it, ghosts included.
    pub(super) keys: Vec<RecordKey>,
    /// The record that its id was minted from.
    pub(super) minted_by: RecordKey,
    records: Vec<Record>,
    sources: BTreeMap<SourceId, Source>,
    around: Around,
}

/// What the records refer to, as it is published.
struct Around {
    ids: BTreeMap<RecordKey, Uuid>,
    published: BTreeSet<Uuid>,
    names: BTreeMap<Uuid, BTreeSet<String>>,
}

impl Scene {
    /// Reads what belongs to an entity, or to the one that an id was merged into.
    pub(super) fn load(store: &Store, id: Uuid) -> Result<Self, CorrectError> {
        let (id, keys) = store.cluster(id)?.ok_or(CorrectError::UnknownEntity(id))?;
        let identity = store.identity(id)?.ok_or(CorrectError::UnknownEntity(id))?;
        let mut records = store.records_of(&keys)?;
        records.retain(|record| record.deleted.is_none());
        if records.is_empty() {
            return Err(CorrectError::GoneEntity(id));
        }
        let sources = store.sources()?.into_iter().map(|source| (source.id.clone(), source)).collect();
        let around = Around::of(store, &records, &sources)?;
        Ok(Self { id, kind: identity.kind, keys, minted_by: identity.minted_by, records, sources, around })
    }

    fn members(&self) -> Vec<Member<'_>> {
        let member = |record| Some(Member { record, source: self.sources.get(&record.key.source)? });
        self.records.iter().filter_map(member).collect()
    }

    /// What each record says of a fact, as far as it may be published, by record.
    pub(super) fn claims(&self, field: &str) -> Result<Vec<Claim<'_>>, CorrectError> {
        let heard = self.members().into_iter().filter(Member::is_heard);
        let claims = heard.map(|member| Ok((member.record, resolver::told(member.record, field)?)));
        let claims = claims.collect::<Result<Vec<_>, _>>();
        let claims = claims.map_err(|error| CorrectError::of_fact(self.kind, field, "", error))?;
        Ok(claims.into_iter().filter_map(|(record, told)| Some((record, told?))).collect())
    }

    /// A field as it is published under these corrections, the latest first, and the issues that come up.
    pub(super) fn view(
        &self,
        corrections: &[&Correction],
        field: &str,
        now: DateTime<Utc>,
    ) -> Result<(View, Vec<IssueDraft>), CorrectError> {
        let assembled =
            resolver::assemble(self.id, &self.members(), corrections, Vec::new(), &self.around, now);
        let assembled = assembled.ok_or(CorrectError::GoneEntity(self.id))?;
        let told = resolver::told_in(&assembled.entity.noun, field)
            .map_err(|error| CorrectError::of_fact(self.kind, field, "", error))?;
        let publishable = assembled.entity.visibility.is_public();
        let (value, content) = told.map_or_else(Default::default, |told| (Some(told.text), told.content));
        Ok((View { value, content, publishable }, assembled.issues))
    }
}

impl Around {
    fn of(
        store: &Store,
        records: &[Record],
        sources: &BTreeMap<SourceId, Source>,
    ) -> Result<Self, CorrectError> {
        let keys: BTreeSet<RecordKey> = records.iter().flat_map(dependents::references).collect();
        let keys: Vec<RecordKey> = keys.into_iter().collect();
        let present = store.records_of(&keys)?.into_iter().filter(|record| record.deleted.is_none());
        let present: Vec<RecordKey> = present.map(|record| record.key).collect();
        let ids = store.ids_of(&present)?;
        let published = store.published(&ids.values().copied().collect::<Vec<_>>())?;
        let owners: BTreeSet<Uuid> =
            ids.iter().filter(|(key, _)| key.kind == Kind::Organization).map(|(_, id)| *id).collect();
        let names = owners.into_iter().map(|id| Ok((id, names(store, id, sources)?)));
        let names = names.collect::<Result<_, CorrectError>>()?;
        Ok(Self { ids, published, names })
    }
}

/// By what an organization is known, as far as its records may be heard.
fn names(
    store: &Store,
    id: Uuid,
    sources: &BTreeMap<SourceId, Source>,
) -> Result<BTreeSet<String>, CorrectError> {
    let Some((_, keys)) = store.cluster(id)? else { return Ok(BTreeSet::new()) };
    let records = store.records_of(&keys)?;
    let members =
        records.iter().filter_map(|record| Some(Member { record, source: sources.get(&record.key.source)? }));
    let heard = members.filter(Member::is_heard);
    Ok(heard.flat_map(|member| resolver::called::names(member.record)).collect())
}

impl References for Around {
    fn canonical(&self, key: &RecordKey) -> Option<Uuid> {
        self.ids.get(key).copied()
    }

    fn is_public(&self, id: Uuid) -> bool {
        self.published.contains(&id)
    }

    fn names(&self, organization: Uuid) -> BTreeSet<String> {
        self.names.get(&organization).cloned().unwrap_or_default()
    }
}
