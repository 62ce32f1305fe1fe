//! The command line: what can be said to `directory`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use harvest::Format;
use matching::Subject;
use model::{Kind, RecordKey, SourceId, Verdict};
use uuid::Uuid;

mod corrections;

pub(crate) use corrections::{Conflicts, Correct, Corrections, RemedyWord};

/// One open directory, reconciled from many.
///
/// Takes every partner's feed as it is, works out which records are the same real thing, and publishes one directory.
#[derive(Debug, Parser)]
#[command(name = "directory", version, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Settings that every command takes.
    #[command(flatten)]
    pub common: Common,
}

/// Settings that every command takes. They win over the environment and the file.
#[derive(Debug, Args)]
pub struct Common {
    /// Where the embedded database is kept [default: data]
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Read settings from this file instead of ./directory.toml
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long, global = true)]
    pub json: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Harvest the demonstration sources, reconcile them, and serve the result
    Demo(Serve),
    /// Serve the directory over HTTP
    Serve(Serve),
    /// Fetch sources and take what they say; then reconcile and publish
    Harvest(Harvest),
    /// Match and publish whatever changed since the last time
    Reconcile(Reconcile),
    /// Show match models, fit one, or take one into use
    Model(Model),
    /// List the sources, or show one with its last runs and issues
    Sources(Sources),
    /// List the facts on which sources disagree, the most worth deciding first
    Conflicts(Conflicts),
    /// Pin, reject or supply what is published in one field of an entity
    Correct(Correct),
    /// List what stewards corrected, why and until when
    Corrections(Corrections),
    /// Read a feed as a harvest would, print its issues, and store nothing
    Check(Check),
    /// Write the published entities
    Export(Export),
    /// Bring the database's tables up to date
    Migrate,
    /// Copy everything into an empty PostgreSQL database
    Copy(Copy),
    /// Write a backup of everything to one file
    Backup(Backup),
    /// Fill an empty database from a backup
    Restore(Restore),
    /// Stop publishing an entity, at once
    Hide(Hide),
    /// Publish a hidden entity again
    Unhide(Unhide),
    /// Remove a record, every version of it and all that was derived from it, and block its return
    Erase(Erase),
    /// Show why two records are taken for one thing, or what holds an entity together
    Explain(Explain),
    /// Decide whether two records are one thing; no later harvest overrides it
    Judge(Judge),
    /// Decide doubtful pairs one by one, list them, or send them out and take them back as a workbook
    Review(Review),
    /// List what people decided, the newest first
    Judgements(Judgements),
    /// Take a decision back: the rules decide again
    Undo(Undo),
    /// Read opening hours written for people, and print them in the form of OpenStreetMap
    Hours(Hours),
    /// Measure how well records are matched: any labelled set, or every set of a folder
    Evaluate(Evaluate),
    /// Print the settings in force
    Config,
    /// Write demonstration sources, or a generated directory for load tests
    Seed(Seed),
}

/// Where and how to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// The address and port to serve on; port 0 takes any free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
}

/// What to harvest.
#[derive(Debug, Args)]
pub struct Harvest {
    /// Only these sources of the folder
    #[arg(value_name = "SOURCE", conflicts_with = "from")]
    pub only: Vec<SourceId>,
    /// A folder with one folder for each source, each with a source.toml
    #[arg(long, value_name = "FOLDER", conflicts_with = "from")]
    pub sources: Option<PathBuf>,
    /// Harvest one feed that has no source.toml
    #[arg(long, value_name = "URL|PATH", requires = "name")]
    pub from: Option<String>,
    /// The format of that feed
    #[arg(long, requires = "from")]
    pub format: Option<Format>,
    /// The name to give that source
    #[arg(long, requires = "from")]
    pub name: Option<SourceId>,
    /// A file with the column mapping of that feed, as the [map] table of a source.toml
    #[arg(long, value_name = "FILE", requires = "from")]
    pub map: Option<PathBuf>,
    /// Take a run that would delete more than the source's share
    #[arg(long)]
    pub accept_deletions: bool,
    /// List every id anew even if the last full list is recent
    #[arg(long)]
    pub full: bool,
    /// Let feeds point to addresses that are not public
    #[arg(long)]
    pub allow_private_networks: bool,
}

