//! Which schedules hold where, laid out by position.

use std::sync::Arc;

use normalize::recurrence::Recurrence;
use rustc_hash::FxHashMap;

use super::follow::{Running, anywhere, applicable};
use crate::{
    Entry,
    column::{Column, Rows},
    columns::Placed,
    list::List,
    opening::Opening,
};

/// The recurrences of a list, each once, with the numbers of those that each of its entries has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schedules {
    known: Arc<Known>,
    running: Column<Running>,
    applicable: Rows<u32>,
    anywhere: Rows<u32>,
}

/// Every recurrence that any entry has or had, numbered.
#[derive(Clone, Debug, Default)]
struct Known {
    recurrences: Vec<Arc<Recurrence>>,
    /// By where they are: equal ones are kept once, and those that are known stay.
    numbers: FxHashMap<usize, u32>,
}

/// The numbers of the recurrences of one entry.
#[derive(Debug, Default, PartialEq)]
struct Row {
    running: Running,
    applicable: Vec<u32>,
    anywhere: Vec<u32>,
}

impl Schedules {
    pub(crate) fn of(list: &List) -> Self {
        let mut all = Self::default();
        for (position, entry) in list.entries.positioned() {
            let row = Row::of(entry, &mut all.known);
            all.running.put(position, row.running);
            all.applicable.push(position, row.applicable);
            all.anywhere.push(position, row.anywhere);
        }
        all
    }

    /// The same with other entries at some positions; none where they have the schedules that the others had.
    pub(crate) fn edited(&self, entries: &[Placed<'_>]) -> Option<Self> {
        let mut known = Arc::clone(&self.known);
        let mut row = |entry: &Entry| Row::of(entry, &mut known);
        let now = entries.iter().map(|(at, entry)| (*at, entry.map(&mut row).unwrap_or_default()));
        let others: Vec<(u32, Row)> = now.filter(|(at, row)| *row != self.row(*at)).collect();
        let rows = |of: &dyn Fn(&Row) -> Vec<u32>| others.iter().map(|(at, row)| (*at, of(row))).collect();
        let mut running = (!others.is_empty()).then(|| self.running.clone())?;
        running.extend(others.iter().map(|(at, row)| (*at, row.running)));
        let applicable = self.applicable.with(&rows(&|row| row.applicable.clone()));
        let anywhere = self.anywhere.with(&rows(&|row| row.anywhere.clone()));
        Some(Self { known, running, applicable, anywhere })
    }

    fn row(&self, position: u32) -> Row {
        Row {
            running: self.running(position),
            applicable: self.applicable(position).to_vec(),
            anywhere: self.anywhere(position).to_vec(),
        }
    }

    /// All of them, by number.
    pub(super) fn recurrences(&self) -> &[Arc<Recurrence>] {
        &self.known.recurrences
    }

    pub(super) fn running(&self, position: u32) -> Running {
        self.running.get(position)
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

impl Row {
    fn of(entry: &Entry, known: &mut Arc<Known>) -> Self {
        let mut numbers = |openings: &mut dyn Iterator<Item = &Opening>| {
            Vec::from_iter(followed(openings).map(|one| number(known, one)))
        };
        Self {
            running: Running::of(entry),
            applicable: numbers(&mut applicable(entry).into_iter()),
            anywhere: numbers(&mut anywhere(entry)),
        }
    }
}

fn number(known: &mut Arc<Known>, recurrence: &Arc<Recurrence>) -> u32 {
    let address = Arc::as_ptr(recurrence).addr();
    known.numbers.get(&address).copied().unwrap_or_else(|| {
        let known = Arc::make_mut(known);
        let next = u32::try_from(known.recurrences.len()).unwrap_or(u32::MAX);
        known.numbers.insert(address, next);
        known.recurrences.push(Arc::clone(recurrence));
        next
    })
}

/// What can be followed of schedules.
fn followed<'a>(
    openings: impl IntoIterator<Item = &'a Opening>,
) -> impl Iterator<Item = &'a Arc<Recurrence>> {
    openings.into_iter().filter_map(|opening| opening.recurrence.as_ref())
}
