use std::{
    sync::{Mutex, PoisonError},
    thread,
    time::Duration,
};

use diesel::{
    connection::SimpleConnection,
    prelude::*,
    r2d2::{self, ConnectionManager, CustomizeConnection},
    sql_query,
    sql_types::Integer,
};

use crate::{Database, Result, StoreError};

/// How many connections one process holds at most.
const POOL_SIZE: u32 = 8;

/// How long a statement waits for the lock of a SQLite file that another process holds. It must be the first
/// pragma, since the others already need the lock.
const SQLITE_PRAGMAS: &str = "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; \
                              PRAGMA secure_delete = ON;";

/// How often a connection to a SQLite file is set up again while others begin its log, and how long is waited between.
const ATTEMPTS: u32 = 500;
const BETWEEN: Duration = Duration::from_millis(20);

/// A plan that PostgreSQL keeps from when a table was empty reads the whole table for every batch once it is full.
const POSTGRES_SETTINGS: &str = "SET plan_cache_mode = force_custom_plan";

/// How long emptying the write-ahead log waits for readers, in place of the timeout above.
const LOG_PATIENCE: &str = "PRAGMA busy_timeout = 2000";

type PoolOf<C> = r2d2::Pool<ConnectionManager<C>>;

/// The connections of a store.
pub(crate) enum Pool {
    /// SQLite has one writer at a time: the threads of this process queue for the mutex, processes for the file's lock.
    Sqlite { pool: PoolOf<SqliteConnection>, writer: Mutex<()> },
    /// PostgreSQL lets writers run side by side; rows that must be in order are locked.
    Postgres { pool: PoolOf<PgConnection> },
}

/// One connection inside a transaction.
pub(crate) enum Link<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// Runs one diesel expression on the native connection, whichever it is.
macro_rules! on {
    ($link:expr, $connection:ident => $result:expr) => {
        match $link {
            $crate::connection::Link::Sqlite($connection) => $result,
            $crate::connection::Link::Postgres($connection) => $result,
        }
    };
}
pub(crate) use on;

/// Loads the rows of a query one at a time and hands each to a function, so that a table never stands whole in memory.
macro_rules! stream {
    ($link:expr, $query:expr, $row:ty, $take:expr) => {{
        let mut take = $take;
        match $link {
            $crate::connection::Link::Sqlite(c) => {
                for row in diesel::RunQueryDsl::load_iter::<$row, diesel::connection::DefaultLoadingMode>(
                    $query, *c,
                )? {
                    take(row?)?;
                }
            }
            $crate::connection::Link::Postgres(c) => {
                for row in
                    diesel::RunQueryDsl::load_iter::<$row, diesel::pg::PgRowByRowLoadingMode>($query, *c)?
                {
                    take(row?)?;
                }
            }
        }
    }};
}
pub(crate) use stream;

/// The columns of a row, in its order, for a query that runs on either database: `as_select` is bound to one.
pub(crate) fn columns<R: Selectable<diesel::sqlite::Sqlite>>() -> R::SelectExpression {
    R::construct_selection()
}

/// How many rows go into one statement: 32 columns of them stay within the bind limits of both databases.
pub(crate) const BATCH: usize = 1000;

/// Ids in the order of the index, each once, for statements on many of one source. See [`among`].
pub(crate) fn sorted<'a>(ids: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let ids: std::collections::BTreeSet<&str> = ids.into_iter().collect();
    ids.into_iter().collect()
}

/// Picks the rows of a source whose id is in a sorted chunk. The bounds lead PostgreSQL to the part of the index that
/// holds the chunk: by the list alone, its plan for any list reads the whole source once for each chunk.
macro_rules! among {
    ($source:path, $id:path, $name:expr, $chunk:expr) => {{
        let first = $chunk.first().copied().unwrap_or_default();
        let last = $chunk.last().copied().unwrap_or_default();
        $source.eq($name.as_str()).and($id.between(first, last)).and($id.eq_any($chunk))
    }};
}
pub(crate) use among;

impl Pool {
    /// Connects once, so that what is wrong is said at once and whole, and then fills up as needed.
    pub(crate) fn open(database: &Database) -> Result<Self> {
        match database {
            Database::Sqlite(path) => {
                let file =
                    path.to_str().ok_or_else(|| unusable(database, "its path is not valid Unicode"))?;
                let mut first = connect::<SqliteConnection>(database, file)?;
                prepare(&mut first).map_err(|error| unusable(database, error))?;
                let pool = pool_of(ConnectionManager::new(file), Box::new(Pragmas), false);
                Ok(Self::Sqlite { pool, writer: Mutex::new(()) })
            }
            Database::Postgres(text) => {
                Database::postgres_url(text)?;
                connect::<PgConnection>(database, text)?;
                let pool = pool_of(ConnectionManager::new(text), Box::new(Settings), true);
                Ok(Self::Postgres { pool })
            }
        }
    }

