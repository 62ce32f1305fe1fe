//! What can be said about websites and the directory.

use clap::{Args, Subcommand};
use model::{
    SourceId,
    alignment::{VerdictKind, VerdictState},
};
use uuid::Uuid;

/// Which verdicts to print, or what to do with one.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Align {
    /// Decide a verdict instead of printing them
    #[command(subcommand)]
    pub decide: Option<AlignCommand>,
    /// Only those of this kind, such as conflict; may be given several times
    #[arg(long)]
    pub kind: Vec<VerdictKind>,
    /// Only those in this state [default: open and accepted]
    #[arg(long)]
    pub state: Vec<VerdictState>,
    /// Only those of this section of the site
    #[arg(long)]
    pub section: Option<String>,
    /// Only those about entities of this category, by its code
    #[arg(long)]
    pub topic: Option<String>,
    /// Only those of this website
    #[arg(long)]
    pub source: Option<SourceId>,
    /// Only those that this person looks after
    #[arg(long)]
    pub owner: Option<String>,
    /// How many to print at most [default: all]
    #[arg(long, default_value_t = i64::MAX, hide_default_value = true, value_parser = clap::value_parser!(i64).range(1..))]
    pub limit: i64,
}

/// What to do with a verdict.
#[derive(Debug, Subcommand)]
pub enum AlignCommand {
    /// It is right, and will be mended
    Accept(Which),
    /// It is not, or need not be mended, until the facts change
    Dismiss {
        /// The verdict, and who decides
        #[command(flatten)]
        which: Which,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Someone looks after it
    Assign {
        /// The verdict, and who decides
        #[command(flatten)]
        which: Which,
        /// Who looks after it; nobody, if left out
        #[arg(long)]
        owner: Option<String>,
    },
    /// Take back what was decided
    Reopen(Which),
}

/// A verdict, and who decides it.
#[derive(Debug, Args)]
pub struct Which {
    /// The verdict's id
    pub id: Uuid,
    /// Who decides [default: the setting steward_name, or the user]
    #[arg(long)]
    pub who: Option<String>,
}
