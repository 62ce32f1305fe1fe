//! Reconciles what changed while the server runs, so that what a steward decides takes effect without a restart.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, channel},
    },
    thread::{Builder, JoinHandle},
    time::Duration,
};

use ::reconcile::{Bell, Options, Silent};
use model::Clock;
use store::Store;

/// How often the store is asked whether anything changed.
const EVERY: Duration = Duration::from_secs(1);
/// How seldom it is tried again what did not work, or left something to be done.
const SELDOM: Duration = Duration::from_secs(60);
/// How long a pass under way may take after the server was told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// The thread that reconciles whenever a record changed: at once when the bell rings, else within a second. It stops
/// when this is dropped.
#[derive(Debug)]
pub struct Reconciler {
    stop: Arc<AtomicBool>,
    bell: Bell,
    ended: Receiver<()>,
    thread: Option<JoinHandle<()>>,
}

impl Reconciler {
    /// Starts it. Errors of the store are logged and tried again, ever more seldom; they never end it.
    pub fn start(store: Store, clock: Arc<dyn Clock>, bell: Bell) -> io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let (ending, ended) = channel();
        let (stopped, waiting) = (Arc::clone(&stop), bell.clone());
        let run = move || {
            let mut reconciler = ::reconcile::Reconciler::default();
            let mut pause = EVERY;
            while !stopped.load(Ordering::Acquire) {
                let rung = waiting.wait(pause);
                if stopped.load(Ordering::Acquire) {
                    break;
                }
                pause = if step(&mut reconciler, &store, &*clock) {
                    EVERY
                } else if rung {
                    EVERY * 2
                } else {
                    (pause * 2).min(SELDOM)
                };
            }
            drop(ending);
        };
        let thread = Builder::new().name("reconciler".to_owned()).spawn(run)?;
        Ok(Self { stop, bell, ended, thread: Some(thread) })
    }
}

/// Reconciles what there is to reconcile. False where it failed or something is still to be done, such as what waits for
/// approval.
fn step(reconciler: &mut ::reconcile::Reconciler, store: &Store, clock: &dyn Clock) -> bool {
    let reconciled = reconciler.reconcile(store, clock, &Options::default(), &Silent);
    let outcome = reconciled.and_then(|report| {
        for plan in &report.held {
            tracing::warn!(
                plan = %plan.id, kind = %plan.kind, ids = plan.moved(),
                "more ids would move than may without approval; see `directory reconcile --dry-run`"
            );
        }
        if !report.kinds.is_empty() {
            tracing::info!(updated = report.updated, deleted = report.deleted, "reconciled what changed");
        }
        Ok(!store.has_dirty()?)
    });
    outcome.unwrap_or_else(|error| {
        tracing::error!(%error, "what changed could not be reconciled; it is tried again");
        false
    })
}

impl Drop for Reconciler {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        self.bell.ring();
        // Nothing is ever sent: the channel closes when the thread is done.
        let is_late = self.ended.recv_timeout(GRACE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout);
        if is_late {
            tracing::warn!(
                "a reconciliation is cut off; nothing of it is published, the next one does it anew"
            );
            return;
        }
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that reconciles had panicked");
        }
    }
}
