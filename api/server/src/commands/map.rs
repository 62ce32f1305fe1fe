use std::process::ExitCode;

use ::harvest::{Options, Proposal, propose};

use crate::{
    cli,
    commands::harvest::issue_line,
    output::{Say, say},
    settings::Settings,
};

/// Proposes a `source.toml` for a file of rows. What was noticed while it was read goes to standard error, so that the
/// rest can be kept as it is.
pub(super) fn run(settings: &Settings, args: &cli::Map, json: bool) -> anyhow::Result<ExitCode> {
    let options = Options { allow_private_networks: args.allow_private_networks, ..settings.harvesting()? };
    let proposal = propose(&args.location, args.format, &options)?;
    if !json {
        proposal.issues.iter().for_each(|issue| eprintln!("directory: {}", issue_line(issue)));
    }
    say(&proposal, json)
}

impl Say for Proposal {
    fn lines(&self) -> Vec<String> {
        self.toml.lines().map(str::to_owned).collect()
    }
}
