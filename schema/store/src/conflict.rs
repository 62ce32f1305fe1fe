use std::collections::BTreeSet;

use diesel::prelude::*;
use model::{Conflict, SourceId};
use uuid::Uuid;

use crate::{
    Result, Store,
    column::{Row, json},
    connection::{BATCH, Link, columns, on},
    schema::{conflict, conflict_source},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = conflict, treat_none_as_default_value = false)]
pub(crate) struct ConflictRow {
    entity: String,
    field: String,
    kind: String,
    name: Option<String>,
    weight: i64,
    services: i64,
    priority: i64,
    claims: String,
    why: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = conflict_source, treat_none_as_default_value = false)]
pub(crate) struct ConflictSourceRow {
    entity: String,
    field: String,
    source: String,
}

/// Which conflicts to list; what is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConflictFilter {
    /// Only those in which this source takes part.
    pub source: Option<SourceId>,
    /// Only those about this entity.
    pub entity: Option<Uuid>,
    /// Only those about this field.
    pub field: Option<String>,
}

/// The conflicts that a filter lets through.
macro_rules! filtered {
    ($filter:expr) => {{
        let mut query = conflict::table.into_boxed();
        if let Some(source) = &$filter.source {
            let taking_part = conflict_source::table
                .filter(conflict_source::entity.eq(conflict::entity))
                .filter(conflict_source::field.eq(conflict::field))
                .filter(conflict_source::source.eq(source.as_str().to_owned()));
            query = query.filter(diesel::dsl::exists(taking_part));
        }
        if let Some(entity) = &$filter.entity {
            query = query.filter(conflict::entity.eq(entity.to_string()));
        }
        if let Some(field) = &$filter.field {
            query = query.filter(conflict::field.eq(field.clone()));
        }
        query
    }};
}

impl Store {
    /// A page of the conflicts that a filter lets through, the most valuable first.
    pub fn conflicts(&self, filter: &ConflictFilter, limit: i64, offset: i64) -> Result<Vec<Conflict>> {
        let rows: Vec<ConflictRow> = self.read(|link| {
            Ok(on!(link, c => filtered!(filter)
                .order((conflict::priority.desc(), conflict::entity, conflict::field))
                .limit(limit)
                .offset(offset)
                .select(columns::<ConflictRow>())
                .load(*c))?)
        })?;
        rows.iter().map(ConflictRow::conflict).collect()
    }

    /// How many conflicts a filter lets through.
    pub fn count_conflicts(&self, filter: &ConflictFilter) -> Result<u64> {
        let count: i64 = self.read(|link| Ok(on!(link, c => filtered!(filter).count().get_result(*c))?))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }
}

impl ConflictRow {
    fn of(conflict: &Conflict) -> Self {
        Self {
            entity: conflict.entity.to_string(),
            field: conflict.field.clone(),
            kind: conflict.kind.to_string(),
            name: conflict.name.clone(),
            weight: conflict.weight,
            services: conflict.services,
            priority: conflict.priority,
            claims: json(&conflict.claims),
            why: conflict.why.clone(),
        }
    }

    fn conflict(&self) -> Result<Conflict> {
        let row = Row { table: "conflict", key: &self.entity };
        Ok(Conflict {
            entity: row.parse(&self.entity)?,
            kind: row.parse(&self.kind)?,
            name: self.name.clone(),
            field: self.field.clone(),
            weight: self.weight,
            services: self.services,
            priority: self.priority,
            claims: row.json(&self.claims)?,
            why: self.why.clone(),
        })
    }
}

fn sources_of(conflict: &Conflict) -> impl Iterator<Item = ConflictSourceRow> {
    let sources: BTreeSet<&SourceId> = conflict.claims.iter().map(|claim| &claim.source).collect();
    sources.into_iter().map(|source| ConflictSourceRow {
        entity: conflict.entity.to_string(),
        field: conflict.field.clone(),
        source: source.to_string(),
    })
}

/// Writes conflicts of which none is known yet.
pub(crate) fn insert(link: &mut Link<'_>, conflicts: &[&Conflict]) -> Result<()> {
    let rows: Vec<_> = conflicts.iter().map(|conflict| ConflictRow::of(conflict)).collect();
    for chunk in rows.chunks(BATCH) {
        on!(link, c => diesel::insert_into(conflict::table).values(chunk).execute(*c))?;
    }
    let sources: Vec<_> = conflicts.iter().flat_map(|conflict| sources_of(conflict)).collect();
    for chunk in sources.chunks(BATCH) {
        on!(link, c => diesel::insert_into(conflict_source::table).values(chunk).execute(*c))?;
    }
    Ok(())
}

/// Deletes all conflicts about these entities.
pub(crate) fn delete_of(link: &mut Link<'_>, entities: &[String]) -> Result<()> {
    for chunk in entities.chunks(BATCH) {
        let about = conflict_source::table.filter(conflict_source::entity.eq_any(chunk));
        on!(link, c => diesel::delete(about).execute(*c))?;
        on!(link, c => diesel::delete(conflict::table.filter(conflict::entity.eq_any(chunk))).execute(*c))?;
    }
    Ok(())
}
