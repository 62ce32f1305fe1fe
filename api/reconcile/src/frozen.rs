//! Clusters as they would be if nobody's id moved: what goes on while moves wait for approval.

use std::collections::BTreeMap;

use model::RecordKey;
use resolver::Ledger;
use uuid::Uuid;

/// The same records in clusters that neither merge nor split what is known: records stay with those that have the same
/// id; a new record joins the eldest id of its cluster, or makes a new thing with the other new ones.
pub(crate) fn clusters(ledger: &Ledger, clusters: Vec<Vec<RecordKey>>) -> Vec<Vec<RecordKey>> {
    let mut known: BTreeMap<Uuid, Vec<RecordKey>> = BTreeMap::new();
    let mut new: Vec<Vec<RecordKey>> = Vec::new();
    for cluster in clusters {
        let id = |key: &RecordKey| ledger.id_of(key).and_then(|id| ledger.survivor(id));
        let serial = |id: &Uuid| ledger.identity(*id).map(|identity| identity.serial);
        let eldest = cluster.iter().filter_map(id).min_by_key(serial);
        let (settled, newcomers): (Vec<_>, Vec<_>) = cluster.into_iter().partition(|key| id(key).is_some());
        for key in settled {
            if let Some(id) = id(&key) {
                known.entry(id).or_default().push(key);
            }
        }
        match eldest {
            Some(id) => known.entry(id).or_default().extend(newcomers),
            None => new.push(newcomers),
        }
    }
    known.into_values().chain(new).collect()
}
