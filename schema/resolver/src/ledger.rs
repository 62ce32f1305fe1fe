use std::collections::{BTreeMap, BTreeSet};

use model::{Identity, IdentityState, RecordKey};
use uuid::Uuid;

use crate::Moves;

/// Who belongs where now: every canonical id ever minted, and the id that each record belongs to.
///
/// A deleted record keeps its place as a ghost; the ledger does not know which records are present. It may hold one
/// kind or all of them; serials count on from the greatest it holds, so hold all kinds where serials are to be
/// unique across them.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    identities: BTreeMap<Uuid, Identity>,
    members: BTreeMap<RecordKey, Uuid>,
    belonging: BTreeMap<Uuid, BTreeSet<RecordKey>>,
    merged_into: BTreeMap<Uuid, BTreeSet<Uuid>>,
    minted_by: BTreeMap<RecordKey, BTreeSet<Uuid>>,
    last_serial: i64,
}

impl Ledger {
    /// Takes all identities and memberships, ghosts included.
    pub fn new(identities: Vec<Identity>, members: BTreeMap<RecordKey, Uuid>) -> Self {
        let mut ledger = Self::default();
        for identity in identities {
            ledger.put(identity);
        }
        for (key, id) in members {
            ledger.place(key, id);
        }
        ledger
    }

    /// The id that a record belongs to, or as a ghost last belonged to. That id may have been merged since.
    pub fn id_of(&self, key: &RecordKey) -> Option<Uuid> {
        self.members.get(key).copied()
    }

    /// What is known of an id; `None` where it was never minted.
    pub fn identity(&self, id: Uuid) -> Option<&Identity> {
        self.identities.get(&id)
    }

    /// Every identity, by id.
    pub fn identities(&self) -> impl Iterator<Item = &Identity> {
        self.identities.values()
    }

    /// The records that belong to an id, ghosts included, sorted.
    pub fn members(&self, id: Uuid) -> Vec<&RecordKey> {
        self.belonging.get(&id).into_iter().flatten().collect()
    }

    /// The live id that an id stands for now: itself, or what it was merged into in the end. `None` where that is
    /// gone, or where the id is unknown.
    pub fn survivor(&self, id: Uuid) -> Option<Uuid> {
        follow(id, |id| self.identities.get(&id))
    }

    /// The ids that redirect to this one, directly or through others, sorted.
    pub fn referents(&self, id: Uuid) -> Vec<Uuid> {
        let mut found = BTreeSet::new();
        let mut open = vec![id];
        while let Some(at) = open.pop() {
            for &former in self.merged_into.get(&at).into_iter().flatten() {
                if former != id && found.insert(former) {
                    open.push(former);
                }
            }
        }
        found.into_iter().collect()
    }

    /// Makes the changes that [`identify`](crate::identify) found.
    pub fn apply(&mut self, moves: &Moves) {
        for identity in &moves.identities {
            self.put(identity.clone());
        }
        for (key, id) in &moves.members {
            self.place(key.clone(), *id);
        }
    }

    /// How many ids live.
    pub fn live(&self) -> usize {
        self.identities.values().filter(|identity| identity.state == IdentityState::Live).count()
    }

    /// The records whose clusters decide what becomes of the ids that a record belongs to or gave rise to: those that
    /// belong to these ids, ghosts included, and those they were minted from.
    pub fn kin(&self, key: &RecordKey) -> BTreeSet<&RecordKey> {
        let ids: BTreeSet<Uuid> = self.minted_by(key).chain(self.id_of(key)).collect();
        let belonging = ids.iter().flat_map(|id| self.belonging.get(id)).flatten();
        let minters = ids.iter().filter_map(|id| self.identity(*id)).map(|identity| &identity.minted_by);
        belonging.chain(minters).collect()
    }

    /// Every record that belongs to an id, ghosts included, sorted.
    pub fn records(&self) -> impl Iterator<Item = &RecordKey> {
        self.members.keys()
    }

    /// The greatest serial so far; 0 where no id was minted.
    pub(crate) fn last_serial(&self) -> i64 {
        self.last_serial
    }

    /// The ids that were minted from a record.
    pub(crate) fn minted_by(&self, key: &RecordKey) -> impl Iterator<Item = Uuid> {
        self.minted_by.get(key).into_iter().flatten().copied()
    }

    fn put(&mut self, identity: Identity) {
        let id = identity.id;
        self.last_serial = self.last_serial.max(identity.serial);
        self.minted_by.entry(identity.minted_by.clone()).or_default().insert(id);
        if let IdentityState::Merged(into) = identity.state {
            self.merged_into.entry(into).or_default().insert(id);
        }
        let before = self.identities.insert(id, identity).map(|before| before.state);
        if let Some(IdentityState::Merged(former)) = before
            && self.identities.get(&id).map(|now| now.state) != Some(IdentityState::Merged(former))
            && let Some(ids) = self.merged_into.get_mut(&former)
        {
            ids.remove(&id);
        }
    }

    fn place(&mut self, key: RecordKey, id: Uuid) {
        if let Some(former) = self.members.insert(key.clone(), id)
            && let Some(keys) = self.belonging.get_mut(&former)
        {
            keys.remove(&key);
        }
        self.belonging.entry(id).or_default().insert(key);
    }
}

/// The live id at the end of a chain of merges, by whatever is known of each id.
pub(crate) fn follow<'i>(id: Uuid, known: impl Fn(Uuid) -> Option<&'i Identity>) -> Option<Uuid> {
    let mut at = known(id)?;
    loop {
        match at.state {
            IdentityState::Live => return Some(at.id),
            IdentityState::Gone => return None,
            // A merge always leads to an elder id; anything else would be a damaged ledger and might go round.
            IdentityState::Merged(into) => at = known(into).filter(|elder| elder.serial < at.serial)?,
        }
    }
}
