//! Holds websites against the directory while the server runs, whenever either changed.

use std::{
    io,
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread::Builder,
    time::Duration,
};

use model::Clock;
use reconcile::Desk;
use store::Store;

/// How often it is looked whether anything changed.
const EVERY: Duration = Duration::from_secs(15);
/// How soon after the start it is looked first.
const SOON: Duration = Duration::from_secs(1);

/// The thread that aligns. It ends once this is dropped: what is under way then is committed whole, or not at all.
#[derive(Debug)]
pub(crate) struct Aligner {
    _stop: Sender<()>,
}

impl Aligner {
    /// Starts it. Errors of the store are logged and tried again; they never end it.
    pub(crate) fn start(store: Store, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let (stop, stopped) = channel::<()>();
        let run = move || {
            let mut pause = SOON;
            // Nothing is ever sent: the channel closes when the other end is dropped.
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                step(&store, &clock);
                pause = EVERY;
            }
        };
        Builder::new().name("aligner".to_owned()).spawn(run)?;
        Ok(Self { _stop: stop })
    }
}

/// Aligns, unless something is still to be reconciled: then it would only be aligned again.
fn step(store: &Store, clock: &Arc<dyn Clock>) {
    let desk = Desk::new(store.clone(), Arc::clone(clock), reconcile::Bell::default());
    let aligned = store.has_dirty().map_err(Into::into).and_then(|waits| match waits {
        true => Ok(()),
        false => desk.align().map(drop),
    });
    if let Err(error) = aligned {
        tracing::error!(%error, "websites could not be held against the directory; it is tried again");
    }
}
