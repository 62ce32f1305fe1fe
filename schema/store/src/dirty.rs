use std::collections::BTreeSet;

use diesel::{prelude::*, upsert::excluded};
use model::RecordKey;

use crate::{
    Result, Store,
    column::Row,
    connection::{BATCH, Link, columns, on, sorted},
    counter::Counter,
    schema::dirty,
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = dirty, treat_none_as_default_value = false)]
pub(crate) struct DirtyRow {
    record: String,
    mark: i64,
}

impl Store {
    /// Whether any record waits to be reconciled. Cheap.
    pub fn has_dirty(&self) -> Result<bool> {
        let query = dirty::table.select(dirty::mark).limit(1);
        let one: Option<i64> = self.read(|link| Ok(on!(link, c => query.first(*c).optional())?))?;
        Ok(one.is_some())
    }

    /// The records that wait to be reconciled, by key, and a mark. Publishing with that mark clears these, but not
    /// what becomes dirty in the meantime. An erased record is named here although it is no longer there.
    pub fn dirty(&self) -> Result<(i64, Vec<RecordKey>)> {
        let query = dirty::table.select(columns::<DirtyRow>());
        let rows: Vec<DirtyRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        let mark = rows.iter().map(|row| row.mark).max().unwrap_or(0);
        let keys = rows.iter().map(|row| Row { table: "dirty", key: &row.record }.parse(&row.record));
        Ok((mark, keys.collect::<Result<BTreeSet<_>>>()?.into_iter().collect()))
    }
}

/// Marks records as dirty, all with one new number.
pub(crate) fn mark<'r, S: AsRef<str> + 'r>(
    link: &mut Link<'_>,
    records: impl IntoIterator<Item = &'r S>,
) -> Result<()> {
    let records = sorted(records.into_iter().map(AsRef::as_ref));
    if records.is_empty() {
        return Ok(());
    }
    let mark = Counter::Dirty.take(link, 1)?;
    for chunk in records.chunks(BATCH) {
        let row = |record: &&str| DirtyRow { record: (*record).to_owned(), mark };
        let insert = diesel::insert_into(dirty::table)
            .values(chunk.iter().map(row).collect::<Vec<_>>())
            .on_conflict(dirty::record)
            .do_update()
            .set(dirty::mark.eq(excluded(dirty::mark)));
        on!(link, c => insert.execute(*c))?;
    }
    Ok(())
}

/// Clears what was marked up to a number.
pub(crate) fn clear(link: &mut Link<'_>, up_to: i64) -> Result<()> {
    Counter::Dirty.lock(link)?;
    on!(link, c => diesel::delete(dirty::table.filter(dirty::mark.le(up_to))).execute(*c))?;
    Ok(())
}
