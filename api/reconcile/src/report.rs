use std::collections::BTreeMap;

use model::{IssueDraft, Kind, SourceId};
use serde::Serialize;

use crate::Plan;

/// What a reconciliation did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// For each kind.
    pub kinds: BTreeMap<Kind, KindReport>,
    /// Published entities that are new or say something new.
    pub updated: u64,
    /// Entities that are no longer published.
    pub deleted: u64,
    /// Entities that were assembled and say what they said before.
    pub unchanged: u64,
    /// What was wrong with records that changed and only showed when they were put together, by source.
    pub issues: BTreeMap<SourceId, Vec<IssueDraft>>,
    /// What waits for approval.
    pub held: Vec<Plan>,
}

/// What a reconciliation did to one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KindReport {
    /// Present records of all sources.
    pub records: usize,
    /// Clusters they form: distinct things.
    pub clusters: usize,
    /// Pairs that the rules link.
    pub links: usize,
    /// Pairs left for people to decide.
    pub suggestions: usize,
    /// Ids minted.
    pub minted: usize,
    /// Ids merged into an elder one.
    pub merged: usize,
    /// Ids split off or brought back.
    pub revived: usize,
    /// Ids whose last record went.
    pub gone: usize,
}

impl Report {
    /// Records that turned out to be another record's thing.
    pub fn duplicates(&self) -> usize {
        self.kinds.values().map(|kind| kind.records.saturating_sub(kind.clusters)).sum()
    }

    /// Distinct things.
    pub fn clusters(&self) -> usize {
        self.kinds.values().map(|kind| kind.clusters).sum()
    }

    /// Records of all sources and kinds.
    pub fn records(&self) -> usize {
        self.kinds.values().map(|kind| kind.records).sum()
    }

    /// Takes in what a later pass did: states replace, events add up.
    pub(crate) fn add(&mut self, later: Self) {
        for (kind, now) in later.kinds {
            let sum = self.kinds.entry(kind).or_default();
            *sum = KindReport {
                minted: sum.minted + now.minted,
                merged: sum.merged + now.merged,
                revived: sum.revived + now.revived,
                gone: sum.gone + now.gone,
                ..now
            };
        }
        self.held.retain(|held| later.held.iter().all(|newer| newer.kind != held.kind));
        self.held.extend(later.held);
        self.updated += later.updated;
        self.deleted += later.deleted;
        self.unchanged += later.unchanged;
        for (source, issues) in later.issues {
            self.issues.entry(source).or_default().extend(issues);
        }
    }
}
