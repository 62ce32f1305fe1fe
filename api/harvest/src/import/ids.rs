//! Under which id each item of a run goes on.

use std::collections::BTreeMap;

use crate::{
    fetch::{Fetch, Refused},
    formats::{Adapter, split_id},
    reidentify::{Traits, pairs},
};

/// What was decided about ids.
pub(super) struct Settled {
    /// New id to the old one that the item goes on under.
    pub(super) aliases: BTreeMap<String, String>,
    /// How many things of the feed were known again in this run.
    pub(super) reidentified: u64,
    /// Whether an alias came to an end, so that references through it have to be read again.
    pub(super) freed: bool,
}

/// Lets items that earlier runs knew again go on under their old ids, then looks for more of them.
pub(super) fn settle(adapter: &dyn Adapter, fetch: &mut Fetch<'_>) -> Result<Settled, Refused> {
    let mut settled = Settled { aliases: BTreeMap::new(), reidentified: 0, freed: false };
    for (new, old) in &fetch.before.aliases {
        if fetch.spool.contains(old) {
            settled.freed = true;
        } else if fetch.spool.contains(new) || fetch.known.is_live(old) {
            fetch.spool.rename(new, old);
            settled.aliases.insert(new.clone(), old.clone());
        }
    }
    for (new, old) in pairs_of_run(adapter, fetch)? {
        fetch.spool.rename(&new, &old);
        settled.reidentified += u64::from(adapter.is_counted(&old));
        // One id goes on as one thing: an alias of an earlier run would lead whatever takes up that key to it too.
        settled.aliases.retain(|_, known| *known != old);
        settled.aliases.insert(new, old);
    }
    Ok(settled)
}

fn pairs_of_run(adapter: &dyn Adapter, fetch: &mut Fetch<'_>) -> Result<BTreeMap<String, String>, Refused> {
    let known = fetch.known;
    let vanished: Vec<&str> = known.live().filter(|id| !fetch.spool.contains(id)).collect();
    if vanished.is_empty() {
        return Ok(BTreeMap::new());
    }
    let fresh: Vec<String> = fetch.spool.ids().filter(|id| !known.is_live(id)).map(str::to_owned).collect();
    if fresh.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (mut old, mut new) = (Sorts::new(), Sorts::new());
    for id in vanished {
        note(&mut old, adapter, id, fetch.known.body(id)?);
    }
    for id in fresh {
        let body = fetch.spool.body(&id)?;
        note(&mut new, adapter, &id, body);
    }
    Ok(new.iter().filter_map(|(sort, new)| Some(pairs(new, old.get(sort)?))).flatten().collect())
}

/// Traits by sort of item and id: a row is never known again as a location.
type Sorts = BTreeMap<String, BTreeMap<String, Traits>>;

fn note(sorts: &mut Sorts, adapter: &dyn Adapter, id: &str, body: Option<Vec<u8>>) {
    if let Some(traits) = body.and_then(|body| adapter.traits(id, &body)) {
        sorts.entry(split_id(id).0.to_owned()).or_default().insert(id.to_owned(), traits);
    }
}
