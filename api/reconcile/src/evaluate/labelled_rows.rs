//! Sets whose every row holds two records and a label: pairs are classified, nothing is clustered.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use matching::{Band, Features, MatchModel, Statement, Subject};
use model::{RecordKey, SourceId};
use serde::{Deserialize, Serialize};

use super::file::{Row, get, rows_of};
use super::measure::{Counts, bootstrap};
use super::rows::statement;
use super::{EvaluateError, Interval, Map};

/// A folder of labelled rows as its `rows.toml` describes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    kind: Subject,
    /// The rows.
    rows: PathBuf,
    /// The column that is 1 where the two are one thing.
    label: String,
    /// What stands before the names of the second record's columns.
    second: String,
    /// A file that gives the two ids of each row, under the names they have in the rows, a `split`.
    split: PathBuf,
    /// The splits that a model may be fitted on.
    train: Vec<String>,
    /// The split that is measured.
    test: String,
    bar: Option<f64>,
}

/// Two records and whether they are one thing.
pub type LabelledRow = (Statement, Statement, bool);

/// A set of labelled rows with its files at hand.
#[derive(Clone, Debug)]
pub struct LabelledRows {
    /// The name of its folder.
    pub name: String,
    /// What its rows tell of.
    pub kind: Subject,
    /// The columns that are compared besides the properties.
    pub map: Map,
    /// What a model may be fitted on.
    pub train: Vec<LabelledRow>,
    /// What is measured.
    pub test: Vec<LabelledRow>,
    /// The F1 that is asked of the fitted model.
    pub bar: Option<f64>,
}

/// How well pairs are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Told {
    /// Of the pairs that are said to be one thing, the share that are.
    pub precision: f64,
    /// Of the pairs that are one thing, the share that are said to be.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// Where 95 of 100 values of `f1` lie when the pairs are drawn anew.
    pub f1_interval: Interval,
}

/// What a set of labelled rows came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowsResult {
    /// The name of its folder.
    pub name: String,
    /// How many pairs were measured.
    pub pairs: usize,
    /// The released defaults.
    pub shipped: Told,
    /// The model fitted on the rows for it.
    pub fitted: Told,
    /// The F1 that is asked of the fitted model.
    pub bar: Option<f64>,
}

impl LabelledRows {
    /// Reads the set in a folder; `None` where it has no `rows.toml`, or a file of it is not at hand.
    pub fn read(folder: &Path, data: Option<&Path>) -> Result<Option<Self>, EvaluateError> {
        let description = folder.join("rows.toml");
        if !description.is_file() {
            return Ok(None);
        }
        let set: Description = super::sets::read(&description)?;
        let located = |path: &PathBuf| data.map_or_else(|| folder.join(path), |data| data.join(path));
        let (rows, split) = (located(&set.rows), located(&set.split));
        if !rows.exists() || !split.exists() {
            return Ok(None);
        }
        let map = Map::read(&folder.join("map.toml"))?;
        let splits = splits(&rows_of(&split)?, &map, &set.second);
        let mut found = Self {
            name: folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            kind: set.kind,
            map,
            train: Vec::new(),
            test: Vec::new(),
            bar: set.bar,
        };
        for (at, row) in rows_of(&rows)?.into_iter().enumerate() {
            let Some(split) = splits.get(&ids(&row, &found.map, &set.second)) else { continue };
            let labelled = found.labelled(at, &row, &set)?;
            if set.train.contains(split) {
                found.train.push(labelled);
            } else if *split == set.test {
                found.test.push(labelled);
            }
        }
        Ok(Some(found))
    }

    fn labelled(&self, at: usize, row: &Row, set: &Description) -> Result<LabelledRow, EvaluateError> {
        let second = second(row, &set.second);
        let key = |source: &str| {
            let source = SourceId::new(source).map_err(|error| EvaluateError::Map(error.to_string()))?;
            Ok::<_, EvaluateError>(RecordKey::new(source, set.kind.kind(), format!("{at:06}")))
        };
        let is_one = get(row, &set.label).and_then(|label| label.parse::<f64>().ok()) == Some(1.0);
        let of = |key: RecordKey, row: &Row| statement(&key, row, &self.map, set.kind);
        Ok((of(key("first")?, row), of(key("second")?, &second), is_one))
    }

    /// A model fitted on the rows for it, labels included.
    pub fn fit(&self, model: &MatchModel) -> MatchModel {
        let counted = self.count(model, &self.train);
        matching::learn(&counted, self.kind, &self.train).model
    }

    /// The model with the frequencies of some rows and the shares that they suggest without labels.
    pub fn count(&self, model: &MatchModel, rows: &[LabelledRow]) -> MatchModel {
        let records: Vec<Statement> = rows.iter().flat_map(|(a, b, _)| [a.clone(), b.clone()]).collect();
        matching::fit(model, self.kind, self.map.columns(), &records)
    }

    /// Measures the released defaults and the fitted model.
    pub fn run(&self, model: &MatchModel) -> RowsResult {
        RowsResult {
            name: self.name.clone(),
            pairs: self.test.len(),
            shipped: told(model, self.kind, &self.test, |score| score.band == Band::Link),
            fitted: told(&self.fit(model), self.kind, &self.test, |score| score.log_odds >= 0),
            bar: self.bar,
        }
    }
}

/// How well a model tells pairs apart, where `is_one` says which scores are taken for one thing.
pub fn told(
    model: &MatchModel,
    subject: Subject,
    rows: &[LabelledRow],
    is_one: impl Fn(&matching::Score) -> bool,
) -> Told {
    let weights = model.weights(subject);
    let count = |(a, b, truth): &LabelledRow| {
        let score = matching::score(model, &Features::of(a, weights), &Features::of(b, weights));
        match (is_one(&score), *truth) {
            (true, true) => Counts { right: 1.0, ..Counts::default() },
            (true, false) => Counts { wrong: 1.0, ..Counts::default() },
            (false, true) => Counts { missed: 1.0, ..Counts::default() },
            (false, false) => Counts::default(),
        }
    };
    let counts: Vec<Counts> = rows.iter().map(count).collect();
    let all = counts.iter().fold(Counts::default(), |sum, next| sum.and(*next));
    let share = |whole: f64| if whole == 0.0 { 1.0 } else { all.right / whole };
    Told {
        precision: share(all.right + all.wrong),
        recall: share(all.right + all.missed),
        f1: all.f1(),
        f1_interval: bootstrap(&counts),
    }
}

/// The columns of the second record under the names that the map has for them.
fn second(row: &Row, prefix: &str) -> Row {
    let named =
        |(name, value): (&String, &String)| Some((name.strip_prefix(prefix)?.to_owned(), value.clone()));
    row.iter().filter_map(named).collect()
}

fn ids(row: &Row, map: &Map, prefix: &str) -> [String; 2] {
    let column = map.id.iter().next().unwrap_or_default();
    [column.to_owned(), format!("{prefix}{column}")].map(|column| get(row, &column).unwrap_or_default())
}

fn splits(rows: &[Row], map: &Map, prefix: &str) -> HashMap<[String; 2], String> {
    rows.iter().map(|row| (ids(row, map, prefix), get(row, "split").unwrap_or_default())).collect()
}
