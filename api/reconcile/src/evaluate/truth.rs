//! What people labelled.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use model::{RecordKey, Verdict};

use super::file::{LabelledPair, ids, labelled_pairs};
use super::rows::Table;
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
    /// How many labelled pairs name a record that is not among the rows.
    pub(super) unknown: usize,
}

impl Truth {
    /// Reads the labels, if there are any.
    pub(super) fn read(task: &Task, table: &Table) -> Result<Option<Self>, EvaluateError> {
        let Some(path) = &task.pairs else { return Ok(None) };
        let (labelled, unknown) = pairs_of(path, table)?;
        let of =
            |verdict| labelled.iter().filter(move |(_, said)| *said == verdict).map(|(pair, _)| pair.clone());
        let pairs: BTreeSet<KeyPair> = of(Verdict::Positive).collect();
        let mut ignored: BTreeSet<KeyPair> = of(Verdict::Unsure).collect();
        if let Some(path) = &task.ignore {
            ignored.extend(pairs_of(path, table)?.0.into_iter().map(|(pair, _)| pair));
        }
        let mut listed = task.listed.as_deref().map(|path| records(path, table)).transpose()?;
        if task.only_paired {
            listed.get_or_insert_with(|| {
                labelled.iter().map(|(pair, _)| pair).flat_map(|(a, b)| [a.clone(), b.clone()]).collect()
            });
        }
        let except = table.sources_named(&task.except);
        if !except.is_empty() {
            let listed = listed.get_or_insert_with(|| table.record_keys().cloned().collect());
            listed.retain(|key| !except.contains(&key.source));
        }
        Ok(Some(Self { pairs, ignored, listed, unknown }))
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

/// The pairs of a file, and how many more name a record that is not there. A file of which no pair is known is a slip.
fn pairs_of(path: &Path, table: &Table) -> Result<(Vec<(KeyPair, Verdict)>, usize), EvaluateError> {
    let rows = labelled_pairs(path)?;
    let known: Vec<(KeyPair, Verdict)> = rows
        .iter()
        .filter_map(|LabelledPair { ids: [a, b], verdict }| {
            Some((ordered(table.find(0, a)?, table.find(1, b)?), *verdict))
        })
        .collect();
    if let (true, Some(LabelledPair { ids: [a, b], .. })) = (known.is_empty(), rows.first()) {
        let error = format!("no record has the id `{a}` or `{b}`, nor are both ids of a later row known");
        return Err(EvaluateError::Row { path: path.to_owned(), row: 1, error });
    }
    let unknown = rows.len() - known.len();
    Ok((known.into_iter().filter(|((a, b), _)| a != b).collect(), unknown))
}

fn records(path: &Path, table: &Table) -> Result<BTreeSet<RecordKey>, EvaluateError> {
    Ok(ids(path)?.iter().filter_map(|id| table.find(0, id).cloned()).collect())
}
