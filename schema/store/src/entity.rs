use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::{prelude::*, upsert::excluded};
use model::{ContentHash, Entity, Freshness, Kind, Noun, Review};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Result, Store,
    column::{Row, json, moment, time},
    connection::{BATCH, Link, columns, on, stream},
    counter::Counter,
    schema::entity,
};

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = entity, treat_none_as_default_value = false)]
pub(crate) struct EntityRow {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) noun: String,
    pub(crate) provenance: String,
    visibility: String,
    pub(crate) licences: String,
    pub(crate) referents: String,
    pub(crate) modified: NaiveDateTime,
    pub(crate) hash: String,
    pub(crate) published: bool,
    pub(crate) freshness: String,
    pub(crate) review_next: Option<NaiveDateTime>,
}

/// What decides whether an entity changed.
#[derive(Queryable, Selectable)]
#[diesel(table_name = entity)]
pub(crate) struct EntityState {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) hash: String,
    pub(crate) published: bool,
    pub(crate) review_next: Option<NaiveDateTime>,
}

impl Store {
    /// Hands every published entity to a function, by id, one at a time. Answers the number of the last change that
    /// they hold: whoever follows the log from there misses nothing.
    pub fn for_each_published(&self, mut take: impl FnMut(Entity)) -> Result<i64> {
        self.read(|link| {
            let query = entity::table
                .filter(entity::published.eq(true))
                .order(entity::id)
                .select(columns::<EntityRow>());
            stream!(link, query, EntityRow, |row: EntityRow| -> Result<()> {
                take(row.entity()?);
                Ok(())
            });
            Counter::Change.last(link)
        })
    }

    /// Hands what is said of every published entity of a kind to a function, by id, one at a time: its noun, without
    /// who said it.
    pub fn for_each_published_noun(&self, kind: Kind, mut take: impl FnMut(Uuid, Noun)) -> Result<()> {
        self.read(|link| {
            let query = entity::table
                .filter(entity::published.eq(true).and(entity::kind.eq(kind.as_str())))
                .order(entity::id)
                .select((entity::id, entity::noun));
            stream!(link, query, (String, String), |(id, noun): (String, String)| -> Result<()> {
                let row = Row { table: "entity", key: &id };
                take(row.parse(&id)?, row.noun(kind, &noun)?);
                Ok(())
            });
            Ok(())
        })
    }

    /// These entities, by id, as far as they are published.
    pub fn published_entities(&self, ids: &[Uuid]) -> Result<Vec<Entity>> {
        self.rows_of(ids)?.iter().map(EntityRow::entity).collect()
    }

    pub(crate) fn rows_of(&self, ids: &[Uuid]) -> Result<Vec<EntityRow>> {
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        let mut rows: Vec<EntityRow> = Vec::new();
        self.read(|link| {
            for chunk in ids.chunks(BATCH) {
                let query = entity::table
                    .filter(entity::id.eq_any(chunk).and(entity::published.eq(true)))
                    .select(columns::<EntityRow>());
                rows.extend(on!(link, c => query.load::<EntityRow>(*c))?);
            }
            Ok(())
        })?;
        rows.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        rows.dedup_by(|a, b| a.id == b.id);
        Ok(rows)
    }
}

impl EntityRow {
    /// The row of an entity, published if it is public; whether it is hidden is known only in the transaction.
    pub(crate) fn of(entity: &Entity) -> Self {
        Self {
            id: entity.id.to_string(),
            kind: entity.kind.to_string(),
            noun: entity.noun.to_json(),
            provenance: json(&entity.provenance),
            visibility: entity.visibility.to_string(),
            licences: json(&entity.licences),
            referents: json(&entity.referents),
            modified: time(entity.modified),
            hash: hash(entity).0,
            published: entity.is_shown(),
            freshness: entity.review.freshness.to_string(),
            review_next: entity.review.next.map(time),
        }
    }

