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
    /// Publish a made-up directory into an empty store, with nothing behind it: what `bench serve` answers from
    Publish(BenchPublish),
    /// Serve what is published, with routes beside it to compare with: `/plaintext` and `/bare`
    Serve(BenchServe),
}

/// What is published.
#[derive(Debug, Args)]
pub struct BenchPublish {
    /// How many services there are
    #[arg(long, default_value_t = 50_000)]
    pub services: u64,
    /// Publish only the services with the least numbers, up to this many: to change some of what is there
    #[arg(long)]
    pub only: Option<usize>,
    /// What the descriptions of services say of their edition: another number changes them
    #[arg(long, default_value_t = 0)]
    pub round: u32,
    /// Say the edition in the names of services too, so that each moves in the lists
    #[arg(long)]
    pub rename: bool,
}

/// Where to serve.
#[derive(Debug, Args)]
pub struct BenchServe {
    /// The address to listen at
    #[arg(long)]
    pub listen: Option<String>,
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
