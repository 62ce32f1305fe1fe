//! What became of the rows.

use std::collections::HashMap;
use std::io::Write;

use matching::{Matcher, Pair};
use model::RecordKey;

use super::rows::Table;
use super::truth::Truth;

/// The pairs and clusters that were found.
pub struct Outcome {
    /// Every pair at or above the review floor, the surest first.
    pub pairs: Vec<Pair>,
    /// Every record, in exactly one cluster.
    pub clusters: Vec<Vec<RecordKey>>,
    /// How many records were matched.
    pub records: usize,
    /// The share of true pairs that a block proposes, where there are labels.
    pub blocking_recall: Option<f64>,
    order: Vec<RecordKey>,
}

impl Outcome {
    pub(super) fn new(
        table: &Table,
        clusters: Vec<Vec<RecordKey>>,
        matcher: &Matcher,
        truth: Option<&Truth>,
    ) -> Self {
        Self {
            pairs: matcher.pairs(),
            clusters,
            records: matcher.len(),
            blocking_recall: truth.map(|truth| blocking_recall(matcher, truth)),
            order: table.record_keys().cloned().collect(),
        }
    }

    /// Writes `record_a,record_b,score,probability,band,relation`: every pair at or above the review floor, the record
    /// that stands first in the files first. The score is in log2 odds.
    pub fn write_pairs(&self, to: impl Write) -> Result<(), csv::Error> {
        let mut writer = csv::Writer::from_writer(to);
        writer.write_record(["record_a", "record_b", "score", "probability", "band", "relation"])?;
        let place_of: HashMap<&RecordKey, usize> =
            self.order.iter().enumerate().map(|(place, key)| (key, place)).collect();
        for pair in &self.pairs {
            let score = f64::from(pair.score.log_odds) / 1000.0;
            let is_in_order = place_of.get(&pair.a) <= place_of.get(&pair.b);
            let (first, second) = if is_in_order { (&pair.a, &pair.b) } else { (&pair.b, &pair.a) };
            writer.write_record([
                &first.id,
                &second.id,
                &format!("{score:.3}"),
                &format!("{:.6}", pair.score.probability()),
                pair.score.band.as_str(),
                pair.score.relation.as_str(),
            ])?;
        }
        Ok(writer.flush()?)
    }

    /// Writes `record,cluster`: every record in the order of the files, clusters numbered from 1 in that order.
    pub fn write_clusters(&self, to: impl Write) -> Result<(), csv::Error> {
        let members = self.clusters.iter().enumerate();
        let members = members.flat_map(|(at, cluster)| cluster.iter().map(move |key| (key, at)));
        let cluster_of: HashMap<&RecordKey, usize> = members.collect();
        let mut numbers = HashMap::new();
        let mut writer = csv::Writer::from_writer(to);
        writer.write_record(["record", "cluster"])?;
        for key in &self.order {
            let next = numbers.len() + 1;
            let number = cluster_of.get(key).map(|cluster| *numbers.entry(*cluster).or_insert(next));
            writer.write_record([key.id.as_str(), &number.unwrap_or(next).to_string()])?;
        }
        Ok(writer.flush()?)
    }
}

fn blocking_recall(matcher: &Matcher, truth: &Truth) -> f64 {
    let counted: Vec<_> = truth.pairs.iter().filter(|(a, b)| truth.counts(a, b)).collect();
    let met = counted.iter().filter(|(a, b)| matcher.proposes(a, b)).count();
    super::measure::share(met, counted.len())
}
