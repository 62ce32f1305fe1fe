//! One pass over the kinds, in order: match the records of a kind, cluster them, give the clusters their ids.

use std::collections::{BTreeMap, BTreeSet};

use matching::{Band, Component, MatchModel, Matcher, Pair, Statement};
use model::{IssueDraft, Kind, Record, RecordKey, Source, SourceId, Visibility};
use resolver::{Constraints, Ledger, Link, Moves, Seniority};
use store::{PublishOutcome, Store, Suggestion};
use uuid::Uuid;

use crate::{context::{self, Known}, KindReport, Progress, ReconcileError, Report, dependents};

/// Everything that is known while a pass goes on.
pub(crate) struct Directory {
    pub(crate) sources: BTreeMap<SourceId, Source>,
    constraints: Constraints,
    hidden: BTreeSet<Uuid>,
    duplicate_free: BTreeSet<SourceId>,
    kinds: BTreeMap<Kind, Resolved>,
}

/// One kind after it was resolved.
pub(crate) struct Resolved {
    pub(crate) records: BTreeMap<RecordKey, Record>,
    pub(crate) ledger: Ledger,
    moves: Moves,
    visibility: BTreeMap<Uuid, Visibility>,
    suggestions: Vec<Suggestion>,
    report: KindReport,
}

impl Directory {
    pub(crate) fn load(store: &Store) -> Result<Self, ReconcileError> {
        let sources: BTreeMap<_, _> =
            store.sources()?.into_iter().map(|source| (source.id.clone(), source)).collect();
        let duplicate_free =
            sources.values().filter(|source| source.duplicate_free).map(|source| source.id.clone()).collect();
        let constraints = Constraints::new(&store.judgements()?);
        for contradiction in constraints.contradictions() {
            let judgement = &contradiction.judgement;
            tracing::warn!(
                number = judgement.number, a = %judgement.a, b = %judgement.b,
                "this positive judgement is set aside, because later ones contradict it"
            );
        }
        let hidden = store.hidden_ids()?;
        Ok(Self { sources, constraints, hidden, duplicate_free, kinds: BTreeMap::new() })
    }

    /// Matches, clusters and identifies the records of one kind. Earlier kinds must be resolved.
    pub(crate) fn resolve(
        &mut self,
        store: &Store,
        kind: Kind,
        progress: &dyn Progress,
    ) -> Result<(), ReconcileError> {
        let records: BTreeMap<_, _> =
            store.records(kind, false)?.into_iter().map(|record| (record.key.clone(), record)).collect();
        progress.stage(kind.as_str(), records.len());
        let model = MatchModel::shipped();
        let statements: Vec<_> =
            records.values().map(|record| Statement::of(record, context::of(record, &*self))).collect();
        let features = matching::read(&statements, model.weights(kind.into()));
        let mut matcher = Matcher::new(model).load(features);
        let pairs = matcher.pairs();
        let components = matcher.components(&self.constraints.ties());
        let clusters: Vec<_> = components.iter().flat_map(|found| self.clusters_of(found, model)).collect();
        let mut ledger = Ledger::new(store.identities(kind)?, store.members(kind)?);
        let moves = resolver::identify(&ledger, kind, &clusters, &|key| self.seniority(&records, key));
        ledger.apply(&moves);
        let resolved = Resolved {
            visibility: self.visibility(&records, &ledger),
            suggestions: suggestions(&pairs, &ledger),
            report: report(&pairs, records.len(), clusters.len(), &moves),
            records,
            ledger,
            moves,
        };
        self.kinds.insert(kind, resolved);
        Ok(())
    }

    fn clusters_of(&self, found: &Component, model: &MatchModel) -> Vec<Vec<RecordKey>> {
        resolver::cluster(&found.keys, &links(found), &self.constraints, &self.duplicate_free, model.join)
    }

    fn seniority(&self, records: &BTreeMap<RecordKey, Record>, key: &RecordKey) -> Seniority {
        Seniority {
            first_seen: records.get(key).map(|record| record.first_seen).unwrap_or_default(),
            precedence: self.sources.get(&key.source).map_or(0, |source| source.precedence),
        }
    }

