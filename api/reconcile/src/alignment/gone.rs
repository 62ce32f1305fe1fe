//! Pages that still tell of what every source has withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Kind, Record, RecordKey, SourceId, Visibility,
    alignment::{Verdict, VerdictKind},
};
use store::Store;
use uuid::Uuid;

use super::{
    finding::{Findings, Subject},
    meeting::Met,
};
use crate::ReconcileError;

/// A verdict on a listing, with the numbers of its page and of itself.
pub(super) type Withdrawn = ((usize, usize), Verdict);

/// Verdicts on the listings of whose clusters every record but those of websites is gone. Only what was public counts.
pub(super) fn withdrawn(
    store: &Store,
    findings: &Findings<'_>,
    met: &Met,
) -> Result<Vec<Withdrawn>, ReconcileError> {
    let ghosts = Ghosts::read(store, met)?;
    let mut verdicts = Vec::new();
    for ((page, number), ids) in &met.unpublished {
        let Some(seen) = findings.site.pages.get(*page).filter(|seen| !seen.page.news) else { continue };
        let Some(listing) = seen.listings().get(*number) else { continue };
        let Some((id, ghost)) = ids.iter().find_map(|id| Some((id, ghosts.last_of(*id)?))) else { continue };
        let (kind, field) = (VerdictKind::Stale, Some(listing.name.as_str()));
        let subject = Subject { kind, page: Some(seen), entry: None, field };
        let action = "find out whether it still exists; if not, take it off the page".to_owned();
        let mut verdict = findings.verdict(subject, 0.9, action);
        verdict.entity = Some(*id);
        verdict.entity_kind = Some(ghost.key.kind);
        verdict.entity_name = ghost.noun.name().map(str::to_owned);
        verdict.field = Some("status".to_owned());
        verdict.page_value = Some("open, as far as the page says".to_owned());
        let day = ghost.deleted.map(|at| at.date_naive().to_string()).unwrap_or_default();
        verdict.entity_value = Some(format!("withdrawn on {day}"));
        verdict
            .evidence
            .why
            .push(format!("{} withdrew it on {day}, and nobody else tells of it", ghost.key.source));
        verdict.evidence.place = Some(listing.place.clone());
        verdicts.push(((*page, *number), verdict));
    }
    Ok(verdicts)
}

/// The records of others, by the id of their cluster, where all of them are gone and were public.
struct Ghosts(BTreeMap<Uuid, Vec<Record>>);

impl Ghosts {
    fn read(store: &Store, met: &Met) -> Result<Self, ReconcileError> {
        let wanted: BTreeSet<Uuid> = met.unpublished.values().flatten().copied().collect();
        let mut members: BTreeMap<Uuid, Vec<RecordKey>> = BTreeMap::new();
        for kind in [Kind::Organization, Kind::Location, Kind::Service] {
            for (key, id) in store.members(kind)?.into_iter().filter(|(_, id)| wanted.contains(id)) {
                members.entry(id).or_default().push(key);
            }
        }
        let keys: Vec<RecordKey> = members.values().flatten().cloned().collect();
        let records: BTreeMap<RecordKey, Record> =
            store.records_of(&keys)?.into_iter().map(|record| (record.key.clone(), record)).collect();
        let public = public_sources(store)?;
        let websites = websites(store)?;
        let mut ghosts = BTreeMap::new();
        for (id, keys) in members {
            let others = keys.iter().filter(|key| !websites.contains(&key.source));
            let others: Vec<Option<&Record>> = others.map(|key| records.get(key)).collect();
            let is_public = |record: &&Record| {
                record.deleted.is_some()
                    && record.visibility.is_public()
                    && public.contains(&record.key.source)
            };
            let all: Option<Vec<Record>> =
                others.into_iter().map(|one| one.filter(is_public).cloned()).collect();
            ghosts.extend(all.filter(|all| !all.is_empty()).map(|all| (id, all)));
        }
        Ok(Self(ghosts))
    }

    fn last_of(&self, id: Uuid) -> Option<&Record> {
        self.0.get(&id)?.iter().max_by_key(|record| (record.deleted, &record.key))
    }
}

fn public_sources(store: &Store) -> store::Result<BTreeSet<SourceId>> {
    let sources = store.sources()?.into_iter();
    let public = sources.filter(|source| source.visibility == Visibility::Public && source.licence.republish);
    Ok(public.map(|source| source.id).collect())
}

fn websites(store: &Store) -> store::Result<BTreeSet<SourceId>> {
    Ok(super::site::all_ids(store)?.into_iter().collect())
}
