//! What can be said about the directory's own categories.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use model::SourceId;

/// Which terms to list.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Categories {
    /// Write proposals instead
    #[command(subcommand)]
    pub command: Option<CategoriesCommand>,
    /// Whose terms, and where its decisions are
    #[command(flatten)]
    pub whose: Whose,
    /// List the directory's categories instead
    #[arg(long, conflicts_with = "source")]
    pub all: bool,
}

/// What else can be done.
#[derive(Debug, Subcommand)]
pub enum CategoriesCommand {
    /// Propose categories for terms that have none, as rows of the categories.csv beside each source.toml, for a person to accept or reject
    Propose(Whose),
}

/// Whose terms.
#[derive(Debug, Args)]
pub struct Whose {
    /// Only those of this source
    pub source: Option<SourceId>,
    /// The folder with one folder for each source, each with a source.toml [default: `sources` of the settings]
    #[arg(long, value_name = "FOLDER")]
    pub sources: Option<PathBuf>,
}
