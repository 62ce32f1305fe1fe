//! Atom, RSS and JSON Feed: each entry is a row. A feed is a window on what is new, so that an entry which is no longer
//! in it is kept, not gone.

use chrono::{DateTime, SecondsFormat, Utc};
use feed_rs::{model::Entry, parser::Builder};
use serde_json::{Map, Value, json};

use super::{
    JSON,
    rows::{ROW, TakeRows},
    split_id,
};
use crate::fetch::{Fetch, Refused};
use crate::local::Local;

/// Reads the entries of a feed as rows, and keeps those of earlier runs.
pub(super) fn read(local: &Local, fetch: &mut Fetch<'_>, sink: &mut dyn TakeRows) -> Result<(), Refused> {
    let bytes = local.whole()?;
    let base = fetch.config.is_remote().then(|| fetch.config.location.clone());
    let entries = entries(&bytes, base.as_deref()).map_err(|error| {
        let reason = format!("{} is no feed that can be read to its end: {error}", local.name);
        Refused::new("unreadable", reason, "publish it whole, as Atom, RSS or JSON Feed, and harvest again")
    })?;
    for (number, entry) in entries.iter().enumerate() {
        let row = row(entry);
        let body = serde_json::to_vec(&row).unwrap_or_default();
        sink.row(fetch, &format!("{} entry {}", local.name, number + 1), body, &row)?;
    }
    keep_earlier(fetch)
}

/// The entries of a feed.
pub(super) fn entries(bytes: &[u8], base: Option<&str>) -> Result<Vec<Entry>, String> {
    // An entry without an id is known by its address, or its title; one without either cannot be told apart.
    let id = |links: &[feed_rs::model::Link], title: &Option<feed_rs::model::Text>, _: Option<&str>| {
        let link = links.first().map(|link| link.href.clone());
        link.or_else(|| Some(title.as_ref()?.content.clone())).unwrap_or_default()
    };
    let parser = Builder::new().base_uri(base).id_generator(id).sanitize_content(false).build();
    parser.parse(bytes).map(|feed| feed.entries).map_err(|error| error.to_string())
}

/// The page that an entry is about.
pub(super) fn link(entry: &Entry) -> Option<&str> {
    let is_page = |rel: Option<&str>| matches!(rel, None | Some("alternate"));
    let link = entry.links.iter().find(|link| is_page(link.rel.as_deref())).or(entry.links.first())?;
    Some(&link.href)
}

/// A moment as RFC 3339 writes it.
pub(super) fn stamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn row(entry: &Entry) -> Map<String, Value> {
    let text = |text: &Option<feed_rs::model::Text>| text.as_ref().map(|text| text.content.clone());
    let content = entry.content.as_ref().and_then(|content| content.body.clone());
    let categories: Vec<Value> = entry
        .categories
        .iter()
        .map(|category| json!(category.label.as_ref().unwrap_or(&category.term)))
        .collect();
    let authors: Vec<Value> = entry.authors.iter().map(|author| json!(author.name)).collect();
    let told = [
        ("id", Some(json!(entry.id))),
        ("title", text(&entry.title).map(Value::from)),
        ("link", link(entry).map(Value::from)),
        ("summary", text(&entry.summary).map(Value::from)),
        ("content", content.map(Value::from)),
        ("categories", (!categories.is_empty()).then_some(Value::Array(categories))),
        ("authors", (!authors.is_empty()).then_some(Value::Array(authors))),
        ("published", entry.published.map(|moment| stamp(moment).into())),
        ("updated", entry.updated.map(|moment| stamp(moment).into())),
    ];
    told.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// Takes from the store what is no longer in the feed.
fn keep_earlier(fetch: &mut Fetch<'_>) -> Result<(), Refused> {
    let known = fetch.known;
    for id in known.live().filter(|id| split_id(id).0 == ROW) {
        if fetch.spool.contains(id) {
            continue;
        }
        if let Some(body) = known.body(id)?.filter(|body| !body.is_empty()) {
            fetch.item(id, JSON, &body)?;
        }
    }
    Ok(())
}
