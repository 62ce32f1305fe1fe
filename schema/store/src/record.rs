use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::{prelude::*, sql_types::Bool, upsert::excluded};
use model::{Kind, Record, RecordKey, SourceId};

use crate::{
    Result, Store,
    column::{Row, moment, names},
    connection::{BATCH, Link, among, columns, on, sorted, stream},
    schema::{item, record},
};

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = record, treat_none_as_default_value = false)]
pub(crate) struct RecordRow {
    pub(crate) key: String,
    pub(crate) source: String,
    pub(crate) kind: String,
    pub(crate) item: String,
    pub(crate) noun: String,
    pub(crate) visibility: String,
    pub(crate) field_visibility: String,
    pub(crate) original: String,
    pub(crate) first_seen: NaiveDateTime,
    pub(crate) modified: NaiveDateTime,
    pub(crate) deleted: Option<NaiveDateTime>,
    pub(crate) confirmed: Option<NaiveDateTime>,
}

/// A record and when its item was last seen.
type Seen = (RecordRow, NaiveDateTime);

/// Records together with their items.
macro_rules! with_item {
    () => {
        record::table
            .inner_join(item::table.on(item::source.eq(record::source).and(item::id.eq(record::item))))
            .select((columns::<RecordRow>(), item::last_seen))
    };
}

impl Store {
    /// The records of a kind, by key, with or without those that are gone.
    pub fn records(&self, kind: Kind, include_deleted: bool) -> Result<Vec<Record>> {
        let mut records = Vec::new();
        self.read(|link| {
            let wanted = record::deleted.is_null().or(include_deleted.into_sql::<Bool>());
            let query = with_item!().filter(record::kind.eq(kind.as_str())).filter(wanted);
            stream!(link, query, Seen, |(row, last_seen): Seen| -> Result<()> {
                records.push(row.record(last_seen)?);
                Ok(())
            });
            Ok(())
        })?;
        records.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        Ok(records)
    }

    /// Hands over every present record of a kind, one by one, in no order: all of them need not fit into memory.
    ///
    /// What takes them must not ask the store.
    pub fn for_each_record(&self, kind: Kind, mut take: impl FnMut(Record)) -> Result<()> {
        self.read(|link| {
            let query = with_item!().filter(record::kind.eq(kind.as_str())).filter(record::deleted.is_null());
            stream!(link, query, Seen, |(row, last_seen): Seen| -> Result<()> {
                take(row.record(last_seen)?);
                Ok(())
            });
            Ok(())
        })
    }

    /// How many present records of each kind one source has, or each; none where it would be nought.
    pub fn record_counts(&self, only: Option<&SourceId>) -> Result<BTreeMap<(SourceId, Kind), u64>> {
        let any = only.is_none().into_sql::<Bool>();
        let query = record::table
            .filter(record::deleted.is_null())
            .filter(record::source.eq(only.map_or("", SourceId::as_str)).or(any))
            .group_by((record::source, record::kind))
            .select((record::source, record::kind, diesel::dsl::count_star()));
        let rows: Vec<(String, String, i64)> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        let count = |(source, kind, count): (String, String, i64)| {
            let row = Row { table: "record", key: &source };
            Ok(((row.parse(&source)?, row.parse(&kind)?), u64::try_from(count).unwrap_or_default()))
        };
        rows.into_iter().map(count).collect()
    }

    /// One record, even if it is gone.
    pub fn record(&self, key: &RecordKey) -> Result<Option<Record>> {
        Ok(self.records_of(std::slice::from_ref(key))?.pop())
    }

    /// These records, by key, even those that are gone; names of no record are passed over.
    pub fn records_of(&self, keys: &[RecordKey]) -> Result<Vec<Record>> {
        let keys = names(keys);
        let mut rows: Vec<Seen> = Vec::new();
        self.read(|link| {
            for chunk in keys.chunks(BATCH) {
                let query = with_item!().filter(record::key.eq_any(chunk));
                rows.extend(on!(link, c => query.load::<Seen>(*c))?);
            }
            Ok(())
        })?;
        let records = rows.iter().map(|(row, last_seen)| row.record(*last_seen));
        let mut records = records.collect::<Result<Vec<_>>>()?;
        records.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        Ok(records)
    }
}

impl RecordRow {
    fn record(&self, last_seen: NaiveDateTime) -> Result<Record> {
        let row = Row { table: "record", key: &self.key };
        let last_seen = self.deleted.map_or(last_seen, |deleted| last_seen.min(deleted));
        Ok(Record {
            key: row.parse(&self.key)?,
            item: self.item.clone(),
            noun: row.noun(row.parse(&self.kind)?, &self.noun)?,
            visibility: row.parse(&self.visibility)?,
            field_visibility: row.json(&self.field_visibility)?,
            original: row.json(&self.original)?,
            first_seen: moment(self.first_seen),
            last_seen: moment(last_seen),
            modified: moment(self.modified),
            deleted: self.deleted.map(moment),
            confirmed: self.confirmed.map(moment),
        })
    }

    /// Whether two rows say the same.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let said = |row: &Self| {
            [&row.noun, &row.visibility, &row.field_visibility, &row.original].map(String::clone)
        };
        said(self) == said(other) && self.deleted == other.deleted
    }
}

/// The rows of the records that are named, and of all that the named items yielded, by name.
pub(crate) fn load(
    link: &mut Link<'_>,
    source: &SourceId,
    keys: &[String],
    items: &[&str],
) -> Result<BTreeMap<String, RecordRow>> {
    let mut rows: Vec<RecordRow> = Vec::new();
    for chunk in keys.chunks(BATCH) {
        let query = record::table.filter(record::key.eq_any(chunk)).select(columns::<RecordRow>());
        rows.extend(on!(link, c => query.load::<RecordRow>(*c))?);
    }
    for chunk in sorted(items.iter().copied()).chunks(BATCH) {
        let query = record::table
            .filter(among!(record::source, record::item, source, chunk))
            .select(columns::<RecordRow>());
        rows.extend(on!(link, c => query.load::<RecordRow>(*c))?);
    }
    Ok(rows.into_iter().map(|row| (row.key.clone(), row)).collect())
}

/// Writes records, new or known.
pub(crate) fn upsert(link: &mut Link<'_>, rows: &[RecordRow]) -> Result<()> {
    for chunk in rows.chunks(BATCH) {
        let insert =
            diesel::insert_into(record::table).values(chunk).on_conflict(record::key).do_update().set((
                record::item.eq(excluded(record::item)),
                record::noun.eq(excluded(record::noun)),
                record::visibility.eq(excluded(record::visibility)),
                record::field_visibility.eq(excluded(record::field_visibility)),
                record::original.eq(excluded(record::original)),
                record::modified.eq(excluded(record::modified)),
                record::deleted.eq(excluded(record::deleted)),
            ));
        on!(link, c => insert.execute(*c))?;
    }
    Ok(())
}
