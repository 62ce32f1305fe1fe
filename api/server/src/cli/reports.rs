//! What can be said about what readers reported.

use clap::{Args, Subcommand, ValueEnum};

/// Which reports to list, or how to decide one.
#[derive(Debug, Args)]
pub struct Reports {
    /// What to do; without it, what waits is listed
    #[command(subcommand)]
    pub command: Option<ReportsCommand>,
    /// Those of which this became
    #[arg(long, value_name = "STATE", default_value = "open")]
    pub state: StateWord,
    /// How many to list at most
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=10_000))]
    pub limit: i64,
}

/// What to do with a report.
#[derive(Debug, Subcommand)]
pub enum ReportsCommand {
    /// It is so: the sources of the entity are told the note
    Accept(DecideReport),
    /// It is not, or it is none of ours; nobody is told
    Dismiss(DecideReport),
}

/// A report and what is said of it.
#[derive(Debug, Args)]
pub struct DecideReport {
    /// The number of the report
    pub number: i64,
    /// What the sources are told, or why it is dismissed; it stays in the log
    #[arg(long)]
    pub note: String,
    /// Who decides [default: the name you are logged in by]
    #[arg(long)]
    pub who: Option<String>,
}

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StateWord {
    /// Nobody has decided it yet
    Open,
    /// It was right
    Accepted,
    /// It was not
    Dismissed,
}
