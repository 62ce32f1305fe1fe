//! Measurements on made-up directories.

mod matching;

use std::process::ExitCode;

use crate::cli::BenchCommand;

pub(super) fn run(command: BenchCommand, json: bool) -> anyhow::Result<ExitCode> {
    match command {
        BenchCommand::Matching(args) => matching::run(&args, json),
    }
}
