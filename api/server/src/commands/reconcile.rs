use std::process::ExitCode;

use ::reconcile::{Limit, Options, Plan, Report, reconcile};
use model::SystemClock;
use store::Store;

use crate::{
    cli,
    commands::open,
    output::{Say, WITH_ISSUES, count, say},
    progress::Shown,
    settings::Settings,
};

pub(super) fn run(settings: &Settings, args: &cli::Reconcile, json: bool) -> anyhow::Result<ExitCode> {
    let limit = Limit { share: args.limit, ..Limit::default() };
    let approved = args.approve.iter().copied().collect();
    let options = Options { all: args.all, dry_run: args.dry_run, limit, approved, model: None };
    let report = publish(&open(settings)?, options)?;
    let said = say(&report, json)?;
    Ok(if report.held.is_empty() { said } else { ExitCode::from(WITH_ISSUES) })
}

/// Reconciles and publishes with a bar or log lines.
pub(super) fn publish(store: &Store, options: Options) -> anyhow::Result<Report> {
    Ok(reconcile(store, &SystemClock, &options, &Shown::new())?)
}

impl Say for Report {
    fn lines(&self) -> Vec<String> {
        let kinds = self.kinds.iter().map(|(kind, did)| {
            format!(
                "{kind:<13} {:>8} records  {:>8} distinct  {:>6} doubtful pairs",
                did.records, did.clusters, did.suggestions
            )
        });
        let held = self.held.iter().flat_map(plan_lines);
        kinds.chain(held).chain([summary(self)]).collect()
    }
}

/// How many moves of each sort are printed.
const SHOWN: usize = 10;

/// A plan that waits for approval.
pub(super) fn plan_lines(plan: &Plan) -> Vec<String> {
    let more = |all: usize| (all > SHOWN).then(|| format!("    and {} more", all - SHOWN));
    let mut lines = vec![format!(
        "{} of {} would move: {} merged, {} split, {} brought back, {} to another id",
        plan.moved(),
        count(plan.ids as u64, &format!("{} id", plan.kind)),
        plan.merges.len(),
        plan.split.len(),
        plan.revived.len(),
        count(plan.records.len() as u64, "record"),
    )];
    let merges = plan.merges.iter().take(SHOWN);
    lines.extend(merges.map(|merge| format!("    {} would redirect to {}", merge.from, merge.into)));
    lines.extend(more(plan.merges.len()));
    lines.extend(
        plan.records.iter().take(SHOWN).map(|record| format!("    {record} would belong to another id")),
    );
    lines.extend(more(plan.records.len()));
    lines.push(format!(
        "  nothing of this was done; approve it with: directory reconcile --approve {}",
        plan.id
    ));
    lines
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
