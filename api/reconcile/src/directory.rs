//! Everything that is known from one pass to the next: the live index of each kind, who belongs where, who refers to
//! whom.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use matching::{MatchModel, Pair};
use model::{Kind, Record, RecordKey, Source, SourceId, Visibility};
use resolver::{Constraints, Moves, Seniority};
use store::{Store, Suggestion};
use uuid::Uuid;

use crate::{
    ReconcileError, context,
    eyes::Eyes,
    known::{Known, Register},
    plan::Policy,
    resolve::{Changes, Resolved},
};

/// What the directory knows of its records while it lives.
#[derive(Debug)]
pub(crate) struct Directory {
    pub(crate) model: Arc<MatchModel>,
    pub(crate) sources: BTreeMap<SourceId, Source>,
    pub(crate) constraints: Constraints,
    pub(crate) duplicate_free: BTreeSet<SourceId>,
    pub(crate) register: Register,
    pub(crate) eyes: Eyes,
    hidden: BTreeSet<Uuid>,
    kinds: BTreeMap<Kind, Resolved>,
}

impl Directory {
    /// Knows of people's judgements, sources and hidden ids; of no record yet.
    pub(crate) fn new(store: &Store, model: Arc<MatchModel>) -> Result<Self, ReconcileError> {
        Self::seen_by(Eyes::default(), store, model)
    }

    /// The same for whoever sees no more than these eyes.
    pub(crate) fn seen_by(eyes: Eyes, store: &Store, model: Arc<MatchModel>) -> Result<Self, ReconcileError> {
        let mut directory = Self { eyes, ..Self::empty(model) };
        directory.refresh(store)?;
        Ok(directory)
    }

    /// Knows of nothing.
    pub(crate) fn empty(model: Arc<MatchModel>) -> Self {
        Self {
            model,
            sources: BTreeMap::new(),
            constraints: Constraints::default(),
            duplicate_free: BTreeSet::new(),
            register: Register::default(),
            eyes: Eyes::default(),
            hidden: BTreeSet::new(),
            kinds: BTreeMap::new(),
        }
    }

    /// Reads anew what is small: sources, judgements, hidden ids. Records that people joined or parted are formed anew.
    pub(crate) fn refresh(&mut self, store: &Store) -> Result<(), ReconcileError> {
        let sources = store.sources()?.into_iter().map(|source| (source.id.clone(), source));
        self.sources = sources.collect();
        self.hidden = store.hidden_ids()?;
        let before = self.constraints.ties();
        self.constraints = Constraints::new(&store.judgements()?);
        for contradiction in self.constraints.contradictions() {
            let judgement = &contradiction.judgement;
            tracing::warn!(
                number = judgement.number, a = %judgement.a, b = %judgement.b,
                "this positive judgement is set aside, because later ones contradict it"
            );
        }
        let now = self.constraints.ties();
        let changed = before.keys().chain(now.keys()).filter(|key| before.get(key) != now.get(key));
        let changed: BTreeSet<RecordKey> = changed.cloned().collect();
        self.touch(changed.iter());
        self.forget_vouching();
        Ok(())
    }

    /// Which sources vouch for having no duplicates. Where that changes, all of the source's records are formed anew.
    fn forget_vouching(&mut self) {
        let vouching = self.sources.values().filter(|source| source.duplicate_free);
        let vouching: BTreeSet<SourceId> = vouching.map(|source| source.id.clone()).collect();
        let changed: BTreeSet<&SourceId> = vouching.symmetric_difference(&self.duplicate_free).collect();
        let kinds = Kind::ALL.into_iter().flat_map(|kind| self.register.of_kind(kind));
        let theirs = kinds.map(|(key, _)| key).filter(|key| changed.contains(&key.source));
        let theirs: Vec<RecordKey> = theirs.cloned().collect();
        self.touch(theirs.iter());
        self.duplicate_free = vouching;
    }

