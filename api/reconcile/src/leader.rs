//! One leader for each deployment: a lease row with a fencing number, kept alive while the work goes on.

use std::{thread, time::Duration};

use chrono::TimeDelta;
use model::Clock;
use store::{Lease, Store};

use crate::ReconcileError;

const NAME: &str = "reconcile";
/// How long a lease outlives a leader that died.
const TERM: TimeDelta = TimeDelta::seconds(15);
/// How often a follower asks again.
const RETRY: Duration = Duration::from_millis(100);
/// How long a follower asks.
const PATIENCE: Duration = Duration::from_secs(600);

/// The right to resolve and publish. Publishing under a lease that was lost fails in the store.
pub(crate) struct Leader(Lease);

impl Leader {
    /// Runs `work` as the leader, waiting for another one to finish first.
    pub(crate) fn lead<T>(
        store: &Store,
        clock: &dyn Clock,
        work: impl FnOnce(&Leader) -> Result<T, ReconcileError>,
    ) -> Result<T, ReconcileError> {
        let leader = Self(Self::elect(store, clock)?);
        store.keep_lease(&leader.0, (TERM, clock), || work(&leader))
    }

    /// The lease to publish under.
    pub(crate) fn lease(&self) -> &Lease {
        &self.0
    }

    fn elect(store: &Store, clock: &dyn Clock) -> Result<Lease, ReconcileError> {
        let mut waited = Duration::ZERO;
        while waited < PATIENCE {
            if let Some(lease) = store.take_lease(NAME, TERM, clock.now())? {
                return Ok(lease);
            }
            thread::sleep(RETRY);
            waited += RETRY;
        }
        Err(ReconcileError::Busy { waited: PATIENCE.as_secs() })
    }
}
