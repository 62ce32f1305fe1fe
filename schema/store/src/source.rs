use std::collections::BTreeSet;

use diesel::{prelude::*, upsert::excluded};
use model::{Source, SourceId};
use serde_json::Value;

use crate::{
    Result, Store, StoreError,
    column::{Row, json},
    connection::{Link, columns, on},
    dirty,
    schema::{record, source},
    told,
};

#[derive(Queryable, Selectable, Insertable, PartialEq)]
#[diesel(table_name = source, treat_none_as_default_value = false)]
pub(crate) struct SourceRow {
    id: String,
    name: String,
    publisher: String,
    licence: String,
    visibility: String,
    precedence: i32,
    duplicate_free: bool,
    review: String,
    precedence_for: String,
    supplements: bool,
}

impl SourceRow {
    fn of(source: &Source) -> Self {
        Self {
            id: source.id.to_string(),
            name: source.name.clone(),
            publisher: source.publisher.clone(),
            licence: json(&source.licence),
            visibility: source.visibility.to_string(),
            precedence: source.precedence,
            duplicate_free: source.duplicate_free,
            review: json(&source.review),
            precedence_for: json(&source.precedence_for),
            supplements: source.supplements,
        }
    }

    fn source(&self) -> Result<Source> {
        let row = Row { table: "source", key: &self.id };
        Ok(Source {
            id: row.parse(&self.id)?,
            name: self.name.clone(),
            publisher: self.publisher.clone(),
            licence: row.json(&self.licence)?,
            visibility: row.parse(&self.visibility)?,
            precedence: self.precedence,
            duplicate_free: self.duplicate_free,
            review: row.json(&self.review)?,
            precedence_for: row.json(&self.precedence_for)?,
            supplements: self.supplements,
        })
    }
}

impl Store {
    /// Puts a source in, or its new terms, with the configuration it is harvested by. New terms make all of its
    /// records dirty: what is published of them may differ now.
    pub fn put_source(&self, source: &Source, config: &Value) -> Result<()> {
        let (new, config) = (SourceRow::of(source), config.to_string());
        self.write(|link| {
            let old = find(link, &source.id)?;
            upsert(link, &new, &config)?;
            if old.is_some_and(|old| old != new) { mark_records(link, &source.id) } else { Ok(()) }
        })
    }

    /// Every source, by id.
    pub fn sources(&self) -> Result<Vec<Source>> {
        let query = source::table.order(source::id).select(columns::<SourceRow>());
        let rows: Vec<SourceRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.iter().map(SourceRow::source).collect()
    }

    /// One source.
    pub fn source(&self, id: &SourceId) -> Result<Option<Source>> {
        self.read(|link| find(link, id))?.as_ref().map(SourceRow::source).transpose()
    }

    /// The configuration that a source is harvested by.
    pub fn source_config(&self, id: &SourceId) -> Result<Option<Value>> {
        let query = source::table.find(id.as_str()).select(source::config);
        let text: Option<String> = self.read(|link| Ok(on!(link, c => query.first(*c).optional())?))?;
        text.map(|text| Row { table: "source", key: id.as_str() }.json(&text)).transpose()
    }

    /// What the last committed run left for the next one: ETags, watermarks, the time of the last full list.
    pub fn harvest_state(&self, id: &SourceId) -> Result<Option<Value>> {
        self.read(|link| state(link, id))
    }

    /// The number of the run that committed last; `None` if none did yet. See [`crate::RunCommit::after`].
    pub fn committed_run(&self, id: &SourceId) -> Result<Option<i64>> {
        self.read(|link| committed_run(link, id))
    }
}

fn find(link: &mut Link<'_>, id: &SourceId) -> Result<Option<SourceRow>> {
    let query = source::table.find(id.as_str()).select(columns::<SourceRow>());
    Ok(on!(link, c => query.first(*c).optional())?)
}

fn upsert(link: &mut Link<'_>, row: &SourceRow, config: &str) -> Result<()> {
    let insert = diesel::insert_into(source::table)
        .values((row, source::config.eq(config)))
        .on_conflict(source::id)
        .do_update()
        .set((
            source::name.eq(excluded(source::name)),
            source::publisher.eq(excluded(source::publisher)),
            source::licence.eq(excluded(source::licence)),
            source::visibility.eq(excluded(source::visibility)),
            source::precedence.eq(excluded(source::precedence)),
            source::duplicate_free.eq(excluded(source::duplicate_free)),
            source::review.eq(excluded(source::review)),
            source::precedence_for.eq(excluded(source::precedence_for)),
            source::supplements.eq(excluded(source::supplements)),
            source::config.eq(excluded(source::config)),
        ));
    on!(link, c => insert.execute(*c))?;
    Ok(())
}

fn mark_records(link: &mut Link<'_>, id: &SourceId) -> Result<()> {
    let query = record::table.filter(record::source.eq(id.as_str())).select(record::key);
    let keys: Vec<String> = on!(link, c => query.load(*c))?;
    dirty::mark(link, &keys)
}

/// Keeps others from writing items and records of this source until the transaction ends.
pub(crate) fn lock(link: &mut Link<'_>, id: &SourceId) -> Result<()> {
    let row = source::table.find(id.as_str());
    let touched =
        on!(link, c => diesel::update(row).set(source::precedence.eq(source::precedence)).execute(*c))?;
    if touched == 0 { Err(StoreError::UnknownSource(id.clone())) } else { Ok(()) }
}

/// The number of the run that committed last.
pub(crate) fn committed_run(link: &mut Link<'_>, id: &SourceId) -> Result<Option<i64>> {
    let query = source::table.find(id.as_str()).select(source::committed_run);
    let number: Option<Option<i64>> = on!(link, c => query.first(*c).optional())?;
    Ok(number.flatten())
}

/// What the last committed run left.
fn state(link: &mut Link<'_>, id: &SourceId) -> Result<Option<Value>> {
    let query = source::table.find(id.as_str()).select(source::harvest_state);
    let text: Option<Option<String>> = on!(link, c => query.first(*c).optional())?;
    text.flatten().map(|text| Row { table: "source", key: id.as_str() }.json(&text)).transpose()
}

/// Takes names out of what the last committed run left, and answers those that led to them: see [`told::scrub`].
pub(crate) fn scrub_state(link: &mut Link<'_>, id: &SourceId, names: &BTreeSet<&str>) -> Result<Vec<String>> {
    let Some(before) = state(link, id)? else { return Ok(Vec::new()) };
    let mut after = before.clone();
    let led_there = told::scrub(&mut after, names);
    if after != before {
        let row = source::table.find(id.as_str());
        on!(link, c => diesel::update(row).set(source::harvest_state.eq(after.to_string())).execute(*c))?;
    }
    Ok(led_there)
}

/// Keeps what a run that commits leaves for the next one.
pub(crate) fn put_state(link: &mut Link<'_>, id: &SourceId, run: i64, state: &Value) -> Result<()> {
    let row = source::table.find(id.as_str());
    let left = (source::harvest_state.eq(state.to_string()), source::committed_run.eq(run));
    on!(link, c => diesel::update(row).set(left).execute(*c))?;
    Ok(())
}
