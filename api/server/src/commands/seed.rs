use std::process::ExitCode;

use ::seed::GenerateOptions;
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
            let made = ::seed::generate(GenerateOptions { services, sources, seed }, &out)?;
            let summary = format!(
                "generated {} of {} ({}) over {} in {}",
                count(made.service_records, "service record"),
                count(made.services, "service"),
                count(made.duplicates, "duplicate"),
                count(made.sources.len() as u64, "source"),
                out.display()
            );
            let figures = json!({
                "services": made.services,
                "organizations": made.organizations,
                "service_records": made.service_records,
                "duplicates": made.duplicates,
                "records": made.records,
                "sources": made.sources,
            });
            say(&Sentence { summary, figures }, json)
        }
    }
}
