use std::{path::Path, process::ExitCode};

use ::harvest::{Format, Mapping, Options, SourceConfig, gather, harvest};
use anyhow::bail;
use model::{IssueDraft, Outcome, RunCounts, Severity, SourceId, SystemClock};
use serde::Serialize;
use store::Store;

use crate::{
    cli,
    commands::{open, reconcile},
    output::{self, Say, count, say},
    progress::Shown,
    settings::Settings,
};

/// How many issues of a source are shown to people; all of them are in `directory sources SOURCE`.
const SHOWN_ISSUES: usize = 5;

/// Harvests every source it was asked for, whatever becomes of the others; then reconciles and publishes.
pub(super) fn run(settings: &Settings, args: cli::Harvest, json: bool) -> anyhow::Result<ExitCode> {
    let options = Options {
        accept_deletions: args.accept_deletions,
        allow_private_networks: args.allow_private_networks,
        full: args.full,
        ..settings.harvesting()?
    };
    let chosen = Chosen::from(settings, args)?;
    let store = open(settings)?;
    let harvested = all(&store, chosen, &options)?;
    let code = harvested.exit_code();
    say(&harvested, json)?;
    Ok(code)
}

/// The sources to harvest, and those that cannot be.
pub(super) struct Chosen {
    configs: Vec<SourceConfig>,
    refused: Vec<String>,
}

impl Chosen {
    fn from(settings: &Settings, args: cli::Harvest) -> anyhow::Result<Self> {
        if let (Some(location), Some(name)) = (args.from, args.name) {
            let format = args.format.unwrap_or_else(|| Format::guess(&location));
            let map = args.map.as_deref().map(Mapping::read).transpose()?;
            let config = SourceConfig::of_feed(name, format, &location, map)?;
            return Ok(Self { configs: vec![config], refused: Vec::new() });
        }
        let Some(folder) = args.sources.or_else(|| settings.sources.clone()) else {
            bail!(
                "no sources named; give --sources FOLDER or --from URL|PATH, or set `sources` in directory.toml"
            );
        };
        Self::in_folder(&folder, &args.only)
    }

    /// The source folders inside a folder: those named, or all.
    pub(super) fn in_folder(folder: &Path, only: &[SourceId]) -> anyhow::Result<Self> {
        let (configs, refused) = gather(folder);
        if let Some(missing) = only.iter().find(|name| !configs.iter().any(|config| config.id == **name)) {
            let why: Vec<_> = refused.iter().map(ToString::to_string).collect();
            bail!("{} has no usable source `{missing}`; {}", folder.display(), why.join("; "));
        }
        let wanted = |config: &SourceConfig| only.is_empty() || only.contains(&config.id);
        Ok(Self {
            configs: configs.into_iter().filter(wanted).collect(),
            refused: if only.is_empty() {
                refused.iter().map(ToString::to_string).collect()
            } else {
                Vec::new()
            },
        })
    }
}

/// What came of a harvest of several sources.
#[derive(Debug, Serialize)]
pub(super) struct Harvested {
    sources: Vec<SourceHarvest>,
    refused: Vec<String>,
    pub(super) reconciled: ::reconcile::Report,
}

/// What came of the harvest of one source.
#[derive(Debug, Serialize)]
struct SourceHarvest {
    source: SourceId,
    run: Option<i64>,
    outcome: Outcome,
    counts: RunCounts,
    issues: Vec<IssueDraft>,
}

/// Harvests each source in turn, then reconciles what they said.
pub(super) fn all(store: &Store, chosen: Chosen, options: &Options) -> anyhow::Result<Harvested> {
    let shown = Shown::new();
    let mut sources: Vec<_> =
        chosen.configs.iter().map(|config| one(store, config, options, &shown)).collect();
    drop(shown);
    let mut reconciled = reconcile::publish(store, ::reconcile::Options::default())?;
    for source in &mut sources {
        let late = reconciled.issues.remove(&source.source).unwrap_or_default();
        source.counts.issues += late.len() as u64;
        source.issues.extend(late);
    }
    Ok(Harvested { sources, refused: chosen.refused, reconciled })
}

