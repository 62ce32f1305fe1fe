//! Following the pages of one feed.

use std::collections::BTreeSet;

use model::{IssueDraft, Severity};
use outbound::{Outbound, OutboundError, shown};
use url::Url;

use super::{
    page::{Page, Told},
    work::Work,
};
use crate::fetch::{Fetch, Refused};

/// The most pages of a feed: one that counts on for ever is not followed.
const MOST_PAGES: usize = 200_000;

/// Why the pages of a feed were not read to their end.
pub(super) enum Failure {
    /// The place where the last run ended is no more: the feed has to be read from its beginning.
    Lost(OutboundError),
    Refused(Refused),
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// A feed that is being read.
pub(super) struct Feed<'c> {
    client: &'c Outbound,
    /// Where the feed begins; its pages may not lead to another host.
    first: Url,
    latest: Option<i64>,
    out_of_order: u64,
}

impl<'c> Feed<'c> {
    pub(super) fn new(client: &'c Outbound, first: Url) -> Self {
        Self { client, first, latest: None, out_of_order: 0 }
    }

    /// Reads all pages from where the last run ended, or from the beginning, and tells where the next run goes on;
    /// nowhere, where the feed was out of order and so has to be read from its beginning again.
    pub(super) fn follow(
        &mut self,
        from: Option<&str>,
        fetch: &mut Fetch<'_>,
        work: &mut Work,
    ) -> Result<Option<String>, Failure> {
        let mut at = match from {
            Some(from) => self.joined(&self.first.clone(), from)?,
            None => self.first.clone(),
        };
        let mut visited = BTreeSet::new();
        loop {
            let text = self.page(&at, from.is_some() && visited.is_empty())?;
            let place = shown(at.as_str());
            let page = Page::read(&text, &place)?;
            let Some(next) = page.next.as_deref().map(str::trim).filter(|next| !next.is_empty()) else {
                return Err(bad_paging(format!("{place} does not say where the feed goes on")).into());
            };
            let next = self.joined(&at, next)?;
            for item in &page.items {
                self.take(item, &place, fetch, work)?;
            }
            if page.items.is_empty() && next == at {
                break;
            }
            visited.insert(at.to_string());
            if visited.contains(next.as_str()) {
                let reason = format!("{place} leads back to {}, which was read before", shown(next.as_str()));
                return Err(bad_paging(reason).into());
            }
            if visited.len() >= MOST_PAGES {
                let reason = format!("the feed does not end: after {MOST_PAGES} pages it still leads on");
                return Err(bad_paging(reason).into());
            }
            at = next;
        }
        self.tell_order(fetch);
        Ok((self.out_of_order == 0).then(|| at.to_string()))
    }

    fn page(&self, at: &Url, is_resumed: bool) -> Result<String, Failure> {
        let answer = match self.client.get(at.as_str(), &[("accept", "application/json")]) {
            Err(error) if is_resumed && is_lost(&error) => return Err(Failure::Lost(error)),
            answer => answer.map_err(Refused::from)?,
        };
        String::from_utf8(answer.body).map_err(|error| {
            let reason = format!("{} is not UTF-8: {error}", shown(at.as_str()));
            Refused::new("unreadable", reason, "publish it as UTF-8").into()
        })
    }

    /// An address that a page names, as long as it does not lead to another host.
    fn joined(&self, at: &Url, next: &str) -> Result<Url, Refused> {
        let url = at.join(next).map_err(|error| {
            bad_paging(format!("{} names `{next}` as the next page: {error}", shown(at.as_str())))
        })?;
        let first = &self.first;
        let is_same =
            url.host() == first.host() && url.port_or_known_default() == first.port_or_known_default();
        let is_upgrade = url.host() == first.host() && first.scheme() == "http" && url.scheme() == "https";
        if (is_same && url.scheme() == first.scheme()) || is_upgrade {
            return Ok(url);
        }
        let reason = format!("{} leads to {}, on another host", shown(at.as_str()), shown(url.as_str()));
        let action = "let the feed stay on its host, or correct the location; nothing of this run was taken";
        Err(Refused::new("other-host", reason, action))
    }

    fn take(
        &mut self,
        item: &serde_json::value::RawValue,
        place: &str,
        fetch: &mut Fetch<'_>,
        work: &mut Work,
    ) -> Result<(), Refused> {
        match Told::read(item) {
            Ok(told) => {
                if told.modified < self.latest && told.modified.is_some() {
                    self.out_of_order += 1;
                }
                self.latest = self.latest.max(told.modified);
                work.take(told)
            }
            Err(reason) => {
                let action = "write it as RPDE 1.0 says; until then nothing is taken to be gone";
                fetch.issues.kept_out("no-id", place, &reason, action);
                fetch.nameless += 1;
                Ok(())
            }
        }
    }

    /// A feed that goes back in time may hide what changed from one who goes on where they left off.
    fn tell_order(&self, fetch: &mut Fetch<'_>) {
        if self.out_of_order == 0 {
            return;
        }
        let reason = format!(
            "{} items of {} are older than an item before them",
            self.out_of_order,
            shown(self.first.as_str())
        );
        let action =
            "order the feed by `modified` and id; until then it is read from its beginning each time";
        fetch
            .issues
            .push(IssueDraft::new(Severity::Warning, "out-of-order", reason, action).in_field("modified"));
    }
}

/// Whether an answer says that there is no such page, rather than that it may not or cannot be read now.
fn is_lost(error: &OutboundError) -> bool {
    error.status().is_some_and(|status| {
        (400..500).contains(&status) && !matches!(status, 401 | 403 | 407 | 408 | 425 | 429)
    })
}

pub(super) fn bad_paging(reason: String) -> Refused {
    let action = "mend the paging of the feed and harvest again; nothing of this run was taken";
    Refused::new("bad-paging", reason, action)
}