/// How to reconcile.
#[derive(Debug, Args)]
pub struct Reconcile {
    /// Assemble every entity anew, not only what changed
    #[arg(long)]
    pub all: bool,
    /// Carry out moves that wait for approval: the plan that was printed
    #[arg(long, value_name = "PLAN")]
    pub approve: Vec<Uuid>,
    /// Print what would move, and publish nothing
    #[arg(long, conflicts_with = "approve")]
    pub dry_run: bool,
    /// The share of a kind's ids that may be merged, split or brought back without approval, and at least 25
    #[arg(long, value_name = "SHARE", default_value_t = 0.05)]
    pub limit: f64,
}

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

/// Which source to show.
#[derive(Debug, Args)]
pub struct Sources {
    /// Show this one
    pub source: Option<SourceId>,
}

/// What to check.
#[derive(Debug, Args)]
pub struct Check {
    /// A feed, or a folder with a source.toml
    #[arg(value_name = "PATH|URL")]
    pub location: String,
    /// The format; guessed from the name and content unless given
    #[arg(long)]
    pub format: Option<Format>,
    /// A file with the column mapping, as the [map] table of a source.toml
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Let the feed point to addresses that are not public
    #[arg(long)]
    pub allow_private_networks: bool,
}

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

/// What to hide.
#[derive(Debug, Args)]
pub struct Hide {
    /// The entity's id
    pub entity: Uuid,
    /// Why, for the log
    #[arg(long, default_value = "")]
    pub reason: String,
}

/// What to publish again.
#[derive(Debug, Args)]
pub struct Unhide {
    /// The entity's id
    pub entity: Uuid,
}

/// What to erase.
#[derive(Debug, Args)]
pub struct Erase {
    /// The record, as source:kind:id
    pub record: RecordKey,
    /// Why; kept with the tombstone
    #[arg(long)]
    pub reason: String,
}

/// What to explain.
#[derive(Debug, Args)]
pub struct Explain {
    /// An entity's id, or a record as source:kind:id
    #[arg(value_name = "ENTITY|RECORD")]
    pub subject: String,
    /// The other record
    #[arg(value_name = "RECORD")]
    pub other: Option<RecordKey>,
}

/// What to decide.
#[derive(Debug, Args)]
pub struct Judge {
    /// One record, as source:kind:id
    pub a: RecordKey,
    /// The other
    pub b: RecordKey,
    /// positive: one thing; negative: two things; unsure: left open
    pub verdict: VerdictWord,
    /// Why; it stays in the log
    #[arg(long)]
    pub reason: String,
    /// Who decides [default: the setting steward_name, or the user]
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
}

/// The words for verdicts.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum VerdictWord {
    /// One thing.
    Positive,
    /// Two things.
    Negative,
    /// Left open: the rules decide.
    Unsure,
}

impl From<VerdictWord> for Verdict {
    fn from(word: VerdictWord) -> Self {
        match word {
            VerdictWord::Positive => Self::Positive,
            VerdictWord::Negative => Self::Negative,
            VerdictWord::Unsure => Self::Unsure,
        }
    }
}

/// How to go through the queue.
#[derive(Debug, Args)]
pub struct Review {
    /// List the questions instead of asking them
    #[arg(long, conflicts_with_all = ["export", "import"])]
    pub list: bool,
    /// At most so many questions [default: 20; all of them in an export]
    #[arg(long, value_name = "NUMBER", conflicts_with = "import")]
    pub limit: Option<usize>,
    /// Write the questions to a workbook (.xlsx) or to .csv, to be decided there
    #[arg(long, value_name = "FILE", conflicts_with = "import")]
    pub export: Option<PathBuf>,
    /// Take a decided workbook (.xlsx, .ods) or .csv back
    #[arg(long, value_name = "FILE")]
    pub import: Option<PathBuf>,
    /// Who decides [default: the setting steward_name, or the user]
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
}

