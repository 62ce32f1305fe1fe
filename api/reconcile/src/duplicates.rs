//! Which duplicates a feed would make: its records matched against those that are there, and nothing written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use matching::{Band, MatchModel, Pair};
use model::{Kind, Record, RecordKey, Source, SourceId};
use serde::Serialize;
use store::{NewRecord, Store};
use uuid::Uuid;

use crate::{
    Limit, ReconcileError, directory::Directory, eyes::Eyes, matches::Audience, models::InForce, plan::Policy,
};

/// The duplicates that a feed would make.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Duplicates {
    /// Whether there was a directory to compare with; otherwise the records were compared with each other only.
    pub compared_with_directory: bool,
    /// What was found, by kind. Kinds of which the feed has no record are left out.
    pub kinds: BTreeMap<Kind, KindDuplicates>,
    /// The surest pairs, as many as were asked for.
    pub pairs: Vec<DuplicatePair>,
}

/// What was found of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KindDuplicates {
    /// How many records the feed has.
    pub records: u64,
    /// How many of them would become part of something that is there already.
    pub joining: u64,
    /// Pairs of a record of the feed and one that is there.
    pub with_directory: Bands,
    /// Pairs of two records of the feed.
    pub within_feed: Bands,
}

/// Pairs by band.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bands {
    /// Those that the rules take for one thing.
    pub link: u64,
    /// Those that a person would have to judge.
    pub review: u64,
}

/// A record of the feed and another one that may be the same thing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DuplicatePair {
    /// What kind of thing they are.
    pub kind: Kind,
    /// link or review.
    pub band: Band,
    /// Log2 odds that they are one thing.
    pub score: f64,
    /// The record of the feed, as `kind:id`.
    pub record: String,
    /// What the feed calls the thing.
    pub name: Option<String>,
    /// The other record: as `source:kind:id` one that is there, as `kind:id` one of the feed itself.
    pub other: String,
    /// What its source calls the thing.
    pub other_name: Option<String>,
    /// The entity that the record would join, or be asked about; none for a pair within the feed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<Uuid>,
}

/// A feed to look for duplicates of.
pub(crate) struct Feed<'a> {
    pub(crate) source: Source,
    pub(crate) records: &'a [NewRecord],
    pub(crate) now: DateTime<Utc>,
}

/// A pair, told from the side of the feed.
struct Told {
    own: RecordKey,
    other: RecordKey,
    pair: Pair,
}

/// Compares a feed with the directory as the audience may know it, or with itself where there is none.
pub(crate) fn duplicates(
    store: Option<(&Store, &InForce)>,
    feed: &Feed<'_>,
    audience: Audience,
    most_pairs: usize,
) -> Result<Duplicates, ReconcileError> {
    let mut directory = known(store, audience)?;
    directory.sources.insert(feed.source.id.clone(), feed.source.clone());
    if feed.source.duplicate_free {
        directory.duplicate_free.insert(feed.source.id.clone());
    }
    for kind in Kind::ALL {
        directory.try_out(kind, &feed.source.id, feed.of_kind(kind), &anything());
    }
    let mut found = Duplicates { compared_with_directory: store.is_some(), ..Duplicates::default() };
    let mut told = Vec::new();
    for kind in Kind::ALL {
        let keys: Vec<&RecordKey> = feed.keys().filter(|key| key.kind == kind).collect();
        if !keys.is_empty() {
            let pairs = pairs(&directory, &feed.source, &keys);
            found.kinds.insert(kind, counted(&directory, &keys, &pairs));
            told.extend(pairs);
        }
    }
    told.sort_by(|x, y| {
        let order = |one: &Told| (std::cmp::Reverse(one.pair.score.log_odds), one.own.kind);
        order(x).cmp(&order(y)).then_with(|| (&x.own, &x.other).cmp(&(&y.own, &y.other)))
    });
    told.truncate(most_pairs);
    found.pairs = name(store.map(|(store, _)| store), &directory, feed, &told)?;
    Ok(found)
}

/// All moves are allowed: nothing of it happens.
fn anything() -> Policy {
    Policy { limit: Limit { share: 1.0, least: usize::MAX }, approved: BTreeSet::new() }
}

/// The directory as it is, resolved in memory.
fn known(store: Option<(&Store, &InForce)>, audience: Audience) -> Result<Directory, ReconcileError> {
    let Some((store, models)) = store else {
        return Ok(Directory::empty(Arc::clone(MatchModel::shipped())));
    };
    let eyes = Eyes::of(audience, store)?;
    let mut directory = Directory::seen_by(eyes, store, models.get(store)?)?;
    for kind in Kind::ALL {
        directory.resolve(store, kind, &mut BTreeSet::new(), &anything())?;
    }
    Ok(directory)
}

