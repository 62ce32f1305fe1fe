use std::process::ExitCode;

use ::reconcile::{Options, Report, reconcile};
use model::SystemClock;
use store::Store;

use crate::{
    cli,
    commands::open,
    output::{Say, count, say},
    progress::Shown,
    settings::Settings,
};

pub(super) fn run(settings: &Settings, args: &cli::Reconcile, json: bool) -> anyhow::Result<ExitCode> {
    let report = publish(&open(settings)?, Options { all: args.all })?;
    say(&report, json)
}

/// Reconciles and publishes with a bar or log lines.
pub(super) fn publish(store: &Store, options: Options) -> anyhow::Result<Report> {
    Ok(reconcile(store, &SystemClock, options, &Shown::new())?)
}

impl Say for Report {
    fn lines(&self) -> Vec<String> {
        let kinds = self.kinds.iter().map(|(kind, did)| {
            format!(
                "{kind:<13} {:>8} records  {:>8} distinct  {:>6} doubtful pairs",
                did.records, did.clusters, did.suggestions
            )
        });
        kinds.chain([summary(self)]).collect()
    }
}

/// What a reconciliation did, in one sentence.
pub(super) fn summary(report: &Report) -> String {
    if report.kinds.is_empty() {
        return "nothing to reconcile: no record changed".to_owned();
    }
    format!(
        "reconciled {} into {}: {} found, {} published or updated, {} withdrawn",
        count(report.records() as u64, "record"),
        count(report.clusters() as u64, "entity"),
        count(report.duplicates() as u64, "duplicate"),
        report.updated,
        report.deleted
    )
}
