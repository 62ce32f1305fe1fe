//! What can be said about sources.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use model::SourceId;

/// Which source to show.
#[derive(Debug, Args)]
pub struct Sources {
    /// Show this one
    pub source: Option<SourceId>,
}

/// What to confirm.
#[derive(Debug, Args)]
pub struct Confirm {
    /// The source
    pub source: SourceId,
    /// Only these services of it, each as service:id
    #[arg(value_name = "service:ID")]
    pub records: Vec<String>,
}

/// For whom to write an empty list.
#[derive(Debug, Args)]
pub struct Template {
    /// With the columns that this source's mapping reads; without one, with the usual names
    pub source: Option<SourceId>,
    /// Look for the source in this folder of sources instead of the one that the settings name
    #[arg(long, value_name = "FOLDER", requires = "source")]
    pub sources: Option<PathBuf>,
    /// A workbook that explains each column, or the header alone
    #[arg(long, default_value = "xlsx")]
    pub format: TemplateFormat,
}

/// The forms of a template.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum TemplateFormat {
    /// A workbook.
    Xlsx,
    /// The header, in CSV.
    Csv,
}
