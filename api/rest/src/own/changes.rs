//! What changed, in order, for whoever keeps a copy.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use actix_web::{HttpResponse, http::header, rt::time::sleep};
use reconcile::changes::Feed;

use crate::{
    asked::ChangesAsked,
    caller::off_the_loop,
    problem::Problem,
    reader::state_of,
    state::State,
    wire::{ChangePage, Changed},
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
    let (desk, last) = (state.desk()?, state.snapshot()?.version());
    let epoch = asked.epoch.as_ref().map(|epoch| epoch.0.clone());
    off_the_loop(move || desk.check_changes(after, epoch.as_deref(), last)).await?;
    wait(&state, after, Duration::from_secs(asked.wait.map_or(0, |wait| wait.seconds()))).await?;
    let snapshot = state.snapshot()?;
    let (desk, seen, limit) = (state.desk()?, snapshot.version(), asked.limit.unwrap_or_default().usize());
    let Feed { epoch, place, first, last, more, changes } =
        off_the_loop(move || desk.changes(after, seen, limit)).await?;
    let next = state.path(&format!("/v1/changes?after={last}&epoch={place}"));
    let changes = changes.iter().filter_map(|change| Changed::of(&snapshot, change)).collect();
    let page = ChangePage { epoch, first, last, more, next, changes };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(page))
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
