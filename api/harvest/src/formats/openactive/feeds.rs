//! The feeds of a source: which they are, where the last run left them, and what was saved of them.

use std::{collections::BTreeMap, path::PathBuf};

use model::{IssueDraft, Kind, Severity};
use outbound::Outbound;
use serde_json::Value;
use url::Url;

use super::{
    compose::{self, Composed},
    feed::{Failure, Feed},
    page::{Page, Told},
    work::Work,
};
use crate::{
    fetch::{Fetch, Refused},
    formats::{hsds::Splitter, split_id},
    local::Local,
    state::Followed,
};

/// Reads the feeds of a source, from where the last run left them or from the beginning.
pub(super) fn fetch(fetch: &mut Fetch<'_>) -> Result<(), Refused> {
    if !fetch.config.is_remote() {
        let mut work = Work::new(fetch)?;
        saved(fetch, &mut work)?;
        return finish(fetch, work).map(drop);
    }
    let client = fetch.client()?;
    match resumed(fetch, &client)? {
        Some(()) => Ok(()),
        None => whole(fetch, &client),
    }
}

/// What is asked for: while it stays the same, a run may go on where the last one ended.
fn asked(fetch: &Fetch<'_>) -> Vec<String> {
    [&fetch.config.location].into_iter().chain(&fetch.config.feeds).cloned().collect()
}

/// Goes on where the last run ended. `None` if that cannot be done.
fn resumed(fetch: &mut Fetch<'_>, client: &Outbound) -> Result<Option<()>, Refused> {
    let before = fetch.before.followed.clone();
    if fetch.options.full || fetch.is_list_due() || before.next.values().any(Option::is_none) {
        return Ok(None);
    }
    if before.asked != asked(fetch) {
        tell_restart(fetch, "the addresses of the feeds were changed");
        return Ok(None);
    }
    let Some(mut work) = restored(fetch)? else { return Ok(None) };
    let mut next = BTreeMap::new();
    for (first, from) in &before.next {
        match Feed::new(client, address(first)?).follow(from.as_deref(), fetch, &mut work) {
            Ok(at) => drop(next.insert(first.clone(), at)),
            Err(Failure::Lost(error)) => {
                fetch.nameless = 0;
                tell_restart(fetch, &error.to_string());
                return Ok(None);
            }
            Err(Failure::Refused(refused)) => return Err(refused),
        }
    }
    let waiting = finish(fetch, work)?;
    fetch.after.followed = Followed { asked: before.asked, next, waiting };
    Ok(Some(()))
}

/// Reads every feed from its beginning.
fn whole(fetch: &mut Fetch<'_>, client: &Outbound) -> Result<(), Refused> {
    let mut work = Work::new(fetch)?;
    let mut next = BTreeMap::new();
    for first in addresses(fetch, client)? {
        match Feed::new(client, first.clone()).follow(None, fetch, &mut work) {
            Ok(at) => drop(next.insert(first.to_string(), at)),
            Err(Failure::Lost(error)) => return Err(error.into()),
            Err(Failure::Refused(refused)) => return Err(refused),
        }
    }
    let waiting = finish(fetch, work)?;
    fetch.after.followed = Followed { asked: asked(fetch), next, waiting };
    fetch.after.listed = Some(fetch.now);
    Ok(())
}

/// The addresses of the feeds: the location, or those that `feeds` names, or those of the data set that it describes.
fn addresses(fetch: &Fetch<'_>, client: &Outbound) -> Result<Vec<Url>, Refused> {
    let location = address(&fetch.config.location)?;
    if !fetch.config.feeds.is_empty() {
        let joined = |feed: &String| {
            location.join(feed).map_err(|error| wrong_address(feed, &error).in_field("feeds"))
        };
        return fetch.config.feeds.iter().map(joined).collect();
    }
    let answer = client.get(location.as_str(), &[("accept", "application/json, application/ld+json")])?;
    let Ok(Value::Object(object)) = serde_json::from_slice(&answer.body) else { return Ok(vec![location]) };
    let listed =
        compose::list(&object, "distribution").iter().filter_map(|told| told.get("contentUrl")?.as_str());
    let feeds: Result<Vec<Url>, Refused> =
        listed.map(|feed| location.join(feed).map_err(|error| wrong_address(feed, &error))).collect();
    feeds.map(|feeds| if feeds.is_empty() { vec![location] } else { feeds })
}

