//! Which schedules hold where, laid out by position.

use std::sync::Arc;

use normalize::recurrence::Recurrence;
use rustc_hash::FxHashMap;

use super::follow::{Running, anywhere, applicable};
use crate::{Entry, columns::Rows, list::List, opening::Opening};

/// The recurrences of a list, each once, with the numbers of those that each of its entries has.
#[derive(Debug, Default)]
pub(crate) struct Schedules {
    recurrences: Vec<Arc<Recurrence>>,
    running: Vec<Running>,
    applicable: Rows<u32>,
    anywhere: Rows<u32>,
}

impl Schedules {
    pub(crate) fn of(list: &List) -> Self {
        let many = list.entries.len();
        let rows = || Rows::with_capacity(many);
        let mut all = Self { applicable: rows(), anywhere: rows(), ..Self::default() };
        // Equal ones are kept once: where they are tells which they are.
        let mut numbers: FxHashMap<usize, u32> = FxHashMap::default();
        let recurrences = &mut all.recurrences;
        let mut number = |one: &Arc<Recurrence>| {
            *numbers.entry(Arc::as_ptr(one).addr()).or_insert_with(|| {
                recurrences.push(Arc::clone(one));
                u32::try_from(recurrences.len() - 1).unwrap_or(u32::MAX)
            })
        };
        for entry in list.entries.iter() {
            all.running.push(Running::of(entry));
            all.applicable.push(followed(applicable(entry)).map(&mut number));
            all.anywhere.push(followed(anywhere(entry)).map(&mut number));
        }
        all
    }

    /// Whether an entry has just what stands at a position.
    pub(crate) fn are_of(&self, position: u32, entry: &Entry) -> bool {
        let at = |number: &u32| self.recurrences.get(*number as usize);
        self.running(position) == Running::of(entry)
            && self.applicable(position).iter().filter_map(at).eq(followed(applicable(entry)))
            && self.anywhere(position).iter().filter_map(at).eq(followed(anywhere(entry)))
    }

    /// All of them, by number.
    pub(super) fn recurrences(&self) -> &[Arc<Recurrence>] {
        &self.recurrences
    }

    pub(super) fn running(&self, position: u32) -> Running {
        self.running.get(position as usize).copied().unwrap_or(Running::No)
    }

    /// The numbers of those that hold for an entry, in the order of its schedules.
    pub(super) fn applicable(&self, position: u32) -> &[u32] {
        self.applicable.row(position)
    }

    /// The numbers of those that hold anywhere for it.
    pub(super) fn anywhere(&self, position: u32) -> &[u32] {
        self.anywhere.row(position)
    }
}

/// What can be followed of schedules.
fn followed<'a>(
    openings: impl IntoIterator<Item = &'a Opening>,
) -> impl Iterator<Item = &'a Arc<Recurrence>> {
    openings.into_iter().filter_map(|opening| opening.recurrence.as_ref())
}
