//! What can be measured.

use clap::{Args, Subcommand, ValueEnum};

/// What to measure.
#[derive(Debug, Args)]
pub struct Bench {
    /// What to measure
    #[command(subcommand)]
    pub command: BenchCommand,
}

/// The measurements.
#[derive(Debug, Subcommand)]
pub enum BenchCommand {
    /// Match made-up places: time and memory for each size, and of one record that comes to a live index of 100,000
    Matching(BenchMatching),
}

/// What matching is measured on.
#[derive(Debug, Args)]
pub struct BenchMatching {
    /// How many records, for each measurement
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
    pub records: Vec<usize>,
    /// Measure only this, in this process
    #[arg(long, hide = true)]
    pub only: Option<BenchPart>,
}

/// One measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BenchPart {
    /// Many records at once.
    Batch,
    /// One record that comes to a live index.
    Stream,
}
