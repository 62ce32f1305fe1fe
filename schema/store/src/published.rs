//! Published entities for readers, read no further than readers need them.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model::{Freshness, Licence, Noun, SourceId};
use serde::{Deserialize, de::IgnoredAny};
use uuid::Uuid;

use crate::{
    Result, Store,
    column::{Row, moment},
    connection::{columns, stream},
    counter::Counter,
    entity::EntityRow,
    schema::entity,
};

/// A published entity as it is stored, not yet read.
#[derive(Debug)]
pub struct PublishedRow(EntityRow);

/// A published entity for readers: who said what stays the JSON that it is stored as.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// The canonical id.
    pub id: Uuid,
    /// What is said of it.
    pub noun: Noun,
    /// Who said each field: a JSON object of field name to claims, the published one first.
    pub provenance: String,
    /// The sources that say something of it, sorted.
    pub sources: Vec<SourceId>,
    /// The fields whose published value no source gives: it was derived.
    pub derived: Vec<String>,
    /// The licences and attributions of the published claims, sorted.
    pub licences: Vec<Licence>,
    /// Former ids, sorted.
    pub referents: Vec<Uuid>,
    /// When what is said of it last changed.
    pub modified: DateTime<Utc>,
    /// Whether what is said of it was confirmed in time.
    pub freshness: Freshness,
}

impl PublishedRow {
    /// Reads it. Fails where what is stored is no entity, naming the row.
    pub fn read(self) -> Result<Published> {
        let Self(stored) = self;
        let row = Row { table: "entity", key: &stored.id };
        let claims: HashMap<String, Vec<Claim>> = row.json(&stored.provenance)?;
        Ok(Published {
            derived: derived(&claims),
            id: row.parse(&stored.id)?,
            noun: row.noun(row.parse(&stored.kind)?, &stored.noun)?,
            licences: row.json(&stored.licences)?,
            referents: row.json(&stored.referents)?,
            modified: moment(stored.modified),
            freshness: row.parse(&stored.freshness)?,
            sources: sources(claims),
            provenance: stored.provenance,
        })
    }
}

/// A claim, read no further than to its source and whether it was derived.
#[derive(Deserialize)]
struct Claim {
    source: SourceId,
    #[serde(default)]
    derived: Option<IgnoredAny>,
}

fn derived(provenance: &HashMap<String, Vec<Claim>>) -> Vec<String> {
    let is_derived = |claims: &[Claim]| claims.first().is_some_and(|claim| claim.derived.is_some());
    let fields = provenance.iter().filter(|(_, claims)| is_derived(claims)).map(|(field, _)| field.clone());
    fields.collect()
}

fn sources(provenance: HashMap<String, Vec<Claim>>) -> Vec<SourceId> {
    let sources: BTreeSet<SourceId> = provenance.into_values().flatten().map(|claim| claim.source).collect();
    sources.into_iter().collect()
}

impl Store {
    /// Hands the row of every published entity to a function, by id, one at a time, to be read where there is time for it.
    /// Answers as [`Store::for_each_published`] does.
    pub fn for_each_published_row(&self, mut take: impl FnMut(PublishedRow)) -> Result<i64> {
        self.read(|link| {
            let query = entity::table
                .filter(entity::published.eq(true))
                .order(entity::id)
                .select(columns::<EntityRow>());
            stream!(link, query, EntityRow, |row: EntityRow| -> Result<()> {
                take(PublishedRow(row));
                Ok(())
            });
            Counter::Change.last(link)
        })
    }

    /// The rows of these entities, by id, as far as they are published.
    pub fn published_rows(&self, ids: &[Uuid]) -> Result<Vec<PublishedRow>> {
        Ok(self.rows_of(ids)?.into_iter().map(PublishedRow).collect())
    }
}
