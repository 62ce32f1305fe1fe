use std::process::ExitCode;

use serde_json::json;

use crate::{
    cli::SeedCommand,
    output::{Sentence, count, say},
};

pub(super) fn run(command: SeedCommand, json: bool) -> anyhow::Result<ExitCode> {
    match command {
        SeedCommand::Unpack { folder } => {
            ::seed::unpack(&folder)?;
            let sources = ::seed::source_ids();
            let summary = format!("wrote {} to {}", count(sources.len() as u64, "source"), folder.display());
            say(&Sentence { summary, figures: json!({ "sources": sources }) }, json)
        }
        SeedCommand::Generate { services, sources, seed, out } => {
            let summary = ::seed::generate(&::seed::GenerateOptions { services, sources, seed }, &out)?;
            let sentence = format!(
                "generated {} of {} over {} in {}",
                count(summary.records as u64, "record"),
                count(services as u64, "service"),
                count(sources as u64, "source"),
                out.display()
            );
            say(&Sentence { summary: sentence, figures: summary }, json)
        }
    }
}