impl Feed<'_> {
    fn keys(&self) -> impl Iterator<Item = &RecordKey> {
        self.records.iter().map(|record| &record.key)
    }

    fn of_kind(&self, kind: Kind) -> Vec<Record> {
        let own = self.records.iter().filter(|record| record.key.kind == kind);
        own.map(|record| Record {
            key: record.key.clone(),
            item: String::new(),
            noun: record.noun.clone(),
            visibility: record.visibility,
            field_visibility: record.field_visibility.clone(),
            original: BTreeMap::new(),
            first_seen: self.now,
            last_seen: self.now,
            modified: self.now,
            deleted: None,
            confirmed: None,
        })
        .collect()
    }
}

/// Every pair that these records of the feed are in; one of two records of the feed once. A publisher who vouches that
/// its records are all different has none of those.
fn pairs(directory: &Directory, source: &Source, keys: &[&RecordKey]) -> Vec<Told> {
    let Some(kind) = keys.first().map(|key| key.kind) else { return Vec::new() };
    let tell = |key: &RecordKey, pair: Pair| {
        let other = if pair.a == *key { pair.b.clone() } else { pair.a.clone() };
        let is_within = other.source == source.id;
        let is_told = !is_within || (*key < other && !source.duplicate_free);
        is_told.then(|| Told { own: key.clone(), other, pair })
    };
    let all = keys.iter().flat_map(|key| directory.pairs_of(kind, key).into_iter().map(|pair| (*key, pair)));
    all.filter_map(|(key, pair)| tell(key, pair)).collect()
}

fn counted(directory: &Directory, keys: &[&RecordKey], pairs: &[Told]) -> KindDuplicates {
    let joins = |key: &&&RecordKey| {
        let id = directory.id_of(key);
        id.is_some_and(|id| directory.members(id).any(|other| other.source != key.source))
    };
    let mut counts = KindDuplicates {
        records: keys.len() as u64,
        joining: keys.iter().filter(joins).count() as u64,
        ..KindDuplicates::default()
    };
    for told in pairs {
        let is_within = told.other.source == told.own.source;
        let bands = if is_within { &mut counts.within_feed } else { &mut counts.with_directory };
        match told.pair.score.band {
            Band::Link => bands.link += 1,
            Band::Review => bands.review += 1,
            Band::No => {}
        }
    }
    counts
}

/// The pairs with the names of their records, and the entity of each that is there.
fn name(
    store: Option<&Store>,
    directory: &Directory,
    feed: &Feed<'_>,
    told: &[Told],
) -> Result<Vec<DuplicatePair>, ReconcileError> {
    let own: BTreeMap<&RecordKey, Option<&str>> =
        feed.records.iter().map(|record| (&record.key, record.noun.name())).collect();
    let there: Vec<RecordKey> =
        told.iter().map(|told| &told.other).filter(|key| key.source != feed.source.id).cloned().collect();
    let (mut names, mut ids) = (BTreeMap::new(), BTreeMap::new());
    if let Some(store) = store {
        let seen = store.records_of(&there)?.into_iter();
        let seen = seen.filter_map(|record| directory.eyes.see(record, &directory.sources));
        names.extend(seen.map(|record| (record.key.clone(), record.noun.name().map(str::to_owned))));
        ids = store.ids_of(&there)?;
    }
    let own_name = |key: &RecordKey| own.get(key).copied().flatten().map(str::to_owned);
    let pair = |told: &Told| DuplicatePair {
        kind: told.own.kind,
        band: told.pair.score.band,
        score: f64::from(told.pair.score.log_odds) / 1000.0,
        record: within(&told.own),
        name: own_name(&told.own),
        other: if told.other.source == feed.source.id { within(&told.other) } else { told.other.to_string() },
        other_name: names.get(&told.other).cloned().unwrap_or_else(|| own_name(&told.other)),
        entity: ids.get(&told.other).copied(),
    };
    Ok(told.iter().map(pair).collect())
}

/// The name of a record within its feed.
fn within(key: &RecordKey) -> String {
    format!("{}:{}", key.kind, key.id)
}

/// A name for a feed that no source of the directory has.
pub(crate) fn free_name(store: &Store, wanted: &SourceId) -> Result<SourceId, ReconcileError> {
    let taken: BTreeSet<SourceId> = store.sources()?.into_iter().map(|source| source.id).collect();
    let others = (2_u32..).filter_map(|number| SourceId::new(&format!("{wanted}-{number}")).ok());
    let free = std::iter::once(wanted.clone()).chain(others).find(|name| !taken.contains(name));
    Ok(free.unwrap_or_else(|| wanted.clone()))
}
