use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::{prelude::*, upsert::excluded};
use model::{ContentHash, Item, SourceId};

use crate::{
    Result, Store,
    column::{Row, moment},
    connection::{BATCH, Link, among, columns, on, sorted, stream},
    schema::{item, item_version},
};

/// What a harvest needs to know of an item to see whether it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemState {
    /// The latest version, from 1.
    pub version: i32,
    /// The hash of that version's body.
    pub hash: ContentHash,
    /// Whether it was found gone. If it is there again, it is committed as a new item, whatever its hash.
    pub deleted: bool,
}

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = item, treat_none_as_default_value = false)]
pub(crate) struct ItemRow {
    pub(crate) source: String,
    pub(crate) id: String,
    pub(crate) version: i32,
    pub(crate) hash: String,
    pub(crate) last_seen: NaiveDateTime,
    pub(crate) deleted: Option<NaiveDateTime>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = item_version, treat_none_as_default_value = false)]
pub(crate) struct VersionRow {
    pub(crate) source: String,
    pub(crate) id: String,
    pub(crate) version: i32,
    pub(crate) media_type: String,
    pub(crate) hash: String,
    pub(crate) first_seen: NaiveDateTime,
    pub(crate) last_seen: Option<NaiveDateTime>,
    pub(crate) body: Vec<u8>,
}

impl Store {
    /// The latest state of every item of a source, also of those that are gone, by id.
    pub fn item_states(&self, source: &SourceId) -> Result<BTreeMap<String, ItemState>> {
        let query = item::table.filter(item::source.eq(source.as_str())).select(columns::<ItemRow>());
        let mut states = BTreeMap::new();
        self.read(|link| {
            stream!(link, query, ItemRow, |row: ItemRow| -> Result<()> {
                states.extend([row.state()]);
                Ok(())
            });
            Ok(())
        })?;
        Ok(states)
    }

    /// The latest state of the items that are named, by id.
    pub fn item_states_of(&self, source: &SourceId, ids: &[&str]) -> Result<BTreeMap<String, ItemState>> {
        let rows = self.read(|link| load(link, source, ids))?;
        Ok(rows.into_values().map(ItemRow::state).collect())
    }

    /// The latest version of an item. Its body is empty if it was erased.
    pub fn item(&self, source: &SourceId, id: &str) -> Result<Option<Item>> {
        Ok(self.item_versions(source, id)?.pop())
    }

    /// Every version of an item, the first first.
    pub fn item_versions(&self, source: &SourceId, id: &str) -> Result<Vec<Item>> {
        let state = item::table.find((source.as_str(), id)).select(columns::<ItemRow>());
        let versions = item_version::table
            .filter(item_version::source.eq(source.as_str()).and(item_version::id.eq(id)))
            .order(item_version::version)
            .select(columns::<VersionRow>());
        let (state, versions): (Option<ItemRow>, Vec<VersionRow>) = self.read(|link| {
            Ok((on!(link, c => state.first(*c).optional())?, on!(link, c => versions.load(*c))?))
        })?;
        let Some(state) = state else { return Ok(Vec::new()) };
        versions.into_iter().map(|version| version.item(&state)).collect()
    }
}

impl ItemRow {
    fn state(self) -> (String, ItemState) {
        let state = ItemState {
            version: self.version,
            hash: ContentHash(self.hash),
            deleted: self.deleted.is_some(),
        };
        (self.id, state)
    }
}

impl VersionRow {
    fn item(self, state: &ItemRow) -> Result<Item> {
        Ok(Item {
            source: Row { table: "item", key: &self.id }.parse(&self.source)?,
            version: self.version,
            media_type: self.media_type,
            body: self.body,
            hash: ContentHash(self.hash),
            first_seen: moment(self.first_seen),
            last_seen: moment(self.last_seen.unwrap_or(state.last_seen)),
            deleted: state.deleted.map(moment),
            id: self.id,
        })
    }
}

/// The latest state of the items of a source that are named.
pub(crate) fn load(
    link: &mut Link<'_>,
    source: &SourceId,
    ids: &[&str],
) -> Result<BTreeMap<String, ItemRow>> {
    let mut found = BTreeMap::new();
    for chunk in sorted(ids.iter().copied()).chunks(BATCH) {
        let query =
            item::table.filter(among!(item::source, item::id, source, chunk)).select(columns::<ItemRow>());
        let rows: Vec<ItemRow> = on!(link, c => query.load(*c))?;
        found.extend(rows.into_iter().map(|row| (row.id.clone(), row)));
    }
    Ok(found)
}

/// Writes the latest state of items, new or known.
pub(crate) fn upsert(link: &mut Link<'_>, rows: &[ItemRow]) -> Result<()> {
    for chunk in rows.chunks(BATCH) {
        let insert = diesel::insert_into(item::table)
            .values(chunk)
            .on_conflict((item::source, item::id))
            .do_update()
            .set((
                item::version.eq(excluded(item::version)),
                item::hash.eq(excluded(item::hash)),
                item::last_seen.eq(excluded(item::last_seen)),
                item::deleted.eq(excluded(item::deleted)),
            ));
        on!(link, c => insert.execute(*c))?;
    }
    Ok(())
}

/// Adds versions.
pub(crate) fn insert_versions(link: &mut Link<'_>, rows: &[VersionRow]) -> Result<()> {
    for chunk in rows.chunks(BATCH) {
        on!(link, c => diesel::insert_into(item_version::table).values(chunk).execute(*c))?;
    }
    Ok(())
}

/// Notes on the versions that are about to be superseded when they were last seen.
pub(crate) fn close_versions<'a>(
    link: &mut Link<'_>,
    source: &SourceId,
    superseded: impl Iterator<Item = &'a ItemRow>,
) -> Result<()> {
    let mut by_time: BTreeMap<NaiveDateTime, Vec<&str>> = BTreeMap::new();
    for row in superseded {
        by_time.entry(row.last_seen).or_default().push(&row.id);
    }
    for (last_seen, ids) in by_time {
        for chunk in sorted(ids).chunks(BATCH) {
            let open = item_version::table
                .filter(among!(item_version::source, item_version::id, source, chunk))
                .filter(item_version::last_seen.is_null());
            on!(link, c => diesel::update(open).set(item_version::last_seen.eq(last_seen)).execute(*c))?;
        }
    }
    Ok(())
}

/// Notes that items were seen to be as they were.
pub(crate) fn touch(link: &mut Link<'_>, source: &SourceId, ids: &[String], at: NaiveDateTime) -> Result<()> {
    for chunk in sorted(ids.iter().map(String::as_str)).chunks(BATCH) {
        let seen = item::table.filter(among!(item::source, item::id, source, chunk));
        on!(link, c => diesel::update(seen).set(item::last_seen.eq(at)).execute(*c))?;
    }
    Ok(())
}

/// Notes that items are gone.
pub(crate) fn mark_gone(
    link: &mut Link<'_>,
    source: &SourceId,
    ids: &[String],
    at: NaiveDateTime,
) -> Result<()> {
    for chunk in sorted(ids.iter().map(String::as_str)).chunks(BATCH) {
        let gone =
            item::table.filter(among!(item::source, item::id, source, chunk)).filter(item::deleted.is_null());
        on!(link, c => diesel::update(gone).set(item::deleted.eq(at)).execute(*c))?;
    }
    Ok(())
}
