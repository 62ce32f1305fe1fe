use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use chrono::{DateTime, Utc};
use model::{Identity, IdentityState, Kind, RecordKey, canonical_id};
use uuid::Uuid;

use crate::{Ledger, ledger::follow};

/// What is needed to order the members of a cluster: the earliest seen first, then the greater precedence, then the
/// lesser key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seniority {
    /// When the directory first saw the record.
    pub first_seen: DateTime<Utc>,
    /// The precedence of its source.
    pub precedence: i32,
}

/// What changes in the ledger. Empty where the clusters are what they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// Identities that are new or stand for something else now, by serial.
    pub identities: Vec<Identity>,
    /// Records that are new or belong to another id now, sorted.
    pub members: Vec<(RecordKey, Uuid)>,
    /// Every id whose entity must be assembled anew or withdrawn: those above, the ids that records left, and the
    /// survivors that gain or lose a referent. An id whose member only changed its words is not among them.
    pub touched: BTreeSet<Uuid>,
    /// How many ids were minted.
    pub minted: usize,
    /// How many live or gone ids were merged into an elder one.
    pub merged: usize,
    /// How many merged or gone ids live again.
    pub revived: usize,
    /// How many ids live on although present records left them for another id.
    pub split: usize,
    /// How many ids lost their last present record.
    pub gone: usize,
}

type Rank<'a> = (DateTime<Utc>, Reverse<i32>, &'a RecordKey);

/// Assigns canonical ids to the clusters of one kind, which must hold every present record of that kind; records
/// that the ledger knows and no cluster holds are ghosts.
///
/// Each known id is heir to the cluster that holds the record it was minted from. Where that record is absent, a
/// live id goes with the eldest of its present members, a gone id does so where the cluster has no other heir, and a
/// merged id stays merged. Of several heirs of one cluster the eldest (the least serial) lives and the others are
/// merged into it. A live id that is heir to nothing is gone. A cluster without an heir mints: UUIDv5 of kind,
/// source, record id and generation of its first member by seniority.
///
/// The result does not depend on the order of clusters or of their members.
pub fn identify(
    ledger: &Ledger,
    kind: Kind,
    clusters: &[Vec<RecordKey>],
    seniority: &dyn Fn(&RecordKey) -> Seniority,
) -> Moves {
    let present: BTreeSet<&RecordKey> = clusters.iter().flatten().collect();
    let absent = ledger.records().filter(|key| key.kind == kind && !present.contains(key));
    let absent: Vec<RecordKey> = absent.cloned().collect();
    identify_some(ledger, clusters, &absent, seniority)
}

/// As [`identify`], where only some clusters were formed anew: `clusters` are those, and `absent` the records that
/// went. Every present record that is [`Ledger::kin`] to one of these must be in the clusters too; ids of other clusters
/// stay as they are, as [`identify`] would leave them.
pub fn identify_some(
    ledger: &Ledger,
    clusters: &[Vec<RecordKey>],
    absent: &[RecordKey],
    seniority: &dyn Fn(&RecordKey) -> Seniority,
) -> Moves {
    let census = Census::new(clusters, seniority);
    let known = concerned(ledger, clusters, absent);
    let heirs = heirs(ledger, &known, &census);
    let mut draft = Draft::new(ledger);
    for (cluster, heirs) in census.clusters.iter().zip(&heirs) {
        let id = match heirs.split_first() {
            Some((eldest, others)) => draft.inherit(eldest, others),
            None => draft.mint(cluster),
        };
        draft.settle(cluster, id);
    }
    let inherited: BTreeSet<Uuid> = heirs.iter().flatten().map(|identity| identity.id).collect();
    draft.bury(&known, &inherited);
    draft.finish()
}

/// The ids that these records belong to or gave rise to, the eldest first.
fn concerned<'l>(ledger: &'l Ledger, clusters: &[Vec<RecordKey>], absent: &[RecordKey]) -> Vec<&'l Identity> {
    let records = clusters.iter().flatten().chain(absent);
    let ids: BTreeSet<Uuid> =
        records.flat_map(|key| ledger.minted_by(key).chain(ledger.id_of(key))).collect();
    let mut known: Vec<&Identity> = ids.into_iter().filter_map(|id| ledger.identity(id)).collect();
    known.sort_by_key(|identity| (identity.serial, identity.id));
    known
}

/// The clusters with their members in order of seniority, the senior cluster first.
struct Census<'a> {
    clusters: Vec<Vec<Rank<'a>>>,
    cluster_of: BTreeMap<&'a RecordKey, (usize, usize)>,
}

