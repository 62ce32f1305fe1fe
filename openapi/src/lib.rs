//! The promises that the directory makes to programs, as files: an OpenAPI document for each base path, and the
//! GraphQL schema.
//!
//! All are generated from the code that answers and committed beside it, so that a change of the interface is seen
//! in review and by everyone who generates clients from the files. When code and file differ, [`check`] fails and
//! says how to bring them together. Nothing here is written by hand.
//!
//! ```sh
//! cargo run -p openapi -- --write        # writes openapi/v1.json, oruk.json, hsds.json and schema.graphql
//! cargo run -p openapi -- --check        # fails where a file is out of date
//! cargo run -p openapi -- v1.json        # prints one of them
//! ```

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rest::Interface;

/// A generated document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The name of its file.
    pub file: &'static str,
    /// What the file holds.
    pub text: String,
}

/// Why the documents could not be made, written or checked.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The description could not be written as JSON.
    #[error("the OpenAPI document could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A file could not be written.
    #[error("{} could not be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A file does not say what the code does.
    #[error("{} is out of date; run `cargo run -p openapi -- --write` and commit the result", path.display())]
    Drift {
        /// The file.
        path: PathBuf,
    },
}

/// Generates every document.
pub fn documents() -> Result<Vec<Document>, DocumentError> {
    let described = Interface::ALL.iter().map(|interface| {
        let text = serde_json::to_string_pretty(&interface.document())? + "\n";
        Ok(Document { file: interface.file(), text })
    });
    let graph = Document { file: "schema.graphql", text: graphql::sdl() };
    described.chain([Ok(graph)]).collect()
}

/// The folder where the documents are committed.
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Writes every document into a folder.
pub fn write(folder: &Path) -> Result<(), DocumentError> {
    for document in documents()? {
        let path = folder.join(document.file);
        fs::write(&path, document.text).map_err(|source| DocumentError::Write { path, source })?;
    }
    Ok(())
}

/// Fails at the first document whose file in the folder is missing or says something else.
pub fn check(folder: &Path) -> Result<(), DocumentError> {
    for document in documents()? {
        let path = folder.join(document.file);
        if fs::read_to_string(&path).ok().as_deref() != Some(&document.text) {
            return Err(DocumentError::Drift { path });
        }
    }
    Ok(())
}
