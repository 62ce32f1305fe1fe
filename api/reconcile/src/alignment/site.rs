//! The websites among the sources, with the pages that they last sent.

use std::collections::BTreeMap;

use harvest::{Format, SourceConfig};
use model::{
    SourceId,
    alignment::{GONE, Gone, Listing, PAGE, Page},
};
use normalize::website::Website;
use rayon::prelude::*;
use store::Store;

use super::passages::Sketch;

/// A website and its pages.
pub(super) struct Site {
    pub(super) source: SourceId,
    pub(super) website: Website,
    /// By name.
    pub(super) pages: Vec<SeenPage>,
    /// Where nothing is, by the name that a page there would have.
    pub(super) gone: BTreeMap<String, Gone>,
}

/// A page as the site sent it.
pub(super) struct SeenPage {
    pub(super) key: String,
    pub(super) page: Page,
    pub(super) section: String,
    pub(super) sketch: Sketch,
}

impl Site {
    /// Reads the pages of a website; `None` for a source that is none.
    fn read(store: &Store, source: &SourceId) -> store::Result<Option<Self>> {
        let described = store.source_config(source)?;
        let config = described.and_then(|config| serde_json::from_value::<SourceConfig>(config).ok());
        let Some(website) = config.and_then(|config| config.website()) else { return Ok(None) };
        let (mut bodies, mut gone) = (Vec::new(), BTreeMap::new());
        store.for_each_item(source, PAGE, |key, body, _| {
            bodies.push((key.to_owned(), body.to_vec()));
            Ok(())
        })?;
        store.for_each_item(source, GONE, |key, body, _| {
            gone.extend(serde_json::from_slice::<Gone>(body).ok().map(|missing| (key.to_owned(), missing)));
            Ok(())
        })?;
        let pages = bodies.into_par_iter().filter_map(|(key, body)| SeenPage::read(key, &body)).collect();
        Ok(Some(Self { source: source.clone(), website, pages, gone }))
    }

    /// Every name that leads to a page.
    pub(super) fn names(&self, seen: &SeenPage) -> Vec<String> {
        let addresses = seen.page.addresses.iter().chain([&seen.page.address]);
        let mut names: Vec<String> = addresses.filter_map(|address| self.website.key(address)).collect();
        names.push(seen.key.clone());
        names.sort();
        names.dedup();
        names
    }
}

/// Every website that is public, by its source.
pub(super) fn all(store: &Store) -> store::Result<Vec<Site>> {
    let mut sites = Vec::new();
    for source in store.sources()?.into_iter().filter(|source| source.visibility.is_public()) {
        sites.extend(Site::read(store, &source.id)?);
    }
    Ok(sites)
}

/// The sources that are websites.
pub(super) fn all_ids(store: &Store) -> store::Result<Vec<SourceId>> {
    let mut ids = Vec::new();
    for source in store.sources()? {
        let described = store.source_config(&source.id)?;
        let is_website = described.is_some_and(|config| {
            config.get("format").and_then(serde_json::Value::as_str) == Some(Format::Website.as_str())
        });
        ids.extend(is_website.then_some(source.id));
    }
    Ok(ids)
}

impl SeenPage {
    fn read(key: String, body: &[u8]) -> Option<Self> {
        let page: Page = serde_json::from_slice(body).ok()?;
        let (section, sketch) = (section(&page, &key), Sketch::of(&page.text));
        Some(Self { key, page, section, sketch })
    }

    /// The things that the page tells of.
    pub(super) fn listings(&self) -> &[Listing] {
        &self.page.listings
    }
}

/// The section of the site that a page is in: the first part of its path.
fn section(page: &Page, key: &str) -> String {
    let path = key.split_once('/').map_or("", |(_, path)| path);
    let first = path.split(['/', '?']).next().unwrap_or_default();
    let first = percent_encoding::percent_decode_str(first).decode_utf8_lossy();
    match (first.is_empty(), page.breadcrumbs.get(1)) {
        (true, Some(crumb)) => normalize::text::key(&crumb.name),
        _ => normalize::text::key(&first),
    }
}
