//! What people labelled.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use model::RecordKey;

use super::rows::{Table, first_columns};
use super::{EvaluateError, Task};

/// A pair of records, the lesser first.
pub(super) type KeyPair = (RecordKey, RecordKey);

/// The pairs that are one thing, and those that count.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    pub(super) pairs: BTreeSet<KeyPair>,
    pub(super) ignored: BTreeSet<KeyPair>,
    /// The records that were labelled; `None` where all were.
    pub(super) listed: Option<BTreeSet<RecordKey>>,
}

impl Truth {
    /// Reads the labels, if there are any.
    pub(super) fn read(task: &Task, table: &Table) -> Result<Option<Self>, EvaluateError> {
        let Some(pairs) = &task.pairs else { return Ok(None) };
        let listed = task.listed.as_deref().map(|path| records(path, table)).transpose()?;
        Ok(Some(Self {
            pairs: pairs_of(pairs, table)?,
            ignored: task
                .ignore
                .as_deref()
                .map(|path| pairs_of(path, table))
                .transpose()?
                .unwrap_or_default(),
            listed,
        }))
    }

    /// Whether a pair counts for or against.
    pub(super) fn counts(&self, a: &RecordKey, b: &RecordKey) -> bool {
        let is_listed = |key| self.listed.as_ref().is_none_or(|listed| listed.contains(key));
        is_listed(a) && is_listed(b) && !self.ignored.contains(&ordered(a, b))
    }

    /// The things that two or more records tell of: what hangs together by true pairs.
    pub(super) fn clusters(&self) -> Vec<BTreeSet<RecordKey>> {
        let mut near: BTreeMap<&RecordKey, Vec<&RecordKey>> = BTreeMap::new();
        for (a, b) in &self.pairs {
            near.entry(a).or_default().push(b);
            near.entry(b).or_default().push(a);
        }
        let (mut seen, mut clusters) = (BTreeSet::new(), Vec::new());
        for &start in near.keys() {
            let (mut cluster, mut next) = (BTreeSet::new(), vec![start]);
            while let Some(key) = next.pop() {
                if seen.insert(key) {
                    cluster.insert(key.clone());
                    next.extend(near.get(key).into_iter().flatten());
                }
            }
            if !cluster.is_empty() {
                clusters.push(cluster);
            }
        }
        clusters
    }
}

/// The two in order.
pub(super) fn ordered(a: &RecordKey, b: &RecordKey) -> KeyPair {
    if a <= b { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) }
}

fn pairs_of(path: &Path, table: &Table) -> Result<BTreeSet<KeyPair>, EvaluateError> {
    let rows = first_columns(path)?;
    let find = |at: usize, column: usize, row: &[String]| {
        let id = row.get(column).map(String::as_str).unwrap_or_default();
        table.find(column, id).ok_or_else(|| EvaluateError::Row {
            path: path.to_owned(),
            row: at + 1,
            error: format!("no record has the id `{id}`"),
        })
    };
    let pair = |(at, row): (usize, &Vec<String>)| Ok(ordered(find(at, 0, row)?, find(at, 1, row)?));
    rows.iter().enumerate().map(pair).collect()
}

fn records(path: &Path, table: &Table) -> Result<BTreeSet<RecordKey>, EvaluateError> {
    let rows = first_columns(path)?;
    let ids = rows.iter().filter_map(|row| row.first());
    Ok(ids.filter_map(|id| table.find(0, id).cloned()).collect())
}
