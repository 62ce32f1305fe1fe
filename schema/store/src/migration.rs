use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::{Result, Store, StoreError, connection::Link};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The key of the PostgreSQL lock under which tables are changed: the letters `director`.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7235421180655824754)";

impl Store {
    /// Makes the tables, or brings them up to date, and names the steps that were taken. Safe while other processes
    /// do the same: one does it, the others wait and find it done. All of it happens or nothing.
    pub fn migrate(&self) -> Result<Vec<String>> {
        self.migrating(|link| match link {
            Link::Sqlite(c) => names(c.run_pending_migrations(SQLITE)),
            Link::Postgres(c) => names(c.run_pending_migrations(POSTGRES)),
        })
    }

    /// Removes every table with everything in it, for tests of the migrations.
    pub fn revert_all(&self) -> Result<Vec<String>> {
        self.migrating(|link| match link {
            Link::Sqlite(c) => names(c.revert_all_migrations(SQLITE)),
            Link::Postgres(c) => names(c.revert_all_migrations(POSTGRES)),
        })
    }

    fn migrating(&self, work: impl FnOnce(&mut Link<'_>) -> Outcome) -> Result<Vec<String>> {
        self.write(|link| {
            if let Link::Postgres(c) = link {
                c.batch_execute(LOCK)?;
            }
            work(link).map_err(|reason| StoreError::Migration { database: self.name().to_owned(), reason })
        })
    }
}

type Outcome = std::result::Result<Vec<String>, String>;

fn names<V: ToString, E: ToString>(outcome: std::result::Result<Vec<V>, E>) -> Outcome {
    match outcome {
        Ok(versions) => Ok(versions.iter().map(ToString::to_string).collect()),
        Err(error) => Err(error.to_string()),
    }
}