    fn touch<'k>(&mut self, keys: impl Iterator<Item = &'k RecordKey>) {
        for key in keys {
            if let Some(kind) = self.kinds.get_mut(&key.kind) {
                kind.touch(key);
            }
        }
    }

    /// Brings one kind up to date; earlier kinds must be. `changed` are the records that differ from what is known, or
    /// are gone; those of later kinds that must be compared anew because of what happened here are added to it.
    pub(crate) fn resolve(
        &mut self,
        store: &Store,
        kind: Kind,
        changed: &mut BTreeSet<RecordKey>,
        policy: &Policy,
    ) -> Result<(), ReconcileError> {
        let resolved = match self.kinds.remove(&kind) {
            None => Resolved::load(store, self, kind, policy)?,
            Some(mut resolved) => {
                let own = changed.iter().filter(|key| key.kind == kind).cloned().collect();
                resolved.update(self, Changes::read(store, own)?, policy);
                resolved
            }
        };
        let moved = resolved.moves().members.iter().map(|(key, _)| key.clone());
        let altered: BTreeSet<RecordKey> =
            changed.iter().filter(|key| key.kind == kind).cloned().chain(moved).collect();
        self.kinds.insert(kind, resolved);
        let referrers = altered.iter().flat_map(|key| self.register.referrers(key));
        changed.extend(referrers.filter(|key| key.kind > kind).cloned());
        Ok(())
    }

    /// Takes records of a kind that no store has, in place of all that their source has of it.
    pub(crate) fn try_out(&mut self, kind: Kind, source: &SourceId, records: Vec<Record>, policy: &Policy) {
        let new: BTreeSet<&RecordKey> = records.iter().map(|record| &record.key).collect();
        let theirs = self.register.of_kind(kind).map(|(key, _)| key).filter(|key| key.source == *source);
        let gone = theirs.filter(|key| !new.contains(key)).cloned().collect();
        let mut resolved =
            self.kinds.remove(&kind).unwrap_or_else(|| Resolved::empty(kind, Arc::clone(&self.model)));
        resolved.update(self, Changes { put: records, gone }, policy);
        self.kinds.insert(kind, resolved);
    }

    pub(crate) fn seniority(&self, key: &RecordKey) -> Seniority {
        Seniority {
            first_seen: self.register.get(key).map(|known| known.first_seen).unwrap_or_default(),
            precedence: self.sources.get(&key.source).map_or(0, |source| source.precedence),
        }
    }

    /// Who may see a present record: the stricter of its own mark and its source's.
    pub(crate) fn visibility(&self, key: &RecordKey) -> Option<Visibility> {
        let own = self.register.get(key)?.visibility;
        Some(self.sources.get(&key.source).map_or(Visibility::Private, |source| source.visibility).and(own))
    }

    /// The canonical id of a record that is present, whatever its visibility.
    pub(crate) fn id_of(&self, key: &RecordKey) -> Option<Uuid> {
        self.register.get(key)?;
        self.last_id_of(key)
    }

    /// The canonical id that a record belongs to, or belonged to when it was last present.
    pub(crate) fn last_id_of(&self, key: &RecordKey) -> Option<Uuid> {
        self.kinds.get(&key.kind)?.ledger().id_of(key)
    }

    /// The records that belong to an id, of whatever kind, ghosts included.
    pub(crate) fn members(&self, id: Uuid) -> impl Iterator<Item = &RecordKey> {
        self.kinds.values().flat_map(move |kind| kind.ledger().members(id))
    }

    /// Whether others may name the thing of that id.
    pub(crate) fn is_public(&self, id: Uuid) -> bool {
        self.kinds.values().any(|kind| {
            let public = kind.visibility(id).is_some_and(|visibility| visibility.is_public());
            public && !self.is_hidden(kind, id) && !self.is_mere_supplement(kind, id)
        })
    }

    /// Whether nobody who is heard tells of the thing but sources that only add to what others tell of.
    fn is_mere_supplement(&self, kind: &Resolved, id: Uuid) -> bool {
        if !self.sources.values().any(|source| source.supplements) {
            return false;
        }
        let mut heard = self.heard(kind, id).peekable();
        heard.peek().is_some() && heard.all(|(_, source)| source.supplements)
    }

    /// The present records of an id that may be heard, as far as no field is kept back.
    fn heard<'d>(&'d self, kind: &'d Resolved, id: Uuid) -> impl Iterator<Item = (&'d Known, &'d Source)> {
        kind.ledger().members(id).into_iter().filter_map(|key| {
            let source = self.sources.get(&key.source)?;
            let is_heard = source.licence.republish && self.visibility(key)?.is_public();
            Some((self.register.get(key)?, source)).filter(|_| is_heard)
        })
    }

    /// By what the organization of that id is known, as far as its records may be heard.
    pub(crate) fn names(&self, organization: Uuid) -> BTreeSet<String> {
        let Some(kind) = self.kinds.get(&Kind::Organization) else { return BTreeSet::new() };
        self.heard(kind, organization).flat_map(|(known, _)| known.called.iter().cloned()).collect()
    }

    fn is_hidden(&self, kind: &Resolved, id: Uuid) -> bool {
        self.hidden.contains(&id)
            || kind.ledger().referents(id).iter().any(|former| self.hidden.contains(former))
    }

    pub(crate) fn kinds(&self) -> impl Iterator<Item = (Kind, &Resolved)> {
        self.kinds.iter().map(|(kind, resolved)| (*kind, resolved))
    }

    /// The pairs at or above the review floor that a record is in.
    pub(crate) fn pairs_of(&self, kind: Kind, key: &RecordKey) -> Vec<Pair> {
        self.kinds.get(&kind).map(|kind| kind.matcher().pairs_of(key)).unwrap_or_default()
    }

    /// How many records of a kind were formed anew in this pass.
    pub(crate) fn formed(&self, kind: Kind) -> usize {
        let formed = |kind: &Resolved| kind.reconsidered().map_or(kind.matcher().len(), BTreeSet::len);
        self.kinds.get(&kind).map_or(0, formed)
    }

    pub(crate) fn moves(&self) -> impl Iterator<Item = &Moves> {
        self.kinds.values().map(Resolved::moves)
    }

    /// The pairs to decide of the records that were formed anew.
    pub(crate) fn suggestions(&self) -> Vec<Suggestion> {
        self.kinds.values().flat_map(Resolved::suggestions).collect()
    }

    /// The records that were formed anew; `None` where all were.
    pub(crate) fn reconsidered(&self) -> Option<Vec<RecordKey>> {
        let each: Option<Vec<_>> = self.kinds.values().map(Resolved::reconsidered).collect();
        Some(each?.into_iter().flatten().cloned().collect())
    }
}

impl context::Known for Directory {
    fn id_of(&self, key: &RecordKey) -> Option<Uuid> {
        Self::id_of(self, key)
    }

    fn name_of(&self, key: &RecordKey) -> Option<String> {
        self.register.get(key)?.name.as_deref().map(str::to_owned)
    }
}
