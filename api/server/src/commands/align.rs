use std::{
    io::{self, Write},
    process::ExitCode,
    sync::Arc,
};

use comfy_table::{ColumnConstraint, Table};
use model::{
    SystemClock,
    alignment::{Alignment, Verdict, VerdictKind, VerdictState},
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
        let verdict = decide(settings, &desk, command)?;
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

fn decide(settings: &Settings, desk: &Desk, command: AlignCommand) -> anyhow::Result<Verdict> {
    let (which, decided) = match command {
        AlignCommand::Accept(which) => (which, Decide::Accept),
        AlignCommand::Dismiss { which, reason } => (which, Decide::Dismiss { reason }),
        AlignCommand::Assign { which, owner } => (which, Decide::Assign { owner }),
        AlignCommand::Reopen(which) => (which, Decide::Reopen),
    };
    let Which { id, who } = which;
    let who = super::judge::who(settings, who.as_deref())?;
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
            .and_then(|()| advice(verdicts).iter().try_for_each(|line| writeln!(out, "{line}")))
            .and_then(|()| summary.map_or(Ok(()), |summary| writeln!(out, "{}", line(summary))))
    };
    Ok(tolerate_closed_pipe(written)?)
}

fn table(verdicts: &[Verdict]) -> Table {
    let mut table = waterfall::table(&["what", "page and entry", "page says", "directory says", "id"]);
    for verdict in verdicts {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let what = match &verdict.field {
            Some(field) if verdict.kind == VerdictKind::Conflict => format!("{}: {field}", verdict.kind),
            _ => verdict.kind.to_string(),
        };
        let place = [text(&verdict.page), text(&verdict.entity_name)];
        let place: Vec<&str> = place.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        table.add_row([
            what,
            place.join("\n"),
            text(&verdict.page_value),
            text(&verdict.entity_value),
            verdict.id.to_string(),
        ]);
    }
    // An id is there to be copied.
    if let Some(id) = table.column_mut(4) {
        id.set_constraint(ColumnConstraint::ContentWidth);
    }
    table
}

/// What to do about each kind of verdict that is there.
fn advice(verdicts: &[Verdict]) -> Vec<String> {
    let is_there = |kind: &VerdictKind| verdicts.iter().any(|verdict| verdict.kind == *kind);
    let kinds = VerdictKind::ALL.into_iter().filter(is_there);
    kinds.map(|kind| format!("{kind}: {}", what_to_do(kind))).collect()
}

const fn what_to_do(kind: VerdictKind) -> &'static str {
    match kind {
        VerdictKind::Conflict => "find out which is right; then change the page, or correct the directory",
        VerdictKind::Stale => "say on the page that it is over or has closed, or take the page down",
        VerdictKind::BrokenLink => "mend the link, or redirect the address to where the page is now",
        VerdictKind::Duplicate => {
            "show the directory's entry on the page, or make the page its canonical address"
        }
        VerdictKind::NearDuplicatePages => "make one page of the two, and redirect the older",
        VerdictKind::PageWithoutEntry => "add it to the directory; --json has a draft of the entry",
        VerdictKind::EntryWithoutPage => "make a page that embeds the directory's entry",
    }
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
