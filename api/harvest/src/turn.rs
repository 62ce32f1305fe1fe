//! One harvest of a source at a time, whichever process runs it.

use chrono::TimeDelta;
use model::{Clock, SourceId};
use store::{Store, StoreError};

/// How long the turn of a process that died keeps others from the source.
const TERM: TimeDelta = TimeDelta::seconds(60);

/// Works on a source while no other process does. `None` where one is at it.
pub(crate) fn take<T>(
    store: &Store,
    source: &SourceId,
    clock: &dyn Clock,
    work: impl FnOnce() -> T,
) -> Result<Option<T>, StoreError> {
    let holder = format!("process {}", std::process::id());
    let lease = store.acquire_lease(&format!("harvest {source}"), &holder, TERM, clock.now())?;
    Ok(lease.map(|lease| store.keep_lease(&lease, (TERM, clock), work)))
}
