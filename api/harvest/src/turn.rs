//! One harvest of a source at a time, whichever process runs it.

use std::{thread, time::Duration};

use chrono::TimeDelta;
use model::{Clock, SourceId};
use store::{Lease, Result, Store};

/// How long the turn of a process that died keeps others from the source.
const TERM: TimeDelta = TimeDelta::seconds(10);
/// How often it is asked again whether a turn has ended.
const RETRY: Duration = Duration::from_millis(250);
/// How long: longer than the turn of a process that died.
const PATIENCE: Duration = Duration::from_secs(15);

/// Works on a source while no other process does. `None` where one is at it.
pub(crate) fn take<T>(
    store: &Store,
    source: &SourceId,
    clock: &dyn Clock,
    work: impl FnOnce() -> T,
) -> Result<Option<T>> {
    let lease = ask(store, source, clock)?;
    Ok(lease.map(|lease| store.keep_lease(&lease, (TERM, clock), work)))
}

/// As [`take`], after waiting for the end of a turn that does not last.
pub(crate) fn wait<T>(
    store: &Store,
    source: &SourceId,
    clock: &dyn Clock,
    work: impl FnOnce() -> T,
) -> Result<Option<T>> {
    let mut waited = Duration::ZERO;
    let mut lease = ask(store, source, clock)?;
    if lease.is_none() {
        tracing::warn!(%source, "another process is harvesting this source, or was killed at it; waiting");
    }
    while lease.is_none() && waited < PATIENCE {
        thread::sleep(RETRY);
        waited += RETRY;
        lease = ask(store, source, clock)?;
    }
    Ok(lease.map(|lease| store.keep_lease(&lease, (TERM, clock), work)))
}

fn ask(store: &Store, source: &SourceId, clock: &dyn Clock) -> Result<Option<Lease>> {
    store.take_lease(&format!("harvest {source}"), TERM, clock.now())
}
