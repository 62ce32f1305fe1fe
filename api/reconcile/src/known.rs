//! What stays in memory of each present record, so that records need not.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use model::{Kind, Record, RecordKey, Visibility};

use crate::dependents;

/// A present record, but for what it is compared by.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// What its source calls the thing; only of locations, since services are told apart from their place's name.
    pub(crate) name: Option<Box<str>>,
    /// By what an organization is known: see [`resolver::called`].
    pub(crate) called: Box<[String]>,
    pub(crate) visibility: Visibility,
    pub(crate) first_seen: DateTime<Utc>,
    refers_to: Box<[RecordKey]>,
}

impl Known {
    pub(crate) fn of(record: &Record) -> Self {
        let name = record.noun.name().filter(|_| record.key.kind == Kind::Location);
        Self {
            name: name.map(Box::from),
            called: resolver::called::names(record).into(),
            visibility: record.visibility,
            first_seen: record.first_seen,
            refers_to: dependents::references(record).collect(),
        }
    }
}

/// The present records of all kinds, and who refers to whom.
#[derive(Clone, Debug, Default)]
pub(crate) struct Register {
    records: BTreeMap<Kind, BTreeMap<RecordKey, Known>>,
    referrers: BTreeMap<RecordKey, BTreeSet<RecordKey>>,
}

impl Register {
    pub(crate) fn get(&self, key: &RecordKey) -> Option<&Known> {
        self.records.get(&key.kind)?.get(key)
    }

    pub(crate) fn put(&mut self, key: &RecordKey, known: Known) {
        self.remove(key);
        for referred in &known.refers_to {
            self.referrers.entry(referred.clone()).or_default().insert(key.clone());
        }
        self.records.entry(key.kind).or_default().insert(key.clone(), known);
    }

    pub(crate) fn remove(&mut self, key: &RecordKey) {
        let Some(known) = self.records.get_mut(&key.kind).and_then(|records| records.remove(key)) else {
            return;
        };
        for referred in &known.refers_to {
            if let Some(referrers) = self.referrers.get_mut(referred) {
                referrers.remove(key);
                if referrers.is_empty() {
                    self.referrers.remove(referred);
                }
            }
        }
    }

    /// The present records that refer to this one, by key.
    pub(crate) fn referrers(&self, key: &RecordKey) -> impl Iterator<Item = &RecordKey> {
        self.referrers.get(key).into_iter().flatten()
    }

    /// The present records of a kind, by key.
    pub(crate) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (&RecordKey, &Known)> {
        self.records.get(&kind).into_iter().flatten()
    }
}
