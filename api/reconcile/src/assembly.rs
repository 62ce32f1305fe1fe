//! From clusters to entities: brings each touched cluster's records and sources to the resolver.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use model::{Conflict, Entity, IssueDraft, RecordKey};
use resolver::{Assembled, Corrections, Member, References};
use uuid::Uuid;

use crate::{
    conflicts,
    stage::{Directory, Resolved},
};

/// What assembling came to.
pub(crate) struct Assembly {
    /// The entities of the touched ids that stand for at least one present record.
    pub(crate) entities: Vec<Entity>,
    /// The issues met on the way.
    pub(crate) issues: Vec<IssueDraft>,
    /// The facts on which the sources of those entities disagree, with their worth.
    pub(crate) conflicts: Vec<Conflict>,
}

/// Assembles the entities of the touched ids, under the corrections in force.
pub(crate) fn assemble(
    directory: &Directory,
    corrections: &Corrections,
    touched: &BTreeSet<Uuid>,
    now: DateTime<Utc>,
) -> Assembly {
    let mut assembly = Assembly { entities: Vec::new(), issues: Vec::new(), conflicts: Vec::new() };
    for kind in directory.kinds() {
        for one in touched.iter().filter_map(|id| one(directory, corrections, kind, *id, now)) {
            assembly.entities.push(one.entity);
            assembly.issues.extend(one.issues);
            assembly.conflicts.extend(one.conflicts);
        }
    }
    conflicts::weigh(directory, &mut assembly.conflicts);
    assembly
}

fn one(
    directory: &Directory,
    corrections: &Corrections,
    kind: &Resolved,
    id: Uuid,
    now: DateTime<Utc>,
) -> Option<Assembled> {
    let keys = kind.ledger.members(id);
    let members: Vec<_> = keys.iter().filter_map(|key| member(directory, kind, key)).collect();
    if members.is_empty() {
        return None;
    }
    let corrections = corrections.of(keys);
    resolver::assemble(id, &members, &corrections, kind.ledger.referents(id), directory, now)
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
