use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use ::reconcile::evaluate::{Baseline, Found, LabelledSet, RowsResult, SetResult, Told, labelled_sets};
use anyhow::bail;
use comfy_table::CellAlignment::Right;
use matching::MatchModel;
use serde::Serialize;

use super::whole;
use crate::{
    cli,
    output::{self, Say, count, say, thousands},
    waterfall,
};

/// Evaluates every set of the folder. Exit 1: one fell below the baseline.
pub(super) fn run(model: &MatchModel, args: &cli::Evaluate, json: bool) -> anyhow::Result<ExitCode> {
    let data = args.data.clone().or_else(|| shared_data(&args.sets));
    let baseline_file = args.sets.join("baseline.toml");
    let mut baseline = Baseline::read(&baseline_file)?;
    let mut table = Table::default();
    for found in chosen(labelled_sets(&args.sets, data.as_deref())?, &args.only)? {
        match found {
            Found::Ready(set) => table.sets.push(result(&set, model, &baseline)?),
            Found::Rows(rows) => table.rows.push(rows.run(model)),
            Found::Absent { name, reason } => table.skipped.push(Skipped { name, reason }),
        }
    }
    if args.freeze {
        baseline.freeze(table.sets.iter().map(|row| &row.result));
        baseline.write(&baseline_file)?;
    }
    say(&table, json)?;
    let has_fallen = table.sets.iter().any(|set| !set.result.fallen.is_empty());
    Ok(if has_fallen && !args.freeze { ExitCode::from(output::WITH_ISSUES) } else { ExitCode::SUCCESS })
}

fn result(set: &LabelledSet, model: &MatchModel, baseline: &Baseline) -> anyhow::Result<Row> {
    Ok(Row { baseline: baseline.f1(&set.name), result: set.run(model, baseline)? })
}

/// The sets that are asked for, by name; all where none is.
fn chosen(found: Vec<Found>, only: &[String]) -> anyhow::Result<Vec<Found>> {
    let names: Vec<String> = found.iter().map(|found| found.name().to_owned()).collect();
    if let Some(unknown) = only.iter().find(|wanted| !names.contains(wanted)) {
        bail!("there is no set `{unknown}`; there are {}", names.join(", "));
    }
    let is_chosen = |found: &Found| only.is_empty() || only.iter().any(|name| name == found.name());
    Ok(found.into_iter().filter(is_chosen).collect())
}

/// Where shared data lies: under `$SHARED`, or in a folder `shared` beside the folder that the sets are under.
fn shared_data(sets: &Path) -> Option<PathBuf> {
    let named = std::env::var_os("SHARED").map(PathBuf::from);
    let sets = sets.canonicalize().ok();
    let siblings = sets.iter().flat_map(|sets| sets.ancestors()).map(|folder| folder.join("shared"));
    named.into_iter().chain(siblings).map(|shared| shared.join("data")).find(|data| data.is_dir())
}

/// What all sets came to.
#[derive(Default, Serialize)]
struct Table {
    sets: Vec<Row>,
    /// Sets whose rows are pairs.
    rows: Vec<RowsResult>,
    skipped: Vec<Skipped>,
}

#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    result: SetResult,
    /// The F1 of the baseline.
    baseline: Option<f64>,
}

#[derive(Serialize)]
struct Skipped {
    name: String,
    reason: String,
}

/// The columns of the table.
const HEAD: [&str; 10] =
    ["set", "P", "R", "F1", "95 %", "clusters P/R/F1", "blocks", "records/s", "MB", "bar/baseline"];

impl Say for Table {
    fn lines(&self) -> Vec<String> {
        let mut table = waterfall::table(&HEAD);
        table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(Right));
        self.sets.iter().for_each(|row| {
            table.add_row(row.cells());
        });
        let fallen = self.sets.iter().flat_map(|row| row.result.fallen.iter().cloned());
        let rows = self.rows.iter().flat_map(pairs_told);
        let skipped = self.skipped.iter().map(|set| format!("skipped {}: {}", set.name, set.reason));
        let said = waterfall::lines(&table).chain(rows).chain(skipped).chain(fallen);
        said.chain([self.summary()]).collect()
    }
}

impl Table {
    fn summary(&self) -> String {
        let fallen = self.sets.iter().filter(|row| !row.result.fallen.is_empty()).count();
        let is_below = |rows: &&RowsResult| rows.bar.is_some_and(|bar| rows.fitted.f1 < bar);
        let below = self.sets.iter().filter(|row| row.is_below_bar()).count();
        let below = below + self.rows.iter().filter(is_below).count();
        format!(
            "{} evaluated, {} skipped; {} below the bar, {} below the baseline",
            count((self.sets.len() + self.rows.len()) as u64, "set"),
            self.skipped.len(),
            below,
            fallen
        )
    }
}

impl Row {
    fn is_below_bar(&self) -> bool {
        let f1 = self.result.measured.quality.as_ref().map(|quality| quality.f1);
        f1.zip(self.result.bar).is_some_and(|(f1, bar)| f1 < bar)
    }

    fn cells(&self) -> Vec<String> {
        let measured = &self.result.measured;
        let memory = measured.peak_memory.map(|bytes| thousands(bytes.div_ceil(1 << 20)));
        let Some(quality) = &measured.quality else { return vec![self.result.name.clone()] };
        let limit = |limit: Option<f64>| limit.map_or_else(|| "–".to_owned(), short);
        vec![
            self.result.name.clone(),
            short(quality.precision),
            short(quality.recall),
            short(quality.f1),
            format!("{}–{}", short(quality.f1_interval.from), short(quality.f1_interval.to)),
            [quality.cluster_precision, quality.cluster_recall, quality.cluster_f1].map(short).join("/"),
            short(quality.blocking_recall),
            whole(measured.records_per_second),
            memory.unwrap_or_default(),
            format!("{}/{}", limit(self.result.bar), limit(self.baseline)),
        ]
    }
}

/// How well a set of labelled pairs is told apart, by the released defaults and by the model fitted for it.
fn pairs_told(result: &RowsResult) -> [String; 2] {
    let line = |which, told: &Told| {
        format!(
            "{}, {} pairs, {which}: P {} R {} F1 {} ({}–{})",
            result.name,
            result.pairs,
            short(told.precision),
            short(told.recall),
            short(told.f1),
            short(told.f1_interval.from),
            short(told.f1_interval.to)
        )
    };
    let bar = result.bar.map(|bar| format!(", bar {}", short(bar))).unwrap_or_default();
    [line("released defaults", &result.shipped), line("fitted on its other splits", &result.fitted) + &bar]
}

/// A share as `.987`.
fn short(share: f64) -> String {
    let text = format!("{share:.3}");
    text.strip_prefix('0').map(str::to_owned).unwrap_or(text)
}
