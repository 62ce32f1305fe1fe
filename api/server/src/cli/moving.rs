//! What can be said about taking everything elsewhere.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use model::Kind;

/// What to export.
#[derive(Debug, Args)]
pub struct Export {
    /// The form of the export
    #[arg(long, default_value = "ndjson")]
    pub format: ExportFormat,
    /// What to export
    #[arg(long, default_value = "service")]
    pub kind: Kind,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The forms of an export.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ExportFormat {
    /// One JSON object a line.
    Ndjson,
}

/// Where to copy to.
#[derive(Debug, Args)]
pub struct Copy {
    /// An empty PostgreSQL database
    #[arg(long, value_name = "DATABASE_URL")]
    pub to: String,
}

/// Where to write the backup.
#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write; it must not exist
    pub file: PathBuf,
}

/// What to restore.
#[derive(Debug, Args)]
pub struct Restore {
    /// A file that `backup` wrote
    pub file: PathBuf,
}
