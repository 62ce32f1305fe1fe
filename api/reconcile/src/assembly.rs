//! From clusters to entities: brings each touched cluster's records and sources to the resolver.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use model::{Conflict, Entity, IssueDraft, Record, RecordKey};
use resolver::{Assembled, Corrections, Member, References};
use store::Store;
use uuid::Uuid;

use crate::{ReconcileError, conflicts, directory::Directory, resolve::Resolved};

/// What assembling came to.
pub(crate) struct Assembly {
    /// The entities of the touched ids that stand for at least one present record.
    pub(crate) entities: Vec<Entity>,
    /// The issues met on the way.
    pub(crate) issues: Vec<IssueDraft>,
    /// The facts on which the sources of those entities disagree, with their worth.
    pub(crate) conflicts: Vec<Conflict>,
}

/// How many entities are assembled from records that are in memory at once.
const CHUNK: usize = 512;

/// Assembles the entities of the touched ids, under the corrections in force.
pub(crate) fn assemble(
    store: &Store,
    directory: &Directory,
    corrections: &Corrections,
    touched: &BTreeSet<Uuid>,
    now: DateTime<Utc>,
) -> Result<Assembly, ReconcileError> {
    let mut assembly = Assembly { entities: Vec::new(), issues: Vec::new(), conflicts: Vec::new() };
    let work = Work { directory, corrections, now };
    for (_, kind) in directory.kinds() {
        let ids: Vec<Uuid> = touched.iter().copied().filter(|id| kind.visibility(*id).is_some()).collect();
        for chunk in ids.chunks(CHUNK) {
            let keys: Vec<RecordKey> =
                chunk.iter().flat_map(|id| kind.ledger().members(*id)).cloned().collect();
            let mut records = store.records_of(&keys)?;
            records.retain(|record| record.deleted.is_none());
            let records = records.into_iter().map(|record| (record.key.clone(), record)).collect();
            for one in chunk.iter().filter_map(|id| work.one(kind, &records, *id)) {
                assembly.entities.push(one.entity);
                assembly.issues.extend(one.issues);
                assembly.conflicts.extend(one.conflicts);
            }
        }
    }
    conflicts::weigh(directory, &mut assembly.conflicts);
    Ok(assembly)
}

/// What every entity is assembled under.
struct Work<'a> {
    directory: &'a Directory,
    corrections: &'a Corrections,
    now: DateTime<Utc>,
}

impl Work<'_> {
    fn one(&self, kind: &Resolved, records: &BTreeMap<RecordKey, Record>, id: Uuid) -> Option<Assembled> {
        let keys = kind.ledger().members(id);
        let member = |key: &&RecordKey| {
            let source = self.directory.sources.get(&key.source)?;
            Some(Member { record: records.get(*key)?, source })
        };
        let members: Vec<_> = keys.iter().filter_map(member).collect();
        if members.is_empty() {
            return None;
        }
        let corrections = self.corrections.of(keys);
        let referents = kind.ledger().referents(id);
        resolver::assemble(id, &members, &corrections, referents, self.directory, self.now)
    }
}

impl References for Directory {
    fn canonical(&self, key: &RecordKey) -> Option<Uuid> {
        self.id_of(key)
    }

    fn is_public(&self, id: Uuid) -> bool {
        Self::is_public(self, id)
    }

    fn names(&self, organization: Uuid) -> BTreeSet<String> {
        Self::names(self, organization)
    }
}
