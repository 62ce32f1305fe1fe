//! Visiting pages: which there are, which need to be asked for, and what becomes of those that do not answer.
//!
//! A page that its list says was not modified is taken from the store until `full_every` is over; other pages are asked
//! for with what their server told of them. One that answers 404 or 410 is gone. One that fails otherwise keeps what it
//! said last, with an issue; where more than a fifth fail, and more than [`FEW_FAILURES`], or all, the run fails.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use model::{ContentHash, IssueDraft, Severity};
use outbound::{Outbound, OutboundError, Response, Validators};
use url::Url;

use super::{
    PAGE, Reading,
    lists::{self, listed_by, no_list},
    sitemap,
    wanted::{Wanted, is_same_site, within_limit},
};
use crate::{
    fetch::{Fetch, Refused},
    formats::{JSON, split_id},
    issues::shown,
    state::{SeenPage, State},
};

/// How many pages may fail, however many there are.
pub(in crate::formats) const FEW_FAILURES: usize = 5;
/// The largest part of the pages that may fail, as one in so many.
pub(in crate::formats) const FAILING_PART: usize = 5;

/// Reads the pages that the location of a source lists, or the one that it is.
pub(super) fn location(fetch: &mut Fetch<'_>, reading: &mut Reading) -> Result<(), Refused> {
    let client = fetch.client()?;
    let location = fetch.config.location.clone();
    let answer = client.visit(&location, &[])?;
    match listed_by(&location, answer.body)? {
        Some(listing) => Visits::new(client, fetch)?.all(fetch, reading, listing, Some(&location)),
        None => {
            let pages = BTreeMap::from([(location, None)]);
            Visits::new(client, fetch)?.each(fetch, reading, pages)
        }
    }
}

/// Reads the pages that a saved list names.
pub(super) fn listed(fetch: &mut Fetch<'_>, reading: &mut Reading, bytes: Vec<u8>) -> Result<(), Refused> {
    let name = fetch.config.location.clone();
    match listed_by(&name, bytes)? {
        Some(listing) => Visits::new(fetch.client()?, fetch)?.all(fetch, reading, listing, None),
        None => Err(no_list(&name, "it is neither a sitemap nor a list of addresses, one on each line")),
    }
}

/// Keeps what a page said last. It is asked for again in the next run, whatever its list says.
pub(super) fn keep(fetch: &mut Fetch<'_>, url: &str) -> Result<(), Refused> {
    let id = format!("{PAGE}/{url}");
    fetch.after.pages.remove(&key_of(url));
    match stored(fetch, &id)? {
        Some(body) => fetch.item(&id, JSON, &body),
        None => Ok(()),
    }
}

/// Takes what an unchanged page said last.
fn take_unchanged(fetch: &mut Fetch<'_>, url: &str, modified: Option<String>) -> Result<(), Refused> {
    keep(fetch, url)?;
    let key = key_of(url);
    let seen = fetch.before.pages.get(&key).map(|seen| SeenPage { modified, ..seen.clone() });
    fetch.after.pages.extend(seen.map(|seen| (key, seen)));
    Ok(())
}

/// What the store holds of a page; nothing after an erasure.
fn stored(fetch: &Fetch<'_>, id: &str) -> Result<Option<Vec<u8>>, Refused> {
    let body = if fetch.known.is_live(id) { fetch.known.body(id)? } else { None };
    Ok(body.filter(|body| !body.is_empty()))
}

/// The pages of earlier runs, with when each was last modified.
fn known_pages(fetch: &Fetch<'_>) -> sitemap::Listed {
    let pages = fetch.known.live().map(split_id).filter(|(sort, _)| *sort == PAGE);
    let modified = |own: &str| fetch.before.pages.get(&key_of(own)).and_then(|seen| seen.modified.clone());
    pages.map(|(_, own)| (own.to_owned(), modified(own))).collect()
}

/// A page in the state is named by a hash, so that no id of a record is ever taken for it.
pub(in crate::formats) fn key_of(url: &str) -> String {
    ContentHash::of(url.as_bytes()).0
}

struct Visits {
    client: Outbound,
    wanted: Wanted,
    /// Whether what earlier runs read can be used again.
    is_trusted: bool,
    failures: usize,
    answers: usize,
}

impl Visits {
    fn new(client: Outbound, fetch: &mut Fetch<'_>) -> Result<Self, Refused> {
        let pages = fetch.config.pages.clone().unwrap_or_default();
        let is_trusted = !fetch.options.full && fetch.before.reader == State::reader_of(fetch.config);
        fetch.after.pages.clear();
        Ok(Self { client, wanted: Wanted::of(&pages)?, is_trusted, failures: 0, answers: 0 })
    }

