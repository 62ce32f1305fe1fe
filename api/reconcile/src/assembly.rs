//! From clusters to entities: brings each touched cluster's records and sources to the resolver.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use model::{Entity, IssueDraft, RecordKey};
use resolver::{Member, References};
use uuid::Uuid;

use crate::stage::{Directory, Resolved};

/// The entities of the touched ids that stand for at least one present record, and the issues met on the way.
pub(crate) fn assemble(
    directory: &Directory,
    touched: &BTreeSet<Uuid>,
    now: DateTime<Utc>,
) -> (Vec<Entity>, Vec<IssueDraft>) {
    let each =
        directory.kinds().flat_map(|kind| touched.iter().filter_map(|id| one(directory, kind, *id, now)));
    let (entities, issues): (Vec<_>, Vec<_>) = each.unzip();
    (entities, issues.into_iter().flatten().collect())
}

fn one(
    directory: &Directory,
    kind: &Resolved,
    id: Uuid,
    now: DateTime<Utc>,
) -> Option<(Entity, Vec<IssueDraft>)> {
    let members: Vec<_> =
        kind.ledger.members(id).into_iter().filter_map(|key| member(directory, kind, key)).collect();
    if members.is_empty() {
        return None;
    }
    resolver::assemble(id, &members, kind.ledger.referents(id), directory, now)
}

fn member<'a>(directory: &'a Directory, kind: &'a Resolved, key: &RecordKey) -> Option<Member<'a>> {
    Some(Member { record: kind.records.get(key)?, source: directory.sources.get(&key.source)? })
}

impl References for Directory {
    fn canonical(&self, key: &RecordKey) -> Option<Uuid> {
        self.id_of(key)
    }

    fn is_public(&self, id: Uuid) -> bool {
        Self::is_public(self, id)
    }
}
