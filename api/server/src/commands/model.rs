use std::{collections::BTreeMap, process::ExitCode};

use anyhow::Context;
use matching::{Learned, MatchModel, Moved, Subject};
use model::{Kind, SystemClock};
use reconcile::{Report, models};
use serde::Serialize;
use store::{ModelInUse, Store};

use crate::{
    cli::{ModelCommand, Take},
    commands::{
        open,
        reconcile::{plan_lines, summary},
    },
    output::{Say, count, say},
    progress::Shown,
    settings::Settings,
};

pub(super) fn run(settings: &Settings, command: ModelCommand, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    match command {
        ModelCommand::List => say(&Models(store.models()?.into_iter().map(Line::of).collect()), json),
        ModelCommand::Show { model } => say(&Weights(show(&store, model.as_deref())?), json),
        ModelCommand::Fit(take) => {
            consider(&store, &models::fitted(&store, next(&store)?)?, BTreeMap::new(), &take, json)
        }
        ModelCommand::Learn(take) => {
            let lesson = models::learned(&store, next(&store)?)?;
            consider(&store, &lesson.model, lesson.kinds, &take, json)
        }
        ModelCommand::Use { model, take } => {
            consider(&store, &*known(&store, &model)?, BTreeMap::new(), &take, json)
        }
    }
}

/// The name of the next model.
fn next(store: &Store) -> anyhow::Result<String> {
    Ok(format!("{}.{}", MatchModel::shipped().version, store.models()?.len() + 1))
}

fn known(store: &Store, version: &str) -> anyhow::Result<std::sync::Arc<MatchModel>> {
    let found = models::find(store, version)?;
    found.with_context(|| format!("no match model `{version}` was ever in force; see `directory model list`"))
}

fn show(store: &Store, version: Option<&str>) -> anyhow::Result<MatchModel> {
    let model = match version {
        Some(version) => known(store, version)?,
        None => models::in_force(store)?,
    };
    Ok(MatchModel::clone(&model))
}

/// Prints what a model would change; puts it in force where that is wanted.
fn consider(
    store: &Store,
    model: &MatchModel,
    learned: BTreeMap<Kind, Learned>,
    take: &Take,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let shown = Shown::new();
    let plan = models::plan(store, &SystemClock, std::sync::Arc::new(model.clone()), &shown)?;
    let applied = match (&take.reason, take.apply) {
        (Some(reason), true) => {
            let who = take.who.clone().or_else(|| std::env::var("USER").ok());
            let who = who.context("say who decides with --who")?;
            Some(models::take(store, &SystemClock, model, (&who, reason), &plan, &shown)?)
        }
        _ => None,
    };
    say(&Considered { version: model.version.clone(), learned, plan, applied }, json)
}

/// What a model would change, and what it did.
#[derive(Serialize)]
struct Considered {
    version: String,
    /// How weights differ, where they were estimated anew.
    learned: BTreeMap<Kind, Learned>,
    plan: Report,
    applied: Option<Report>,
}

impl Say for Considered {
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.learned.iter().flat_map(lesson).collect();
        lines.extend(self.plan.held.iter().flat_map(plan_lines));
        lines.retain(|line| !line.contains("--approve"));
        if self.plan.held.is_empty() {
            lines.push(format!("under match model {} no id would move", self.version));
        }
        lines.push(match &self.applied {
            Some(report) => format!("match model {} is in force: {}", self.version, summary(report)),
            None => "nothing was changed; put it in force with --apply --reason WHY".to_owned(),
        });
        lines
    }
}

/// What was learnt of a kind.
fn lesson((kind, learned): (&Kind, &Learned)) -> Vec<String> {
    let bits = |thousandths: i32| f64::from(thousandths) / 1_000.0;
    let change = |change: &matching::Change| {
        let Moved { before, after } = change.weight;
        let met = format!("met in {} of one thing and {} of two", change.same, change.different);
        let name = format!("{:?} {:?}", change.property, change.level);
        format!("  {name:<28} {:+.2} → {:+.2} bits, {met}", bits(before), bits(after))
    };
    let pairs = count(learned.pairs as u64, "judged pair");
    [format!("{kind}: {pairs}")].into_iter().chain(learned.changes.iter().map(change)).collect()
}

/// The models that were in force, in order.
#[derive(Serialize)]
struct Models(Vec<Line>);

/// One time that a model was taken into use.
#[derive(Serialize)]
struct Line {
    number: i64,
    version: String,
    who: String,
    at: String,
    reason: String,
}

impl Line {
    fn of(model: ModelInUse) -> Self {
        let ModelInUse { number, version, who, at, reason, body: _ } = model;
        Self { number, version, who, at: at.to_rfc3339(), reason }
    }
}

impl Say for Models {
    fn lines(&self) -> Vec<String> {
        let line = |model: &Line| {
            format!(
                "{:>3}  {:<16} {}  {}: {}",
                model.number, model.version, model.at, model.who, model.reason
            )
        };
        let shipped = MatchModel::shipped();
        let in_force = self.0.last().map_or(&shipped.version, |model| &model.version);
        let lines = self.0.iter().map(line);
        let count = count(self.0.len() as u64, "model");
        lines.chain([format!("{count} taken into use; {in_force} is in force")]).collect()
    }
}

/// A model, as a table of what each level weighs.
#[derive(Serialize)]
#[serde(transparent)]
struct Weights(MatchModel);

impl Say for Weights {
    fn lines(&self) -> Vec<String> {
        let bits = |thousandths: i32| f64::from(thousandths) / 1_000.0;
        let mut lines = Vec::new();
        for subject in Subject::ALL {
            let weights = self.0.weights(subject);
            let counted = weights.frequencies.records();
            lines
                .push(format!("{subject}: prior {:.1} bits, {counted} records counted", bits(weights.prior)));
            for (property, levels) in &weights.levels {
                let levels = levels.iter().rev();
                let levels: Vec<_> =
                    levels.map(|(level, weight)| format!("{level:?} {:+.1}", bits(*weight))).collect();
                lines.push(format!("  {:<14}{}", format!("{property:?}"), levels.join(", ")));
            }
        }
        let MatchModel { version, link, review, .. } = &self.0;
        lines.push(format!(
            "match model {version}: links from {:.1} bits on, asks from {:.1} bits on",
            bits(*link),
            bits(*review)
        ));
        lines
    }
}
