use std::process::ExitCode;

use model::{Report, ReportState, SystemClock};
use reconcile::reporting::{self, Settled, Verdict};
use serde::Serialize;

use crate::{
    cli::{self, ReportsCommand, StateWord},
    commands::open,
    output::{Say, count, say},
    settings::Settings,
};

/// Lists what readers reported, or decides one report.
pub(super) fn run(settings: &Settings, args: cli::Reports, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let (verdict, decide) = match args.command {
        Some(ReportsCommand::Accept(decide)) => (Verdict::Accept, decide),
        Some(ReportsCommand::Dismiss(decide)) => (Verdict::Dismiss, decide),
        None => {
            let state = match args.state {
                StateWord::Open => ReportState::Open,
                StateWord::Accepted => ReportState::Accepted,
                StateWord::Dismissed => ReportState::Dismissed,
            };
            return say(&Listed { reports: store.reports(state, 0, args.limit)? }, json);
        }
    };
    let who = super::judge::who(settings, decide.who.as_deref())?;
    let settled = reporting::decide(&store, &SystemClock, decide.number, verdict, (&who, &decide.note))?;
    say(&Done(settled), json)
}

#[derive(Serialize)]
struct Listed {
    reports: Vec<Report>,
}

impl Say for Listed {
    fn lines(&self) -> Vec<String> {
        let lines = self.reports.iter().flat_map(lines);
        lines.chain([count(self.reports.len() as u64, "report")]).collect()
    }
}

/// A report with what was written and what became of it.
fn lines(report: &Report) -> Vec<String> {
    let (number, kind, at) = (report.number, report.kind.as_str(), report.at.format("%Y-%m-%d %H:%M"));
    let head = format!("{number:>5} {at} {kind:<9} {} {}", report.entity, report.state.as_str());
    let said = report.message.lines().map(|line| format!("      {line}"));
    let contact = report.contact.iter().map(|contact| format!("      may be asked: {contact}"));
    let decided = report.decided.iter().map(|decision| format!("      {}: {}", decision.who, decision.note));
    [head].into_iter().chain(said).chain(contact).chain(decided).collect()
}

#[derive(Serialize)]
#[serde(transparent)]
struct Done(Settled);

impl Say for Done {
    fn lines(&self) -> Vec<String> {
        let Settled { report, told } = &self.0;
        let mut all: Vec<String> = lines(report);
        all.extend(told.iter().map(|source| format!("  {source} is told")));
        all.push(format!("report {} is {}", report.number, report.state.as_str()));
        all
    }
}
