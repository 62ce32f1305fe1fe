//! Brings one kind up to date: what changed is compared, the components it touches are clustered, the clusters get their
//! ids.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use matching::{Band, Component, Features, MatchModel, Matcher, Statement};
use model::{Kind, Record, RecordKey, Visibility};
use resolver::{Ledger, Link, Moves, identify_some};
use store::{Store, Suggestion};
use uuid::Uuid;

use crate::{Plan, ReconcileError, context, directory::Directory, known::Known, plan::Policy};

/// Records that changed.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Those that are present.
    pub(crate) put: Vec<Record>,
    /// Those that are not.
    pub(crate) gone: Vec<RecordKey>,
}

impl Changes {
    /// What has become of these records.
    pub(crate) fn read(store: &Store, keys: Vec<RecordKey>) -> Result<Self, ReconcileError> {
        let mut put = store.records_of(&keys)?;
        put.retain(|record| record.deleted.is_none());
        let present: BTreeSet<&RecordKey> = put.iter().map(|record| &record.key).collect();
        let gone = keys.iter().filter(|key| !present.contains(key)).cloned().collect();
        Ok(Self { put, gone })
    }
}

/// One kind, up to date.
#[derive(Debug)]
pub(crate) struct Resolved {
    kind: Kind,
    matcher: Matcher,
    ledger: Ledger,
    visibility: BTreeMap<Uuid, Visibility>,
    moves: Moves,
    /// The records whose clusters were formed in this pass; `None` where all were.
    reconsidered: Option<BTreeSet<RecordKey>>,
    held: Option<Plan>,
}

/// How many records are read before they are made ready to be compared.
const CHUNK: usize = 4_096;

impl Resolved {
    /// No record.
    pub(crate) fn empty(kind: Kind, model: Arc<MatchModel>) -> Self {
        Self {
            kind,
            matcher: Matcher::new(model),
            ledger: Ledger::new(Vec::new(), BTreeMap::new()),
            visibility: BTreeMap::new(),
            moves: Moves::default(),
            reconsidered: None,
            held: None,
        }
    }

    /// Takes all records of a kind.
    pub(crate) fn load(
        store: &Store,
        directory: &mut Directory,
        kind: Kind,
        policy: &Policy,
    ) -> Result<Self, ReconcileError> {
        let features = features(store, directory, kind)?;
        let mut members = store.members(kind)?;
        members.retain(|key, _| directory.eyes.may_see(key));
        let mut resolved = Self {
            matcher: Matcher::new(Arc::clone(&directory.model)).load(features),
            ledger: Ledger::new(store.identities(kind)?, members),
            ..Self::empty(kind, Arc::clone(&directory.model))
        };
        let absent = resolved.ledger.records().filter(|key| !resolved.matcher.holds(key)).cloned().collect();
        resolved.form(directory, absent, policy);
        let ids: BTreeSet<Uuid> =
            directory.register.of_kind(kind).filter_map(|(key, _)| resolved.ledger.id_of(key)).collect();
        resolved.see(directory, ids.into_iter());
        resolved.reconsidered = None;
        Ok(resolved)
    }

    /// Takes what changed.
    pub(crate) fn update(&mut self, directory: &mut Directory, changes: Changes, policy: &Policy) {
        let mut changed: Vec<RecordKey> = changes.put.iter().map(|record| record.key.clone()).collect();
        for key in &changes.gone {
            directory.register.remove(key);
            self.matcher.remove(key);
        }
        for record in &changes.put {
            directory.register.put(&record.key, Known::of(record));
        }
        for features in read(directory, self.kind, &changes.put) {
            self.matcher.put(features);
        }
        changed.extend(changes.gone.iter().cloned());
        let kin: BTreeSet<RecordKey> = changed.iter().flat_map(|key| self.ledger.kin(key)).cloned().collect();
        kin.iter().for_each(|key| self.matcher.touch(key));
        self.form(directory, changes.gone, policy);
        let ids = changed.iter().filter_map(|key| self.ledger.id_of(key));
        let ids: BTreeSet<Uuid> = ids.chain(self.moves.touched.iter().copied()).collect();
        self.see(directory, ids.into_iter());
    }

    /// Clusters the components that were touched, and gives the clusters their ids.
    fn form(&mut self, directory: &Directory, absent: Vec<RecordKey>, policy: &Policy) {
        let clusters = self.clusters(directory);
        self.reconsidered = Some(clusters.iter().flatten().chain(&absent).cloned().collect());
        let seniority = |key: &RecordKey| directory.seniority(key);
        let moves = identify_some(&self.ledger, &clusters, &absent, &seniority);
        self.held = None;
        let plan = Plan::of(self.kind, &self.ledger, &moves, &directory.constraints);
        self.moves = if policy.allows(&plan) {
            moves
        } else {
            self.held = Some(plan);
            let frozen = resolver::frozen(&self.ledger, &clusters, &directory.constraints);
            identify_some(&self.ledger, &frozen, &absent, &seniority)
        };
        self.ledger.apply(&self.moves);
    }

