use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use uuid::Uuid;

use crate::{
    Result, Store,
    column::Row,
    connection::{BATCH, Link, on},
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

    /// Every id that was published once and leads to nothing any more; by id. What is there but not shown, because it
    /// was hidden or is confidential, is none of them: whoever guesses its id learns nothing.
    pub fn withdrawn(&self) -> Result<Vec<Uuid>> {
        self.read(|link| {
            let once = change::table.select(change::entity).distinct();
            let once: Vec<String> = on!(link, c => once.load(*c))?;
            let once = once.iter().map(|id| Row { table: "change", key: id }.parse(id));
            let once = once.collect::<Result<BTreeSet<Uuid>>>()?;
            let steps = merges(link)?;
            let leads_to = |id: Uuid| (id, end(&steps, id));
            let there = present(link, once.iter().map(|id| end(&steps, *id)))?;
            Ok(once
                .into_iter()
                .map(leads_to)
                .filter(|(_, to)| !there.contains(to))
                .map(|(id, _)| id)
                .collect())
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

/// Those of some ids that stand for something, published or not.
fn present(link: &mut Link<'_>, ids: impl Iterator<Item = Uuid>) -> Result<BTreeSet<Uuid>> {
    let ids: BTreeSet<String> = ids.map(|id| id.to_string()).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let mut there = BTreeSet::new();
    for chunk in ids.chunks(BATCH) {
        let query = entity::table.filter(entity::id.eq_any(chunk)).select(entity::id);
        for id in on!(link, c => query.load::<String>(*c))? {
            there.insert(Row { table: "entity", key: &id }.parse(&id)?);
        }
    }
    Ok(there)
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
