//! Finding the sources: every folder with a `source.toml`.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{CategoryMap, CategoryMapError, ConfigError, SourceConfig};

/// The file that describes a source.
const FILE: &str = "source.toml";

/// Why a source could not be gathered. It names the file, what is wrong, and what is allowed.
#[derive(Debug, thiserror::Error)]
pub enum GatherError {
    /// The folder or file cannot be read.
    #[error("{path} cannot be read: {error}; correct the path, or make it readable")]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file says something that cannot be used.
    #[error("{path}: {error}")]
    Config {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: ConfigError,
    },
    /// The file of categories beside it cannot be used.
    #[error("{path}: {error}")]
    Categories {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: CategoryMapError,
    },
    /// A folder of sources stands where one source is asked for.
    #[error("{path} is no source but holds some; name one of them, such as {first}")]
    Several {
        /// The folder.
        path: PathBuf,
        /// The first of them.
        first: PathBuf,
    },
    /// Two folders describe a source of the same id.
    #[error("{path}: the id `{id}` is taken by another folder; give one of them an id of its own")]
    Taken {
        /// The second file.
        path: PathBuf,
        /// The id.
        id: String,
    },
}

/// Reads every sub-folder that has a `source.toml`, in the order of their names. A bad one is an error beside the
/// others and does not block them.
pub fn gather(folder: &Path) -> (Vec<SourceConfig>, Vec<GatherError>) {
    let (mut sources, mut errors): (Vec<SourceConfig>, _) = (Vec::new(), Vec::new());
    let folders = match folders_with_sources(folder) {
        Ok(folders) => folders,
        Err(error) => return (sources, vec![GatherError::Unreadable { path: folder.to_owned(), error }]),
    };
    for folder in folders {
        match read_folder(&folder) {
            Ok(source) if sources.iter().any(|other| other.id == source.id) => {
                errors.push(GatherError::Taken { path: folder.join(FILE), id: source.id.to_string() });
            }
            Ok(source) => sources.push(source),
            Err(error) => errors.push(error),
        }
    }
    (sources, errors)
}

/// Reads the `source.toml` of one folder, and the `categories.csv` that may be beside it.
pub fn read_folder(folder: &Path) -> Result<SourceConfig, GatherError> {
    let path = folder.join(FILE);
    let mut config = match fs::read_to_string(&path) {
        Ok(text) => SourceConfig::read(&text, folder).map_err(|error| GatherError::Config { path, error })?,
        Err(error) => return Err(GatherError::Unreadable { path, error }),
    };
    let path = folder.join(CategoryMap::FILE);
    config.categories =
        CategoryMap::in_folder(folder).map_err(|error| GatherError::Categories { path, error })?;
    Ok(config)
}

/// Refuses a folder that is no source itself and holds folders that are.
pub(crate) fn is_not_of_several(folder: &Path) -> Result<(), GatherError> {
    let first = folders_with_sources(folder).ok().and_then(|folders| folders.into_iter().next());
    first.map_or(Ok(()), |first| Err(GatherError::Several { path: folder.to_owned(), first }))
}

fn folders_with_sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.join(FILE).is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}
