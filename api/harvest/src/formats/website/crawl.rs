//! Going through the pages of a site.
//!
//! Addresses are asked for several at a time, in the order of their keys, and what they answered is taken in that order: of
//! two addresses that lead to one page the one counts that the page goes by.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use model::alignment::{GONE, Gone, PAGE};
use normalize::website::Website;
use outbound::{Outbound, Validators};
use rayon::{
    ThreadPool,
    iter::{IntoParallelRefIterator, ParallelIterator},
};
use url::Url;

use super::{
    answer::{self, Answer},
    extract::{Around, Read},
    keep::Earlier,
    limits::Sections,
    listed::{Asked, Lists},
    records,
};
use crate::{
    fetch::{Fetch, Refused},
    formats::{
        JSON,
        pages::visit::{FAILING_PART, FEW_FAILURES, key_of},
    },
    spool::Spool,
    state::{OfSite, SeenPage},
};

/// How many addresses are asked for before what they answered is taken.
const BATCH: usize = 64;

/// What is known while a site is gone through.
pub(super) struct Crawl<'a> {
    pub(super) client: Outbound,
    pub(super) pool: ThreadPool,
    pub(super) around: Around<'a>,
    pub(super) earlier: Earlier,
    pub(super) lists: Lists<'a>,
    pub(super) sections: Sections,
    /// Pages that were found at another address than the one they go by, with their records.
    pub(super) late: Spool,
    /// Pages that are as they were, found at another address than the one they go by.
    pub(super) late_kept: BTreeSet<String>,
    /// Other addresses of pages.
    pub(super) aliases: BTreeMap<String, BTreeSet<String>>,
    /// Every key that was asked for.
    pub(super) visited: BTreeSet<String>,
    /// Where pages lead to.
    pub(super) found: BTreeMap<String, String>,
    pub(super) failures: usize,
    pub(super) answers: usize,
}

