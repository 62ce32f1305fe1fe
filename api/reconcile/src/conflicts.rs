//! What the answer to a conflict is worth: how much the field matters, times how many see it.

use std::collections::{BTreeMap, BTreeSet};

use model::{Conflict, Kind};
use uuid::Uuid;

use crate::{directory::Directory, review::Worth};

/// The greatest weight of a field.
const MOST: f64 = 10.0;

impl Worth {
    /// What the answer to a conflict is worth. A field that matters most stands for full doubt.
    #[expect(clippy::cast_precision_loss, reason = "weights end at 10")]
    pub fn of_conflict(conflict: &Conflict) -> Self {
        Self {
            is_public: conflict.priority > 0,
            doubt: conflict.weight as f64 / MOST,
            services: usize::try_from(conflict.services).unwrap_or_default(),
        }
    }
}

/// Counts the services that show what each conflict is about, and gives it its priority.
pub(crate) fn weigh(directory: &Directory, conflicts: &mut [Conflict]) {
    let about: BTreeSet<Uuid> = conflicts.iter().map(|conflict| conflict.entity).collect();
    let shown = services_that_show(directory, &about);
    for conflict in conflicts {
        let services = shown.get(&conflict.entity).map_or(0, BTreeSet::len);
        conflict.services = i64::try_from(services).unwrap_or(i64::MAX);
        conflict.priority = i64::from(directory.is_public(conflict.entity));
        conflict.priority *= thousandths(Worth::of_conflict(conflict)).max(1);
    }
}

/// The worth as a whole number to sort by.
#[expect(clippy::cast_possible_truncation, reason = "log2 of any count stays below 64")]
fn thousandths(worth: Worth) -> i64 {
    (worth.value() * MOST * 1000.0).round() as i64
}

/// The published services that are one of these things, or are given by or at one.
fn services_that_show(directory: &Directory, about: &BTreeSet<Uuid>) -> BTreeMap<Uuid, BTreeSet<Uuid>> {
    let services_of = |thing: Uuid| {
        let members = || directory.members(thing);
        let records = members().chain(members().flat_map(|key| directory.register.referrers(key)));
        let services = records.filter(|key| key.kind == Kind::Service);
        services.filter_map(|key| directory.id_of(key)).filter(|id| directory.is_public(*id)).collect()
    };
    about.iter().map(|thing| (*thing, services_of(*thing))).collect()
}
