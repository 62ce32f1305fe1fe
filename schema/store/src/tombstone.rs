use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use model::{RecordKey, SourceId};

use crate::{
    Result, Store,
    column::{Row, moment, time},
    connection::{Link, columns, on},
    schema::tombstone,
};

/// What is left of an erased record: its name, and why and when it went. It blocks the record's return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The record that was erased.
    pub record: RecordKey,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = tombstone, treat_none_as_default_value = false)]
pub(crate) struct TombstoneRow {
    record: String,
    source: String,
    at: NaiveDateTime,
    reason: String,
}

impl Store {
    /// The tombstone of a record, if it was erased.
    pub fn tombstone(&self, record: &RecordKey) -> Result<Option<Tombstone>> {
        let query = tombstone::table.find(record.to_string()).select(columns::<TombstoneRow>());
        let row: Option<TombstoneRow> = self.read(|link| Ok(on!(link, c => query.first(*c).optional())?))?;
        row.map(TombstoneRow::tombstone).transpose()
    }

    /// Every tombstone, by record.
    pub fn tombstones(&self) -> Result<Vec<Tombstone>> {
        let query = tombstone::table.order(tombstone::record).select(columns::<TombstoneRow>());
        let rows: Vec<TombstoneRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.into_iter().map(TombstoneRow::tombstone).collect()
    }
}

impl TombstoneRow {
    fn tombstone(self) -> Result<Tombstone> {
        let record = Row { table: "tombstone", key: &self.record }.parse(&self.record)?;
        Ok(Tombstone { record, at: moment(self.at), reason: self.reason })
    }
}

/// The records of a source that may not come back.
pub(crate) fn blocked(link: &mut Link<'_>, source: &SourceId) -> Result<BTreeSet<RecordKey>> {
    let query = tombstone::table.filter(tombstone::source.eq(source.as_str())).select(tombstone::record);
    let names: Vec<String> = on!(link, c => query.load(*c))?;
    names.iter().map(|name| Row { table: "tombstone", key: name }.parse(name)).collect()
}

/// The names of all records that may not come back.
pub(crate) fn all(link: &mut Link<'_>) -> Result<BTreeSet<String>> {
    let names: Vec<String> = on!(link, c => tombstone::table.select(tombstone::record).load(*c))?;
    Ok(names.into_iter().collect())
}

/// Blocks a record's return. The first reason given stays.
pub(crate) fn put(link: &mut Link<'_>, record: &RecordKey, at: DateTime<Utc>, reason: &str) -> Result<()> {
    let row = TombstoneRow {
        record: record.to_string(),
        source: record.source.to_string(),
        at: time(at),
        reason: reason.to_owned(),
    };
    let insert = diesel::insert_into(tombstone::table).values(&row).on_conflict_do_nothing();
    on!(link, c => insert.execute(*c))?;
    Ok(())
}
