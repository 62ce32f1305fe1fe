//! Whether the links of a feed are alive.

use std::{collections::BTreeSet, sync::Mutex, thread, time::Duration};

use outbound::{Limits, Outbound, shown};
use serde::Serialize;
use store::NewRecord;

use super::{Part, addresses};
use crate::{Options, SourceConfig, fetch::guarded};

/// How many different links are tried.
pub const MOST_LINKS: usize = 20;
/// How many are tried at once.
const AT_ONCE: usize = 4;
/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long all may take together: those that are left then are not tried.
const PATIENCE_WITH_ALL: Duration = Duration::from_secs(20);

/// A link that is not alive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Link {
    /// The address, without credentials and query.
    pub url: String,
    /// What became of the attempt.
    pub reason: String,
}

/// What became of one link.
enum Fate {
    Alive,
    /// The server answers, but not to machines: nothing can be said.
    Barred,
    Dead(Link),
}

/// Tries a sample of the links.
pub(super) fn alive(config: &SourceConfig, options: &Options, records: &[NewRecord]) -> (Part, Vec<Link>) {
    let all: BTreeSet<&str> =
        records.iter().flat_map(|one| addresses(&one.noun)).map(String::as_str).collect();
    let step = all.len().div_ceil(MOST_LINKS).max(1);
    let sample: Vec<&str> = all.iter().copied().step_by(step).collect();
    let fates = match sample.is_empty() {
        true => Vec::new(),
        false => try_all(config, options, &sample),
    };
    let alive = fates.iter().filter(|fate| matches!(fate, Fate::Alive)).count() as u64;
    let mut dead: Vec<Link> = fates
        .into_iter()
        .filter_map(|fate| if let Fate::Dead(link) = fate { Some(link) } else { None })
        .collect();
    dead.sort();
    let of = alive + dead.len() as u64;
    let unknown = sample.len() as u64 - of;
    let note = match all.len() {
        0 => "there are no links".to_owned(),
        all => format!(
            "links that answer, of {} tried out of {all}; {unknown} more bar machines or were not reached in time",
            sample.len() as u64 - unknown
        ),
    };
    (Part::of("links", alive, of, note), dead)
}

fn try_all(config: &SourceConfig, options: &Options, sample: &[&str]) -> Vec<Fate> {
    let timing = &*options.manners.timing;
    let own = timing.now() + PATIENCE_WITH_ALL;
    let deadline = options.limits.deadline.map_or(own, |deadline| deadline.min(own));
    let limits = Limits {
        connect_timeout: PATIENCE,
        total_timeout: PATIENCE,
        retries: 0,
        deadline: Some(deadline),
        ..options.limits.clone()
    };
    let options = Options { limits, ..options.clone() };
    let waiting = Mutex::new(sample.iter());
    let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next().copied());
    let work = || {
        let client = guarded(config, &options, options.limits.clone());
        let mut fates = Vec::new();
        while let Some(url) = next().filter(|_| timing.now() < deadline) {
            fates.extend(client.as_ref().ok().map(|client| fate(client, url)));
        }
        fates
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE.min(sample.len())).map(|_| scope.spawn(work)).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect()
    })
}

fn fate(client: &Outbound, url: &str) -> Fate {
    let reason = match client.reach(url) {
        Ok(200..=299) => return Fate::Alive,
        Ok(401 | 403 | 429) => return Fate::Barred,
        Ok(status) => format!("it answers {status}"),
        Err(error) => error.to_string(),
    };
    Fate::Dead(Link { url: shown(url), reason })
}
