use std::{
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context;
use comfy_table::Table;
use model::{
    SystemClock,
    alignment::{Alignment, Verdict, VerdictState},
};
use reconcile::{Bell, Desk, Options, alignment::Decide};
use store::VerdictFilter;

use crate::{
    cli::{Align, AlignCommand, Which},
    commands::{open, reconcile::publish},
    output::tolerate_closed_pipe,
    settings::Settings,
    waterfall,
};

/// Holds websites against the directory and prints what may be amiss, or decides one such verdict.
pub(super) fn run(settings: &Settings, args: Align, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let desk = Desk::new(store.clone(), Arc::new(SystemClock), Bell::default());
    if let Some(command) = args.decide {
        let verdict = decide(&desk, command)?;
        print(json, &[verdict], None)?;
        return Ok(ExitCode::SUCCESS);
    }
    publish(&store, Options::default())?;
    let summary = desk.align()?;
    let states = if args.state.is_empty() { STANDING.to_vec() } else { args.state };
    let filter = VerdictFilter {
        kinds: args.kind,
        states,
        section: args.section,
        topic: args.topic,
        source: args.source,
        owner: args.owner,
        ..VerdictFilter::default()
    };
    let (verdicts, _) = desk.verdicts(&filter, args.limit, 0)?;
    print(json, &verdicts, Some(&summary))?;
    Ok(ExitCode::SUCCESS)
}

/// What is still to be done.
const STANDING: [VerdictState; 2] = [VerdictState::Open, VerdictState::Accepted];

fn decide(desk: &Desk, command: AlignCommand) -> anyhow::Result<Verdict> {
    let (which, decided) = match command {
        AlignCommand::Accept(which) => (which, Decide::Accept),
        AlignCommand::Dismiss { which, reason } => (which, Decide::Dismiss { reason }),
        AlignCommand::Assign { which, owner } => (which, Decide::Assign { owner }),
        AlignCommand::Reopen(which) => (which, Decide::Reopen),
    };
    let Which { id, who } = which;
    let who = match who {
        Some(who) => who,
        None => std::env::var("USER").ok().context("say who decides with --who")?,
    };
    Ok(desk.decide(id, &[decided], &who)?)
}

fn print(json: bool, verdicts: &[Verdict], summary: Option<&Alignment>) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    let written = if json {
        verdicts.iter().try_for_each(|verdict| {
            serde_json::to_writer(&mut out, verdict)?;
            writeln!(out)
        })
    } else {
        writeln!(out, "{}", table(verdicts))
            .and_then(|()| summary.map_or(Ok(()), |summary| writeln!(out, "{}", line(summary))))
    };
    Ok(tolerate_closed_pipe(written)?)
}

fn table(verdicts: &[Verdict]) -> Table {
    let mut table =
        waterfall::table(&["kind", "page", "entity", "page says", "directory says", "what to do", "id"]);
    for verdict in verdicts {
        let says = |value: &Option<String>| {
            let field = verdict.field.as_deref().filter(|_| value.is_some());
            let value = value.as_deref().unwrap_or_default();
            field.map_or_else(|| value.to_owned(), |field| format!("{field}: {value}"))
        };
        table.add_row([
            verdict.kind.to_string(),
            verdict.page.clone().unwrap_or_default(),
            verdict.entity_name.clone().unwrap_or_default(),
            says(&verdict.page_value),
            says(&verdict.entity_value),
            verdict.action.clone(),
            verdict.id.to_string(),
        ]);
    }
    table
}

fn line(summary: &Alignment) -> String {
    let verdicts: Vec<String> =
        summary.verdicts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let consistency = summary.consistency.map_or_else(
        || "no fact is on both sides".to_owned(),
        |share| {
            format!(
                "{} of {} facts on both sides agree ({:.0} %)",
                summary.agreeing,
                summary.facts,
                share * 100.0
            )
        },
    );
    format!(
        "{} pages, {} of which tell of {} of {} entities; {consistency}; {}",
        summary.pages,
        summary.aligned_pages,
        summary.aligned_entities,
        summary.entities,
        if verdicts.is_empty() { "nothing is amiss".to_owned() } else { verdicts.join(", ") },
    )
}
