use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use model::ChangeKind;
use uuid::Uuid;

use crate::{
    Result, Store,
    column::Row,
    connection::{BATCH, Link, on, stream},
    schema::{change, entity, identity},
};

impl Store {
    /// Those of some ids that are published.
    pub fn published(&self, ids: &[Uuid]) -> Result<BTreeSet<Uuid>> {
        self.read(|link| published(link, ids.iter().copied()))
    }

    /// Where every merged id leads that leads to a published entity: from, to the final survivor; by id.
    pub fn redirects(&self) -> Result<Vec<(Uuid, Uuid)>> {
        self.read(|link| {
            let steps = merges(link)?;
            leading(link, steps.keys().map(|from| (*from, end(&steps, *from))).collect())
        })
    }

    /// Every id that was published once and leads to something that readers saw go, or to itself that did; by id. Only the
    /// log of changes and merges tell, so that whoever follows them knows as much as whoever begins anew: what was closed
    /// and then went is none of them.
    pub fn withdrawn(&self) -> Result<Vec<Uuid>> {
        self.read(|link| {
            let query = change::table.order(change::number).select((change::entity, change::what));
            let mut last: BTreeMap<Uuid, String> = BTreeMap::new();
            stream!(link, query, (String, String), |(id, what): (String, String)| -> Result<()> {
                last.insert(Row { table: "change", key: &id }.parse(&id)?, what);
                Ok(())
            });
            let steps = merges(link)?;
            let is_gone = |id: &Uuid| {
                last.get(&end(&steps, *id)).is_some_and(|what| what == ChangeKind::Deleted.as_str())
            };
            Ok(last.keys().copied().filter(is_gone).collect())
        })
    }
}

/// Those of the redirects that lead to a published entity.
fn leading(link: &mut Link<'_>, mut redirects: Vec<(Uuid, Uuid)>) -> Result<Vec<(Uuid, Uuid)>> {
    let there = published(link, redirects.iter().map(|(_, to)| *to))?;
    redirects.retain(|(_, to)| there.contains(to));
    Ok(redirects)
}

/// The final survivor of an id: itself, if it was never merged.
pub(crate) fn survivor(link: &mut Link<'_>, id: Uuid) -> Result<Uuid> {
    Ok(end(&merges(link)?, id))
}

/// The final survivors of these ids.
pub(crate) fn survivors(link: &mut Link<'_>, ids: &[Uuid]) -> Result<BTreeSet<Uuid>> {
    let steps = merges(link)?;
    Ok(ids.iter().map(|id| end(&steps, *id)).collect())
}

/// An id and every id that was merged into it, straight or by way of others.
pub(crate) fn ids_of(link: &mut Link<'_>, id: Uuid) -> Result<Vec<Uuid>> {
    let steps = merges(link)?;
    let former = steps.keys().copied().filter(|from| end(&steps, *from) == id && *from != id);
    Ok(former.chain([id]).collect())
}

/// Every id that was merged, and into which.
fn merges(link: &mut Link<'_>) -> Result<BTreeMap<Uuid, Uuid>> {
    let query = identity::table
        .filter(identity::merged_into.is_not_null())
        .select((identity::id, identity::merged_into.assume_not_null()));
    let rows: Vec<(String, String)> = on!(link, c => query.load(*c))?;
    let ids = rows.iter().map(|(from, to)| {
        let row = Row { table: "identity", key: from };
        Ok((row.parse(from)?, row.parse(to)?))
    });
    ids.collect()
}

/// Follows merges to their end. There are no more steps than merges, so that even a circle ends.
fn end(steps: &BTreeMap<Uuid, Uuid>, from: Uuid) -> Uuid {
    let walk = std::iter::successors(Some(from), |id| steps.get(id).copied());
    walk.take(steps.len() + 1).last().unwrap_or(from)
}

/// Those of some ids that are published.
fn published(link: &mut Link<'_>, ids: impl Iterator<Item = Uuid>) -> Result<BTreeSet<Uuid>> {
    let ids: BTreeSet<String> = ids.map(|id| id.to_string()).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let mut there = BTreeSet::new();
    for chunk in ids.chunks(BATCH) {
        let query =
            entity::table.filter(entity::id.eq_any(chunk).and(entity::published.eq(true))).select(entity::id);
        for id in on!(link, c => query.load::<String>(*c))? {
            there.insert(Row { table: "entity", key: &id }.parse(&id)?);
        }
    }
    Ok(there)
}
