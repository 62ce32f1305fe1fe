//! The sources, and what became of what they said.

use std::collections::{BTreeMap, BTreeSet};

use harvest::{Format, ReviewAfter, SourceConfig, Standing};
use model::{Issue, IssueDraft, Item, Kind, Record, RecordKey, Run, Source, SourceId};
use store::Store;
use uuid::Uuid;

use crate::{
    matches::{self, Audience, Match, MatchError},
    models::InForce,
};

/// How many issues of a source are looked through.
const MOST_ISSUES: i64 = 100_000;

/// A source with how its last harvest went, and how much it tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The source.
    pub source: Source,
    /// How far it has come.
    pub state: Standing,
    /// The form of its feed.
    pub format: Format,
    /// After how long each of its services must have been changed or confirmed.
    pub review: ReviewAfter,
    /// How long after that they are no longer published.
    pub grace: ReviewAfter,
    /// Its last harvest, if there was one.
    pub last_run: Option<Run>,
    /// How many records of each kind it has now.
    pub records: BTreeMap<Kind, u64>,
}

/// What became of one record.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What was read out of the item. It may be gone.
    pub record: Record,
    /// The item as it came, as long as it is kept.
    pub item: Option<Item>,
    /// The entity that it belongs to.
    pub entity: Option<Uuid>,
    /// The other records of that entity, and why each is one with it; the surest first.
    pub matches: Vec<Match>,
}

/// Every source that who asks may know of, by name.
///
/// # Errors
///
/// Fails where the store fails.
pub fn list(store: &Store, audience: Audience) -> store::Result<Vec<Summary>> {
    let mut counts = store.record_counts(None)?;
    let summaries = store.sources()?.into_iter().map(|source| summary(store, source, &mut counts));
    let known =
        |summary: &store::Result<Summary>| summary.as_ref().map_or(true, |one| one.is_known_to(audience));
    summaries.filter(known).collect()
}

/// One source, if who asks may know of it.
///
/// # Errors
///
/// Fails where the store fails.
pub fn find(store: &Store, id: &SourceId, audience: Audience) -> store::Result<Option<Summary>> {
    let Some(source) = store.source(id)? else { return Ok(None) };
    let summary = summary(store, source, &mut store.record_counts(Some(id))?)?;
    Ok(Some(summary).filter(|summary| summary.is_known_to(audience)))
}

/// How many records of a kind a source has.
type Counts = BTreeMap<(SourceId, Kind), u64>;

/// A source with its part of the counts, which is taken out of them.
fn summary(store: &Store, source: Source, counts: &mut Counts) -> store::Result<Summary> {
    let of_kind = |kind| Some((kind, counts.remove(&(source.id.clone(), kind))?));
    let records = Kind::ALL.into_iter().filter_map(of_kind).collect();
    let config = store.source_config(&source.id)?.and_then(|config| SourceConfig::from_json(config).ok());
    let config = config.as_ref();
    Ok(Summary {
        last_run: store.last_run(&source.id)?,
        records,
        // One that was stored by an older version, whose description cannot be read, is live.
        state: config.map_or(Standing::Live, |config| config.state),
        format: config.map_or(Format::Oruk, |config| config.format),
        review: config.map_or(ReviewAfter::Never, |config| config.review),
        grace: config.map_or(ReviewAfter::Never, |config| config.grace),
        source,
    })
}

impl Summary {
    /// Whether somebody may know of it: anyone of what is public and published, stewards of all.
    fn is_known_to(&self, audience: Audience) -> bool {
        audience == Audience::Steward || self.source.visibility.is_public() && self.state.is_published()
    }
}

/// Its harvests, the latest first, at most so many. `None` where who asks may not know of it.
///
/// # Errors
///
/// Fails where the store fails.
pub fn runs(store: &Store, id: &SourceId, audience: Audience, limit: i64) -> store::Result<Option<Vec<Run>>> {
    match find(store, id, audience)? {
        Some(summary) => store.runs(&summary.source.id, limit).map(Some),
        None => Ok(None),
    }
}

/// What is wrong with a source as it is now: the issues of its last harvest, and those of earlier ones in records that
/// still say what they said then, since what did not change was not read again. What was confirmed is no longer overdue, and no longer as reported. The worst first. `None` where there is no
/// such source.
///
/// # Errors
///
/// Fails where the store fails.
pub fn open_issues(store: &Store, id: &SourceId) -> store::Result<Option<Vec<Issue>>> {
    if store.source(id)?.is_none() {
        return Ok(None);
    }
    let last = store.last_run(id)?.map(|run| run.number);
    let issues = store.issues(Some(id), None, MOST_ISSUES, 0)?;
    let keys: BTreeSet<RecordKey> = issues.iter().filter_map(record_of).collect();
    let records = store.records_of(&keys.into_iter().collect::<Vec<_>>())?;
    let present = records.into_iter().filter(|record| record.deleted.is_none());
    let records: BTreeMap<_, _> = present.map(|record| (record.key.clone(), record)).collect();
    let still_holds = |issue: &Issue| {
        let record = record_of(issue).and_then(|key| records.get(&key));
        let unchanged = record.is_some_and(|record| record.modified <= issue.at);
        let confirmed = record.is_some_and(|record| record.confirmed >= Some(issue.at));
        let settled =
            confirmed && [IssueDraft::OVERDUE, IssueDraft::REPORTED].contains(&issue.draft.code.as_str());
        !settled && (Some(issue.run) == last || unchanged)
    };
    let mut seen = BTreeSet::new();
    let newest_first = issues.into_iter().rev().filter(still_holds);
    let mut open: Vec<_> = newest_first.filter(|issue| seen.insert(about(issue))).collect();
    open.sort_by_key(|issue| (std::cmp::Reverse(issue.draft.severity), issue.number));
    Ok(Some(open))
}

/// The record that an issue is in, where it names one.
fn record_of(issue: &Issue) -> Option<RecordKey> {
    format!("{}:{}", issue.source, issue.draft.record.as_ref()?).parse().ok()
}

/// What makes two issues one that was raised again.
fn about(issue: &Issue) -> (String, Option<String>, Option<String>, Option<String>) {
    let draft = &issue.draft;
    (draft.code.clone(), draft.record.clone(), draft.field.clone(), draft.value.clone())
}

/// What became of one record. Who asks as anyone may only be the one whose record it is: they see what they sent, and of
/// what it was matched with no more than is public.
///
/// # Errors
///
/// Fails where there is no such record, and where the store fails.
pub fn outcome(
    store: &Store,
    models: &InForce,
    key: &RecordKey,
    audience: Audience,
) -> Result<Outcome, MatchError> {
    let Some(record) = store.record(key)? else { return Err(matches::missing(store, key, None)?) };
    let item = store.item(&key.source, &record.item)?;
    let id = store.ids_of(std::slice::from_ref(key))?.remove(key);
    let explained = match id.filter(|_| record.deleted.is_none()) {
        Some(id) => match matches::explain_entity(store, models, id, audience) {
            Err(MatchError::UnknownEntity(_)) => None,
            explained => Some(explained?),
        },
        None => None,
    };
    let entity =
        if audience == Audience::Steward { id } else { explained.as_ref().map(|found| found.entity) };
    let is_own = |matched: &Match| [&matched.a.record, &matched.b.record].contains(&key);
    let matches = explained.map(|found| found.matches).unwrap_or_default();
    Ok(Outcome { record, item, entity, matches: matches.into_iter().filter(is_own).collect() })
}
