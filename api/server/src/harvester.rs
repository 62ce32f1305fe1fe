//! Harvests the sources that are due while the server runs.

use std::{
    collections::BTreeMap,
    io,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::{Builder, JoinHandle},
    time::Duration,
};

use ::harvest::{Options, Silent, SourceConfig, gather, harvest_if_due, is_due, joining::joined};
use model::{Clock, SourceId};
use store::Store;
use url::Url;

/// How often it is looked which sources are due.
const EVERY: Duration = Duration::from_secs(5);
/// How many sources are harvested at once, so that one that is slow keeps no other waiting.
const AT_ONCE: usize = 4;

/// The thread that looks which sources are due, and has them harvested. It stops when this is dropped; what
/// is under way then is cut off, and nothing of it is taken.
#[derive(Debug)]
pub(crate) struct Harvester {
    /// Nothing is ever sent: the channel closes when this is dropped.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Harvester {
    /// Starts it. The folder, and what joined over the network, is read anew each time, so that sources come, change and
    /// go without a restart.
    pub(crate) fn start(
        store: Store,
        clock: Arc<dyn Clock>,
        folder: Option<PathBuf>,
        options: Options,
    ) -> io::Result<Self> {
        let (stop, stopped) = channel();
        let mut rounds =
            Rounds { store, clock, folder, options, refused: Vec::new(), at_work: BTreeMap::new() };
        let thread = Builder::new().name("harvester".to_owned()).spawn(move || rounds.go(&stopped))?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Harvester {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that looks which sources are due had panicked");
        }
    }
}

/// A harvest under way: the host it reads from, if any, and its thread.
type Harvest = (Option<String>, JoinHandle<()>);

/// Goes round the sources.
struct Rounds {
    store: Store,
    clock: Arc<dyn Clock>,
    folder: Option<PathBuf>,
    /// How all sources are harvested: they take turns at the hosts that they share.
    options: Options,
    /// What was said of sources that cannot be used, so that it is not said each time.
    refused: Vec<String>,
    at_work: BTreeMap<SourceId, Harvest>,
}

impl Rounds {
    fn go(&mut self, stopped: &Receiver<()>) {
        loop {
            self.round();
            if stopped.recv_timeout(EVERY) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    }

    fn round(&mut self) {
        self.at_work.retain(|_, (_, thread)| !thread.is_finished());
        let (configs, refused) = self.folder.as_deref().map(gather).unwrap_or_default();
        let mut refused: Vec<String> = refused.iter().map(ToString::to_string).collect();
        let joined = joined(&self.store).unwrap_or_else(|error| {
            refused.push(format!("the sources that joined over the network cannot be read: {error}"));
            Vec::new()
        });
        self.complain(refused);
        for config in configs.into_iter().chain(joined) {
            if self.may_begin(&config) {
                self.begin(config);
            }
        }
    }

    fn complain(&mut self, refused: Vec<String>) {
        if refused != self.refused {
            refused.iter().for_each(|why| tracing::warn!(why, "a source cannot be harvested"));
            self.refused = refused;
        }
    }

    /// Whether a source is due and there is room for it: one at a time from any one host.
    fn may_begin(&self, config: &SourceConfig) -> bool {
        let host = host_of(config);
        let is_host_busy = host.is_some() && self.at_work.values().any(|(other, _)| *other == host);
        if self.at_work.len() >= AT_ONCE || is_host_busy || self.at_work.contains_key(&config.id) {
            return false;
        }
        is_due(&self.store, config, &*self.clock).unwrap_or_else(|error| {
            tracing::error!(source = %config.id, %error, "it cannot be told whether a source is due");
            false
        })
    }

    fn begin(&mut self, config: SourceConfig) {
        let (store, clock) = (self.store.clone(), Arc::clone(&self.clock));
        let (id, host, options) = (config.id.clone(), host_of(&config), self.options.clone());
        let work = move || harvest_one(&store, &config, &options, &*clock);
        match Builder::new().name(format!("harvest {id}")).spawn(work) {
            Ok(thread) => drop(self.at_work.insert(id, (host, thread))),
            Err(error) => {
                tracing::error!(source = %id, %error, "a thread to harvest a source cannot be started")
            }
        }
    }
}

/// Harvests one source, if it still is due. How a run ended is logged by the harvest itself.
fn harvest_one(store: &Store, config: &SourceConfig, options: &Options, clock: &dyn Clock) {
    if let Err(error) = harvest_if_due(store, config, options, clock, &Silent) {
        tracing::error!(source = %config.id, %error, "a source could not be harvested; it is tried again");
    }
}

fn host_of(config: &SourceConfig) -> Option<String> {
    Url::parse(config.first_address()).ok()?.host_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use chrono::DateTime;
    use model::FixedClock;
    use store::Database;

    use super::*;

    fn write(folder: &std::path::Path, source: &str, toml: &str) {
        fs::create_dir_all(folder.join(source)).unwrap();
        fs::write(folder.join(source).join("source.toml"), toml).unwrap();
        fs::write(folder.join(source).join("list.csv"), "Name,Postcode\nChess Circle,PL2 1BG\n").unwrap();
    }

    fn wait(rounds: &mut Rounds) {
        for (_, (_, thread)) in std::mem::take(&mut rounds.at_work) {
            thread.join().unwrap();
        }
    }

    #[test]
    fn a_round_harvests_what_is_due_and_complains_once_of_what_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let of_a_list = "name = \"Club\"\nformat = \"csv\"\nlocation = \"list.csv\"\nlicence.id = \"CC0\"\n";
        write(folder.path(), "clubs", &format!("{of_a_list}every = \"6h\""));
        write(folder.path(), "told", of_a_list);
        write(folder.path(), "broken", "every = \"often\"");
        let store = Store::open(&Database::Sqlite(folder.path().join("directory.sqlite"))).unwrap();
        let clock = Arc::new(FixedClock::at(DateTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000)));
        let mut rounds = Rounds {
            store: store.clone(),
            clock: clock.clone(),
            folder: Some(folder.path().to_owned()),
            options: Options::default(),
            refused: Vec::new(),
            at_work: BTreeMap::new(),
        };
        for runs in [1, 1] {
            rounds.round();
            wait(&mut rounds);
            assert_eq!(store.runs(&"clubs".parse().unwrap(), 9).unwrap().len(), runs);
        }
        clock.advance(chrono::TimeDelta::hours(8));
        rounds.round();
        wait(&mut rounds);
        assert_eq!(store.runs(&"clubs".parse().unwrap(), 9).unwrap().len(), 2);
        assert!(store.last_run(&"told".parse().unwrap()).unwrap().is_none(), "it has no timetable");
        assert!(rounds.refused.iter().any(|why| why.contains("broken")), "{:?}", rounds.refused);
    }
}
