//! The command line: what can be said to `directory`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use harvest::Format;
use model::SourceId;
use uuid::Uuid;

mod alignment;
mod bench;
mod calendar;
mod categories;
mod clients;
mod corrections;
mod evaluate;
mod geography;
mod judging;
mod models;
mod moving;
mod reports;
mod sources;
mod withdrawing;

pub(crate) use alignment::{Align, AlignCommand, Which};
pub(crate) use bench::{Bench, BenchCommand, BenchMatching, BenchPart, BenchPublish, BenchServe};
pub(crate) use calendar::{Calendar, CalendarCommand, ImportCalendar};
pub(crate) use categories::{Categories, CategoriesCommand, Whose};
pub(crate) use clients::{Audit, Clients, ClientsCommand, CreateClient, Keys, KeysCommand};
pub(crate) use corrections::{Conflicts, Correct, Corrections, RemedyWord};
pub(crate) use evaluate::Evaluate;
pub(crate) use geography::{
    Areas, AreasCommand, ImportIndicator, Indicators, IndicatorsCommand, Postcodes, PostcodesCommand, Terms,
};
pub(crate) use judging::{Explain, Judge, Judgements, Review, Undo};
pub(crate) use models::{Model, ModelCommand, Take};
pub(crate) use moving::{Backup, Copy, Export, ExportFormat, Restore};
pub(crate) use reports::{Reports, ReportsCommand, StateWord};
pub(crate) use sources::{Confirm, Sources, Template, TemplateFormat};
pub(crate) use withdrawing::{Erase, Hide, Unhide};

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
    /// Confirm unchanged services of a source: they are current for another review period
    Confirm(Confirm),
    /// List the terms of sources that stand for none of the directory's categories, those that most records have first
    Categories(Categories),
    /// Take bank holidays and school terms in, or list those that are known
    Calendar(Calendar),
    /// Make, list and disable clients: programs that may do more than read
    Clients(Clients),
    /// Rotate or print the keys that access tokens are signed with
    Keys(Keys),
    /// List who wrote what over the network, and with `clients` and `keys`
    Audit(Audit),
    /// List the facts on which sources disagree, the most worth deciding first
    Conflicts(Conflicts),
    /// Pin, reject or supply what is published in one field of an entity
    Correct(Correct),
    /// List what stewards corrected, why and until when
    Corrections(Corrections),
    /// Hold websites against the directory: what is told twice, differently, too late, or on one side only
    Align(Align),
    /// List what readers reported, or decide a report
    Reports(Reports),
    /// Import areas, such as wards, from GeoJSON or CSV
    Areas(Areas),
    /// Import figures that are known of areas, such as how many people live there
    Indicators(Indicators),
    /// Import a register of postcodes: the ONS Postcode Directory or Code-Point Open
    Postcodes(Postcodes),
    /// Read a feed as a harvest would; print its issues, how good it is and the duplicates it would make; store nothing
    Check(Check),
    /// Propose a source.toml with a column mapping for a spreadsheet or another file of rows
    Map(Map),
    /// Write the empty list that a partner fills in, to standard output
    Template(Template),
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
    /// Measure how quick the directory is, on made-up ones
    Bench(Bench),
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
    /// A file with the column mapping of that feed, as the [map] table of a source.toml, or such a file whole
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

/// What to check.
#[derive(Debug, Args)]
pub struct Check {
    /// A feed, or a folder with a source.toml
    #[arg(value_name = "PATH|URL")]
    pub location: String,
    /// The format; guessed from the name and content unless given
    #[arg(long)]
    pub format: Option<Format>,
    /// A file with the column mapping, as the [map] table of a source.toml, or such a file whole
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Do not try its links
    #[arg(long)]
    pub no_links: bool,
    /// Let the feed point to addresses that are not public
    #[arg(long)]
    pub allow_private_networks: bool,
}

/// For what to propose a mapping.
#[derive(Debug, Args)]
pub struct Map {
    /// A file of rows, or its address
    #[arg(value_name = "FILE|URL")]
    pub location: String,
    /// The format; guessed from the name and content unless given
    #[arg(long)]
    pub format: Option<Format>,
    /// Let the file be at an address that is not public
    #[arg(long)]
    pub allow_private_networks: bool,
}

/// What hours to read.
#[derive(Debug, Args)]
pub struct Hours {
    /// The text, such as "Monday to Friday: 9am to 5pm"
    #[arg(allow_hyphen_values = true)]
    pub text: String,
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
