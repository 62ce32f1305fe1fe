use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model::{Kind, RecordKey, SourceId};

use crate::{
    Result, Store,
    column::{names, time},
    connection::{BATCH, Link, on},
    dirty, identity,
    schema::{entity, record},
    source,
};

/// What confirming records came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// So many still hold.
    All(usize),
    /// These are not there, so none was confirmed.
    Unknown(Vec<RecordKey>),
}

impl Store {
    /// Notes that services of a source still hold as they are: those that are named, or all of them. They become dirty.
    /// Where one that is named is not a service of the source that is present, nothing is noted.
    pub fn confirm(
        &self,
        source: &SourceId,
        named: Option<&[RecordKey]>,
        at: DateTime<Utc>,
    ) -> Result<Confirmed> {
        self.write(|link| {
            source::lock(link, source)?;
            let there = match named {
                Some(keys) => present(link, source, &names(keys))?,
                None => services(link, source)?,
            };
            let unknown: Vec<RecordKey> = named
                .into_iter()
                .flatten()
                .filter(|key| !there.contains(&key.to_string()))
                .cloned()
                .collect();
            if !unknown.is_empty() {
                return Ok(Confirmed::Unknown(unknown));
            }
            for chunk in there.chunks(BATCH) {
                let rows = record::table.filter(record::key.eq_any(chunk));
                let set = diesel::update(rows).set(record::confirmed.eq(time(at)));
                on!(link, c => set.execute(*c))?;
            }
            dirty::mark(link, &there)?;
            Ok(Confirmed::All(there.len()))
        })
    }

    /// Makes the records of every entity dirty of which time alone changed since this was last asked what is to be said,
    /// and counts those entities. Cheap where there are none.
    pub fn notice_reviews(&self, now: DateTime<Utc>) -> Result<usize> {
        let due = || entity::table.filter(entity::review_next.le(time(now)));
        let waiting: i64 = self.read(|link| Ok(on!(link, c => due().count().get_result(*c))?))?;
        if waiting == 0 {
            return Ok(0);
        }
        self.write(|link| {
            let ids: Vec<String> = on!(link, c => due().select(entity::id).load(*c))?;
            let members = identity::members_of(link, &ids)?;
            dirty::mark(link, &members)?;
            let noticed = diesel::update(due()).set(entity::review_next.eq(None::<chrono::NaiveDateTime>));
            on!(link, c => noticed.execute(*c))?;
            Ok(ids.len())
        })
    }
}

/// The names of a source's services that are present.
fn services(link: &mut Link<'_>, source: &SourceId) -> Result<Vec<String>> {
    let query = record::table
        .filter(record::source.eq(source.as_str()).and(record::kind.eq(Kind::Service.as_str())))
        .filter(record::deleted.is_null())
        .select(record::key);
    Ok(on!(link, c => query.load(*c))?)
}

/// Those of these names that are services of the source and present.
fn present(link: &mut Link<'_>, source: &SourceId, names: &[String]) -> Result<Vec<String>> {
    let mut there = Vec::new();
    for chunk in names.chunks(BATCH) {
        let query = record::table
            .filter(record::key.eq_any(chunk).and(record::source.eq(source.as_str())))
            .filter(record::kind.eq(Kind::Service.as_str()).and(record::deleted.is_null()))
            .select(record::key);
        there.extend(on!(link, c => query.load::<String>(*c))?);
    }
    Ok(there)
}
