use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use model::{ChangeKind, Freshness, Visibility};
use uuid::Uuid;

use crate::{
    Result, Store, change,
    column::{Row, moment, time},
    connection::{BATCH, Link, columns, on},
    counter::Counter,
    dirty, identity, redirect,
    schema::{entity, hidden, hidden_record, member, record},
};

/// An entity that a person has taken out of sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// Its canonical id.
    pub entity: Uuid,
    /// When it was hidden.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = hidden, treat_none_as_default_value = false)]
pub(crate) struct HiddenRow {
    entity: String,
    at: NaiveDateTime,
    reason: String,
}

/// A record that was hidden with the entity it belonged to.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = hidden_record, treat_none_as_default_value = false)]
pub(crate) struct HiddenRecordRow {
    record: String,
}

/// What asking to hide an entity, or to let it be seen again, came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hiding {
    /// It is so now.
    Done,
    /// It was so already.
    Already,
    /// There is no such entity.
    Unknown,
}

impl Store {
    /// Takes an entity out of sight at once, and keeps it out whatever is harvested, until it is unhidden. A merged id
    /// stands for the entity it was merged into.
    ///
    /// The records it stands for are hidden with it: if they part later, every part stays hidden. They become dirty,
    /// so that what refers to the entity is assembled anew.
    pub fn hide(&self, id: Uuid, at: DateTime<Utc>, reason: &str) -> Result<Hiding> {
        self.write(|link| {
            Counter::Change.lock(link)?;
            let id = redirect::survivor(link, id)?;
            if !exists(link, id)? {
                return Ok(Hiding::Unknown);
            }
            let row = HiddenRow { entity: id.to_string(), at: time(at), reason: reason.to_owned() };
            let insert = diesel::insert_into(hidden::table).values(&row).on_conflict_do_nothing();
            let is_new = on!(link, c => insert.execute(*c))? == 1;
            let members = identity::members_of(link, &[id.to_string()])?;
            cover(link, &members)?;
            show(link, id, at, false)?;
            dirty::mark(link, &members)?;
            Ok(if is_new { Hiding::Done } else { Hiding::Already })
        })
    }

    /// Lets a hidden entity be seen again, at once if it is public. Also lifts what hides it through ids that were
    /// merged into it and through its records, which become dirty. Other parts of what was hidden with it stay so.
    pub fn unhide(&self, id: Uuid, at: DateTime<Utc>) -> Result<Hiding> {
        self.write(|link| {
            Counter::Change.lock(link)?;
            let id = redirect::survivor(link, id)?;
            let names: Vec<String> = redirect::ids_of(link, id)?.iter().map(Uuid::to_string).collect();
            let marks = hidden::table.filter(hidden::entity.eq_any(&names));
            let marks = on!(link, c => diesel::delete(marks).execute(*c))?;
            let members = identity::members_of(link, &[id.to_string()])?;
            if marks + uncover(link, &members)? == 0 {
                return Ok(if exists(link, id)? { Hiding::Already } else { Hiding::Unknown });
            }
            show(link, id, at, true)?;
            dirty::mark(link, &members)?;
            Ok(Hiding::Done)
        })
    }

    /// The ids that are hidden, by themselves, through an id that was merged into them, or through a record: each
    /// that of the final survivor.
    pub fn hidden_ids(&self) -> Result<BTreeSet<Uuid>> {
        self.read(|link| {
            let parse = |name: &String| Row { table: "hidden", key: name }.parse(name);
            let ids = ids(link)?.iter().map(parse).collect::<Result<Vec<Uuid>>>()?;
            redirect::survivors(link, &ids)
        })
    }

    /// What people have hidden, by id, as they said it.
    pub fn hidden(&self) -> Result<Vec<Hidden>> {
        let query = hidden::table.order(hidden::entity).select(columns::<HiddenRow>());
        let rows: Vec<HiddenRow> = self.read(|link| Ok(on!(link, c => query.load(*c))?))?;
        rows.into_iter().map(HiddenRow::hidden).collect()
    }
}

impl HiddenRow {
    fn hidden(self) -> Result<Hidden> {
        let entity = Row { table: "hidden", key: &self.entity }.parse(&self.entity)?;
        Ok(Hidden { entity, at: moment(self.at), reason: self.reason })
    }
}

fn exists(link: &mut Link<'_>, id: Uuid) -> Result<bool> {
    let query = entity::table.find(id.to_string()).select(entity::id);
    let found: Option<String> = on!(link, c => query.first(*c).optional())?;
    Ok(found.is_some())
}

/// Publishes a public entity or takes a published one back, where it is not so already, and logs that.
fn show(link: &mut Link<'_>, id: Uuid, at: DateTime<Utc>, published: bool) -> Result<()> {
    let name = id.to_string();
    let row = entity::table
        .filter(entity::id.eq(&name).and(entity::published.ne(published)))
        .filter(entity::visibility.eq(Visibility::Public.as_str()))
        .filter(entity::freshness.ne(Freshness::Lapsed.as_str()));
    if on!(link, c => diesel::update(row).set(entity::published.eq(published)).execute(*c))? == 1 {
        let kind = entity::table.find(&name).select(entity::kind);
        let kind: String = on!(link, c => kind.first(*c))?;
        let kind = Row { table: "entity", key: &name }.parse(&kind)?;
        let news = if published { ChangeKind::Updated } else { ChangeKind::Closed };
        change::append(link, at, &[(id, kind, news)])?;
    }
    Ok(())
}

/// The ids that are hidden, and those that a present hidden record belongs to.
pub(crate) fn ids(link: &mut Link<'_>) -> Result<BTreeSet<String>> {
    let ids: Vec<String> = on!(link, c => hidden::table.select(hidden::entity).load(*c))?;
    let through_records = member::table
        .inner_join(hidden_record::table.on(hidden_record::record.eq(member::record)))
        .inner_join(record::table.on(record::key.eq(member::record)))
        .filter(record::deleted.is_null())
        .select(member::entity);
    let through_records: Vec<String> = on!(link, c => through_records.load(*c))?;
    Ok(ids.into_iter().chain(through_records).collect())
}

/// Hides records with their entity.
fn cover(link: &mut Link<'_>, records: &[String]) -> Result<()> {
    let rows: Vec<_> = records.iter().map(|record| HiddenRecordRow { record: record.clone() }).collect();
    for chunk in rows.chunks(BATCH) {
        let insert = diesel::insert_into(hidden_record::table).values(chunk).on_conflict_do_nothing();
        on!(link, c => insert.execute(*c))?;
    }
    Ok(())
}

/// Lets records be seen again, and counts those that were hidden.
fn uncover(link: &mut Link<'_>, records: &[String]) -> Result<usize> {
    let mut lifted = 0;
    for chunk in records.chunks(BATCH) {
        let hidden = hidden_record::table.filter(hidden_record::record.eq_any(chunk));
        lifted += on!(link, c => diesel::delete(hidden).execute(*c))?;
    }
    Ok(lifted)
}
