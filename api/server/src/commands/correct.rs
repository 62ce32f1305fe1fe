use std::process::ExitCode;

use anyhow::bail;
use model::{Correction, SystemClock};
use reconcile::{
    Options,
    correcting::{self, Corrected, NewCorrection, View, Wish},
};
use serde::Serialize;
use store::ConflictFilter;

use crate::{
    cli::{self, RemedyWord},
    commands::{open, reconcile::publish},
    output::{Say, count, say},
    settings::Settings,
};

/// Corrects a field and publishes it, or shows what that would do.
pub(super) fn correct(settings: &Settings, args: cli::Correct, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let dry_run = args.dry_run;
    let corrected = correcting::correct(&store, &SystemClock, &wanted(settings, args)?, dry_run)?;
    if !dry_run {
        publish(&store, Options::default())?;
    }
    say(&Outcome { corrected, dry_run }, json)
}

fn wanted(settings: &Settings, args: cli::Correct) -> anyhow::Result<NewCorrection> {
    let wish = match (args.remedy, args.what) {
        (RemedyWord::Pin, Some(claimant)) => Wish::Pin(claimant.parse()?),
        (RemedyWord::Reject, Some(claimant)) => Wish::Reject(claimant.parse()?),
        (RemedyWord::Supply, Some(value)) => Wish::Supply(value),
        (RemedyWord::Lift, None) => Wish::Lift,
        (RemedyWord::Lift, Some(what)) => bail!("lifting takes nothing more, but `{what}` was given"),
        (RemedyWord::Supply, None) => bail!("say which value to supply"),
        (RemedyWord::Pin | RemedyWord::Reject, None) => {
            bail!("say whose claim is meant: a source or a record")
        }
    };
    let who = super::judge::who(settings, args.who.as_deref())?;
    Ok(NewCorrection {
        entity: args.entity,
        field: args.field,
        wish,
        who,
        reason: args.reason,
        expires: args.expires,
    })
}

#[derive(Serialize)]
struct Outcome {
    #[serde(flatten)]
    corrected: Corrected,
    dry_run: bool,
}

impl Say for Outcome {
    fn lines(&self) -> Vec<String> {
        let Corrected { correction, entity, before, after, issues } = &self.corrected;
        let mut lines = vec![
            format!("{} of {entity}", correction.field),
            format!("  before  {}", shown(before)),
            format!("  after   {}", shown(after)),
        ];
        lines.extend(issues.iter().map(|issue| {
            let (record, value) = (issue.record.as_deref(), issue.value.as_deref());
            format!(
                "  {} is told that `{}` is overruled",
                record.unwrap_or_default(),
                value.unwrap_or_default()
            )
        }));
        lines.push(match self.dry_run {
            true => "nothing was changed: it was only tried out".to_owned(),
            false => format!("correction {} is logged and published", correction.number),
        });
        lines
    }
}

fn shown(view: &View) -> String {
    let value = view.value.as_deref().unwrap_or("(nothing)");
    if view.publishable { value.to_owned() } else { format!("{value}, but the entity cannot be published") }
}

/// Lists the log.
pub(super) fn corrections(
    settings: &Settings,
    args: &cli::Corrections,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let corrections = correcting::corrections(&open(settings)?, args.entity)?;
    say(&Log { corrections }, json)
}

#[derive(Serialize)]
struct Log {
    corrections: Vec<Correction>,
}

impl Say for Log {
    fn lines(&self) -> Vec<String> {
        let lines = self.corrections.iter().map(line);
        lines.chain([count(self.corrections.len() as u64, "correction")]).collect()
    }
}

fn line(correction: &Correction) -> String {
    let until = correction.expires.map(|expires| format!(" until {}", expires.format("%Y-%m-%d %H:%M")));
    format!(
        "{:>5} {} {} {} of {} `{}`{} by {}: {}",
        correction.number,
        correction.at.format("%Y-%m-%d %H:%M"),
        correction.remedy.as_str(),
        correction.field,
        correction.record,
        correction.value,
        until.unwrap_or_default(),
        correction.who,
        correction.reason
    )
}

/// Lists the facts on which sources disagree, the most worth deciding first.
pub(super) fn conflicts(settings: &Settings, args: cli::Conflicts, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let filter = ConflictFilter { source: args.source, entity: args.entity, field: args.field };
    let total = store.count_conflicts(&filter)?;
    say(&Queue { conflicts: store.conflicts(&filter, args.limit, 0)?, total }, json)
}

#[derive(Serialize)]
struct Queue {
    conflicts: Vec<model::Conflict>,
    total: u64,
}

impl Say for Queue {
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.conflicts.iter().flat_map(question).collect();
        let more = self.total.saturating_sub(self.conflicts.len() as u64);
        let rest = if more > 0 { format!("; {more} more are not shown") } else { String::new() };
        lines.push(format!("{}{rest}", count(self.total, "conflict")));
        lines
    }
}

/// A conflict with what each source says, in lines.
pub(super) fn question(conflict: &model::Conflict) -> Vec<String> {
    let name = conflict.name.as_deref().unwrap_or("(without a name)");
    let head =
        format!("{} of {} {} {name}: {}", conflict.field, conflict.kind, conflict.entity, conflict.why);
    let claims = (1..).zip(&conflict.claims).map(|(number, claim)| {
        let mark = if claim.published { '*' } else { ' ' };
        format!(
            "  {number} {mark} {:<26} {}  (changed {})",
            claim.source,
            claim.value,
            claim.changed.format("%Y-%m-%d")
        )
    });
    [head].into_iter().chain(claims).collect()
}
