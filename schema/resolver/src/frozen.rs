use std::collections::{BTreeMap, BTreeSet};

use model::RecordKey;
use uuid::Uuid;

use crate::{Constraints, Ledger};

/// The same records in clusters as they would be if no id moved but by people's word.
///
/// Records stay with those of the same id, also where they are in several of the given clusters; a new record joins the
/// eldest id of its cluster, or makes a new thing with the other new ones. What people judged still holds: an id whose
/// records were judged different is parted as the given clusters part it, and what people joined is joined. `clusters`
/// honour the judgements, and hold every present record that is [`Ledger::kin`] to one in them.
pub fn frozen(
    ledger: &Ledger,
    clusters: &[Vec<RecordKey>],
    constraints: &Constraints,
) -> Vec<Vec<RecordKey>> {
    let mut groups: BTreeMap<Group, Vec<RecordKey>> = BTreeMap::new();
    for (number, cluster) in clusters.iter().enumerate() {
        let id = |key: &RecordKey| ledger.id_of(key).and_then(|id| ledger.survivor(id));
        let serial = |id: &Uuid| ledger.identity(*id).map(|identity| identity.serial);
        let eldest = cluster.iter().filter_map(id).min_by_key(serial);
        for key in cluster {
            let group = match id(key).or(eldest) {
                Some(id) => Group::Known(id),
                None => Group::New(number),
            };
            groups.entry(group).or_default().push(key.clone());
        }
    }
    let parted = groups.into_values().flat_map(|group| part(group, clusters, constraints));
    join(parted.collect(), constraints)
}

/// What keeps records together while nothing moves: the id they have, or that they are new together.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Known(Uuid),
    New(usize),
}

/// Parts a group as the clusters do, if it holds records that were judged different.
fn part(
    group: Vec<RecordKey>,
    clusters: &[Vec<RecordKey>],
    constraints: &Constraints,
) -> Vec<Vec<RecordKey>> {
    if !are_different(&group, &group, constraints) {
        return vec![group];
    }
    let group: BTreeSet<RecordKey> = group.into_iter().collect();
    let parts = clusters.iter().map(|cluster| cluster.iter().filter(|key| group.contains(key)).cloned());
    parts.map(Iterator::collect).filter(|part: &Vec<_>| !part.is_empty()).collect()
}

/// Joins the groups that hold records which people joined, unless others in them were judged different.
fn join(mut groups: Vec<Vec<RecordKey>>, constraints: &Constraints) -> Vec<Vec<RecordKey>> {
    let places = groups.iter().enumerate();
    let mut place_of: BTreeMap<RecordKey, usize> =
        places.flat_map(|(place, group)| group.iter().map(move |key| (key.clone(), place))).collect();
    for joined in constraints.groups() {
        let mut present = joined.iter().filter_map(|key| place_of.get(key).copied());
        let Some(first) = present.next() else { continue };
        for other in present.collect::<BTreeSet<_>>() {
            let (Some(into), Some(from)) = (groups.get(first), groups.get(other)) else { continue };
            if other == first || are_different(into, from, constraints) {
                continue;
            }
            let moved = groups.get_mut(other).map(std::mem::take).unwrap_or_default();
            for key in &moved {
                place_of.insert(key.clone(), first);
            }
            groups.get_mut(first).into_iter().for_each(|group| group.extend(moved.iter().cloned()));
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn are_different(a: &[RecordKey], b: &[RecordKey], constraints: &Constraints) -> bool {
    a.iter().any(|key| constraints.different_from(key).any(|other| b.contains(other)))
}