    /// Reads all pages of a list, and of the lists that it names. Those of a sitemap have to be of its own site.
    fn all(
        self,
        fetch: &mut Fetch<'_>,
        reading: &mut Reading,
        first: sitemap::Listing,
        location: Option<&str>,
    ) -> Result<(), Refused> {
        let (mut pages, mut elsewhere) = (sitemap::Listed::new(), 0_u64);
        let first = (first, location.map(str::to_owned));
        lists::each(&self.client, first, &mut |listing, from| {
            let site = from.filter(|_| !listing.is_plain).and_then(|from| Url::parse(from).ok());
            if listing.is_window {
                pages.extend(known_pages(fetch));
            }
            for (address, modified) in listing.pages {
                match Url::parse(&address) {
                    Ok(url) if site.as_ref().is_some_and(|site| !is_same_site(site, &url)) => elsewhere += 1,
                    Ok(url) if self.wanted.wants(&url) => drop(pages.insert(url.to_string(), modified)),
                    Ok(_) => {}
                    Err(error) => {
                        fetch.issues.bad_value(PAGE, "loc", &address, &format!("it is no address: {error}"))
                    }
                }
            }
            Ok(())
        })?;
        if elsewhere > 0 {
            let reason = format!("{elsewhere} pages of the list are of another site, and are left out");
            let action = "list pages in a sitemap of their own site, or in a plain list of addresses";
            fetch.issues.push(IssueDraft::new(Severity::Warning, "off-site", reason, action));
        }
        let pages = within_limit(fetch, &reading.pages, pages);
        self.each(fetch, reading, pages)
    }

    fn each(
        mut self,
        fetch: &mut Fetch<'_>,
        reading: &mut Reading,
        pages: sitemap::Listed,
    ) -> Result<(), Refused> {
        let total = pages.len();
        for (address, modified) in pages {
            self.one(fetch, reading, &address, modified)?;
            if self.failures > FEW_FAILURES && self.failures * FAILING_PART > total {
                return Err(self.failed(total));
            }
        }
        if self.failures > 0 && self.answers == 0 { Err(self.failed(total)) } else { Ok(()) }
    }

    fn failed(&self, total: usize) -> Refused {
        let reason = format!("{} of {total} pages could not be read", self.failures);
        Refused::new(
            "unreachable",
            reason,
            "mend what their issues say and harvest again; nothing of this run was taken",
        )
    }

    fn one(
        &mut self,
        fetch: &mut Fetch<'_>,
        reading: &mut Reading,
        address: &str,
        modified: Option<String>,
    ) -> Result<(), Refused> {
        let every = TimeDelta::from_std(fetch.config.full_every.duration()).unwrap_or(TimeDelta::MAX);
        let is_kept = stored(fetch, &format!("{PAGE}/{address}"))?.is_some();
        let seen = fetch.before.pages.get(&key_of(address)).filter(|_| self.is_trusted && is_kept).cloned();
        let seen = seen.filter(|seen| fetch.now - seen.read < every);
        if modified.is_some() && seen.as_ref().is_some_and(|seen| seen.modified == modified) {
            self.answers += 1;
            return take_unchanged(fetch, address, modified);
        }
        let validators = seen.map(|seen| seen.validators).unwrap_or_default();
        match self.client.visit(address, &validators.headers()) {
            Ok(answer) => self.answered(fetch, reading, (address, modified, &validators), &answer),
            Err(error) => self.refused(fetch, address, error),
        }
    }

    fn answered(
        &mut self,
        fetch: &mut Fetch<'_>,
        reading: &mut Reading,
        (address, modified, known): (&str, Option<String>, &Validators),
        answer: &Response,
    ) -> Result<(), Refused> {
        self.answers += 1;
        if answer.head.status == 304 && !known.is_empty() {
            return take_unchanged(fetch, address, modified);
        }
        let content_type = answer.head.header("content-type");
        if content_type.is_some_and(|content_type| !content_type.to_ascii_lowercase().contains("html")) {
            let reason = format!("it is no web page but {}", content_type.unwrap_or_default());
            fetch.issues.kept_out("no-page", &format!("{PAGE}:{address}"), &reason, "exclude it");
            return keep(fetch, address);
        }
        let Ok(url) = Url::parse(address) else { return Ok(()) };
        let seen = SeenPage { modified, validators: answer.head.validators(), read: fetch.now, site: None };
        fetch.after.pages.insert(key_of(address), seen);
        reading.page(fetch, url, content_type, &answer.body)
    }

    /// What becomes of a page that was not sent.
    fn refused(&mut self, fetch: &mut Fetch<'_>, address: &str, error: OutboundError) -> Result<(), Refused> {
        let is_gone = matches!(error.status(), Some(404 | 410));
        let (severity, code) = match &error {
            OutboundError::Setup(_) | OutboundError::Write { .. } => return Err(error.into()),
            OutboundError::Disallowed { .. } => (Severity::Warning, "disallowed"),
            OutboundError::OffSite { .. } => (Severity::Warning, "off-site"),
            OutboundError::Private { .. } => (Severity::Warning, "private-address"),
            _ if is_gone => (Severity::Notice, "page-gone"),
            _ => (Severity::Warning, "unreachable"),
        };
        let action = match code {
            "page-gone" => "take it off the list",
            "disallowed" => "allow it, or exclude it; what it said before is gone",
            _ => "mend what is said here; until then what it said last stays",
        };
        let issue = IssueDraft::new(severity, code, error.to_string(), action);
        fetch.issues.push(issue.in_record(shown(&format!("{PAGE}:{address}"))));
        match code {
            "page-gone" | "disallowed" => {
                self.answers += 1;
                return Ok(());
            }
            "unreachable" => self.failures += 1,
            _ => {}
        }
        keep(fetch, address)
    }
}
