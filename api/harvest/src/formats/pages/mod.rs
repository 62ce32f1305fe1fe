//! Web pages: what they tell in the words of schema.org, and what selectors pick out of them.
//!
//! A page is the item `page/ADDRESS`: what was read out of it, not its bytes, so that another advert on it is no change.
//! It yields no record itself. Each service, organization and location that pages tell of is an item of its own, put
//! together anew in each run from all pages; of several tellings of one the fullest counts. Such a thing is known by its
//! `@id`, else a service by its page, an organization by its name, and a location by its name and postcode or street.

mod draft;
pub(super) mod graph;
pub(super) mod hours;
pub(super) mod html;
pub(super) mod lists;
pub(super) mod microdata;
pub(super) mod parts;
mod selected;
pub(super) mod sitemap;
pub(super) mod types;
pub(super) mod visit;
pub(super) mod wanted;

use std::{fs, path::Path};

use model::{IssueDraft, Kind, Severity};
use serde_json::{Map, Value, json};
use url::Url;

use self::{graph::Thing, html::Page};
use super::{Adapter, Draft, JSON, split_id};
use crate::{
    config::Pages,
    fetch::{Fetch, Refused},
    issues::{Issues, shown},
    local::Local,
};

pub(crate) use selected::KEYS as SELECTED_KEYS;

/// The properties of one thing.
pub(super) type Node = Map<String, Value>;

/// The sort of item that a page is.
const PAGE: &str = "page";
/// The largest page that is read, in bytes.
const LARGEST_PAGE: usize = 4 * 1024 * 1024;

/// The adapter for web pages.
pub(super) struct WebPages;

impl Adapter for WebPages {
    fn fetch(&self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        let mut reading =
            Reading { pages: fetch.config.pages.clone().unwrap_or_default(), silent: Vec::new() };
        if fetch.config.is_remote() {
            visit::location(fetch, &mut reading)?;
        } else {
            reading.saved(fetch)?;
        }
        reading.finish(fetch)
    }

    fn read(&self, id: &str, body: &[u8], issues: &mut Issues) -> Option<Draft> {
        let (kind, own) = split_id(id);
        let thing: Option<Node> = serde_json::from_slice(body).ok();
        let draft = thing.and_then(|thing| draft::read(kind.parse().ok()?, own, &thing, issues));
        if draft.is_none() {
            issues.kept_out(
                "unreadable",
                &format!("{kind}:{own}"),
                "nothing can be read of it",
                "harvest again with --full",
            );
        }
        draft
    }

    fn has_record(&self, id: &str) -> bool {
        split_id(id).0 != PAGE
    }

    fn is_counted(&self, id: &str) -> bool {
        split_id(id).0 == PAGE
    }
}

/// A reading of pages into items.
struct Reading {
    pages: Pages,
    /// Pages in which nothing was found.
    silent: Vec<String>,
}

impl Reading {
    /// Reads a saved page, each one of a folder, or a list of addresses.
    fn saved(&mut self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        let path = fetch.config.path();
        if path.is_dir() {
            let entries = fs::read_dir(&path).map_err(|error| Refused::io(&path, &error))?;
            let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
            files.sort();
            for file in files.iter().filter(|file| is_html(file)) {
                let bytes = Local::at(file.clone()).whole()?;
                self.saved_page(fetch, file, &bytes)?;
            }
            return Ok(());
        }
        let bytes = Local::at(path.clone()).whole()?;
        if is_html(&path) { self.saved_page(fetch, &path, &bytes) } else { visit::listed(fetch, self, bytes) }
    }

    fn saved_page(&mut self, fetch: &mut Fetch<'_>, file: &Path, bytes: &[u8]) -> Result<(), Refused> {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // A saved page has no address but the one that it says; links within it lead nowhere else.
        let Ok(url) = Url::parse("file:///").and_then(|root| root.join(&name)) else { return Ok(()) };
        let told = Page::read(bytes, None, url.clone()).and_then(|page| page.link());
        self.page(fetch, told.unwrap_or(url), None, bytes)
    }

