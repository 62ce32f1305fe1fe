//! Which addresses of a site are asked for: those that its lists name, those that what is published gives, and those of
//! earlier runs.

use std::collections::{BTreeMap, BTreeSet};

use model::{IssueDraft, Severity, alignment::Gone};
use normalize::website::Website;
use outbound::Outbound;
use url::Url;

use super::{jsonapi, keep::Earlier};
use crate::{
    fetch::{Fetch, Refused},
    formats::pages::{
        lists::{self, listed_by},
        sitemap::Listing,
        wanted::Wanted,
    },
    issues::shown,
};

/// One address that is asked for.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) address: String,
    /// When its list says that it was last modified.
    pub(super) modified: Option<String>,
    /// How many links away from a listed page it is.
    pub(super) depth: usize,
    /// Whether it is asked for only to learn whether it is still there.
    pub(super) is_left: bool,
    /// Other addresses of the same key on other hosts of the site.
    pub(super) others: BTreeSet<String>,
}

/// The addresses of a site by the keys of their pages.
pub(super) struct Lists<'a> {
    pub(super) site: &'a Website,
    pub(super) wanted: Wanted,
    pub(super) asked: BTreeMap<String, Asked>,
    /// What JSON:API tells of pages, for those that may not be asked for.
    pub(super) told: BTreeMap<String, jsonapi::Told>,
    /// Whether links are followed.
    pub(super) follows: bool,
    /// How far.
    pub(super) deepest: usize,
    elsewhere: u64,
    is_window: bool,
}

impl<'a> Lists<'a> {
    /// Gathers the addresses of a site.
    pub(super) fn gather(
        fetch: &mut Fetch<'_>,
        client: &Outbound,
        site: &'a Website,
        earlier: &Earlier,
    ) -> Result<Self, Refused> {
        let pages = fetch.config.pages.clone().unwrap_or_default();
        let mut lists = Self {
            site,
            wanted: Wanted::of(&pages)?,
            asked: BTreeMap::new(),
            told: BTreeMap::new(),
            follows: fetch.config.follow.unwrap_or(false),
            deepest: fetch.config.deepest(),
            elsewhere: 0,
            is_window: false,
        };
        if let Some(sitemap) = &fetch.config.sitemap {
            let listing = lists.listing(client, sitemap)?;
            let listing = listing
                .ok_or_else(|| lists::no_list(sitemap, "it is neither a sitemap, a feed nor a plain list"))?;
            lists.take(fetch, client, (listing, Some(sitemap.clone())))?;
        }
        for address in fetch.config.urls.clone() {
            match lists.listing(client, &address)? {
                Some(listing) => lists.take(fetch, client, (listing, Some(address)))?,
                None => lists.page(fetch, &address),
            }
        }
        if let Some(address) = fetch.config.jsonapi.clone() {
            let told = jsonapi::read(
                client,
                &address,
                fetch.config.sitemap.as_deref().or(fetch.config.urls.first().map(String::as_str)),
            )?;
            lists.told(told);
        }
        lists.published(fetch)?;
        lists.earlier(fetch, earlier)?;
        lists.tell_elsewhere(fetch);
        Ok(lists)
    }

