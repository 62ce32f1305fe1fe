//! How well records are matched: any set of rows under a map of its columns, against pairs that people labelled.

mod file;
mod labelled_rows;
mod map;
mod measure;
mod outcome;
mod rows;
mod sets;
mod truth;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use matching::{Component, Explanation, MatchModel, Matcher, Statement, Subject};
use model::{RecordKey, SourceId};
use resolver::Constraints;

pub use labelled_rows::{LabelledRow, LabelledRows, RowsResult, Told, told};
pub use map::Map;
pub use measure::{Interval, Measured, Quality};
pub use outcome::Outcome;
pub use sets::{Baseline, Found, LabelledSet, SetResult, labelled_sets};
pub use truth::Truth;

use rows::Table;

/// What is matched, and what it is held against.
#[derive(Clone, Debug)]
pub struct Task {
    /// The rows: CSV, JSON Lines, or a JSON array of objects.
    pub records: PathBuf,
    /// The rows of another list.
    pub others: Option<PathBuf>,
    /// What the columns mean.
    pub map: Map,
    /// What the rows tell of.
    pub subject: Subject,
    /// Pairs that are one thing.
    pub pairs: Option<PathBuf>,
    /// Pairs that count neither for nor against.
    pub ignore: Option<PathBuf>,
    /// The records that were labelled, where not all were: only pairs of these count.
    pub listed: Option<PathBuf>,
    /// Sources whose records count in no pair.
    pub except: Vec<String>,
    /// Whether only records that a labelled pair names count.
    pub only_paired: bool,
}

/// Why a set cannot be evaluated.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// A file cannot be read or written.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: String,
    },
    /// A row does not hold what the map says.
    #[error("{path}: row {row}: {error}")]
    Row {
        /// The file.
        path: PathBuf,
        /// Which row, from 1 after the header.
        row: usize,
        /// What is wrong, and what to do.
        error: String,
    },
    /// The map names what is not there.
    #[error("the map: {0}")]
    Map(String),
    /// An id that no row has.
    #[error("no record has the id `{0}`")]
    Unknown(String),
}

/// Matches the rows and measures the result, under a model that is fitted to the rows without their labels.
pub fn evaluate(model: &MatchModel, task: &Task) -> Result<(Outcome, Measured), EvaluateError> {
    let table = Table::read(task)?;
    let truth = Truth::read(task, &table)?;
    measure::forget_peak_memory();
    let started = Instant::now();
    let outcome = run(model, task, &table, truth.as_ref());
    let measured = measure::measure(&outcome, truth.as_ref(), started.elapsed());
    Ok((outcome, measured))
}

/// Why two rows, named by their ids, have the score that [`evaluate`] gives them.
pub fn explain(model: &MatchModel, task: &Task, a: &str, b: &str) -> Result<Explanation, EvaluateError> {
    let table = Table::read(task)?;
    let find = |column, id: &str| table.find(column, id).ok_or_else(|| EvaluateError::Unknown(id.to_owned()));
    let (a, b) = (find(0, a)?, find(1, b)?);
    let statements = table.statements(task);
    let fitted = matching::fit(model, task.subject, task.map.columns(), &statements);
    let of = |key: &RecordKey| statements.iter().find(|statement| statement.key == *key);
    match (of(a), of(b)) {
        (Some(a), Some(b)) => Ok(matching::explain(&fitted, a, b)),
        (None, _) => Err(EvaluateError::Unknown(a.id.clone())),
        (_, None) => Err(EvaluateError::Unknown(b.id.clone())),
    }
}

/// Fits, matches and clusters.
fn run(model: &MatchModel, task: &Task, table: &Table, truth: Option<&Truth>) -> Outcome {
    let statements: Vec<Statement> = table.statements(task);
    let columns = task.map.columns();
    let fitted = matching::fit(model, task.subject, columns, &statements);
    let features = matching::read(&statements, fitted.weights(task.subject));
    drop(statements);
    let join = fitted.join;
    let matcher = Matcher::new(Arc::new(fitted));
    let matcher = if task.map.link_only { matcher.between_sources() } else { matcher };
    let mut matcher = matcher.load(features);
    let components = matcher.components(&std::collections::BTreeMap::new());
    let duplicate_free = table.duplicate_free(&task.map);
    let clusters = components.iter().flat_map(|found| clusters_of(found, &duplicate_free, join));
    Outcome::new(table, clusters.collect(), &matcher, truth)
}

/// The clusters of one component, as people's judgements would have them: there are none here.
fn clusters_of(found: &Component, duplicate_free: &BTreeSet<SourceId>, join: i32) -> Vec<Vec<RecordKey>> {
    let links = crate::links(found);
    resolver::cluster(&found.keys, &links, &Constraints::default(), duplicate_free, join)
}

/// Records a second.
fn rate(records: usize, time: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a number of records is far below 2^52")]
    let records = records as f64;
    records / time.as_secs_f64().max(f64::EPSILON)
}
