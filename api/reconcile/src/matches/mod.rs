//! Why two records are taken for one thing, or are not: the sum of the evidence, what people judged, and how it is now.

mod error;
mod evidence;
pub(crate) mod public;

use matching::Explanation;
use model::{Claim, Judgement, Kind, Licence, Record, RecordKey, Verdict, Visibility};
use serde::Serialize;
use store::Store;
use uuid::Uuid;

use crate::models::InForce;

pub use error::MatchError;
pub(crate) use evidence::Evidence;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Whoever reads what is public. Records that are not published are as unknown to them as those that are not
    /// there, and evidence from fields that are kept back is left out of the sum.
    Anyone,
    /// Who decides the doubtful ones: they see everything.
    Steward,
}

/// Why two records are taken for one thing, or are not.
#[derive(Clone, Debug, Serialize)]
pub struct Match {
    /// The lesser record by key.
    pub a: Side,
    /// The greater.
    pub b: Side,
    /// The sum of the evidence.
    pub explanation: Explanation,
    /// Whether both are in one cluster now.
    pub is_one: bool,
    /// What people decided last about this very pair; `None` where nobody looked at it.
    pub verdict: Option<Verdict>,
    /// Everything that people judged about the pair, the newest first; stewards only.
    pub judgements: Vec<Judgement>,
}

/// One of the two records.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// Its name everywhere.
    pub record: RecordKey,
    /// What its source calls the thing.
    pub name: Option<String>,
    /// The canonical id that it belongs to now; `None` before its first reconciliation.
    pub entity: Option<Uuid>,
    /// The name of its source for people.
    pub source: String,
    /// The terms on which the source's words are used.
    pub licence: Licence,
    /// Who may see the record: the stricter of its own mark and its source's.
    pub visibility: Visibility,
}

/// What holds an entity together.
#[derive(Clone, Debug, Serialize)]
pub struct EntityMatch {
    /// The canonical id: the one asked for, or that of the entity it was merged into.
    pub entity: Uuid,
    /// What kind of thing it is.
    pub kind: Kind,
    /// The records that it stands for, by key.
    pub members: Vec<Side>,
    /// How many pairs the members make.
    pub pairs: usize,
    /// The pairs, the surest first; at most [`MOST_PAIRS`].
    pub matches: Vec<Match>,
    /// Each published field, with why what is published of it is published.
    pub fields: Vec<Published>,
}

/// A field of an entity as it is published.
#[derive(Clone, Debug, Serialize)]
pub struct Published {
    /// The field, in the standard's words.
    pub field: String,
    /// The claim that is published.
    pub claim: Claim,
    /// Why, in words.
    pub why: String,
}

/// How many pairs of an entity are explained.
pub const MOST_PAIRS: usize = 200;
/// How many members of an entity are compared with each other: those before all others by key.
pub const MOST_MEMBERS: usize = 150;

/// Explains one pair, named in either order.
///
/// # Errors
///
/// Fails where a record is unknown (or may not be seen by who asks), gone or erased, where both are the same, or where
/// they are of different kinds; and where the store fails.
pub fn explain(
    store: &Store,
    models: &InForce,
    (a, b): (&RecordKey, &RecordKey),
    audience: Audience,
) -> Result<Match, MatchError> {
    let evidence = Evidence::load(store, models.get(store)?, &[a.clone(), b.clone()])?;
    for key in [a, b] {
        evidence.admit(store, key, audience)?;
    }
    check_pair(a, b)?;
    evidence.explain(a, b, audience)
}

/// Explains what holds an entity together. A former id stands for the entity it was merged into.
///
/// # Errors
///
/// Fails where the id is unknown (or nothing that who asks may see), or stands for no present record; and where the
/// store fails.
pub fn explain_entity(
    store: &Store,
    models: &InForce,
    id: Uuid,
    audience: Audience,
) -> Result<EntityMatch, MatchError> {
    let (entity, records) = store.cluster(id)?.ok_or(MatchError::UnknownEntity(id))?;
    let evidence = Evidence::load(store, models.get(store)?, &records)?;
    let members: Vec<RecordKey> = records.into_iter().filter(|key| evidence.may_see(key, audience)).collect();
    let Some(kind) = members.first().map(|key| key.kind) else {
        return Err(match audience {
            Audience::Anyone => MatchError::UnknownEntity(id),
            Audience::Steward => MatchError::GoneEntity(id),
        });
    };
    let matches = evidence.pairs_of(&members, audience)?;
    let sides = members.iter().map(|key| evidence.side(key, audience)).collect::<Result<_, _>>()?;
    let fields = published(store, entity)?;
    let pairs = members.len() * (members.len() - 1) / 2;
    Ok(EntityMatch { entity, kind, pairs, members: sides, matches, fields })
}

/// Each field of an entity, as far as it is published.
fn published(store: &Store, id: Uuid) -> store::Result<Vec<Published>> {
    let provenance = store.published_entities(&[id])?.into_iter().flat_map(|entity| entity.provenance);
    let field = |(field, claims): (String, Vec<Claim>)| {
        let why = model::why_published(&claims)?;
        Some(Published { field, claim: claims.into_iter().next()?, why })
    };
    Ok(provenance.filter_map(field).collect())
}

/// Refuses what is no pair: a record and itself, or records of two kinds.
pub(crate) fn check_pair(a: &RecordKey, b: &RecordKey) -> Result<(), MatchError> {
    if a == b {
        return Err(MatchError::SameRecord(a.clone()));
    }
    if a.kind != b.kind {
        return Err(MatchError::Kinds { a: a.clone(), b: b.clone() });
    }
    Ok(())
}

/// What a steward is told of a record that is not there: `record` is the ghost, where there is one.
pub(crate) fn missing(store: &Store, key: &RecordKey, record: Option<&Record>) -> store::Result<MatchError> {
    let key = key.clone();
    if let Some(tombstone) = store.tombstone(&key)? {
        return Ok(MatchError::ErasedRecord { record: key, at: tombstone.at });
    }
    Ok(match record.and_then(|record| record.deleted) {
        Some(at) => MatchError::GoneRecord { record: key, at },
        None => MatchError::UnknownRecord(key),
    })
}