fn address(text: &str) -> Result<Url, Refused> {
    Url::parse(text).map_err(|error| wrong_address(text, &error))
}

fn wrong_address(text: &str, error: &url::ParseError) -> Refused {
    let reason = format!("`{}` is no address of a feed: {error}", outbound::shown(text));
    Refused::new("unreadable", reason, "correct the address of the feed")
}

/// Reads pages that were saved: a file, or all of a folder in the order of their names.
fn saved(fetch: &mut Fetch<'_>, work: &mut Work) -> Result<(), Refused> {
    for path in saved_pages(fetch.config.path())? {
        let local = Local::at(path);
        let text = std::fs::read_to_string(&local.path).map_err(|error| Refused::io(&local.path, &error))?;
        for item in &Page::read(&text, &local.name)?.items {
            match Told::read(item) {
                Ok(told) => work.take(told)?,
                Err(reason) => {
                    fetch.issues.kept_out("no-id", &local.name, &reason, "write it as RPDE 1.0 says");
                    fetch.nameless += 1;
                }
            }
        }
    }
    Ok(())
}

fn saved_pages(path: PathBuf) -> Result<Vec<PathBuf>, Refused> {
    if !path.is_dir() {
        return Ok(vec![path]);
    }
    let listed = std::fs::read_dir(&path).map_err(|error| Refused::io(&path, &error))?;
    let mut pages: Vec<PathBuf> = listed
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    pages.sort();
    if pages.is_empty() {
        let reason = format!("{} holds no pages that end in .json", path.display());
        return Err(Refused::new(
            "unreadable",
            reason,
            "put the pages of the feed there, or correct the location",
        ));
    }
    Ok(pages)
}

/// What the last run left. `None` where the store holds it no longer, as after an erasure.
fn restored(fetch: &Fetch<'_>) -> Result<Option<Work>, Refused> {
    let mut work = Work::new(fetch)?;
    for item in fetch.known.live() {
        let (sort, own) = split_id(item);
        if sort != Kind::Service.as_str() {
            continue;
        }
        let body = fetch.known.body(item)?.unwrap_or_default();
        match serde_json::from_slice::<Composed>(&body) {
            Ok(composed) => work.restore(own, composed)?,
            Err(_) => return Ok(None),
        }
    }
    let waiting = fetch.before.followed.waiting.iter().cloned();
    work.restore_sessions(waiting.filter_map(|session| serde_json::from_value(session).ok()).collect());
    Ok(Some(work))
}

/// Spools everything, and answers the sessions that wait for their series.
fn finish(fetch: &mut Fetch<'_>, work: Work) -> Result<Vec<Value>, Refused> {
    let mut terms = Splitter::default();
    let waiting =
        work.finish(fetch, &mut |fetch, id, composed| compose::spool(fetch, &mut terms, id, composed))?;
    terms.finish(fetch)?;
    if let Some(first) = waiting.first() {
        let reason =
            format!("{} sessions are of a series that no feed holds; they wait for it", waiting.len());
        let action = "add the feed of the series to `feeds`, or correct `superEvent`";
        let issue = IssueDraft::new(Severity::Warning, "dangling-key", reason, action);
        fetch.issues.push(issue.in_field("superEvent").with_value(&crate::issues::shown(&first.of)));
    }
    Ok(waiting.iter().filter_map(|session| serde_json::to_value(session).ok()).collect())
}

fn tell_restart(fetch: &mut Fetch<'_>, why: &str) {
    let reason = format!("the feed was read from its beginning, as the last run cannot be taken up: {why}");
    let action = "nothing needs doing; keep the addresses of pages valid to save the reading";
    fetch.issues.push(IssueDraft::new(Severity::Notice, "feed-restarted", reason, action));
}