impl Crawl<'_> {
    /// Goes through the site.
    pub(super) fn run(mut self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        fetch.after.pages.clear();
        let mut wave: Vec<(String, Asked)> = std::mem::take(&mut self.lists.asked).into_iter().collect();
        let mut total = 0;
        while !wave.is_empty() {
            wave.retain(|(key, asked)| self.sections.take(key, asked.depth == 0));
            self.visited.extend(wave.iter().map(|(key, _)| key.clone()));
            total += wave.len();
            for batch in wave.chunks(BATCH) {
                self.batch(fetch, batch)?;
                if self.failures > FEW_FAILURES && self.failures * FAILING_PART > total {
                    return Err(self.failed(total));
                }
            }
            wave = self.next_wave();
        }
        if self.failures > 0 && self.answers == 0 {
            return Err(self.failed(total));
        }
        self.finish(fetch)?;
        self.sections.tell(&mut fetch.issues);
        Ok(())
    }

    fn failed(&self, total: usize) -> Refused {
        let reason = format!("{} of {total} pages could not be read", self.failures);
        let action = "mend what their issues say and harvest again; nothing of this run was taken";
        Refused::new("unreachable", reason, action)
    }

    fn next_wave(&mut self) -> Vec<(String, Asked)> {
        let found =
            std::mem::take(&mut self.found).into_iter().filter(|(key, _)| !self.visited.contains(key));
        let asked = found.filter_map(|(key, told)| {
            let (depth, address) = told.split_once(' ')?;
            let asked = Asked {
                address: address.to_owned(),
                modified: None,
                depth: depth.parse().ok()?,
                is_left: false,
                others: BTreeSet::new(),
            };
            Some((key, asked))
        });
        asked.collect()
    }

    /// Asks for some addresses at once, and takes what they answered in their order.
    fn batch(&mut self, fetch: &mut Fetch<'_>, batch: &[(String, Asked)]) -> Result<(), Refused> {
        fetch.check_time()?;
        let known: Vec<Option<SeenPage>> = batch.iter().map(|(_, asked)| self.known(fetch, asked)).collect();
        let wanted: Vec<(&Asked, Option<Validators>)> = batch
            .iter()
            .zip(&known)
            .map(|((_, asked), seen)| {
                let is_same = asked.modified.is_some()
                    && seen.as_ref().is_some_and(|seen| seen.modified == asked.modified);
                let validators = seen.as_ref().map(|seen| seen.validators.clone()).unwrap_or_default();
                (asked, (!is_same).then_some(validators))
            })
            .collect();
        let (client, around) = (&self.client, &self.around);
        let one = |(asked, validators): &(&Asked, Option<Validators>)| match validators {
            Some(known) => answer::ask(client, around, asked, known),
            None => Answer::Same,
        };
        let answers: Vec<Answer> = match wanted.iter().all(|(_, validators)| validators.is_none()) {
            true => wanted.iter().map(one).collect(),
            false => self.pool.install(|| wanted.par_iter().map(one).collect()),
        };
        for (((key, asked), seen), answer) in batch.iter().zip(known).zip(answers) {
            self.answered(fetch, (key, asked), seen, answer)?;
        }
        Ok(())
    }

    /// What is known of an address, where that can be used again.
    fn known(&self, fetch: &Fetch<'_>, asked: &Asked) -> Option<SeenPage> {
        let every = TimeDelta::from_std(fetch.config.full_every.duration()).unwrap_or(TimeDelta::MAX);
        let seen = fetch.before.pages.get(&key_of(&asked.address)).filter(|_| self.earlier.is_trusted)?;
        let is_there = seen.site.as_ref().is_some_and(|site| self.earlier.pages.contains_key(&site.page));
        (is_there && fetch.now - seen.read < every).then(|| seen.clone())
    }

    fn answered(
        &mut self,
        fetch: &mut Fetch<'_>,
        (key, asked): (&str, &Asked),
        seen: Option<SeenPage>,
        answer: Answer,
    ) -> Result<(), Refused> {
        self.answers += 1;
        match answer {
            Answer::Same => {
                let seen = seen.map(|seen| SeenPage { modified: asked.modified.clone(), ..seen });
                self.keep(fetch, (key, asked), seen);
                Ok(())
            }
            Answer::Page { read, last, validators } => {
                self.page(fetch, (key, asked), *read, (&last, validators))
            }
            Answer::Gone(gone) => self.gone(fetch, key, asked, &gone),
            Answer::Unfit { code, reason } => {
                fetch.issues.kept_out(
                    code,
                    &format!("{PAGE}:{key}"),
                    &reason,
                    "mend it, or leave it out by [pages] exclude",
                );
                self.keep_last(fetch, key, asked);
                Ok(())
            }
            Answer::Failed(error) => self.refused(fetch, (key, asked), error),
        }
    }

    /// Keeps a page as it was.
    fn keep(&mut self, fetch: &mut Fetch<'_>, (key, asked): (&str, &Asked), seen: Option<SeenPage>) {
        let Some(seen) = seen.filter(|_| !asked.is_left) else { return };
        let page = seen.site.as_ref().map_or(key, |site| site.page.as_str()).to_owned();
        if page == key {
            self.earlier.keep(fetch, key);
        } else {
            self.late_kept.insert(page.clone());
            self.aliases.entry(page).or_default().insert(asked.address.clone());
        }
        fetch.after.pages.insert(key_of(&asked.address), seen);
    }

    /// Keeps what an address said last; it is asked for again in the next run, whatever its list says.
    pub(super) fn keep_last(&mut self, fetch: &mut Fetch<'_>, key: &str, asked: &Asked) {
        let name = key_of(&asked.address);
        let page = self.earlier.seen.get(&name).map_or_else(|| key.to_owned(), |site| site.page.clone());
        let site = Some(OfSite { address: asked.address.clone(), page: page.clone(), depth: asked.depth });
        let seen = SeenPage { modified: None, validators: Validators::default(), read: fetch.now, site };
        if self.earlier.pages.contains_key(&page) {
            self.keep(fetch, (key, asked), Some(seen));
        }
    }

    pub(super) fn gone(
        &mut self,
        fetch: &mut Fetch<'_>,
        key: &str,
        asked: &Asked,
        gone: &Gone,
    ) -> Result<(), Refused> {
        if !asked.is_left {
            super::tell_gone(fetch, key, gone);
        }
        let body = serde_json::to_vec(gone).unwrap_or_default();
        fetch.item(&format!("{GONE}/{key}"), JSON, &body)
    }

    /// Takes a page that was read.
    pub(super) fn page(
        &mut self,
        fetch: &mut Fetch<'_>,
        (key, asked): (&str, &Asked),
        mut read: Read,
        (last, validators): (&Url, Validators),
    ) -> Result<(), Refused> {
        if asked.is_left {
            return Ok(());
        }
        let canonical = read.canonical.take().filter(|canonical| is_credible(canonical, last));
        let named = canonical.filter(|canonical| self.lists.site.key(canonical.as_str()).is_some());
        let mut address = named.unwrap_or_else(|| last.clone());
        address.set_fragment(None);
        let Some(page_key) = self.lists.site.key(address.as_str()) else { return Ok(()) };
        read.page.address = address.to_string();
        read.page.modified = read.page.modified.or_else(|| day_of(asked.modified.as_deref()?));
        self.follow(&read, asked.depth);
        let ways = [asked.address.clone(), last.to_string()].into_iter().chain(asked.others.iter().cloned());
        let others = ways.filter(|way| is_another(self.lists.site, way, &address));
        self.aliases.entry(page_key.clone()).or_default().extend(others);
        let site = OfSite { address: asked.address.clone(), page: page_key.clone(), depth: asked.depth };
        let seen =
            SeenPage { modified: asked.modified.clone(), validators, read: fetch.now, site: Some(site) };
        fetch.after.pages.insert(key_of(&asked.address), seen);
        let items = records::of(&mut read, &page_key);
        if page_key == key {
            self.write(fetch, &page_key, &mut read.page, items)
        } else {
            let body = serde_json::to_vec(&(&read.page, items)).unwrap_or_default();
            self.late.add(&page_key, JSON, &body)?;
            Ok(())
        }
    }

    /// Notes where a page leads to.
    fn follow(&mut self, read: &Read, depth: usize) {
        let leads_to = read.leads_to.iter().filter(|_| self.lists.follows && depth < self.lists.deepest);
        for address in leads_to {
            let Some(key) = self.lists.site.key(address).filter(|key| !self.visited.contains(key)) else {
                continue;
            };
            if Url::parse(address).is_ok_and(|url| self.lists.wanted.wants(&url)) && !super::is_file(address)
            {
                self.found.entry(key).or_insert_with(|| format!("{} {address}", depth + 1));
            }
        }
    }
}

/// Whether a page is to be known by a canonical link: not where all pages name the front page.
fn is_credible(canonical: &Url, last: &Url) -> bool {
    canonical.path() != "/" || last.path() == "/"
}

/// Whether an address is another than that of a page, and worth noting: of another key or host.
fn is_another(site: &Website, way: &str, page: &Url) -> bool {
    let host = |url: &Url| url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned());
    let is_elsewhere = Url::parse(way).is_ok_and(|url| host(&url) != host(page));
    is_elsewhere || site.key(way) != site.key(page.as_str())
}

fn day_of(moment: &str) -> Option<NaiveDate> {
    moment.get(..10)?.parse().ok()
}
