//! What changed, in order, for whoever keeps a copy.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use actix_web::{HttpResponse, http::header, rt::time::sleep};
use catalog::{Lookup, Snapshot};
use model::{Change, ChangeKind};
use sha2::{Digest, Sha256};

use crate::{
    asked::ChangesAsked,
    caller::off_the_loop,
    problem::{Problem, ProblemType},
    reader::state_of,
    state::State,
    wire::{ChangePage, Changed, What},
};

/// How often somebody who waits looks again.
const LOOK: Duration = Duration::from_millis(250);
/// How many wait at once; beyond it, nobody is kept waiting.
const MOST_WAITING: usize = 1_000;

/// Those who wait for a change. Clones share the count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waiters(Arc<AtomicUsize>);

/// One of them, until dropped.
struct Waiter(Arc<AtomicUsize>);

impl Waiters {
    fn join(&self) -> Option<Waiter> {
        let room = |waiting| (waiting < MOST_WAITING).then_some(waiting + 1);
        let joined = self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, room);
        joined.ok().map(|_| Waiter(Arc::clone(&self.0)))
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Answers with what changed after a number; where nothing did, waits for it as long as was asked.
pub(crate) async fn changes(
    request: &actix_web::HttpRequest,
    asked: &ChangesAsked,
) -> Result<HttpResponse, Problem> {
    let state = state_of(request)?;
    let after = i64::from(asked.after.map_or(0, |after| after.0));
    is_known(&state, after, asked.epoch.as_ref().map(|epoch| epoch.0.as_str())).await?;
    wait(&state, after, Duration::from_secs(asked.wait.map_or(0, |wait| wait.seconds()))).await?;
    let snapshot = state.snapshot()?;
    let limit = asked.limit.unwrap_or_default().usize();
    // One more than is told shows whether there are more.
    let found = read(&state, after, limit + 1).await?;
    let told: Vec<&Change> =
        found.iter().take(limit).filter(|change| change.number <= snapshot.version()).collect();
    let last = told.last().copied();
    let epoch = match last {
        Some(change) => epoch(change),
        None => epoch_at(&state, after).await?,
    };
    let number = last.map_or(after, |change| change.number);
    let page = ChangePage {
        epoch: epoch.clone(),
        last: number,
        more: found.last().is_some_and(|change| change.number > number),
        next: state.path(&format!("/v1/changes?after={number}&epoch={epoch}")),
        changes: told.iter().filter_map(|change| seen(&snapshot, change)).collect(),
    };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(page))
}

/// Refuses a number that the log does not reach back to, is not as far as, or knows as the end of another history.
async fn is_known(state: &State, after: i64, told: Option<&str>) -> Result<(), Problem> {
    let first = read(state, 0, 1).await?.first().map_or(1, |change| change.number);
    let current = if after == 0 { None } else { read(state, after - 1, 1).await?.pop() };
    let is_there =
        after == 0 || (after >= first && current.as_ref().is_some_and(|change| change.number == after));
    let is_same =
        told.is_none_or(|told| current.as_ref().map_or(told == BEGINNING, |change| epoch(change) == told));
    if is_there && is_same {
        return Ok(());
    }
    let detail = format!(
        "The directory cannot go on from change {after}: {}. Read everything anew, then go on from the number before",
        if is_there { "its history is another since it was restored" } else { "it is not in the log" }
    );
    let last = state.snapshot()?.version();
    Err(Problem::new(&ProblemType::CHANGES_GONE, detail).with("first", first).with("last", last))
}

/// The epoch before the first change.
const BEGINNING: &str = "0";

/// A mark of the history up to a change: after a restore that took other ways, it is another.
fn epoch(change: &Change) -> String {
    let text = format!(
        "{} {} {} {}",
        change.number,
        change.entity,
        change.change.as_str(),
        change.at.timestamp_micros()
    );
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

async fn epoch_at(state: &State, number: i64) -> Result<String, Problem> {
    let change = if number == 0 { None } else { read(state, number - 1, 1).await?.pop() };
    Ok(change.as_ref().map_or_else(|| BEGINNING.to_owned(), epoch))
}

async fn read(state: &State, after: i64, limit: usize) -> Result<Vec<Change>, Problem> {
    let desk = state.desk()?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    off_the_loop(move || desk.changes(after, limit)).await
}

/// Waits until something is visible beyond a number. No thread waits with it.
async fn wait(state: &State, after: i64, most: Duration) -> Result<(), Problem> {
    let Some(_waiter) = state.waiters().join() else { return Ok(()) };
    let begun = Instant::now();
    while state.snapshot()?.version() <= after && begun.elapsed() < most {
        sleep(LOOK).await;
    }
    Ok(())
}

/// What a reader sees of a change. What was new and is not there any more is told once, by what became of it.
fn seen(snapshot: &Snapshot, change: &Change) -> Option<Changed> {
    let found = snapshot.lookup(change.entity);
    let (what, into) = match (change.change, found) {
        (ChangeKind::Updated, Lookup::Found(_)) => (What::Updated, None),
        (ChangeKind::Updated, _) => return None,
        // It came back: a later change says so.
        (_, Lookup::Found(_)) => return None,
        (_, Lookup::Moved(survivor)) => (What::Merged, Some(survivor)),
        (_, Lookup::Gone) | (ChangeKind::Closed, Lookup::Unknown) => (What::Deleted, None),
        // What becomes of what is closed is nobody's business.
        (_, Lookup::Unknown) => return None,
    };
    Some(Changed {
        number: change.number,
        id: change.entity,
        kind: change.kind.as_str(),
        change: what,
        into,
        at: change.at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_are_kept_waiting() {
        let waiters = Waiters::default();
        let all: Vec<_> = (0..MOST_WAITING).map(|_| waiters.join().unwrap()).collect();
        assert!(waiters.join().is_none());
        drop(all);
        assert!(waiters.join().is_some());
    }
}
