//! What can be said about match models.

use clap::{Args, Subcommand};

/// What to do about match models.
#[derive(Debug, Args)]
pub struct Model {
    /// What to do
    #[command(subcommand)]
    pub command: ModelCommand,
}

/// What can be done about match models.
#[derive(Debug, Subcommand)]
pub enum ModelCommand {
    /// List the models that were in force
    List,
    /// Print a model's weights
    Show {
        /// Its version; the one in force where none is given
        #[arg(value_name = "VERSION")]
        model: Option<String>,
    },
    /// Count value frequencies anew, and print what the model would change
    Fit(Take),
    /// Estimate weights anew from what people judged, and print what changes and would move
    Learn(Take),
    /// Take a model that was in force before, or `shipped`, and print what it would change
    Use {
        /// Its version
        #[arg(value_name = "VERSION")]
        model: String,
        /// How to take it
        #[command(flatten)]
        take: Take,
    },
}

/// How to take a model into use.
#[derive(Debug, Args)]
pub struct Take {
    /// Put it in force, and publish what it changes
    #[arg(long, requires = "reason")]
    pub apply: bool,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
    /// Who decides [default: the name of the user]
    #[arg(long)]
    pub who: Option<String>,
}
