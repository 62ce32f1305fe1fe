use std::sync::Arc;

use crate::{
    Database, Result,
    connection::{Link, Pool},
};

/// The directory's memory, in one database. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    pool: Pool,
    name: String,
}

impl Store {
    /// Opens a store, makes it where there is none, and brings its tables up to date.
    pub fn open(database: &Database) -> Result<Self> {
        let store = Self::open_unmigrated(database)?;
        for step in store.migrate()? {
            tracing::info!(step, database = store.name(), "brought the tables up to date");
        }
        Ok(store)
    }

    /// Opens a store and leaves its tables as they are. Everything but [`Store::migrate`] needs them up to date.
    pub fn open_unmigrated(database: &Database) -> Result<Self> {
        Ok(Self(Arc::new(Inner { pool: Pool::open(database)?, name: database.to_string() })))
    }

    /// The database's name for people, without any password.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.0.pool
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Link<'_>) -> Result<T>) -> Result<T> {
        self.pool().read(work).map_err(|error| error.in_database(self.name()))
    }

    pub(crate) fn write<T>(&self, work: impl FnOnce(&mut Link<'_>) -> Result<T>) -> Result<T> {
        self.pool().write(work).map_err(|error| error.in_database(self.name()))
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.name())
    }
}
