//! Measurements on made-up directories.

mod matching;
mod publish;
mod serve;

use std::process::ExitCode;

use crate::{cli::BenchCommand, settings::Settings};

pub(super) fn run(settings: Settings, command: BenchCommand, json: bool) -> anyhow::Result<ExitCode> {
    match command {
        BenchCommand::Matching(args) => matching::run(&args, json),
        BenchCommand::Publish(args) => publish::run(&settings, &args, json),
        BenchCommand::Serve(args) => serve::run(settings, args),
    }
}
