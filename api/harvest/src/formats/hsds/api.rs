//! The JSON API: lists in pages, then each service in full.
//!
//! The first run, and one every `full_every`, lists all services; the others ask for those modified since the latest
//! moment that was seen. A service that says it was not modified is taken from the store, so that every run ends with
//! the whole feed in the spool, and what is no longer there is seen to be gone. What the store no longer holds, because
//! a record was erased, is read again; and a moment of modification that is still to come is never taken at its word.

mod listing;

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use model::{IssueDraft, Kind, Severity};
use outbound::{Outbound, OutboundError};
use serde_json::{Map, Value};

use self::listing::Listing;
use super::split::Splitter;
use crate::{
    Stage,
    fetch::{Fetch, Refused},
    formats::split_id,
    issues::shown,
};

/// How far before the latest moment seen a later run asks: changes may be stamped before they can be read.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);

/// An API that is being read.
pub(super) struct Api {
    client: Outbound,
    base: String,
    query: String,
    /// The most bytes that a list may come to.
    longest: u64,
}

/// Reads the whole API.
pub(super) fn fetch(fetch: &mut Fetch<'_>, splitter: &mut Splitter) -> Result<(), Refused> {
    let api = Api::of(fetch)?;
    api.services(fetch, splitter)?;
    api.taxonomies(splitter)?;
    for text in api.optional("organizations", "&full=true")?.texts() {
        splitter.listed(fetch, Kind::Organization, &text?, "organizations")?;
    }
    Ok(())
}

impl Api {
    fn of(fetch: &Fetch<'_>) -> Result<Self, Refused> {
        let (base, query) = base(&fetch.config.location);
        Ok(Self { client: fetch.client()?, base, query, longest: fetch.options.limits.max_file })
    }

    fn services(&self, fetch: &mut Fetch<'_>, splitter: &mut Splitter) -> Result<(), Refused> {
        let since = settled_until(fetch).filter(|_| !fetch.options.full && !fetch.is_list_due());
        let asked = since.map_or_else(String::new, |since| format!("&modified_after={}", stamp(since)));
        let mut listing = Listing::read(self, "services", &asked)?;
        fetch.nameless += listing.tell(Kind::Service, &mut fetch.issues);
        let mut missing = BTreeSet::new();
        let gone_back = gone_back(fetch, &listing.listed)?;
        tell_gone_back(fetch, &gone_back);
        let seen = fetch.before.watermark.filter(|seen| *seen <= fetch.now);
        fetch.after.watermark = seen.filter(|_| gone_back.is_empty());
        let total = tell_details(fetch, &listing.listed);
        for (done, listed) in (0_u64..).zip(&listing.listed) {
            fetch.progress.step(Stage::Details, done, Some(total));
            note_modified(fetch, listed);
            let is_back = gone_back.contains(&listed.id);
            if (is_back || !self.take_known(fetch, splitter, listed)?)
                && !self.take_new(fetch, splitter, &listed.id)?
            {
                missing.insert(listed.id.clone());
            }
        }
        if since.is_some() {
            self.take_rest(fetch, splitter, &missing)?;
        } else {
            fetch.after.listed = Some(fetch.now);
        }
        self.check_missing(&missing, &asked)
    }

    /// Takes a service from the store if it says that it was not modified since.
    fn take_known(
        &self,
        fetch: &mut Fetch<'_>,
        splitter: &mut Splitter,
        listed: &listing::Listed,
    ) -> Result<bool, Refused> {
        if !is_unmodified(fetch, listed) {
            return Ok(false);
        }
        take_stored(fetch, splitter, &format!("{}/{}", Kind::Service, listed.id))
    }

