use std::process::ExitCode;

use ::reconcile::sources::open_issues;
use anyhow::bail;
use model::{Issue, Run, Source};
use serde::Serialize;
use store::Store;

use crate::{
    cli,
    commands::{harvest::issue_line, open},
    output::{Say, count, say},
    settings::Settings,
};

/// How many runs of one source are shown.
const RUNS: i64 = 10;

pub(super) fn run(settings: &Settings, args: &cli::Sources, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    match &args.source {
        None => say(&List::of(&store)?, json),
        Some(id) => match store.source(id)? {
            Some(source) => say(&Detail::of(&store, source)?, json),
            None => bail!("there is no source `{id}`; `directory sources` lists them"),
        },
    }
}

/// Every source with its last run.
#[derive(Serialize)]
struct List {
    sources: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    source: Source,
    last_run: Option<Run>,
}

impl List {
    fn of(store: &Store) -> anyhow::Result<Self> {
        let listed = |source: Source| {
            let last_run = store.runs(&source.id, 1)?.into_iter().next();
            Ok(Listed { source, last_run })
        };
        Ok(Self { sources: store.sources()?.into_iter().map(listed).collect::<anyhow::Result<_>>()? })
    }
}

impl Say for List {
    fn lines(&self) -> Vec<String> {
        let lines = self.sources.iter().map(|Listed { source, last_run }| {
            let last = last_run.as_ref().map_or_else(|| "never harvested".to_owned(), run_line);
            format!("{:<26} {:<34} {:<10} {last}", source.id, source.publisher, source.licence.id)
        });
        lines.chain([count(self.sources.len() as u64, "source")]).collect()
    }
}

/// One source with its last runs and its open issues.
#[derive(Serialize)]
struct Detail {
    source: Source,
    runs: Vec<Run>,
    issues: Vec<Issue>,
}

impl Detail {
    fn of(store: &Store, source: Source) -> anyhow::Result<Self> {
        let runs = store.runs(&source.id, RUNS)?;
        let issues = open_issues(store, &source.id)?.unwrap_or_default();
        Ok(Self { source, runs, issues })
    }
}

impl Say for Detail {
    fn lines(&self) -> Vec<String> {
        let head = format!(
            "{}: {} by {}, {}, {}, precedence {}{}",
            self.source.id,
            self.source.name,
            self.source.publisher,
            self.source.licence.id,
            self.source.visibility,
            self.source.precedence,
            if self.source.supplements { ", only adds to what others tell of" } else { "" }
        );
        let rules = self.source.precedence_for.iter().map(|rule| {
            let fields =
                if rule.fields.is_empty() { "everything".to_owned() } else { rule.fields.join(", ") };
            let whose = rule.organization.as_ref().map(|of| format!(" of {of}")).unwrap_or_default();
            format!("  precedence {} for {fields}{whose}", rule.precedence)
        });
        let runs = self.runs.iter().map(|run| format!("  run {:<5} {}", run.number, run_line(run)));
        let issues = self.issues.iter().map(|issue| format!("  {}", issue_line(&issue.draft)));
        let summary = format!(
            "{} shown, {}",
            count(self.runs.len() as u64, "run"),
            count(self.issues.len() as u64, "open issue")
        );
        [head].into_iter().chain(rules).chain(runs).chain(issues).chain([summary]).collect()
    }
}

fn run_line(run: &Run) -> String {
    let did = &run.counts;
    format!(
        "{} {}: {} read, {} new, {} changed, {} gone, {} kept out, {}",
        run.started.format("%Y-%m-%d %H:%M:%S"),
        run.outcome.as_str(),
        did.items,
        did.new,
        did.changed,
        did.deleted,
        did.rejected,
        count(did.issues, "issue"),
    )
}
