use std::{io, path::PathBuf};

/// Why sources could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// A file or folder cannot be written.
    #[error("{path} cannot be written: {error}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// An option is out of its range.
    #[error("{option} is {value}; {allowed}")]
    Option {
        /// The option.
        option: &'static str,
        /// What was asked for.
        value: u64,
        /// What may be asked for.
        allowed: &'static str,
    },
    /// What was made up is nothing that can be published: a fault of the generator.
    #[error("a made-up entity has not the form of one: {0}")]
    Shape(#[from] serde_json::Error),
    /// What was made up cannot be named: a fault of the generator.
    #[error("a made-up source cannot be named: {0}")]
    Name(#[from] model::KeyError),
}

impl SeedError {
    /// For `map_err`: names the file that could not be written.
    pub(crate) fn at<E: Into<io::Error>>(path: impl Into<PathBuf>) -> impl FnOnce(E) -> Self {
        let path = path.into();
        |error| Self::Write { path, error: error.into() }
    }
}