    /// Takes a service in full; not if it has gone since it was listed.
    fn take_new(&self, fetch: &mut Fetch<'_>, splitter: &mut Splitter, id: &str) -> Result<bool, Refused> {
        let place = format!("services/{id}");
        match self.get(&format!("services/{}", encoded(id)), "") {
            Ok(body) => {
                let text = String::from_utf8(body).map_err(|error| {
                    Refused::new(
                        "unreadable",
                        format!("{place} is not UTF-8: {error}"),
                        "publish it as UTF-8",
                    )
                })?;
                check_whole(&place, &text)?;
                splitter.detail(fetch, id, &text)?;
                Ok(true)
            }
            Err(error) if matches!(error.status(), Some(404 | 410)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes from the store what was not listed because it was not modified, and reads what the store lost.
    fn take_rest(
        &self,
        fetch: &mut Fetch<'_>,
        splitter: &mut Splitter,
        missing: &BTreeSet<String>,
    ) -> Result<(), Refused> {
        let known = fetch.known;
        for item in known.live() {
            let (sort, own) = split_id(item);
            if sort != Kind::Service.as_str() || missing.contains(own) || fetch.spool.contains(item) {
                continue;
            }
            if !take_stored(fetch, splitter, item)? {
                // Where its page says that it is gone, it is: nothing else is known of it.
                self.take_new(fetch, splitter, own)?;
            }
        }
        Ok(())
    }

    /// A service that was listed but is not there is gone if a second list no longer has it; else the feed is broken.
    fn check_missing(&self, missing: &BTreeSet<String>, asked: &str) -> Result<(), Refused> {
        if missing.is_empty() {
            return Ok(());
        }
        let again = Listing::read(self, "services", asked)?;
        match again.listed.iter().find(|listed| missing.contains(&listed.id)) {
            None => Ok(()),
            Some(listed) => {
                let reason = format!("the service {} is listed, but its page answers 404", listed.id);
                Err(Refused::new(
                    "unreachable",
                    reason,
                    "make it readable or take it off the list, and harvest again",
                ))
            }
        }
    }

    fn taxonomies(&self, splitter: &mut Splitter) -> Result<(), Refused> {
        let object = |text: &str| serde_json::from_str::<Map<String, Value>>(text).ok();
        for text in self.optional("taxonomies", "")?.texts() {
            object(&text?).into_iter().for_each(|taxonomy| splitter.taxonomy(taxonomy));
        }
        for text in self.optional("taxonomy_terms", "")?.texts() {
            object(&text?).into_iter().for_each(|term| splitter.term(term));
        }
        Ok(())
    }

    /// A list that not every API has.
    fn optional(&self, name: &str, asked: &str) -> Result<Listing, Refused> {
        match Listing::try_read(self, name, asked) {
            Ok(listing) => Ok(listing),
            Err(listing::Failure::Outbound(error))
                if matches!(error.status(), Some(404 | 405 | 410 | 501)) =>
            {
                Ok(Listing::nothing()?)
            }
            Err(failure) => Err(failure.into()),
        }
    }

    fn get(&self, path: &str, asked: &str) -> Result<Vec<u8>, OutboundError> {
        let asked = format!("{asked}{}", self.query);
        let mark = if asked.is_empty() { "" } else { "?" };
        let url = format!("{}/{path}{mark}{}", self.base, asked.trim_start_matches('&'));
        Ok(self.client.get(&url, &[("accept", "application/json")])?.body)
    }
}

/// The base address of an API, and what is asked of it each time, such as a key, with an ampersand before it.
pub(crate) fn base(location: &str) -> (String, String) {
    let (address, query) = location.split_once('?').unwrap_or((location, ""));
    let base = address.trim_end_matches('/').trim_end_matches("/services").trim_end_matches('/');
    let query = if query.is_empty() { String::new() } else { format!("&{query}") };
    (base.to_owned(), query)
}

/// The moment before which nothing is modified any more without being stamped anew. None if nothing was read yet, or
/// if what earlier runs noted is still to come: a stamp may then hide what changed since, so everything is read.
fn settled_until(fetch: &Fetch<'_>) -> Option<DateTime<Utc>> {
    Some(fetch.before.watermark.filter(|seen| *seen <= fetch.now)? - OVERLAP)
}

/// Whether a service need not be asked for, as it says that it was not modified since it was read.
fn is_unmodified(fetch: &Fetch<'_>, listed: &listing::Listed) -> bool {
    let until = settled_until(fetch);
    !fetch.options.full && listed.modified.zip(until).is_some_and(|(modified, until)| modified < until)
}

/// Tells how many services will be asked for one by one; answers how many are listed.
fn tell_details(fetch: &Fetch<'_>, listed: &[listing::Listed]) -> u64 {
    let asked = listed.iter().filter(|listed| !is_unmodified(fetch, listed)).count();
    fetch.progress.one_by_one(asked as u64, fetch.options.manners.interval);
    listed.len() as u64
}

/// The services that say that they were modified earlier than what is known of them, as after a publisher went back to an
/// older copy: what they say now is read, whatever their stamps.
fn gone_back(fetch: &Fetch<'_>, listed: &[listing::Listed]) -> Result<BTreeSet<String>, Refused> {
    let mut back = BTreeSet::new();
    for listed in listed {
        let item = format!("{}/{}", Kind::Service, listed.id);
        let Some(modified) = listed.modified.filter(|_| fetch.known.is_live(&item)) else { continue };
        let body = fetch.known.body(&item)?.and_then(|body| String::from_utf8(body).ok());
        let known = body.and_then(|body| listing::modified(&body)).filter(|known| *known <= fetch.now);
        if known.is_some_and(|known| modified < known) {
            back.insert(listed.id.clone());
        }
    }
    Ok(back)
}

fn tell_gone_back(fetch: &mut Fetch<'_>, back: &BTreeSet<String>) {
    let Some(first) = back.first() else { return };
    let reason = format!(
        "{} services, this the first, say that they were modified earlier than they said before: the feed went back in time",
        back.len()
    );
    let action =
        "check that it is not an old copy, and stamp what changed with the moment of its last modification";
    let issue = IssueDraft::new(Severity::Warning, "back-in-time", reason, action);
    let record = shown(&format!("{}:{first}", Kind::Service));
    fetch.issues.push(issue.in_record(record).in_field("last_modified"));
}

/// Moves the watermark on, never beyond the time of the run. A clock that is ahead by less than the overlap is no
/// matter; a stamp beyond that is told.
fn note_modified(fetch: &mut Fetch<'_>, listed: &listing::Listed) {
    let Some(modified) = listed.modified else { return };
    fetch.after.watermark = fetch.after.watermark.max(Some(modified.min(fetch.now)));
    if modified <= fetch.now + OVERLAP {
        return;
    }
    let reason = "it says that it was modified at a moment still to come; until then it is read in every run";
    let action = "stamp it with the moment of its last modification";
    let issue = IssueDraft::new(Severity::Warning, "future-modified", reason, action);
    let record = shown(&format!("{}:{}", Kind::Service, listed.id));
    fetch.issues.push(issue.in_record(record).in_field("last_modified").with_value(&stamp(modified)));
}

/// Takes a service from the store; not if it holds nothing of it that can be used, as after an erasure.
fn take_stored(fetch: &mut Fetch<'_>, splitter: &mut Splitter, id: &str) -> Result<bool, Refused> {
    if !fetch.known.is_live(id) {
        return Ok(false);
    }
    let body = fetch.known.body(id)?.and_then(|body| String::from_utf8(body).ok());
    let Some(body) = body.filter(|body| !body.is_empty()) else { return Ok(false) };
    splitter.detail(fetch, split_id(id).1, &body)?;
    Ok(true)
}

/// An answer that breaks off is not the publisher's word on the service.
fn check_whole(place: &str, text: &str) -> Result<(), Refused> {
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Err(error) => Err(Refused::json(place, &error)),
        Ok(_) => Ok(()),
    }
}

fn stamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// An id as a segment of a path.
pub(crate) fn encoded(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    id.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