/// Which decisions to list.
#[derive(Debug, Args)]
pub struct Judgements {
    /// Only those on this record
    #[arg(long, value_name = "RECORD", conflicts_with = "entity")]
    pub record: Option<RecordKey>,
    /// Only those on records that belong to this entity now
    #[arg(long, value_name = "ID")]
    pub entity: Option<Uuid>,
    /// At most so many
    #[arg(long, default_value_t = 100, value_name = "NUMBER")]
    pub limit: usize,
    /// Only those before this number
    #[arg(long, value_name = "NUMBER")]
    pub before: Option<i64>,
}

/// What to take back.
#[derive(Debug, Args)]
pub struct Undo {
    /// The number of the decision, as `judgements` lists it
    pub number: i64,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
    /// Who takes it back [default: the setting steward_name, or the user]
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
}

/// What hours to read.
#[derive(Debug, Args)]
pub struct Hours {
    /// The text, such as "Monday to Friday: 9am to 5pm"
    #[arg(allow_hyphen_values = true)]
    pub text: String,
}

/// What to evaluate.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// The records, as CSV or JSON Lines; given twice, two lists. Without it, every set of the folder of sets
    #[arg(long, value_name = "FILE", num_args = 1, requires_all = ["map", "kind"])]
    pub records: Vec<PathBuf>,
    /// What the columns mean, as TOML
    #[arg(long, value_name = "FILE", requires = "records")]
    pub map: Option<PathBuf>,
    /// What the records tell of: organization, location, service or place
    #[arg(long, requires = "records")]
    pub kind: Option<Subject>,
    /// Pairs of ids that are one thing, as CSV with a header
    #[arg(long, value_name = "FILE", requires = "records")]
    pub pairs: Option<PathBuf>,
    /// Pairs of ids that count neither for nor against
    #[arg(long, value_name = "FILE", requires = "pairs")]
    pub ignore: Option<PathBuf>,
    /// The ids of the records that were labelled, where not all were
    #[arg(long, value_name = "FILE", requires = "pairs")]
    pub listed: Option<PathBuf>,
    /// Write every pair above the review floor to this file
    #[arg(long, value_name = "FILE", requires = "records")]
    pub out: Option<PathBuf>,
    /// Write the cluster of every record to this file
    #[arg(long, value_name = "FILE", requires = "records")]
    pub clusters: Option<PathBuf>,
    /// Show why two records have their score, and measure nothing
    #[arg(long, value_names = ["ID", "ID"], num_args = 2, requires = "records")]
    pub explain: Vec<String>,
    /// The folder of labelled sets
    #[arg(long, value_name = "FOLDER", default_value = "tests/linkage", conflicts_with = "records")]
    pub sets: PathBuf,
    /// Only this set of the folder; may be given again
    #[arg(long, value_name = "NAME", conflicts_with = "records")]
    pub only: Vec<String>,
    /// Where the files of sets lie that are not beside them [default: data in $SHARED or in a sibling folder `shared`]
    #[arg(long, value_name = "FOLDER", conflicts_with = "records")]
    pub data: Option<PathBuf>,
    /// Keep what is measured as the baseline below which no set may fall
    #[arg(long, conflicts_with = "records")]
    pub freeze: bool,
}

/// What to write.
#[derive(Debug, Args)]
pub struct Seed {
    /// The demonstration, or a generated directory
    #[command(subcommand)]
    pub command: SeedCommand,
}

/// The two sorts of seed.
#[derive(Debug, Subcommand)]
pub enum SeedCommand {
    /// Write the demonstration sources to a folder
    Unpack {
        /// The folder
        folder: PathBuf,
    },
    /// Write a directory of many services with realistic duplicates: the same for the same numbers
    Generate {
        /// How many different services
        #[arg(long, default_value_t = 10_000)]
        services: u64,
        /// Over how many sources
        #[arg(long, default_value_t = 8)]
        sources: u16,
        /// The seed of chance
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The folder to write
        #[arg(long, default_value = "generated")]
        out: PathBuf,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn every_command_can_be_asked_for() {
        Cli::command().debug_assert();
    }
}
