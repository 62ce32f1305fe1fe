//! Measures how well records are matched.

mod sets;

use std::{fs::File, path::Path, process::ExitCode};

use ::reconcile::evaluate::{self, Map, Measured, Quality, Task};
use anyhow::{Context, bail};
use matching::{Explanation, MatchModel};
use serde::Serialize;

use crate::{
    cli,
    output::{Say, count, say, thousands},
    waterfall,
};

/// Evaluates the records that are given, or every set of a folder.
pub(super) fn run(args: &cli::Evaluate, json: bool) -> anyhow::Result<ExitCode> {
    let model = MatchModel::shipped();
    let Some(task) = task(args)? else { return sets::run(model, args, json) };
    if let [a, b] = args.explain.as_slice() {
        return say(&Explained(evaluate::explain(model, &task, a, b)?), json);
    }
    let (outcome, measured) = evaluate::evaluate(model, &task)?;
    write(args.out.as_deref(), |file| outcome.write_pairs(file))?;
    write(args.clusters.as_deref(), |file| outcome.write_clusters(file))?;
    say(&Figures(measured), json)
}

/// What the arguments say is to be matched; `None` where they name no records.
fn task(args: &cli::Evaluate) -> anyhow::Result<Option<Task>> {
    let (records, others) = match args.records.as_slice() {
        [] => return Ok(None),
        [records] => (records.clone(), None),
        [records, others] => (records.clone(), Some(others.clone())),
        more => bail!("--records is given {} times; there may be one list or two", more.len()),
    };
    let map = args.map.as_deref().context("--records needs --map, which says what the columns mean")?;
    Ok(Some(Task {
        records,
        others,
        map: Map::read(map)?,
        subject: args.kind.context("--records needs --kind: organization, location, service or place")?,
        pairs: args.pairs.clone(),
        ignore: args.ignore.clone(),
        listed: args.listed.clone(),
        except: Vec::new(),
        only_paired: false,
    }))
}

fn write(path: Option<&Path>, content: impl FnOnce(File) -> Result<(), csv::Error>) -> anyhow::Result<()> {
    let Some(path) = path else { return Ok(()) };
    let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
    content(file).with_context(|| format!("{} cannot be written", path.display()))
}

/// Why two rows have their score.
#[derive(Serialize)]
#[serde(transparent)]
struct Explained(Explanation);

impl Say for Explained {
    fn lines(&self) -> Vec<String> {
        waterfall::explanation(&self.0)
    }
}

/// What was measured.
#[derive(Serialize)]
#[serde(transparent)]
struct Figures(Measured);

impl Say for Figures {
    fn lines(&self) -> Vec<String> {
        let Self(measured) = self;
        let speed = format!("{} records a second{}", whole(measured.records_per_second), memory(measured));
        let summary = format!(
            "{} in {}; {} for review",
            count(measured.records as u64, "record"),
            count(measured.clusters as u64, "cluster"),
            count(measured.review as u64, "pair"),
        );
        measured.quality.iter().flat_map(quality).chain([speed, summary]).collect()
    }
}

fn quality(quality: &Quality) -> Vec<String> {
    let mut said = vec![
        format!(
            "pairs     precision {:.4}  recall {:.4}  F1 {:.4} ({:.3}–{:.3})  of {} true",
            quality.precision,
            quality.recall,
            quality.f1,
            quality.f1_interval.from,
            quality.f1_interval.to,
            thousands(quality.true_pairs as u64)
        ),
        format!(
            "clusters  precision {:.4}  recall {:.4}  F1 {:.4}",
            quality.cluster_precision, quality.cluster_recall, quality.cluster_f1
        ),
        format!("blocks propose {:.4} of the true pairs", quality.blocking_recall),
    ];
    if quality.unknown_pairs > 0 {
        let unknown = count(quality.unknown_pairs as u64, "labelled pair");
        said.push(format!("{unknown} left out: a record of each is not among the rows"));
    }
    said
}

fn memory(measured: &Measured) -> String {
    let megabytes = measured.peak_memory.map(|bytes| thousands(bytes.div_ceil(1 << 20)));
    megabytes.map(|number| format!(", {number} MB at most")).unwrap_or_default()
}

/// A rate without its fraction.
fn whole(rate: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is small and not negative"
    )]
    let rate = rate as u64;
    thousands(rate)
}
