//! A store on disk, a clock that stands still, and sources in temporary folders.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{TimeDelta, TimeZone, Utc};
use harvest::{Options, RunReport, Silent, SourceConfig, harvest};
use model::{FixedClock, Kind, Outcome, Record};
use store::{Database, Store};

/// One source with a store of its own.
pub(crate) struct Bench {
    folder: tempfile::TempDir,
    pub(crate) store: Store,
    pub(crate) clock: FixedClock,
    pub(crate) options: Options,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("feed")).unwrap();
        let store = Store::open(&Database::Sqlite(folder.path().join("store.sqlite"))).unwrap();
        let clock = FixedClock::at(Utc.with_ymd_and_hms(2026, 3, 1, 9, 0, 0).unwrap());
        Self { folder, store, clock, options: quick() }
    }

    /// Sets how long an answer may be, and how long it may take.
    pub(crate) fn limit(&mut self, bytes: u64, time: Duration) {
        let limits = &mut self.options.limits;
        (limits.max_body, limits.max_file) = (bytes, bytes);
        (limits.total_timeout, limits.file_timeout) = (time, time);
    }

    /// The folder that the source is in.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().join("feed")
    }

    /// Puts a file beside `source.toml`.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        fs::write(self.folder().join(name), content).unwrap();
        self
    }

    /// Harvests the source that a `source.toml` describes, an hour after the last time.
    pub(crate) fn harvest(&self, toml: &str) -> RunReport {
        self.clock.advance(TimeDelta::hours(1));
        let config = SourceConfig::read(&with_terms(toml), &self.folder()).unwrap();
        harvest(&self.store, &config, &self.options, &self.clock, &Silent).unwrap()
    }

    /// Harvests and expects the run to be taken.
    pub(crate) fn taken(&self, toml: &str) -> RunReport {
        let report = self.harvest(toml);
        assert_eq!(report.outcome, Outcome::Harvested, "{:#?}", report.issues);
        report
    }

    /// The records of a kind that are present.
    pub(crate) fn records(&self, kind: Kind) -> Vec<Record> {
        self.store.records(kind, false).unwrap()
    }

    /// The ids of the records of a kind that are present.
    pub(crate) fn ids(&self, kind: Kind) -> Vec<String> {
        self.records(kind).into_iter().map(|record| record.key.id).collect()
    }

    /// One record as JSON.
    pub(crate) fn noun(&self, kind: Kind, id: &str) -> serde_json::Value {
        let found = self.records(kind).into_iter().find(|record| record.key.id == id);
        found.unwrap_or_else(|| panic!("no {kind} {id} in {:?}", self.ids(kind))).noun.to_value()
    }
}

/// Options whose failures do not take long.
pub(crate) fn quick() -> Options {
    let mut options = Options { allow_private_networks: true, ..Options::default() };
    options.limits.backoff = Duration::from_millis(1);
    options.limits.longest_wait = Duration::from_millis(5);
    options.limits.total_timeout = Duration::from_millis(600);
    options.limits.file_timeout = Duration::from_millis(600);
    options.limits.retries = 2;
    options.manners.interval = Duration::ZERO;
    options
}

/// A `source.toml` with what every one needs.
pub(crate) fn with_terms(toml: &str) -> String {
    if toml.contains("licence") {
        toml.to_owned()
    } else {
        format!("name = \"Feed\"\nlicence = {{ id = \"OGL-UK-3.0\" }}\n{toml}")
    }
}

/// The shared data beside the repository, if it is there.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let told = std::env::var_os("SHARED").map(PathBuf::from);
    let around = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared"));
    let found = told
        .into_iter()
        .chain(around)
        .map(|folder| folder.join("data").join(name))
        .find(|path| path.exists());
    if found.is_none() {
        println!("skipped: the shared data `{name}` is not beside the repository");
    }
    found
}

/// How many issues of a code a report has.
pub(crate) fn count(report: &RunReport, code: &str) -> usize {
    report.issues.iter().filter(|issue| issue.code == code).count()
}
