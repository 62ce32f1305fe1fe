use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use uuid::Uuid;

use crate::{
    Result, Store,
    column::Row,
    connection::{Link, on},
    schema::{change, entity, identity},
};

impl Store {
    /// Where every merged id leads that leads to a published entity: from, to the final survivor; by id.
    pub fn redirects(&self) -> Result<Vec<(Uuid, Uuid)>> {
        self.read(redirects)
    }

    /// Where these ids lead, as far as they were merged and lead to a published entity.
    pub fn redirect_of(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
        let asked: BTreeSet<&Uuid> = ids.iter().collect();
        let mut found = self.redirects()?;
        found.retain(|(from, _)| asked.contains(from));
        Ok(found)
    }

    /// Every id that was published once, no longer is, and leads nowhere; by id.
    pub fn withdrawn(&self) -> Result<Vec<Uuid>> {
        self.read(|link| {
            let moved: BTreeSet<Uuid> = redirects(link)?.into_iter().map(|(from, _)| from).collect();
            let there = published(link)?;
            let once = change::table.select(change::entity).distinct();
            let once: Vec<String> = on!(link, c => once.load(*c))?;
            let once = once.iter().map(|id| Row { table: "change", key: id }.parse(id));
            let mut gone = once.collect::<Result<BTreeSet<Uuid>>>()?;
            gone.retain(|id| !moved.contains(id) && !there.contains(id));
            Ok(gone.into_iter().collect())
        })
    }
}

fn redirects(link: &mut Link<'_>) -> Result<Vec<(Uuid, Uuid)>> {
    let steps = merges(link)?;
    let there = published(link)?;
    let ends = steps.keys().map(|from| (*from, end(&steps, *from)));
    Ok(ends.filter(|(_, to)| there.contains(to)).collect())
}

/// The final survivor of an id: itself, if it was never merged.
pub(crate) fn survivor(link: &mut Link<'_>, id: Uuid) -> Result<Uuid> {
    Ok(end(&merges(link)?, id))
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

fn published(link: &mut Link<'_>) -> Result<BTreeSet<Uuid>> {
    let query = entity::table.filter(entity::published.eq(true)).select(entity::id);
    let ids: Vec<String> = on!(link, c => query.load(*c))?;
    ids.iter().map(|id| Row { table: "entity", key: id }.parse(id)).collect()
}