    fn entity(&self) -> Result<Entity> {
        let row = Row { table: "entity", key: &self.id };
        let kind = row.parse(&self.kind)?;
        Ok(Entity {
            id: row.parse(&self.id)?,
            kind,
            noun: row.noun(kind, &self.noun)?,
            provenance: row.json(&self.provenance)?,
            visibility: row.parse(&self.visibility)?,
            licences: row.json(&self.licences)?,
            referents: row.json(&self.referents)?,
            modified: moment(self.modified),
            review: Review { freshness: row.parse(&self.freshness)?, next: self.review_next.map(moment) },
        })
    }
}

/// The hash of all that an entity says and who says it. When it was said is left out: a record that was merely seen
/// again, or the time of assembly, makes no news.
fn hash(entity: &Entity) -> ContentHash {
    let claims = entity.provenance.iter().map(|(field, claims)| {
        let said = claims.iter().map(|c| (&c.record, &c.value, &c.original, &c.derived));
        (field, said.collect::<Vec<_>>())
    });
    let claims: BTreeMap<_, _> = claims.collect();
    let said =
        (entity.kind, timeless(&entity.noun), claims, entity.visibility, &entity.licences, &entity.referents);
    let mut text = json(&said);
    let corrected: Vec<_> = entity
        .provenance
        .iter()
        .flat_map(|(field, claims)| claims.iter().map(move |c| (field, c.correction)))
        .filter(|(_, correction)| correction.is_some())
        .collect();
    // Only where there is one, so that entities without corrections keep the hashes they had; so with freshness.
    if !corrected.is_empty() {
        text.push_str(&json(&corrected));
    }
    let reasons: Vec<_> = entity
        .provenance
        .iter()
        .flat_map(|(field, claims)| claims.iter().filter_map(move |claim| Some((field, claim.why.as_ref()?))))
        .collect();
    if !reasons.is_empty() {
        text.push_str(&json(&reasons));
    }
    if entity.review.freshness != Freshness::Current {
        text.push_str(entity.review.freshness.as_str());
    }
    ContentHash::of(text.as_bytes())
}

fn timeless(noun: &Noun) -> Value {
    let mut value = noun.to_value();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("last_modified");
    }
    value
}

/// The states of the entities that are named, by id.
pub(crate) fn states(link: &mut Link<'_>, ids: &[String]) -> Result<BTreeMap<String, EntityState>> {
    let mut states = BTreeMap::new();
    for chunk in ids.chunks(BATCH) {
        let query = entity::table.filter(entity::id.eq_any(chunk)).select(columns::<EntityState>());
        let rows: Vec<EntityState> = on!(link, c => query.load(*c))?;
        states.extend(rows.into_iter().map(|row| (row.id.clone(), row)));
    }
    Ok(states)
}

/// Writes entities, new or known.
pub(crate) fn upsert(link: &mut Link<'_>, rows: &[EntityRow]) -> Result<()> {
    for chunk in rows.chunks(BATCH) {
        let insert =
            diesel::insert_into(entity::table).values(chunk).on_conflict(entity::id).do_update().set((
                entity::noun.eq(excluded(entity::noun)),
                entity::provenance.eq(excluded(entity::provenance)),
                entity::visibility.eq(excluded(entity::visibility)),
                entity::licences.eq(excluded(entity::licences)),
                entity::referents.eq(excluded(entity::referents)),
                entity::modified.eq(excluded(entity::modified)),
                entity::hash.eq(excluded(entity::hash)),
                entity::published.eq(excluded(entity::published)),
                entity::freshness.eq(excluded(entity::freshness)),
                entity::review_next.eq(excluded(entity::review_next)),
            ));
        on!(link, c => insert.execute(*c))?;
    }
    Ok(())
}

/// Deletes entities.
pub(crate) fn delete(link: &mut Link<'_>, ids: &[String]) -> Result<()> {
    for chunk in ids.chunks(BATCH) {
        on!(link, c => diesel::delete(entity::table.filter(entity::id.eq_any(chunk))).execute(*c))?;
    }
    Ok(())
}