    /// The clusters of every component that was touched, and of all that are kin to them.
    fn clusters(&mut self, directory: &Directory) -> Vec<Vec<RecordKey>> {
        let ties = directory.constraints.ties();
        let (mut clusters, mut met) = (Vec::new(), BTreeSet::new());
        loop {
            let components = self.matcher.components(&ties);
            let new: Vec<Component> = components
                .into_iter()
                .filter(|found| !found.keys.iter().any(|key| met.contains(key)))
                .collect();
            if new.is_empty() {
                return clusters;
            }
            for found in new {
                met.extend(found.keys.iter().cloned());
                let kin = found.keys.iter().flat_map(|key| self.ledger.kin(key));
                let kin: Vec<RecordKey> = kin.filter(|key| !met.contains(*key)).cloned().collect();
                kin.iter().for_each(|key| self.matcher.touch(key));
                clusters.extend(clusters_of(&found, directory));
            }
        }
    }

    /// The strictest visibility of the present records of each of these ids.
    fn see(&mut self, directory: &Directory, ids: impl Iterator<Item = Uuid>) {
        for id in ids {
            let members = self.ledger.members(id);
            let present = members.into_iter().filter_map(|key| directory.visibility(key));
            match present.reduce(Visibility::and) {
                Some(strictest) => self.visibility.insert(id, strictest),
                None => self.visibility.remove(&id),
            };
        }
    }

    /// Forms the component of a record anew, the next time.
    pub(crate) fn touch(&mut self, key: &RecordKey) {
        self.matcher.touch(key);
    }

    pub(crate) fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What changed in this pass.
    pub(crate) fn moves(&self) -> &Moves {
        &self.moves
    }

    /// What would have changed if it had not to wait for approval.
    pub(crate) fn held(&self) -> Option<&Plan> {
        self.held.as_ref()
    }

    /// Who may see the thing of an id that stands for a present record.
    pub(crate) fn visibility(&self, id: Uuid) -> Option<Visibility> {
        self.visibility.get(&id).copied()
    }

    /// Every id that stands for a present record.
    pub(crate) fn ids(&self) -> impl ExactSizeIterator<Item = Uuid> + '_ {
        self.visibility.keys().copied()
    }

    /// The records that were formed anew in this pass; `None` where all were.
    pub(crate) fn reconsidered(&self) -> Option<&BTreeSet<RecordKey>> {
        self.reconsidered.as_ref()
    }

    /// The doubtful pairs of the records that were formed anew, but for those that ended up in one cluster.
    pub(crate) fn suggestions(&self) -> Vec<Suggestion> {
        let pairs = match &self.reconsidered {
            None => self.matcher.pairs(),
            Some(records) => records.iter().flat_map(|key| self.matcher.pairs_of(key)).collect(),
        };
        let is_open = |pair: &matching::Pair| {
            pair.score.band == Band::Review && self.ledger.id_of(&pair.a) != self.ledger.id_of(&pair.b)
        };
        let open = pairs.into_iter().filter(is_open);
        open.map(|pair| Suggestion { a: pair.a, b: pair.b, score: pair.score.log_odds }).collect()
    }
}

/// Reads all records of a kind, chunk by chunk, into the register and into what they are compared by.
fn features(store: &Store, directory: &mut Directory, kind: Kind) -> Result<Vec<Features>, ReconcileError> {
    let (mut features, mut chunk) = (Vec::new(), Vec::with_capacity(CHUNK));
    store.for_each_record(kind, |record| {
        let Some(record) = directory.eyes.see(record, &directory.sources) else { return };
        directory.register.put(&record.key, Known::of(&record));
        chunk.push(record);
        if chunk.len() == CHUNK {
            features.extend(read(directory, kind, &chunk));
            chunk.clear();
        }
    })?;
    features.extend(read(directory, kind, &chunk));
    Ok(features)
}

fn read(directory: &Directory, kind: Kind, records: &[Record]) -> Vec<Features> {
    let statement = |record: &Record| Statement::of(record, context::of(record, directory));
    let statements: Vec<Statement> = records.iter().map(statement).collect();
    matching::read(&statements, directory.model.weights(kind.into()))
}

fn clusters_of(found: &Component, directory: &Directory) -> Vec<Vec<RecordKey>> {
    let Directory { constraints, duplicate_free, model, .. } = directory;
    resolver::cluster(&found.keys, &links(found), constraints, duplicate_free, model.join)
}

/// What the match model says of a component, for clustering.
pub(crate) fn links(found: &Component) -> Vec<Link> {
    let link = |&(a, b, score): &(u32, u32, matching::Score)| Link {
        a,
        b,
        score: score.log_odds,
        is_apart: score.is_apart,
    };
    found.pairs.iter().map(link).collect()
}