fn one(store: &Store, config: &SourceConfig, options: &Options, shown: &Shown) -> SourceHarvest {
    match harvest(store, config, options, &SystemClock, shown) {
        Ok(report) => SourceHarvest {
            source: report.source,
            run: Some(report.run),
            outcome: report.outcome,
            counts: report.counts,
            issues: report.issues,
        },
        Err(error) => SourceHarvest {
            source: config.id.clone(),
            run: None,
            outcome: Outcome::Failed,
            counts: RunCounts::default(),
            issues: vec![IssueDraft::new(
                Severity::Fatal,
                "failed",
                error.to_string(),
                "mend what is named and harvest again; nothing of this source changed",
            )],
        },
    }
}

impl Harvested {
    /// Items read from all sources.
    pub(super) fn items(&self) -> u64 {
        self.sources.iter().map(|source| source.counts.items).sum()
    }

    /// How many sources there were.
    pub(super) fn sources(&self) -> u64 {
        self.sources.len() as u64
    }

    fn exit_code(&self) -> ExitCode {
        let stopped = self.sources.iter().any(|source| source.outcome != Outcome::Harvested);
        let kept_out = self.sources.iter().any(SourceHarvest::kept_something_out);
        if stopped || !self.refused.is_empty() {
            ExitCode::from(output::NOT_DONE)
        } else if kept_out {
            ExitCode::from(output::WITH_ISSUES)
        } else {
            ExitCode::SUCCESS
        }
    }
}

impl SourceHarvest {
    fn kept_something_out(&self) -> bool {
        self.counts.rejected > 0 || self.issues.iter().any(|issue| issue.severity >= Severity::Error)
    }

    fn lines(&self) -> Vec<String> {
        let did = &self.counts;
        let head = format!(
            "{:<26} {:<9} {} read: {} new, {} changed, {} unchanged, {} gone, {} with a new key, {} kept out; {}",
            self.source,
            self.outcome.as_str(),
            count(did.items, "item"),
            did.new,
            did.changed,
            did.unchanged,
            did.deleted,
            did.reidentified,
            did.rejected,
            count(self.issues.len() as u64, "issue"),
        );
        let mut worst: Vec<_> = self.issues.iter().collect();
        worst.sort_by_key(|issue| std::cmp::Reverse(issue.severity));
        let shown = worst.iter().take(SHOWN_ISSUES).map(|issue| format!("    {}", issue_line(issue)));
        let more = self.issues.len().saturating_sub(SHOWN_ISSUES);
        let rest = (more > 0).then(|| format!("    … and {more} more: directory sources {}", self.source));
        [head].into_iter().chain(shown).chain(rest).collect()
    }
}

/// An issue on one line: how bad, where, which value, why, what to do.
pub(super) fn issue_line(issue: &IssueDraft) -> String {
    let place = [issue.record.as_deref(), issue.field.as_deref()];
    let place: Vec<_> = place.into_iter().flatten().collect();
    let on_one_line = |value: &String| value.split_whitespace().collect::<Vec<_>>().join(" ");
    let value = issue.value.as_ref().map(|value| format!(" `{}`", on_one_line(value))).unwrap_or_default();
    let place = if place.is_empty() { String::new() } else { format!(" {}", place.join(" ")) };
    format!("{}{place}{value}: {} — {}", issue.severity.as_str(), issue.reason, issue.action)
}

impl Say for Harvested {
    fn lines(&self) -> Vec<String> {
        let refused = self.refused.iter().map(|why| format!("refused: {why}"));
        let reconciled = reconcile::summary(&self.reconciled);
        let summary = format!(
            "harvested {} from {}; {reconciled}",
            count(self.items(), "item"),
            count(self.sources(), "source")
        );
        self.sources.iter().flat_map(SourceHarvest::lines).chain(refused).chain([summary]).collect()
    }
}