    /// Reads a page into its item.
    fn page(
        &mut self,
        fetch: &mut Fetch<'_>,
        url: Url,
        content_type: Option<&str>,
        bytes: &[u8],
    ) -> Result<(), Refused> {
        let record = shown(&format!("{PAGE}:{url}"));
        let read =
            if bytes.len() > LARGEST_PAGE { None } else { Page::read(bytes, content_type, url.clone()) };
        let Some(page) = read else {
            let deepest = html::DEEPEST;
            let reason =
                format!("the page is larger than {LARGEST_PAGE} bytes, or nested more than {deepest} deep");
            fetch.issues.kept_out("too-large", &record, &reason, "make it smaller, or exclude it");
            return visit::keep(fetch, url.as_str());
        };
        let (things, nameless) = graph::things(&self.told(&page, &record, &mut fetch.issues), &page.url);
        if nameless > 0 {
            let reason = format!(
                "{nameless} of its things have no name, nor anything else to be known by; they are left out"
            );
            let action = "name them at the source, or select a name";
            fetch
                .issues
                .push(IssueDraft::new(Severity::Notice, "nameless", reason, action).in_record(record));
        }
        if things.is_empty() {
            self.silent.push(page.url.to_string());
        }
        let body = json!({
            "url": page.canonical().unwrap_or_else(|| page.url.clone()).as_str(),
            "things": things.into_iter().map(written).collect::<Vec<_>>(),
        });
        fetch.item(&format!("{PAGE}/{}", page.url), JSON, body.to_string().as_bytes())
    }

    /// All that a page tells, in the words of schema.org.
    fn told(&self, page: &Page, record: &str, issues: &mut Issues) -> Vec<Value> {
        let mut roots = Vec::new();
        for document in page.json_ld() {
            match document {
                Ok(document) => roots.push(graph::plain(document, 0)),
                Err(error) => {
                    let reason = format!("its JSON-LD cannot be read: {error}");
                    let action = "correct it at the source; what else the page says is used";
                    let issue = IssueDraft::new(Severity::Warning, "bad-json-ld", reason, action);
                    issues.push(issue.in_record(record));
                }
            }
        }
        roots.extend(microdata::read(page).into_iter().map(|item| graph::plain(item, 0)));
        selected::add(page, &self.pages, &mut roots);
        roots
    }

    /// Puts together what the pages tell of.
    fn finish(self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        let mut next = fetch.spool.next_of(PAGE, None);
        while let Some(page) = next {
            let body = fetch.spool.body(&page)?.unwrap_or_default();
            let read: Node = serde_json::from_slice(&body).unwrap_or_default();
            for thing in read.get("things").and_then(Value::as_array).into_iter().flatten() {
                share(fetch, thing, read.get("url"))?;
            }
            next = fetch.spool.next_of(PAGE, Some(&page));
        }
        if let Some(first) = self.silent.first() {
            let reason = format!(
                "{} pages tell of nothing that can be read, the first of them this",
                self.silent.len()
            );
            let action =
                "mark them up with schema.org, select what they tell ([pages.select]), or exclude them";
            let issue = IssueDraft::new(Severity::Notice, "nothing-found", reason, action);
            fetch.issues.push(issue.in_record(shown(&format!("{PAGE}:{first}"))));
        }
        Ok(())
    }
}

fn written(thing: Thing) -> Value {
    json!({ "ids": thing.ids, "node": thing.node })
}

/// Spools the items of a thing, one for each kind that it becomes.
fn share(fetch: &mut Fetch<'_>, thing: &Value, page: Option<&Value>) -> Result<(), Refused> {
    let mut told = thing.as_object().cloned().unwrap_or_default();
    told.extend(page.map(|page| ("page".to_owned(), page.clone())));
    for (kind, id) in thing.get("ids").and_then(Value::as_object).into_iter().flatten() {
        let is_kind = kind.parse::<Kind>().is_ok();
        if let Some(id) = id.as_str().filter(|_| is_kind) {
            // Where it is told does not matter for what others share; for a service it is its page.
            let mut own = told.clone();
            if kind != Kind::Service.as_str() {
                own.remove("page");
            }
            let body = serde_json::to_vec(&own).unwrap_or_default();
            fetch.spool.offer(&format!("{kind}/{}", shown(id)), JSON, &body)?;
        }
    }
    Ok(())
}

fn is_html(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ["html", "htm", "xhtml"].iter().any(|known| ending.eq_ignore_ascii_case(known)))
}
