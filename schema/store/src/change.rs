use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use model::{Change, ChangeKind, Kind};
use uuid::Uuid;

use crate::{
    Result, Store,
    column::{Row, moment, time},
    connection::{BATCH, Link, columns, on},
    counter::Counter,
    schema::change,
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = change, treat_none_as_default_value = false)]
pub(crate) struct ChangeRow {
    number: i64,
    entity: String,
    kind: String,
    what: String,
    at: NaiveDateTime,
}

impl ChangeRow {
    fn change(&self) -> Result<Change> {
        let row = Row { table: "change", key: &self.number.to_string() };
        Ok(Change {
            number: self.number,
            entity: row.parse(&self.entity)?,
            kind: row.parse(&self.kind)?,
            change: row.word(&self.what)?,
            at: moment(self.at),
        })
    }
}

impl Store {
    /// The changes after a number, in order. A reader that goes on from the last number it was given misses none.
    pub fn changes_after(&self, number: i64, limit: i64) -> Result<Vec<Change>> {
        let query = change::table
            .filter(change::number.gt(number))
            .order(change::number)
            .limit(limit)
            .select(columns::<ChangeRow>());
        let rows: Vec<ChangeRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.iter().map(ChangeRow::change).collect()
    }

    /// The number of the last change, 0 if there was none. Cheap enough to ask several times a second.
    pub fn last_change(&self) -> Result<i64> {
        self.read(|link| Counter::Change.last(link))
    }
}

/// What happened to an entity.
pub(crate) type News = (Uuid, Kind, ChangeKind);

/// Appends to the log, as the last thing a transaction does but for marking what is dirty. Answers the last number.
pub(crate) fn append(link: &mut Link<'_>, at: DateTime<Utc>, news: &[News]) -> Result<i64> {
    let last = Counter::Change.take(link, news.len())?;
    let first = last - news.len() as i64 + 1;
    let row = |(number, (entity, kind, change)): (i64, &News)| ChangeRow {
        number,
        entity: entity.to_string(),
        kind: kind.to_string(),
        what: change.as_str().to_owned(),
        at: time(at),
    };
    let rows: Vec<_> = (first..).zip(news).map(row).collect();
    for chunk in rows.chunks(BATCH) {
        on!(link, c => diesel::insert_into(change::table).values(chunk).execute(*c))?;
    }
    Ok(last)
}
