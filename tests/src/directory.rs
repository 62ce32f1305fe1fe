//! A whole directory for one test.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use catalog::Catalog;
use chrono::{DateTime, TimeDelta};
use diesel::{Connection, PgConnection, connection::SimpleConnection};
use harvest::{Options, RunReport};
use model::FixedClock;
use server::{Settings, State};
use store::{Database, Store};
use tempfile::TempDir;

use crate::actors::{Anonymous, Partner, Steward};

/// Runs a test on a fresh directory in each kind of database that is at hand.
pub(crate) fn on_each_database(test: impl Fn(&Directory)) {
    test(&Directory::on_sqlite());
    match std::env::var("TEST_DATABASE_URL") {
        Ok(admin) => test(&Directory::on_postgres(&admin)),
        Err(_) => eprintln!("skipped on PostgreSQL: TEST_DATABASE_URL names no server"),
    }
}

/// What stewards show over the network.
pub(crate) const TOKEN: &str = "a token for tests only";

/// A directory that begins empty, with everything but a network.
pub(crate) struct Directory {
    pub(crate) store: Store,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) catalog: Catalog,
    pub(crate) state: State,
    folder: TempDir,
    /// It lives as long as the directory, as in a server: a change costs what it touches.
    reconciler: Mutex<reconcile::Reconciler>,
    temporary: Option<TemporaryDatabase>,
}

impl Directory {
    pub(crate) fn on_sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let database = Database::Sqlite(folder.path().join("directory.sqlite"));
        Self::over(&database, folder, (None, Settings::default()))
    }

    /// A directory that these settings are for, beside the stewards' token.
    pub(crate) fn with_settings(settings: Settings) -> Self {
        let folder = TempDir::new().unwrap();
        let database = Database::Sqlite(folder.path().join("directory.sqlite"));
        Self::over(&database, folder, (None, settings))
    }

    pub(crate) fn on_postgres(admin: &str) -> Self {
        let temporary = TemporaryDatabase::create(admin);
        let database = Database::Postgres(temporary.url.clone());
        Self::over(&database, TempDir::new().unwrap(), (Some(temporary), Settings::default()))
    }

    fn over(
        database: &Database,
        folder: TempDir,
        (temporary, settings): (Option<TemporaryDatabase>, Settings),
    ) -> Self {
        let store = Store::open(database).unwrap();
        let catalog = Catalog::load_with(&store, server::guide(None).unwrap()).unwrap();
        let clock = Arc::new(FixedClock::at(DateTime::from_timestamp(1_795_000_000, 0).unwrap()));
        let settings = Settings {
            steward_token: Some(TOKEN.to_owned()),
            steward_name: Some("Ann of the library".to_owned()),
            ..settings
        };
        let state = State::new(&settings, clock.clone()).unwrap();
        state.give(catalog.clone(), store.clone()).unwrap();
        Self { store, clock, catalog, state, folder, temporary, reconciler: Mutex::default() }
    }

    /// Whoever reads.
    pub(crate) fn anonymous(&self) -> Anonymous<'_> {
        Anonymous { directory: self }
    }

    /// Whoever decides.
    pub(crate) fn steward(&self) -> Steward<'_> {
        Steward { directory: self }
    }

    /// Whoever publishes a list under this name, on the usual terms.
    pub(crate) fn partner(&self, name: &'static str) -> Partner<'_> {
        Partner { directory: self, name, terms: String::new() }
    }

    /// A place on disk for a source or a backup.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn hour_passes(&self) {
        self.clock.advance(TimeDelta::hours(1));
    }

    /// Harvests one source folder, then reconciles and lets the catalog see it.
    pub(crate) fn harvest(&self, source: &str, options: &Options) -> RunReport {
        let config = harvest::read_folder(&self.path(source)).unwrap();
        let report = harvest::harvest(&self.store, &config, options, &self.clock, &harvest::Silent).unwrap();
        self.reconcile();
        report
    }

    pub(crate) fn reconcile(&self) -> reconcile::Report {
        let options = reconcile::Options::default();
        let mut reconciler = self.reconciler.lock().unwrap();
        let report = reconciler.reconcile(&self.store, &self.clock, &options, &reconcile::Silent).unwrap();
        self.catalog.advance(&self.store).unwrap();
        report
    }

    pub(crate) fn write(&self, source: &str, file: &str, content: &str) {
        let folder = self.path(source);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(file), content).unwrap();
    }

    /// Everything that stands in the SQLite files, for tests that look for what must not be there.
    pub(crate) fn raw_bytes(&self) -> Vec<u8> {
        let files = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.is_file()).flat_map(|path| fs::read(path).unwrap()).collect()
    }

    pub(crate) fn is_on_sqlite(&self) -> bool {
        self.temporary.is_none()
    }
}

/// A database of its own on a PostgreSQL server; gone when dropped.
pub(crate) struct TemporaryDatabase {
    pub(crate) url: String,
    admin: String,
    name: String,
}

impl TemporaryDatabase {
    pub(crate) fn create(admin: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("directory_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        run(admin, &format!("CREATE DATABASE {name}"));
        let mut url = url::Url::parse(admin).unwrap();
        url.set_path(&name);
        Self { url: url.into(), admin: admin.to_owned(), name }
    }
}

impl Drop for TemporaryDatabase {
    fn drop(&mut self) {
        run(&self.admin, &format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

fn run(url: &str, statement: &str) {
    PgConnection::establish(url).unwrap().batch_execute(statement).unwrap();
}
