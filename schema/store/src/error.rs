use std::path::PathBuf;

use model::SourceId;

/// Why the store could not do what it was asked. Names the database, never its password.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database could not be reached or is no database.
    #[error("cannot open {database}: {reason}")]
    Open {
        /// The file, or the URL without its password.
        database: String,
        /// What it said.
        reason: String,
    },
    /// The text is no URL of a PostgreSQL database.
    #[error("the database URL cannot be used: {0}; write it as postgres://user:password@host:port/name")]
    Url(String),
    /// The tables could not be made or changed.
    #[error("cannot bring the tables of {database} up to date: {reason}")]
    Migration {
        /// The file, or the URL without its password.
        database: String,
        /// What it said.
        reason: String,
    },
    /// The database refused a statement or went away.
    #[error("{database} refused: {source}")]
    Refused {
        /// The file, or the URL without its password.
        database: String,
        /// What it said.
        source: diesel::result::Error,
    },
    /// Something stored cannot be read back.
    #[error(
        "the {table} `{key}` in the store cannot be read: {reason}; restore a backup, or harvest its source anew"
    )]
    Stored {
        /// The table it is in.
        table: &'static str,
        /// Its key there.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A source that was never put in.
    #[error("there is no source `{0}`; `directory sources` lists those there are")]
    UnknownSource(SourceId),
    /// A run whose number was never given out.
    #[error("there is no run {0}")]
    UnknownRun(i64),
    /// A run of the source committed while another was at work, so that nothing of that other was written.
    #[error(
        "run {run} of source `{source_id}` was overtaken by run {by}, which has committed since; nothing of run {run} \
         was written; harvest the source again"
    )]
    Overtaken {
        /// The source of both.
        source_id: SourceId,
        /// The run that was refused.
        run: i64,
        /// The run that had committed.
        by: i64,
    },
    /// A record that is said to come from another source than the run does.
    #[error("record `{record}` cannot come from source `{from}`; a source speaks only for itself")]
    ForeignRecord {
        /// The record's name.
        record: String,
        /// The source of the run.
        from: SourceId,
    },
    /// The items of a run could not be had, so that nothing of it was written.
    #[error(
        "the items of the run cannot be read back: {0}; nothing of the run was written; harvest the source again"
    )]
    Items(std::io::Error),
    /// Someone else leads by now, so that nothing was written.
    #[error("the lease `{name}` with fencing number {fence} is no longer held; nothing was written")]
    StaleLease {
        /// The lease.
        name: String,
        /// The fencing number that was shown.
        fence: i64,
    },
    /// A copy would mix with what is there.
    #[error("{database} is not empty (table {table} has rows); copy into an empty database")]
    NotEmpty {
        /// The file, or the URL without its password.
        database: String,
        /// The first table with rows.
        table: &'static str,
    },
    /// A file that would be overwritten.
    #[error("{} exists already; name a new file", .0.display())]
    Exists(PathBuf),
    /// A file that is no backup of a directory.
    #[error("{} is no backup of a directory: {reason}", path.display())]
    NotABackup {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// What was to be put into a table could not be read to its end.
    #[error("nothing was replaced: {0}")]
    Rows(Box<dyn std::error::Error + Send + Sync>),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// What every method of the store answers.
pub type Result<T> = std::result::Result<T, StoreError>;

impl From<diesel::result::Error> for StoreError {
    fn from(source: diesel::result::Error) -> Self {
        Self::Refused { database: "the database".to_owned(), source }
    }
}

impl StoreError {
    /// Names the database in an error that came up from a statement.
    pub(crate) fn in_database(self, name: &str) -> Self {
        match self {
            Self::Refused { source, .. } => Self::Refused { database: name.to_owned(), source },
            other => other,
        }
    }

    pub(crate) fn stored(table: &'static str, key: &str, reason: impl ToString) -> Self {
        Self::Stored { table, key: key.to_owned(), reason: reason.to_string() }
    }
}
