//! What is read from the store to explain some records, once for all of their pairs.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use matching::{MatchModel, Statement};
use model::{Judgement, Kind, Record, RecordKey, Source, SourceId, Visibility};
use store::{Result, Store};
use uuid::Uuid;

use super::{Audience, MOST_MEMBERS, MOST_PAIRS, Match, MatchError, Side, public};
use crate::{
    context::{self, Known},
    review::Card,
};

/// Records with all that is needed to compare any two of them.
pub(crate) struct Evidence {
    /// Those that were asked for and those that they refer to, ghosts included.
    records: BTreeMap<RecordKey, Record>,
    ids: BTreeMap<RecordKey, Uuid>,
    published: BTreeSet<Uuid>,
    sources: BTreeMap<SourceId, Source>,
    judgements: BTreeMap<(RecordKey, RecordKey), Vec<Judgement>>,
    model: Arc<MatchModel>,
}

impl Evidence {
    /// Reads these records and what they refer to, to be compared under a match model; names of no record are passed over.
    pub(crate) fn load(store: &Store, model: Arc<MatchModel>, keys: &[RecordKey]) -> Result<Self> {
        let mut records = by_key(store.records_of(keys)?);
        let referred: BTreeSet<RecordKey> = records.values().flat_map(context::references).collect();
        let referred: Vec<RecordKey> =
            referred.into_iter().filter(|key| !records.contains_key(key)).collect();
        records.extend(by_key(store.records_of(&referred)?));
        let ids = store.ids_of(&records.keys().cloned().collect::<Vec<_>>())?;
        let published = store.published(&ids.values().copied().collect::<Vec<_>>())?;
        let sources = store.sources()?.into_iter().map(|source| (source.id.clone(), source)).collect();
        let judgements = by_pair(store.judgements_before(i64::MAX, Some(keys), i64::MAX)?);
        Ok(Self { records, ids, published, sources, judgements, model })
    }

    /// Refuses a record that is not there, or not for who asks.
    pub(crate) fn admit(
        &self,
        store: &Store,
        key: &RecordKey,
        audience: Audience,
    ) -> std::result::Result<(), MatchError> {
        if self.may_see(key, audience) {
            return Ok(());
        }
        match audience {
            Audience::Anyone => Err(MatchError::UnknownRecord(key.clone())),
            Audience::Steward => Err(super::missing(store, key, self.records.get(key))?),
        }
    }

    /// Whether a record is there and for the eyes of who asks: for anyone's where it is public itself, its source lets
    /// its words be repeated, and the entity it belongs to is published.
    pub(crate) fn may_see(&self, key: &RecordKey, audience: Audience) -> bool {
        let Some(record) = self.present(key) else { return false };
        audience == Audience::Steward
            || (self.visibility(record).is_public()
                && self.sources.get(&key.source).is_some_and(|source| source.licence.republish)
                && self.ids.get(key).is_some_and(|id| self.published.contains(id)))
    }

    /// Why two of the records have their score. Both must be visible to who asks.
    pub(crate) fn explain(
        &self,
        a: &RecordKey,
        b: &RecordKey,
        audience: Audience,
    ) -> std::result::Result<Match, MatchError> {
        let (a, b) = (a.min(b), a.max(b));
        let explanation =
            matching::explain(&self.model, &self.statement(a, audience)?, &self.statement(b, audience)?);
        let judgements = self.judgements.get(&(a.clone(), b.clone())).cloned().unwrap_or_default();
        Ok(Match {
            a: self.side(a, audience)?,
            b: self.side(b, audience)?,
            explanation,
            is_one: self.entity(a).is_some() && self.entity(a) == self.entity(b),
            verdict: judgements.first().map(|judgement| judgement.verdict),
            judgements: if audience == Audience::Steward { judgements } else { Vec::new() },
        })
    }

