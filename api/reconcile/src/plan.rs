//! What would become of canonical ids, where that is more than may happen without anybody looking.

use std::collections::BTreeSet;

use model::{Identity, IdentityState, Kind, RecordKey};
use resolver::{Ledger, Moves};
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
    /// Ids that would be split off or brought back.
    pub revived: Vec<Uuid>,
    /// Ids that would live on without some of their records.
    pub split: usize,
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
    pub(crate) fn of(kind: Kind, ledger: &Ledger, moves: &Moves) -> Self {
        let known = |identity: &&Identity| ledger.identity(identity.id).is_some();
        let changed: Vec<&Identity> = moves.identities.iter().filter(known).collect();
        let merge = |identity: &&Identity| match identity.state {
            IdentityState::Merged(into) => Some(Merge { from: identity.id, into }),
            IdentityState::Live | IdentityState::Gone => None,
        };
        let is_new = |(key, id): &&(RecordKey, Uuid)| ledger.id_of(key).is_some_and(|before| before != *id);
        let live = changed.iter().filter(|identity| identity.state == IdentityState::Live);
        let mut plan = Self {
            id: Uuid::nil(),
            kind,
            ids: ledger.live(),
            merges: changed.iter().filter_map(merge).collect(),
            revived: live.map(|identity| identity.id).collect(),
            split: moves.split,
            records: moves.members.iter().filter(is_new).map(|(key, _)| key.clone()).collect(),
        };
        let text = format!("{kind:?} {:?} {:?} {:?}", plan.merges, plan.revived, moves.members);
        plan.id = Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes());
        plan
    }

    /// How many ids would move.
    pub fn moved(&self) -> usize {
        self.merges.len() + self.revived.len().max(self.split)
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