    /// The strictest visibility of each cluster's present records.
    fn visibility(
        &self,
        records: &BTreeMap<RecordKey, Record>,
        ledger: &Ledger,
    ) -> BTreeMap<Uuid, Visibility> {
        let mut strictest = BTreeMap::new();
        for record in records.values() {
            let Some(id) = ledger.id_of(&record.key) else { continue };
            let source =
                self.sources.get(&record.key.source).map_or(Visibility::Private, |source| source.visibility);
            let entry = strictest.entry(id).or_insert(Visibility::Public);
            *entry = entry.and(source).and(record.visibility);
        }
        strictest
    }

    /// The canonical id of a record that is present, whatever its visibility.
    pub(crate) fn id_of(&self, key: &RecordKey) -> Option<Uuid> {
        let resolved = self.kinds.get(&key.kind)?;
        resolved.records.contains_key(key).then(|| resolved.ledger.id_of(key)).flatten()
    }

    /// The canonical id that a record belongs to, or belonged to when it was last present.
    pub(crate) fn last_id_of(&self, key: &RecordKey) -> Option<Uuid> {
        self.kinds.get(&key.kind)?.ledger.id_of(key)
    }

    /// Whether others may name the thing of that id.
    pub(crate) fn is_public(&self, id: Uuid) -> bool {
        self.kinds.values().any(|kind| {
            let public = kind.visibility.get(&id).is_some_and(|visibility| visibility.is_public());
            public && !self.is_hidden(kind, id)
        })
    }

    fn is_hidden(&self, kind: &Resolved, id: Uuid) -> bool {
        self.hidden.contains(&id)
            || kind.ledger.referents(id).iter().any(|former| self.hidden.contains(former))
    }

    pub(crate) fn kinds(&self) -> impl Iterator<Item = &Resolved> {
        self.kinds.values()
    }

    pub(crate) fn moves(&self) -> impl Iterator<Item = &Moves> {
        self.kinds.values().map(|kind| &kind.moves)
    }

    pub(crate) fn suggestions(&self) -> Vec<Suggestion> {
        self.kinds.values().flat_map(|kind| kind.suggestions.iter().cloned()).collect()
    }

    /// Every id whose entity must be assembled or withdrawn: moved ones, those of changed records, and those that
    /// show one of them.
    pub(crate) fn touched(&self, dirty: &[RecordKey], all: bool) -> BTreeSet<Uuid> {
        let mut touched: BTreeSet<Uuid> =
            self.moves().flat_map(|moves| moves.touched.iter().copied()).collect();
        touched.extend(dirty.iter().filter_map(|key| self.kinds.get(&key.kind)?.ledger.id_of(key)));
        if all {
            touched.extend(self.kinds().flat_map(|kind| kind.visibility.keys().copied()));
        }
        touched.extend(dependents::of(self, &touched));
        touched
    }

    pub(crate) fn report(
        &self,
        outcome: &PublishOutcome,
        issues: BTreeMap<SourceId, Vec<IssueDraft>>,
    ) -> Report {
        Report {
            kinds: self.kinds.iter().map(|(kind, resolved)| (*kind, resolved.report)).collect(),
            updated: outcome.updated,
            deleted: outcome.deleted,
            unchanged: outcome.unchanged,
            issues,
        }
    }
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

/// The doubtful pairs that did not end up in one cluster anyway.
fn suggestions(pairs: &[Pair], ledger: &Ledger) -> Vec<Suggestion> {
    pairs
        .iter()
        .filter(|pair| pair.score.band == Band::Review && ledger.id_of(&pair.a) != ledger.id_of(&pair.b))
        .map(|pair| Suggestion { a: pair.a.clone(), b: pair.b.clone(), score: pair.score.log_odds })
        .collect()
}

fn report(pairs: &[Pair], records: usize, clusters: usize, moves: &Moves) -> KindReport {
    KindReport {
        records,
        clusters,
        links: pairs.iter().filter(|pair| pair.score.band == Band::Link).count(),
        suggestions: pairs.iter().filter(|pair| pair.score.band == Band::Review).count(),
        minted: moves.minted,
        merged: moves.merged,
        revived: moves.revived + moves.split,
        gone: moves.gone,
    }
}

impl Known for Directory {
    fn id_of(&self, key: &RecordKey) -> Option<Uuid> {
        Self::id_of(self, key)
    }

    fn name_of(&self, key: &RecordKey) -> Option<String> {
        self.kinds.get(&key.kind)?.records.get(key)?.noun.name().map(str::to_owned)
    }
}
