//! A list under the walk.

use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;

use super::{
    Schedules,
    follow::{Running, applicable},
    window::{Step, Window},
};
use crate::{Entry, ListKind, Near, Query, Snapshot, list::List, opening::Opening, points::Points};

/// The schedules of one list and what they hold, by position.
pub(super) struct Ground<'a> {
    list: &'a List,
    schedules: &'a Schedules,
    /// What each recurrence holds in the window, by its number: found out when it is first met, however many entries have it.
    known: FxHashMap<u32, Box<[Step]>>,
    /// From where to measure to which points, where that is asked and the entries are at places.
    near: Option<(Near, &'a Points)>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, query: &Query, found: usize) -> Self {
        let list = snapshot.list(query.kind);
        let schedules = list.columns.schedules(list);
        let near = query.near.filter(|_| query.kind == ListKind::ServiceAtLocation);
        let near = near.map(|near| (near, list.columns.points(snapshot, list)));
        let most = found.min(schedules.recurrences().len());
        let known = FxHashMap::with_capacity_and_hasher(most, FxBuildHasher);
        Self { list, schedules, known, near }
    }

    /// What the schedules of an entry hold in a window, each with the place of its schedule among them.
    pub(super) fn steps(&mut self, position: u32, window: &Window) -> SmallVec<[(usize, Step); 8]> {
        let mut all = SmallVec::new();
        for (index, number) in self.schedules.applicable(position).iter().enumerate() {
            let Some(recurrence) = self.schedules.recurrences().get(*number as usize) else { continue };
            let steps = self.known.entry(*number).or_insert_with(|| window.steps(recurrence));
            all.extend(steps.iter().map(|step| (index, *step)));
        }
        all
    }

    pub(super) fn running(&self, position: u32) -> Running {
        self.schedules.running(position)
    }

    pub(super) fn distance(&self, position: u32) -> Option<f64> {
        let (near, points) = self.near?;
        points.at(position).first().map(|(point, _)| near.distance(*point))
    }

    /// An entry with the schedule of that place among those that can be followed.
    pub(super) fn schedule(&self, (position, index): (u32, usize)) -> Option<(&'a Entry, &'a Opening)> {
        let entry = self.list.get(position)?;
        let mut followed = applicable(entry).into_iter().filter(|opening| opening.recurrence.is_some());
        Some((entry, followed.nth(index)?))
    }
}
