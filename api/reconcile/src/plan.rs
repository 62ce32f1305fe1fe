//! What would become of canonical ids, where that is more than may happen without anybody looking.

use std::collections::BTreeSet;

use model::{Identity, IdentityState, Kind, RecordKey};
use resolver::{Constraints, Ledger, Moves};
use serde::Serialize;
use uuid::Uuid;

/// How much may move in one pass without anybody's approval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The share of a kind's ids that may be merged, split or brought back.
    pub share: f64,
    /// How many may in any case.
    pub least: usize,
}

impl Default for Limit {
    fn default() -> Self {
        Self { share: 0.05, least: 25 }
    }
}

/// Moves of one kind that wait for approval. Everything else of the pass goes on: records stay with the ids they have.
///
/// What people judged is not counted: it was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Names exactly these moves: approving it approves nothing else.
    pub id: Uuid,
    /// What kind of thing they are about.
    pub kind: Kind,
    /// How many ids of the kind there are.
    pub ids: usize,
    /// Ids that would be merged into others.
    pub merges: Vec<Merge>,
    /// Ids that would be brought back.
    pub revived: Vec<Uuid>,
    /// Ids that would live on without some of their records.
    pub split: Vec<Uuid>,
    /// Records that would belong to another id.
    pub records: Vec<RecordKey>,
}

/// An id that would stand for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Merge {
    /// The id that would redirect.
    pub from: Uuid,
    /// The id that would live on.
    pub into: Uuid,
}

impl Plan {
    /// What the moves would do to what is known.
    pub(crate) fn of(kind: Kind, ledger: &Ledger, moves: &Moves, constraints: &Constraints) -> Self {
        let is_judged = |id: Uuid| ledger.members(id).into_iter().any(|key| constraints.is_judged(key));
        let known = |identity: &&Identity| ledger.identity(identity.id).is_some() && !is_judged(identity.id);
        let changed: Vec<&Identity> = moves.identities.iter().filter(known).collect();
        let merge = |identity: &&Identity| match identity.state {
            IdentityState::Merged(into) => Some(Merge { from: identity.id, into }),
            IdentityState::Live | IdentityState::Gone => None,
        };
        let merges: Vec<Merge> = changed.iter().filter_map(merge).collect();
        let live = changed.iter().filter(|identity| identity.state == IdentityState::Live);
        let left = |(key, id): &&(RecordKey, Uuid)| {
            !constraints.is_judged(key) && ledger.id_of(key).is_some_and(|before| before != *id)
        };
        let records: Vec<RecordKey> = moves.members.iter().filter(left).map(|(key, _)| key.clone()).collect();
        let gone: BTreeSet<Uuid> = moves.identities.iter().map(|identity| identity.id).collect();
        let split: BTreeSet<Uuid> = records.iter().filter_map(|key| ledger.id_of(key)).collect();
        let text = format!("{kind} {:?} {:?}", moves.identities, moves.members);
        Self {
            id: Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes()),
            kind,
            ids: ledger.live(),
            merges,
            revived: live.map(|identity| identity.id).collect(),
            split: split.difference(&gone).copied().collect(),
            records,
        }
    }

    /// How many ids would move.
    pub fn moved(&self) -> usize {
        self.merges.len() + self.revived.len().max(self.split.len())
    }

    /// Whether it may be carried out without anybody's approval.
    pub(crate) fn is_within(&self, limit: Limit) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "a number of ids is far below 2^52")]
        let (moved, ids) = (self.moved() as f64, self.ids as f64);
        self.moved() <= limit.least || moved <= ids * limit.share
    }
}

/// What moves may be carried out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policy {
    pub(crate) limit: Limit,
    pub(crate) approved: BTreeSet<Uuid>,
}

impl Policy {
    pub(crate) fn allows(&self, plan: &Plan) -> bool {
        plan.is_within(self.limit) || self.approved.contains(&plan.id)
    }
}