    /// The list at an address; `None` where it is a page, or nothing is there.
    fn listing(&self, client: &Outbound, address: &str) -> Result<Option<Listing>, Refused> {
        let is_here = |url: &Url| self.site.key(url.as_str()).is_some();
        let first = Url::parse(address).ok();
        let may_go =
            |url: &Url| is_here(url) || first.as_ref().is_some_and(|first| first.host() == url.host());
        match client.visit_within(address, &[], &may_go) {
            // What is no list as it stands, and comes as a page, is one.
            Ok(answer) if answer.head.header("content-type").is_some_and(|kind| kind.contains("html")) => {
                Ok(listed_by(address, answer.body).ok().flatten())
            }
            Ok(answer) => listed_by(address, answer.body),
            Err(error) if matches!(error.status(), Some(404 | 410)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A page that the description of the source names. Where it is the only address, links are followed from it.
    fn page(&mut self, fetch: &Fetch<'_>, address: &str) {
        self.follows |= fetch.config.follow.unwrap_or_else(|| fetch.config.has_one_address());
        self.add(address, None, 0);
    }

    fn take(
        &mut self,
        fetch: &mut Fetch<'_>,
        client: &Outbound,
        first: (Listing, Option<String>),
    ) -> Result<(), Refused> {
        lists::each(client, first, &mut |listing, _| {
            self.is_window |= listing.is_window;
            for (address, modified) in listing.pages {
                match Url::parse(&address) {
                    Ok(_) => self.add(&address, modified, 0),
                    Err(error) => {
                        fetch.issues.bad_value(
                            "page",
                            "loc",
                            &address,
                            &format!("it is no address: {error}"),
                        );
                    }
                }
            }
            Ok(())
        })
    }

    /// Notes an address, unless it is of another site or not wanted.
    fn add(&mut self, address: &str, modified: Option<String>, depth: usize) {
        let Some(key) = self.site.key(address) else {
            self.elsewhere += 1;
            return;
        };
        let Some(url) = Url::parse(address).ok().filter(|url| self.wanted.wants(url)) else { return };
        let mut url = url;
        url.set_fragment(None);
        let address = url.to_string();
        let new = Asked { address, modified, depth, is_left: false, others: BTreeSet::new() };
        match self.asked.remove(&key) {
            None => drop(self.asked.insert(key, new)),
            Some(known) => drop(self.asked.insert(key, one_of(self.site, known, new))),
        }
    }

    /// What JSON:API tells of: its pages, and what they say.
    fn told(&mut self, told: Vec<jsonapi::Told>) {
        for told in told {
            self.add(&told.address, told.changed.clone(), 0);
            self.told.extend(self.site.key(&told.address).map(|key| (key, told)));
        }
    }

    /// The addresses of this site that what is published gives, so that those that lead nowhere are found.
    fn published(&mut self, fetch: &Fetch<'_>) -> Result<(), Refused> {
        for address in fetch.known.pointers()? {
            let key = self.site.key(&address);
            if key.is_some_and(|key| !self.asked.contains_key(&key)) {
                self.add(&address, None, 0);
            }
        }
        Ok(())
    }

    /// The pages of earlier runs: those of feeds, and where links are followed, stay until they are gone; others are asked
    /// for once more, to tell what is gone from what is no longer listed.
    fn earlier(&mut self, fetch: &Fetch<'_>, earlier: &Earlier) -> Result<(), Refused> {
        let stays = self.is_window || self.follows;
        for seen in earlier.seen.values() {
            let Some(key) = self.site.key(&seen.address).filter(|key| !self.asked.contains_key(key)) else {
                continue;
            };
            if earlier.pages.contains_key(&seen.page) {
                let (address, depth) = (seen.address.clone(), seen.depth);
                let asked =
                    Asked { address, modified: None, depth, is_left: !stays, others: BTreeSet::new() };
                let is_wanted = Url::parse(&seen.address).is_ok_and(|url| self.wanted.wants(&url));
                self.asked.extend(Some((key, asked)).filter(|_| is_wanted));
            }
        }
        for key in &earlier.gone {
            if self.asked.contains_key(key) {
                continue;
            }
            let body = fetch.known.body(&format!("{}/{key}", model::alignment::GONE))?.unwrap_or_default();
            let Ok(gone) = serde_json::from_slice::<Gone>(&body) else { continue };
            let asked = Asked {
                address: gone.address,
                modified: None,
                depth: 0,
                is_left: true,
                others: BTreeSet::new(),
            };
            self.asked.insert(key.clone(), asked);
        }
        Ok(())
    }

    fn tell_elsewhere(&self, fetch: &mut Fetch<'_>) {
        if self.elsewhere > 0 {
            let hosts = self.site.hosts().collect::<Vec<_>>().join(", ");
            let reason = format!(
                "{} pages of the lists are not of this site ({hosts}), and are left out",
                self.elsewhere
            );
            let action = "name their hosts in `hosts` if they are of this site";
            fetch.issues.push(
                IssueDraft::new(Severity::Warning, "off-site", reason, action).with_value(&shown(&hosts)),
            );
        }
    }
}

/// Of two addresses of one page the one that is asked for: by https, and on the first host.
fn one_of(site: &Website, one: Asked, other: Asked) -> Asked {
    let rank = |asked: &Asked| {
        let url = Url::parse(&asked.address).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        let bare = host.strip_prefix("www.").unwrap_or(host);
        let place = site.hosts().position(|known| known == bare).unwrap_or(usize::MAX);
        (place, url.is_some_and(|url| url.scheme() != "https"), asked.address.len(), asked.address.clone())
    };
    let (mut first, second) = if rank(&one) <= rank(&other) { (one, other) } else { (other, one) };
    first.modified = first.modified.max(second.modified);
    first.others.extend(second.others);
    if second.address != first.address {
        first.others.insert(second.address);
    }
    first
}
