//! What can be said about labelled sets.

use std::path::PathBuf;

use clap::Args;
use matching::Subject;

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
