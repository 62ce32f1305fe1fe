use std::{fmt, path::PathBuf, str::FromStr};

use url::Url;

use crate::StoreError;

/// Which database a store is in.
///
/// Shown without the password, both by `Display` and by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file, made when it is first opened. Its folder must exist.
    Sqlite(PathBuf),
    /// The URL of a PostgreSQL database, version 15 or later.
    Postgres(String),
}

impl Database {
    /// The URL of a PostgreSQL database, or why it is none. What it says never repeats the URL, which may hold a
    /// password.
    pub(crate) fn postgres_url(text: &str) -> Result<Url, StoreError> {
        let url = Url::parse(text).map_err(|error| StoreError::Url(error.to_string()))?;
        match url.scheme() {
            "postgres" | "postgresql" => Ok(url),
            _ => Err(StoreError::Url("it does not begin with postgres://".to_owned())),
        }
    }

    /// What the database said, without the URL and the password where it repeats them.
    pub(crate) fn redact(&self, message: &str) -> String {
        let Self::Postgres(text) = self else { return message.trim().to_owned() };
        let mut clean = message.replace(text.as_str(), &self.to_string());
        for secret in secrets(text) {
            clean = clean.replace(&secret, "***");
        }
        clean.trim().to_owned()
    }
}

/// The passwords in a URL, as they are written in it.
fn secrets(text: &str) -> Vec<String> {
    let Ok(url) = Database::postgres_url(text) else { return Vec::new() };
    let in_query = url.query_pairs().filter(|(name, _)| name.contains("password"));
    let in_query = in_query.map(|(_, value)| value.into_owned());
    url.password().map(str::to_owned).into_iter().chain(in_query).filter(|s| !s.is_empty()).collect()
}

impl FromStr for Database {
    type Err = StoreError;

    /// Reads the URL of a PostgreSQL database.
    fn from_str(text: &str) -> Result<Self, StoreError> {
        Self::postgres_url(text)?;
        Ok(Self::Postgres(text.to_owned()))
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "SQLite file {}", path.display()),
            Self::Postgres(text) => match Self::postgres_url(text) {
                Ok(url) => {
                    write!(f, "PostgreSQL database {}", url.path().trim_start_matches('/'))?;
                    write!(f, " at {}:{}", url.host_str().unwrap_or("localhost"), url.port().unwrap_or(5432))
                }
                Err(_) => f.write_str("PostgreSQL database at an unusable URL"),
            },
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let database: Database =
            "postgres://ann:s3cret@db.example:5433/plymouth?sslpassword=k3y".parse().unwrap();
        assert_eq!(database.to_string(), "PostgreSQL database plymouth at db.example:5433");
        assert_eq!(database.redact("bad s3cret and k3y"), "bad *** and ***");
        assert!(!format!("{database:?}").contains("s3cret"));
    }

    #[test]
    fn what_is_no_url_of_postgresql_is_refused_without_repeating_it() {
        for text in ["mysql://ann:s3cret@db/x", "host=db password=s3cret", "postgres://ann:s3cret@:x:1/y"] {
            let message = text.parse::<Database>().unwrap_err().to_string();
            assert!(message.contains("postgres://user:password@host"), "{message}");
            assert!(!message.contains("s3cret"), "{message}");
        }
    }
}
