//! What earlier runs left of a site.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Kind,
    alignment::{GONE, PAGE},
};

use crate::{
    fetch::Fetch,
    formats::{JSON, split_id},
    state::{OfSite, State},
};

/// What the store holds of a site.
pub(super) struct Earlier {
    /// The items of each page by its key: itself, and the records of what it tells of.
    pub(super) pages: BTreeMap<String, Vec<String>>,
    /// The keys of addresses that led nowhere.
    pub(super) gone: BTreeSet<String>,
    /// The addresses that were asked for, by what the state calls them.
    pub(super) seen: BTreeMap<String, OfSite>,
    /// Whether what earlier runs read can be used again.
    pub(super) is_trusted: bool,
}

impl Earlier {
    pub(super) fn of(fetch: &Fetch<'_>) -> Self {
        let mut pages: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut gone = BTreeSet::new();
        for id in fetch.known.live() {
            let (sort, own) = split_id(id);
            let page = own.split('#').next().unwrap_or(own);
            match sort {
                PAGE => pages.entry(own.to_owned()).or_default().push(id.to_owned()),
                GONE => drop(gone.insert(own.to_owned())),
                sort if sort.parse::<Kind>().is_ok() => {
                    pages.entry(page.to_owned()).or_default().push(id.to_owned())
                }
                _ => {}
            }
        }
        pages.retain(|key, items| items.contains(&format!("{PAGE}/{key}")));
        let seen = fetch
            .before
            .pages
            .iter()
            .filter_map(|(name, seen)| Some((name.clone(), seen.site.clone()?)))
            .collect();
        let is_trusted = !fetch.options.full && fetch.before.reader == State::reader_of(fetch.config);
        Self { pages, gone, seen, is_trusted }
    }

    /// Spools a page and what it told of as they were. False where nothing is known of it.
    pub(super) fn keep(&self, fetch: &mut Fetch<'_>, page: &str) -> bool {
        let Some(items) = self.pages.get(page) else { return false };
        for id in items {
            if let Some(hash) = fetch.known.hash(id).filter(|_| !fetch.spool.contains(id)) {
                fetch.spool.keep(id, JSON, &hash);
            }
        }
        fetch.step();
        true
    }
}
