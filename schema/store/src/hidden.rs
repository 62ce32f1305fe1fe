use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use model::{ChangeKind, Visibility};
use uuid::Uuid;

use crate::{
    Result, Store, change,
    column::{Row, moment, time},
    connection::{Link, columns, on},
    counter::Counter,
    redirect,
    schema::{entity, hidden},
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

impl Store {
    /// Takes an entity out of sight at once, and keeps it out whatever is harvested, until it is unhidden. A merged id
    /// stands for the entity it was merged into. False if there is no such entity or it is hidden already.
    pub fn hide(&self, id: Uuid, at: DateTime<Utc>, reason: &str) -> Result<bool> {
        self.write(|link| {
            Counter::Change.lock(link)?;
            let id = redirect::survivor(link, id)?;
            if !exists(link, id)? {
                return Ok(false);
            }
            let row = HiddenRow { entity: id.to_string(), at: time(at), reason: reason.to_owned() };
            let insert = diesel::insert_into(hidden::table).values(&row).on_conflict_do_nothing();
            let is_new = on!(link, c => insert.execute(*c))? == 1;
            show(link, id, at, false)?;
            Ok(is_new)
        })
    }

    /// Lets a hidden entity be seen again, at once if it is public. Also lifts what hides it through ids that were
    /// merged into it. False if it was not hidden.
    pub fn unhide(&self, id: Uuid, at: DateTime<Utc>) -> Result<bool> {
        self.write(|link| {
            Counter::Change.lock(link)?;
            let id = redirect::survivor(link, id)?;
            let names: Vec<String> = redirect::ids_of(link, id)?.iter().map(Uuid::to_string).collect();
            let marks = hidden::table.filter(hidden::entity.eq_any(&names));
            let was_hidden = on!(link, c => diesel::delete(marks).execute(*c))? > 0;
            if was_hidden {
                show(link, id, at, true)?;
            }
            Ok(was_hidden)
        })
    }

    /// Everything that is hidden, by id.
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
        .filter(entity::visibility.eq(Visibility::Public.as_str()));
    if on!(link, c => diesel::update(row).set(entity::published.eq(published)).execute(*c))? == 1 {
        let kind = entity::table.find(&name).select(entity::kind);
        let kind: String = on!(link, c => kind.first(*c))?;
        let kind = Row { table: "entity", key: &name }.parse(&kind)?;
        let news = if published { ChangeKind::Updated } else { ChangeKind::Deleted };
        change::append(link, at, &[(id, kind, news)])?;
    }
    Ok(())
}

/// The ids that are hidden.
pub(crate) fn ids(link: &mut Link<'_>) -> Result<BTreeSet<String>> {
    let ids: Vec<String> = on!(link, c => hidden::table.select(hidden::entity).load(*c))?;
    Ok(ids.into_iter().collect())
}
