//! One leader for each deployment: a lease row with a fencing number, kept alive while the work goes on.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use chrono::TimeDelta;
use model::Clock;
use store::{Lease, Store};

use crate::ReconcileError;

const NAME: &str = "reconcile";
/// How long a lease outlives a leader that died.
const TERM: TimeDelta = TimeDelta::seconds(15);
/// How often a living leader renews it.
const HEARTBEAT: Duration = Duration::from_secs(4);
/// How often a follower asks again.
const RETRY: Duration = Duration::from_millis(100);
/// How long a follower asks.
const PATIENCE: Duration = Duration::from_secs(600);

/// The right to resolve and publish. Publishing under a lease that was lost fails in the store.
pub(crate) struct Leader<'a> {
    store: &'a Store,
    clock: &'a dyn Clock,
    lease: Lease,
}

impl<'a> Leader<'a> {
    /// Runs `work` as the leader, waiting for another one to finish first.
    pub(crate) fn lead<T>(
        store: &'a Store,
        clock: &'a dyn Clock,
        work: impl FnOnce(&Leader<'a>) -> Result<T, ReconcileError>,
    ) -> Result<T, ReconcileError> {
        let leader = Self { store, clock, lease: Self::elect(store, clock)? };
        let (done, stopped) = channel();
        let outcome = thread::scope(|scope| {
            let leader = &leader;
            scope.spawn(move || leader.keep_alive(&stopped));
            let outcome = work(leader);
            drop(done);
            outcome
        });
        if let Err(error) = store.release_lease(&leader.lease, clock.now()) {
            tracing::warn!(%error, "the reconcile lease could not be released; it runs out by itself");
        }
        outcome
    }

    /// The lease to publish under.
    pub(crate) fn lease(&self) -> &Lease {
        &self.lease
    }

    fn elect(store: &Store, clock: &dyn Clock) -> Result<Lease, ReconcileError> {
        let holder = format!("process {}", std::process::id());
        let mut waited = Duration::ZERO;
        while waited < PATIENCE {
            if let Some(lease) = store.acquire_lease(NAME, &holder, TERM, clock.now())? {
                return Ok(lease);
            }
            thread::sleep(RETRY);
            waited += RETRY;
        }
        Err(ReconcileError::Busy { waited: PATIENCE.as_secs() })
    }

    fn keep_alive(&self, stopped: &Receiver<()>) {
        while stopped.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
            match self.store.renew_lease(&self.lease, TERM, self.clock.now()) {
                Ok(true) => {}
                Ok(false) => tracing::warn!("the reconcile lease was lost; this pass will not be published"),
                Err(error) => tracing::warn!(%error, "the reconcile lease could not be renewed"),
            }
        }
    }
}
