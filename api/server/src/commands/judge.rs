use std::process::ExitCode;

use ::reconcile::{
    Options, Report,
    judging::{self, About},
};
use anyhow::bail;
use model::{Judgement, SystemClock};
use serde::Serialize;
use store::{NewJudgement, Store};

use crate::{
    cli,
    commands::{
        open,
        reconcile::{publish, summary},
    },
    output::{Say, count, say},
    settings::Settings,
    waterfall,
};

/// Logs a decision; then publishes what follows from it.
pub(super) fn judge(settings: &Settings, args: &cli::Judge, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let new = NewJudgement {
        a: args.a.clone(),
        b: args.b.clone(),
        verdict: args.verdict.into(),
        who: who(settings, args.who.as_deref())?,
        reason: args.reason.clone(),
    };
    let judged = judging::judge(&store, &SystemClock, &[new])?;
    let is_new = judged.iter().any(|judged| judged.is_new);
    let judgements = judged.into_iter().map(|judged| judged.judgement).collect();
    tell(&store, judgements, is_new, json)
}

/// Takes a decision back; then publishes what follows from it.
pub(super) fn undo(settings: &Settings, args: &cli::Undo, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let who = who(settings, args.who.as_deref())?;
    let judgement = judging::undo(&store, &SystemClock, args.number, &who, args.reason.as_deref())?;
    tell(&store, vec![judgement], true, json)
}

/// Lists the log, the newest first.
pub(super) fn list(settings: &Settings, args: &cli::Judgements, json: bool) -> anyhow::Result<ExitCode> {
    let about = About { record: args.record.clone(), entity: args.entity };
    let judgements = judging::judgements(&open(settings)?, &about, args.before, args.limit)?;
    say(&Trail { judgements }, json)
}

/// Who decides: as the command line says, else the settings, else the machine.
pub(super) fn who(settings: &Settings, told: Option<&str>) -> anyhow::Result<String> {
    let user = std::env::var("USER").ok();
    let known = [told, settings.steward_name.as_deref(), user.as_deref()];
    match known.into_iter().flatten().map(str::trim).find(|name| !name.is_empty()) {
        Some(name) => Ok(name.to_owned()),
        None => bail!("nobody is named as who decides; give --who NAME, or set `steward_name`"),
    }
}

/// Reconciles, and says what was decided and what came of it.
fn tell(store: &Store, judgements: Vec<Judgement>, is_new: bool, json: bool) -> anyhow::Result<ExitCode> {
    let reconciled = publish(store, Options::default())?;
    say(&Decided { judgements, is_new, reconciled }, json)
}

#[derive(Serialize)]
struct Decided {
    judgements: Vec<Judgement>,
    is_new: bool,
    reconciled: Report,
}

impl Say for Decided {
    fn lines(&self) -> Vec<String> {
        let known = if self.is_new { "" } else { " (decided so already)" };
        let lines = self.judgements.iter().map(|one| format!("{}{known}", waterfall::judgement(one)));
        lines.chain([summary(&self.reconciled)]).collect()
    }
}

#[derive(Serialize)]
struct Trail {
    judgements: Vec<Judgement>,
}

impl Say for Trail {
    fn lines(&self) -> Vec<String> {
        let lines = self.judgements.iter().map(waterfall::judgement);
        lines.chain([count(self.judgements.len() as u64, "judgement")]).collect()
    }
}
