use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model::{IssueDraft, RecordKey, SourceId};

use crate::{
    Result, Store, alignment, change,
    column::Row,
    connection::{BATCH, Link, among, on, sorted, stream},
    correction,
    counter::Counter,
    dirty, identity, issue, judgement, publish, report,
    schema::{item, item_version, record},
    source, suggestion, told, tombstone,
};

/// What erasing a record took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EraseOutcome {
    /// Whether the record was there. Its return is blocked in any case.
    pub found: bool,
    /// Versions of items whose bytes were erased.
    pub versions: u64,
    /// Issues that told of it.
    pub issues: u64,
    /// Entities that were withdrawn, to be assembled from what remains of their clusters.
    pub entities: u64,
    /// Whether what was erased can still be found in the write-ahead log of a SQLite file, because someone was reading
    /// it for more than two seconds. Once the last reader has let go, erasing the record again overwrites it, as
    /// does closing the store in every process that has it open.
    pub pending: bool,
}

impl Store {
    /// Erases a record and all that was derived from it, for good, and blocks its return. The tombstone keeps only its
    /// name and the reason.
    ///
    /// Erased at once: the record; its item with every version, if the item yields nothing else; the bytes of every
    /// version of every item of the source that yields it or holds its id as a whole value (such an item's other
    /// records stay); the issues that are in it or quote its id or name as the offending value; the erased item's id
    /// in what the last run left for the next, where the names that led to it are blocked too; suggestions on it; the
    /// reasons given in judgements on it; what corrections attached to it say; what readers reported of its entity; what alignment repeats of pages and
    /// entities, until it looks again; and the entity of its cluster, which readers miss from then on until the
    /// rest of the cluster, made dirty here, is reconciled. The membership stays, so that the canonical id is not
    /// given to another.
    ///
    /// SQLite overwrites what it deletes, but see [`EraseOutcome::pending`]. PostgreSQL does so when it vacuums.
    pub fn erase(&self, key: &RecordKey, reason: &str, at: DateTime<Utc>) -> Result<EraseOutcome> {
        let outcome = self.write(|link| {
            source::lock(link, &key.source)?;
            Counter::Change.lock(link)?;
            erase_in(link, key, at, reason)
        })?;
        // The write-ahead log holds the pages as they were, until it is emptied into the file.
        let is_empty = self.pool().empty_log().map_err(|error| error.in_database(self.name()))?;
        Ok(EraseOutcome { pending: !is_empty, ..outcome })
    }
}

fn erase_in(link: &mut Link<'_>, key: &RecordKey, at: DateTime<Utc>, reason: &str) -> Result<EraseOutcome> {
    tombstone::put(link, key, at, reason)?;
    let known = erase_record(link, key)?;
    let mut outcome = EraseOutcome { found: known.is_some(), ..Default::default() };
    outcome.versions = erase_bodies(link, key, known.as_ref().map(|known| known.item.as_str()))?;
    let item = known.as_ref().map_or(key.id.as_str(), |known| known.item.as_str());
    if known.is_none() || erase_bare_item(link, &key.source, item)? {
        for former in former_names(link, key, item)? {
            tombstone::put(link, &former, at, reason)?;
        }
    }
    outcome.issues =
        issue::delete_where(link, &key.source, |draft| tells_of(draft, key, known.as_ref()))? as u64;
    suggestion::delete_of(link, &key.to_string())?;
    judgement::forget_reasons(link, &key.to_string())?;
    correction::forget(link, &key.to_string())?;
    report::forget(link, &key.to_string())?;
    outcome.entities = withdraw_cluster(link, key, at)?;
    alignment::forget(link)?;
    Ok(outcome)
}

/// What is needed of a record to find what else tells of it.
struct Known {
    item: String,
    name: Option<String>,
}

