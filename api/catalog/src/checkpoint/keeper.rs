use std::{
    sync::mpsc::{RecvTimeoutError, Sender, channel},
    thread::{Builder, JoinHandle},
    time::{Duration, Instant},
};

use store::Store;

use super::{Checkpoint, CheckpointError};
use crate::Catalog;

/// How long after one checkpoint the next is made at the earliest.
const REST: Duration = Duration::from_secs(30);
/// How many times as long as a checkpoint took nothing is done for the next.
const SHARE: u32 = 20;

/// The thread that makes checkpoints of what changed. It makes a last one, and stops, when this is dropped.
#[derive(Debug)]
pub struct Keeper {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    pub(crate) fn start(catalog: Catalog, store: Store, checkpoint: Checkpoint) -> std::io::Result<Self> {
        let (stop, stopped) = channel::<()>();
        let run = move || {
            // What is left over does no harm but for the room that it takes.
            let _ = checkpoint.tidy();
            let mut kept = Kept { version: catalog.resumed_from(), is_failing: false };
            let mut rest = Duration::from_secs(1);
            loop {
                let goes_on = stopped.recv_timeout(rest) == Err(RecvTimeoutError::Timeout);
                let took = kept.keep(&catalog, &store, &checkpoint);
                if !goes_on {
                    break;
                }
                rest = REST.max(took * SHARE);
            }
        };
        let thread = Builder::new().name("catalog-keeper".to_owned()).spawn(run)?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

/// What was last kept.
struct Kept {
    version: Option<i64>,
    is_failing: bool,
}

impl Kept {
    /// Keeps what there is if it is not what was kept, and says how long that took. Of several failures only the first is
    /// told.
    fn keep(&mut self, catalog: &Catalog, store: &Store, checkpoint: &Checkpoint) -> Duration {
        let snapshot = catalog.snapshot();
        if self.version == Some(snapshot.version()) {
            return Duration::ZERO;
        }
        let began = Instant::now();
        let forgotten = catalog.forget_withdrawn().map_err(CheckpointError::from);
        match forgotten.and_then(|()| checkpoint.write(store, &snapshot)) {
            Ok(()) => {
                tracing::debug!(version = snapshot.version(), took = ?began.elapsed(), "kept the catalog");
                *self = Self { version: Some(snapshot.version()), is_failing: false };
            }
            Err(error) if !self.is_failing => {
                tracing::warn!(%error, path = %checkpoint.path.display(), "the catalog cannot be kept for the next start");
                self.is_failing = true;
            }
            Err(_) => {}
        }
        began.elapsed()
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that keeps the catalog had panicked");
        }
    }
}
