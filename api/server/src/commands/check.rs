use std::process::ExitCode;

use ::harvest::{CheckReport, Mapping, Options, check};
use model::Severity;

use crate::{
    cli,
    commands::harvest::issue_line,
    output::{self, Say, count, say},
    settings::Settings,
};

/// Reads a feed as a harvest would and stores nothing. Exit 0: clean, 1: issues, 2: cannot be read.
pub(super) fn run(settings: &Settings, args: &cli::Check, json: bool) -> anyhow::Result<ExitCode> {
    let options = Options { allow_private_networks: args.allow_private_networks, ..settings.harvesting()? };
    let map = args.map.as_deref().map(Mapping::read).transpose()?;
    let report = check(&args.location, args.format, map, &options)?;
    say(&report, json)?;
    let worst = report.issues.iter().map(|issue| issue.severity).max();
    Ok(match worst {
        _ if !report.readable => ExitCode::from(output::NOT_DONE),
        Some(severity) if severity > Severity::Notice => ExitCode::from(output::WITH_ISSUES),
        _ => ExitCode::SUCCESS,
    })
}

impl Say for CheckReport {
    fn lines(&self) -> Vec<String> {
        let kinds: Vec<_> = self.records.iter().map(|(kind, number)| count(*number, kind.as_str())).collect();
        let summary = format!(
            "read {} as {}: {}",
            count(self.items, "item"),
            if kinds.is_empty() { "no records".to_owned() } else { kinds.join(", ") },
            count(self.issues.len() as u64, "issue"),
        );
        self.issues.iter().map(issue_line).chain([summary]).collect()
    }
}