fn erase_record(link: &mut Link<'_>, key: &RecordKey) -> Result<Option<Known>> {
    let record_name = key.to_string();
    let row = record::table.find(&record_name);
    let found: Option<(String, String)> =
        on!(link, c => row.select((record::item, record::noun)).first(*c).optional())?;
    let Some((item, noun)) = found else { return Ok(None) };
    on!(link, c => diesel::delete(row).execute(*c))?;
    let noun = Row { table: "record", key: &record_name }.noun(key.kind, &noun)?;
    Ok(Some(Known { item, name: noun.name().map(str::to_owned) }))
}

/// Empties every version of the items that yield or name the record, and counts them.
fn erase_bodies(link: &mut Link<'_>, key: &RecordKey, yielded_by: Option<&str>) -> Result<u64> {
    let mut items: Vec<String> = yielded_by.map(str::to_owned).into_iter().collect();
    let query = item_version::table
        .filter(item_version::source.eq(key.source.as_str()))
        .select((item_version::id, item_version::body));
    let id_alone = BTreeSet::from([key.id.as_str()]);
    stream!(link, query, (String, Vec<u8>), |(id, body): (String, Vec<u8>)| -> Result<()> {
        if told::holds(&body, &id_alone) {
            items.push(id);
        }
        Ok(())
    });
    let mut erased = 0;
    for chunk in sorted(items.iter().map(String::as_str)).chunks(BATCH) {
        let versions =
            item_version::table.filter(among!(item_version::source, item_version::id, key.source, chunk));
        let empty = item_version::body.eq(Vec::<u8>::new());
        erased += on!(link, c => diesel::update(versions).set(empty).execute(*c))?;
    }
    Ok(erased as u64)
}

/// Deletes an item that yields nothing any more, with its versions. False if it yields something.
fn erase_bare_item(link: &mut Link<'_>, source: &SourceId, id: &str) -> Result<bool> {
    let others = record::table.filter(record::source.eq(source.as_str()).and(record::item.eq(id))).count();
    let is_bare = on!(link, c => others.get_result::<i64>(*c))? == 0;
    if is_bare {
        let row = item::table.find((source.as_str(), id));
        on!(link, c => diesel::delete(row).execute(*c))?;
    }
    Ok(is_bare)
}

/// Takes an erased item out of what the last run left, and names the record as it would be called by the ids that
/// led to that item there: such an id is to its record as the item's is to this one.
fn former_names(link: &mut Link<'_>, key: &RecordKey, item: &str) -> Result<Vec<RecordKey>> {
    let names = BTreeSet::from([item, key.id.as_str()]);
    let led_there = source::scrub_state(link, &key.source, &names)?;
    let before_id = item.strip_suffix(key.id.as_str()).unwrap_or_default();
    let id = |name: &String| name.strip_prefix(before_id).unwrap_or(name).to_owned();
    Ok(led_there.iter().map(|name| RecordKey::new(key.source.clone(), key.kind, id(name))).collect())
}

/// Whether an issue is in the record or its item, or quotes its id or name.
fn tells_of(draft: &IssueDraft, key: &RecordKey, known: Option<&Known>) -> bool {
    let of_known = |known: &Known| {
        let item = draft.record.as_ref().map(|record| record.replacen(':', "/", 1));
        let quoted = known.name.is_some() && draft.value == known.name;
        quoted || draft.record.as_ref() == Some(&known.item) || item.as_ref() == Some(&known.item)
    };
    told::is_about(draft, key) || known.is_some_and(of_known)
}

/// Withdraws the entity of the record's cluster and makes the cluster dirty. Counts entities.
fn withdraw_cluster(link: &mut Link<'_>, key: &RecordKey, at: DateTime<Utc>) -> Result<u64> {
    let name = key.to_string();
    let Some((entity, members)) = identity::cluster_of(link, &name)? else {
        dirty::mark(link, &[name])?;
        return Ok(0);
    };
    let id = Row { table: "member", key: &name }.parse(&entity)?;
    let news = publish::withdraw(link, &[id])?;
    change::append(link, at, &news)?;
    dirty::mark(link, &members)?;
    Ok(news.len() as u64)
}
