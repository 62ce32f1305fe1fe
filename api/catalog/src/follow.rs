use std::{
    sync::mpsc::{RecvTimeoutError, Sender, channel},
    thread::{Builder, JoinHandle},
    time::Duration,
};

use store::Store;

use crate::{Catalog, CatalogError};

/// The thread that keeps a catalog up to date. It stops when this is dropped.
#[derive(Debug)]
pub struct Follower {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Follower {
    pub(crate) fn start(catalog: Catalog, store: Store, every: Duration) -> Result<Self, CatalogError> {
        let (stop, stopped) = channel::<()>();
        let run = move || {
            let mut failing = false;
            while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                failing = step(&catalog, &store, failing);
            }
        };
        let thread = Builder::new().name("catalog-follower".to_owned()).spawn(run)?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

/// Advances once and says whether it failed. Only the first of several failures is logged, and the recovery.
fn step(catalog: &Catalog, store: &Store, failing: bool) -> bool {
    match catalog.advance(store) {
        Ok(changes) => {
            if failing {
                tracing::info!("the log of changes can be read again");
            }
            if changes > 0 {
                tracing::debug!(changes, version = catalog.snapshot().version(), "advanced the catalog");
            }
            false
        }
        Err(error) => {
            if !failing {
                tracing::warn!(%error, "the log of changes cannot be followed; serving the last snapshot and retrying");
            }
            true
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that followed the changes had panicked");
        }
    }
}
