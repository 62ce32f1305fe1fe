use std::{
    fs, io,
    path::{Path, PathBuf},
};

use diesel::{dsl::sql, prelude::*, sql_types::BigInt};
use tempfile::TempDir;

use crate::{CopyOutcome, Database, Result, Store, StoreError, connection::Pool};

impl Store {
    /// Writes everything as it is now into a new file, while others go on. A backup is always a SQLite file, whatever
    /// the store is in, and restores into either.
    pub fn backup(&self, path: &Path) -> Result<()> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        // Made beside its place and moved there when it is whole.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = TempDir::new_in(folder.unwrap_or(Path::new("."))).map_err(|e| file_error(path, e))?;
        let draft = folder.path().join("backup.sqlite");
        if let Pool::Sqlite { .. } = self.pool() {
            self.vacuum_into(&draft)?;
        } else {
            let copy = Self::open(&Database::Sqlite(folder.path().join("copy.sqlite")))?;
            self.copy_to(&copy)?;
            copy.vacuum_into(&draft)?;
        }
        fs::rename(&draft, path).map_err(|e| file_error(path, e))
    }

    /// Fills an empty database, which is made if it is a file, from a backup, which may be of an older version. From there
    /// on it is another history ([`Store::epoch`]).
    pub fn restore(backup: &Path, into: &Database) -> Result<CopyOutcome> {
        let folder = TempDir::new().map_err(|e| file_error(backup, e))?;
        let working = folder.path().join("backup.sqlite");
        fs::copy(backup, &working).map_err(|e| file_error(backup, e))?;
        let copy = read_backup(backup, working)?;
        copy.restore_to(&Self::open(into)?)
    }

    fn vacuum_into(&self, path: &Path) -> Result<()> {
        let not_text = || file_error(path, io::Error::other("its path is not valid Unicode"));
        let quoted = path.to_str().ok_or_else(not_text)?.replace('\'', "''");
        let vacuum = self.pool().sqlite_only(&format!("VACUUM INTO '{quoted}'"));
        vacuum.map_err(|error| error.in_database(self.name()))
    }
}

/// Opens the working copy of a backup, if it holds a directory.
fn read_backup(backup: &Path, working: PathBuf) -> Result<Store> {
    let refused = |reason: String| StoreError::NotABackup { path: backup.to_owned(), reason };
    let unreadable = |error: &dyn std::error::Error| refused(format!("it cannot be read ({error})"));
    let file = working.to_string_lossy();
    let mut connection = SqliteConnection::establish(&file).map_err(|error| unreadable(&error))?;
    let tables =
        sql::<BigInt>("(SELECT count(*) FROM sqlite_master WHERE name = '__diesel_schema_migrations')");
    let tables: i64 =
        diesel::select(tables).get_result(&mut connection).map_err(|error| unreadable(&error))?;
    if tables == 0 {
        return Err(refused("it has no tables of a directory".to_owned()));
    }
    drop(connection);
    Store::open(&Database::Sqlite(working)).map_err(|error| unreadable(&error))
}

fn file_error(path: &Path, source: io::Error) -> StoreError {
    StoreError::File { path: path.to_owned(), source }
}