impl<'a> Census<'a> {
    fn new(clusters: &'a [Vec<RecordKey>], seniority: &dyn Fn(&RecordKey) -> Seniority) -> Self {
        let rank = |key: &'a RecordKey| {
            let Seniority { first_seen, precedence } = seniority(key);
            (first_seen, Reverse(precedence), key)
        };
        let ranked = |cluster: &'a Vec<RecordKey>| {
            let mut members: Vec<Rank<'a>> = cluster.iter().map(rank).collect();
            members.sort();
            members
        };
        let mut clusters: Vec<Vec<Rank<'a>>> =
            clusters.iter().filter(|cluster| !cluster.is_empty()).map(ranked).collect();
        clusters.sort();
        let mut cluster_of = BTreeMap::new();
        for (number, cluster) in clusters.iter().enumerate() {
            for (place, (_, _, key)) in cluster.iter().enumerate() {
                cluster_of.insert(*key, (number, place));
            }
        }
        Self { clusters, cluster_of }
    }

    /// The cluster with the record that an id was minted from.
    fn birthplace(&self, identity: &Identity) -> Option<usize> {
        self.cluster_of.get(&identity.minted_by).map(|(cluster, _)| *cluster)
    }

    /// The cluster with the eldest of an id's present members.
    fn refuge(&self, ledger: &Ledger, identity: &Identity) -> Option<usize> {
        let present = ledger.members(identity.id).into_iter().filter_map(|key| self.cluster_of.get(key));
        present.min_by_key(|at| self.rank(**at)).map(|(cluster, _)| *cluster)
    }

    fn rank(&self, (cluster, place): (usize, usize)) -> Option<&Rank<'a>> {
        self.clusters.get(cluster)?.get(place)
    }
}

/// The heirs of each cluster, the eldest first.
fn heirs<'l>(ledger: &Ledger, known: &[&'l Identity], census: &Census<'_>) -> Vec<Vec<&'l Identity>> {
    let mut heirs = vec![Vec::new(); census.clusters.len()];
    let mut returning = Vec::new();
    for &identity in known {
        let place = census.birthplace(identity).or_else(|| match identity.state {
            IdentityState::Live => census.refuge(ledger, identity),
            IdentityState::Gone | IdentityState::Merged(_) => None,
        });
        match place.and_then(|cluster| heirs.get_mut(cluster)) {
            Some(slot) => slot.push(identity),
            None if identity.state == IdentityState::Gone => returning.push(identity),
            None => {}
        }
    }
    // What is published goes before what was: only a cluster that nobody else inherits brings back a gone id.
    let vacant: Vec<bool> = heirs.iter().map(Vec::is_empty).collect();
    for identity in returning {
        if let Some(cluster) = census.refuge(ledger, identity)
            && vacant.get(cluster) == Some(&true)
            && let Some(slot) = heirs.get_mut(cluster)
        {
            slot.push(identity);
        }
    }
    heirs
}

/// The moves as they come together.
struct Draft<'l> {
    ledger: &'l Ledger,
    moves: Moves,
    serial: i64,
    left: BTreeSet<Uuid>,
}

impl<'l> Draft<'l> {
    fn new(ledger: &'l Ledger) -> Self {
        Self { ledger, moves: Moves::default(), serial: ledger.last_serial(), left: BTreeSet::new() }
    }

    /// The eldest heir lives on; the others are merged into it.
    fn inherit(&mut self, eldest: &Identity, others: &[&Identity]) -> Uuid {
        if eldest.state != IdentityState::Live {
            self.moves.revived += 1;
            self.turn(eldest, IdentityState::Live);
        }
        for other in others.iter().filter(|other| other.state != IdentityState::Merged(eldest.id)) {
            self.moves.merged += usize::from(!matches!(other.state, IdentityState::Merged(_)));
            self.turn(other, IdentityState::Merged(eldest.id));
        }
        eldest.id
    }

    fn mint(&mut self, cluster: &[Rank<'_>]) -> Uuid {
        let Some((_, _, first)) = cluster.first() else { return Uuid::nil() };
        let generation = i32::try_from(self.ledger.minted_by(first).count()).unwrap_or(i32::MAX);
        self.serial += 1;
        let id = canonical_id(first, generation);
        self.moves.minted += 1;
        self.moves.touched.insert(id);
        self.moves.identities.push(Identity {
            id,
            kind: first.kind,
            minted_by: (*first).clone(),
            generation,
            serial: self.serial,
            state: IdentityState::Live,
        });
        id
    }

    /// Moves the members of a cluster to its id.
    fn settle(&mut self, cluster: &[Rank<'_>], id: Uuid) {
        for (_, _, key) in cluster {
            let before = self.ledger.id_of(key);
            if before == Some(id) {
                continue;
            }
            self.moves.members.push(((*key).clone(), id));
            self.moves.touched.insert(id);
            self.moves.touched.extend(before);
            self.left.extend(before);
        }
    }

    /// Live ids that inherited nothing are gone.
    fn bury(&mut self, known: &[&Identity], inherited: &BTreeSet<Uuid>) {
        let live = known.iter().filter(|known| known.state == IdentityState::Live);
        for identity in live.filter(|known| !inherited.contains(&known.id)) {
            self.moves.gone += 1;
            self.turn(identity, IdentityState::Gone);
        }
    }

    fn turn(&mut self, identity: &Identity, state: IdentityState) {
        self.moves.touched.insert(identity.id);
        self.moves.identities.push(Identity { state, ..identity.clone() });
    }

    fn finish(mut self) -> Moves {
        let changed: BTreeMap<Uuid, &Identity> =
            self.moves.identities.iter().map(|identity| (identity.id, identity)).collect();
        let after = |id: Uuid| changed.get(&id).copied().or_else(|| self.ledger.identity(id));
        for id in changed.keys() {
            self.moves.touched.extend(self.ledger.survivor(*id));
            self.moves.touched.extend(follow(*id, after));
        }
        let lives = |id: Uuid| after(id).is_some_and(|known| known.state == IdentityState::Live);
        self.moves.split = self.left.iter().filter(|id| lives(**id)).count();
        self.moves.identities.sort_by_key(|identity| identity.serial);
        self.moves.members.sort();
        self.moves
    }
}
