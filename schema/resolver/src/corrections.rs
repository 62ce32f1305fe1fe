use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use model::{Correction, RecordKey, Remedy};

/// The corrections that are in force at a moment: neither expired nor superseded.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    by_record: BTreeMap<RecordKey, Vec<Correction>>,
}

impl Corrections {
    /// Takes the log, in any order, as it stands at this moment. What an expired correction superseded stays out of
    /// force.
    pub fn new(log: Vec<Correction>, now: DateTime<Utc>) -> Self {
        let superseded: BTreeSet<i64> =
            log.iter().flat_map(|correction| correction.supersedes.iter().copied()).collect();
        let mut by_record = BTreeMap::<_, Vec<_>>::new();
        for correction in log {
            let holds = correction.remedy != Remedy::Lift && !correction.has_expired(now);
            if holds && !superseded.contains(&correction.number) {
                by_record.entry(correction.record.clone()).or_default().push(correction);
            }
        }
        Self { by_record }
    }

    /// Those that are attached to one of these records, the latest first: of several that choose a value for one
    /// field the first counts.
    pub fn of<'k>(&self, records: impl IntoIterator<Item = &'k RecordKey>) -> Vec<&Correction> {
        let mut found: Vec<_> =
            records.into_iter().filter_map(|key| self.by_record.get(key)).flatten().collect();
        found.sort_by_key(|correction| std::cmp::Reverse(correction.number));
        found
    }

    /// The numbers of those that a new correction puts out of force, of the ones that hold for its entity.
    ///
    /// A pin or a supplied value replaces the pin or supplied value of the field, and a pin also the rejection of
    /// that value; a rejection replaces the pin of that value; lifting ends all of the field.
    pub fn superseded_by(new: &Correction, holding: &[&Correction]) -> Vec<i64> {
        let same_claim = |old: &Correction| old.record.source == new.record.source && old.value == new.value;
        let gives_way = |old: &&&Correction| {
            old.field == new.field
                && match (new.remedy, old.remedy) {
                    (Remedy::Lift, _) => true,
                    (Remedy::Pin | Remedy::Supply, Remedy::Pin | Remedy::Supply) => true,
                    (Remedy::Pin, Remedy::Reject) | (Remedy::Reject, _) => {
                        old.remedy != Remedy::Supply && same_claim(old)
                    }
                    (Remedy::Supply, _) | (_, Remedy::Lift) => false,
                }
        };
        holding.iter().filter(gives_way).map(|old| old.number).collect()
    }
}