    /// Every pair of these records, the surest first, as far as so many are explained.
    pub(super) fn pairs_of(
        &self,
        members: &[RecordKey],
        audience: Audience,
    ) -> std::result::Result<Vec<Match>, MatchError> {
        let members = members.iter().take(MOST_MEMBERS);
        let statements = members.map(|key| self.statement(key, audience));
        let statements = statements.collect::<std::result::Result<Vec<_>, _>>()?;
        let Some(subject) = statements.first().map(|statement| statement.subject) else {
            return Ok(Vec::new());
        };
        let model = &self.model;
        let features = matching::read(&statements, model.weights(subject));
        let mut pairs = Vec::new();
        for (at, a) in features.iter().enumerate() {
            pairs.extend(features.iter().skip(at + 1).map(|b| {
                let score = matching::score(model, a, b).log_odds;
                (std::cmp::Reverse(score), &a.key, &b.key)
            }));
        }
        pairs.sort_unstable();
        pairs.truncate(MOST_PAIRS);
        pairs.into_iter().map(|(_, a, b)| self.explain(a, b, audience)).collect()
    }

    /// One side of a pair.
    pub(super) fn side(&self, key: &RecordKey, audience: Audience) -> std::result::Result<Side, MatchError> {
        let record = self.seen(key, audience)?;
        let unknown = || MatchError::UnknownRecord(key.clone());
        let source = self.sources.get(&key.source).ok_or_else(unknown)?;
        Ok(Side {
            record: key.clone(),
            name: record.noun.name().map(str::to_owned),
            entity: self.entity(key),
            source: source.name.clone(),
            licence: source.licence.clone(),
            visibility: self.visibility(&record),
        })
    }

    /// The id that a record belongs to.
    pub(crate) fn entity(&self, key: &RecordKey) -> Option<Uuid> {
        self.ids.get(key).copied()
    }

    /// A record as it is stored, if it is present.
    pub(crate) fn present(&self, key: &RecordKey) -> Option<&Record> {
        self.records.get(key).filter(|record| record.deleted.is_none())
    }

    /// What people look at to know a record by.
    pub(crate) fn card(&self, record: &Record) -> Card {
        let places = context::references(record);
        let places: Vec<_> = places.iter().filter(|key| key.kind == Kind::Location).collect();
        Card::of(record, places.into_iter().filter_map(|key| self.present(key)))
    }

    fn statement(&self, key: &RecordKey, audience: Audience) -> std::result::Result<Statement, MatchError> {
        let record = self.seen(key, audience)?;
        Ok(Statement::of(&record, context::of(&record, &Seen { evidence: self, audience })))
    }

    /// As much of a present record as who asks may see.
    fn seen(&self, key: &RecordKey, audience: Audience) -> std::result::Result<Cow<'_, Record>, MatchError> {
        let part = |record| match audience {
            Audience::Anyone => public::part(record),
            Audience::Steward => Some(Cow::Borrowed(record)),
        };
        self.present(key).and_then(part).ok_or_else(|| MatchError::UnknownRecord(key.clone()))
    }

    fn visibility(&self, record: &Record) -> Visibility {
        let source = self.sources.get(&record.key.source);
        source.map_or(Visibility::Private, |source| source.visibility).and(record.visibility)
    }
}

/// The records that others refer to, as far as who asks may see them.
struct Seen<'a> {
    evidence: &'a Evidence,
    audience: Audience,
}

impl Known for Seen<'_> {
    fn id_of(&self, key: &RecordKey) -> Option<Uuid> {
        self.evidence.may_see(key, self.audience).then(|| self.evidence.entity(key)).flatten()
    }

    fn name_of(&self, key: &RecordKey) -> Option<String> {
        if !self.evidence.may_see(key, self.audience) {
            return None;
        }
        self.evidence.seen(key, self.audience).ok()?.noun.name().map(str::to_owned)
    }
}

fn by_key(records: Vec<Record>) -> BTreeMap<RecordKey, Record> {
    records.into_iter().map(|record| (record.key.clone(), record)).collect()
}

/// The judgements on each pair, in the order they come in.
fn by_pair(judgements: Vec<Judgement>) -> BTreeMap<(RecordKey, RecordKey), Vec<Judgement>> {
    let mut pairs = BTreeMap::<_, Vec<_>>::new();
    for judgement in judgements {
        pairs.entry((judgement.a.clone(), judgement.b.clone())).or_default().push(judgement);
    }
    pairs
}