    /// Runs a function in a transaction that sees one state of the database throughout and writes nothing.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Link<'_>) -> Result<T>) -> Result<T> {
        match self {
            Self::Sqlite { pool, .. } => lend(pool)?.transaction(|c| work(&mut Link::Sqlite(c))),
            Self::Postgres { pool } => lend(pool)?
                .build_transaction()
                .repeatable_read()
                .read_only()
                .run(|c| work(&mut Link::Postgres(c))),
        }
    }

    /// Runs a function in a transaction that is written whole or not at all.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&mut Link<'_>) -> Result<T>) -> Result<T> {
        match self {
            Self::Sqlite { pool, writer } => {
                let _turn = writer.lock().unwrap_or_else(PoisonError::into_inner);
                lend(pool)?.immediate_transaction(|c| work(&mut Link::Sqlite(c)))
            }
            Self::Postgres { pool } => lend(pool)?.transaction(|c| work(&mut Link::Postgres(c))),
        }
    }

    /// Empties SQLite's write-ahead log into the file, waiting a little for those who still read it. False if it
    /// could not be emptied. PostgreSQL has nothing to empty.
    pub(crate) fn empty_log(&self) -> Result<bool> {
        let Self::Sqlite { pool, writer } = self else { return Ok(true) };
        let _turn = writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut connection = lend(pool)?;
        connection.batch_execute(LOG_PATIENCE)?;
        let outcome = sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result::<Checkpoint>(&mut connection);
        prepare(&mut connection)?;
        Ok(outcome?.busy == 0)
    }

    /// Runs statements of SQLite that cannot stand in a transaction; on PostgreSQL nothing.
    pub(crate) fn sqlite_only(&self, statements: &str) -> Result<()> {
        match self {
            Self::Sqlite { pool, .. } => Ok(lend(pool)?.batch_execute(statements)?),
            Self::Postgres { .. } => Ok(()),
        }
    }
}

/// What SQLite answers to a checkpoint.
#[derive(QueryableByName)]
struct Checkpoint {
    #[diesel(sql_type = Integer)]
    busy: i32,
}

fn connect<C: Connection>(database: &Database, location: &str) -> Result<C> {
    C::establish(location).map_err(|error| unusable(database, error))
}

fn unusable(database: &Database, reason: impl ToString) -> StoreError {
    StoreError::Open { database: database.to_string(), reason: database.redact(&reason.to_string()) }
}

fn pool_of<C>(
    manager: ConnectionManager<C>,
    customizer: Box<dyn CustomizeConnection<C, r2d2::Error>>,
    test: bool,
) -> PoolOf<C>
where
    C: r2d2::R2D2Connection + Send + 'static,
{
    r2d2::Pool::builder()
        .max_size(POOL_SIZE)
        .min_idle(Some(0))
        .test_on_check_out(test)
        .connection_customizer(customizer)
        .connection_timeout(Duration::from_secs(30))
        .build_unchecked(manager)
}

fn lend<C>(pool: &PoolOf<C>) -> Result<r2d2::PooledConnection<ConnectionManager<C>>>
where
    C: r2d2::R2D2Connection + Send + 'static,
{
    use diesel::result::{DatabaseErrorKind, Error};
    pool.get().map_err(|error| {
        Error::DatabaseError(DatabaseErrorKind::UnableToSendCommand, Box::new(error.to_string())).into()
    })
}

/// Sets up each new connection to PostgreSQL.
#[derive(Debug)]
struct Settings;

impl CustomizeConnection<PgConnection, r2d2::Error> for Settings {
    fn on_acquire(&self, connection: &mut PgConnection) -> std::result::Result<(), r2d2::Error> {
        connection.batch_execute(POSTGRES_SETTINGS).map_err(r2d2::Error::QueryError)
    }
}

/// Sets up each new connection to a SQLite file.
#[derive(Debug)]
struct Pragmas;

impl CustomizeConnection<SqliteConnection, r2d2::Error> for Pragmas {
    fn on_acquire(&self, connection: &mut SqliteConnection) -> std::result::Result<(), r2d2::Error> {
        prepare(connection).map_err(r2d2::Error::QueryError)
    }
}

/// Sets a connection up. Beginning a write-ahead log needs the file alone for a moment, and SQLite does not wait for that
/// by itself where others begin one at the same time.
fn prepare(connection: &mut SqliteConnection) -> QueryResult<()> {
    for _ in 0..ATTEMPTS {
        match connection.batch_execute(SQLITE_PRAGMAS) {
            Err(error) if error.to_string().contains("database is locked") => thread::sleep(BETWEEN),
            done => return done,
        }
    }
    connection.batch_execute(SQLITE_PRAGMAS)
}
