//! A whole website: its pages, what each of them tells of, and which of its addresses lead nowhere.
//!
//! A page is the item `page/KEY`: what was read out of its main content, so that nothing else on it is a change. It yields no
//! record. What it tells of are items of their own ([`records`]). An address at which nothing is, is the item `gone/KEY`.
//! Asked for are the addresses that lists name ([`listed`]), and those that what is published gives.

mod answer;
mod crawl;
mod extract;
mod finish;
mod jsonapi;
mod keep;
mod limits;
mod listed;
mod records;
mod referral;
mod refused;

use std::collections::{BTreeMap, BTreeSet};

use model::{Kind, Visibility, alignment::PAGE};
use rayon::ThreadPoolBuilder;
use serde_json::{Map, Value};

use self::{
    crawl::Crawl, extract::Around, keep::Earlier, limits::Sections, listed::Lists, refused::tell_gone,
};
use super::{Adapter, Draft, hsds::Hsds, rows::words_of_hours, split_id};
use crate::{
    fetch::{Fetch, Refused},
    issues::Issues,
};

/// The largest page that is read, in bytes.
const LARGEST_PAGE: u64 = 4 * 1024 * 1024;
/// How many addresses are asked for at once, as far as their hosts are asked so often.
const AT_ONCE: usize = 8;
/// The stack of whoever reads pages, in bytes: elements nest deep.
const STACK: usize = 8 * 1024 * 1024;

/// The adapter for websites.
pub(super) struct Website;

impl Adapter for Website {
    fn fetch(&self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        let Some(site) = fetch.config.website() else { return Ok(()) };
        if fetch.config.openreferral.is_some() {
            referral::read(fetch)?;
        }
        if fetch.config.has_pages() {
            pages(fetch, &site)?;
        }
        Ok(())
    }

    fn read(&self, id: &str, body: &[u8], issues: &mut Issues) -> Option<Draft> {
        let (kind, own) = split_id(id);
        let value: Option<Map<String, Value>> = serde_json::from_slice(body).ok();
        match value.zip(kind.parse().ok()) {
            Some((value, _)) if value.contains_key("id") => Hsds.read(id, body, issues),
            Some((value, kind)) => Some(draft(kind, own, value, issues)),
            None => {
                let action = "harvest again with --full";
                issues.kept_out("unreadable", &format!("{kind}:{own}"), "nothing can be read of it", action);
                None
            }
        }
    }

    fn has_record(&self, id: &str) -> bool {
        split_id(id).0.parse::<Kind>().is_ok()
    }

    fn is_counted(&self, id: &str) -> bool {
        split_id(id).0 == PAGE
    }
}

/// The draft of a record of a thing that a page tells of.
fn draft(kind: Kind, own: &str, mut value: Map<String, Value>, issues: &mut Issues) -> Draft {
    let (hours, address) = (value.remove(records::HOURS), value.remove(records::ADDRESS));
    let mut draft =
        Draft { kind, id: own.to_owned(), value, visibility: Visibility::Public, original: BTreeMap::new() };
    if let Some(Value::String(address)) = address {
        draft.original.insert("addresses".to_owned(), address);
    }
    if let Some(hours) = hours {
        words_of_hours(&mut draft, &hours, issues);
    }
    draft
}

/// Goes through the pages of a site.
fn pages(fetch: &mut Fetch<'_>, site: &normalize::website::Website) -> Result<(), Refused> {
    let own = fetch.known.canonical()?;
    let is_own = |id: &uuid::Uuid| own.contains(id);
    let earlier = Earlier::of(fetch);
    let lists = Lists::gather(fetch, &fetch.client()?, site, &earlier)?;
    let pool = ThreadPoolBuilder::new().num_threads(AT_ONCE).stack_size(STACK).build();
    let pool = pool.map_err(|error| {
        Refused::new("threads", error.to_string(), "harvest again when the machine has room")
    })?;
    let crawl = Crawl {
        client: fetch.client_of(LARGEST_PAGE)?,
        pool,
        around: Around { site, is_own: &is_own },
        earlier,
        lists,
        sections: Sections::of(fetch.config),
        late: fetch.spool.another()?,
        late_kept: BTreeSet::new(),
        aliases: BTreeMap::new(),
        visited: BTreeSet::new(),
        found: BTreeMap::new(),
        failures: 0,
        answers: 0,
    };
    crawl.run(fetch)
}

/// Whether an address is that of a file, not of a page.
fn is_file(address: &str) -> bool {
    const ENDINGS: [&str; 24] = [
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "csv", "zip", "jpg", "jpeg", "png",
        "gif", "svg", "webp", "mp3", "mp4", "ics", "xml", "rss", "json", "css",
    ];
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let last = path.rsplit('/').next().unwrap_or_default();
    last.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}
