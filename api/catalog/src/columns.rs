//! What searches test on many entries of a list, laid out by position, so that no entry is touched for it.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use chrono::NaiveDate;
use rayon::prelude::*;
use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;
use uuid::Uuid;

use crate::{
    Entry, ListKind, Snapshot, facet::Facet, list::List, occurrences::Schedules, points::Points,
    positions::Positions,
};

/// Columns of one list, each made when it is first needed.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    points: OnceLock<Arc<Points>>,
    overdue: OnceLock<Arc<Vec<bool>>>,
    offers: OnceLock<Arc<Vec<Offer>>>,
    schedules: OnceLock<Arc<Schedules>>,
    values: [OnceLock<Arc<Values>>; Facet::ALL.len()],
}

impl Columns {
    /// Where the entries are.
    pub(crate) fn points(&self, snapshot: &Snapshot, list: &List) -> &Points {
        self.points.get_or_init(|| Arc::new(Points::of(snapshot, list)))
    }

    /// Of which entries nobody confirmed in time what is said.
    pub(crate) fn overdue(&self, list: &List) -> &[bool] {
        self.overdue.get_or_init(|| Arc::new(list.entries.map(|entry| entry.body.overdue)))
    }

    /// Whom the services take, and when that was confirmed.
    pub(crate) fn offers(&self, list: &List) -> &[Offer] {
        self.offers.get_or_init(|| Arc::new(list.entries.map(Offer::of)))
    }

    /// Which schedules hold for the entries.
    pub(crate) fn schedules(&self, list: &List) -> &Schedules {
        self.schedules.get_or_init(|| Arc::new(Schedules::of(list)))
    }

    /// Which values of a facet the entries have.
    pub(crate) fn values(&self, facet: Facet, snapshot: &Snapshot, list: &List) -> Option<&Values> {
        let values = self.values.get(facet.number())?;
        Some(values.get_or_init(|| Arc::new(Values::of(facet, snapshot, list))))
    }

    /// Takes over the columns of the same list as it was before, where entries at some positions were others: those that
    /// were made and in which the change does not show.
    pub(crate) fn take_over(&self, before: &Self, changed: &[u32], snapshot: &Snapshot, list: &List) {
        let entries = || changed.iter().filter_map(|position| Some((*position, list.get(*position)?)));
        let same = |points: &Points| {
            entries().all(|(position, entry)| *points.at(position) == *Points::at_entry(snapshot, entry))
        };
        keep(&before.points, &self.points, same);
        keep(&before.overdue, &self.overdue, |overdue| {
            entries().all(|(at, entry)| overdue.get(at as usize) == Some(&entry.body.overdue))
        });
        keep(&before.offers, &self.offers, |offers| {
            entries().all(|(at, entry)| offers.get(at as usize) == Some(&Offer::of(entry)))
        });
        keep(&before.schedules, &self.schedules, |schedules| {
            entries().all(|(at, entry)| schedules.are_of(at, entry))
        });
        for facet in Facet::ALL {
            if let (Some(before), Some(now)) =
                (before.values.get(facet.number()), self.values.get(facet.number()))
            {
                keep(before, now, |values| {
                    entries().all(|(at, entry)| values.are_of(facet, snapshot, at, entry))
                });
            }
        }
    }

    /// The positions of the entries that have any of some values of a facet.
    pub(crate) fn with_any(
        &self,
        facet: Facet,
        keys: impl IntoIterator<Item = FacetKey>,
        snapshot: &Snapshot,
        list: &List,
    ) -> Cow<'_, RoaringBitmap> {
        let Some(values) = self.values(facet, snapshot, list) else { return Cow::default() };
        let sets = keys.into_iter().filter_map(|key| values.with(&key)).map(Cow::Borrowed);
        sets.reduce(|one, other| Cow::Owned(&*one | &*other)).unwrap_or_default()
    }
}

/// Takes over a column that was made, if it is as it would be made again.
fn keep<T>(before: &OnceLock<Arc<T>>, now: &OnceLock<Arc<T>>, is_same: impl FnOnce(&T) -> bool) {
    if let Some(column) = before.get().filter(|column| is_same(column)) {
        // It is empty: nobody has the list yet.
        let _ = now.set(Arc::clone(column));
    }
}

/// A row of things for each position, end to end.
#[derive(Debug, Default)]
pub(crate) struct Rows<T> {
    ends: Vec<u32>,
    things: Vec<T>,
}

impl<T> Rows<T> {
    pub(crate) fn with_capacity(rows: usize) -> Self {
        Self { ends: Vec::with_capacity(rows), things: Vec::with_capacity(rows) }
    }

    /// Adds a whole row.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = T>) {
        self.things.extend(row);
        self.end();
    }

    fn end(&mut self) {
        // Positions are 32 bits wide, and so are a few things for each.
        self.ends.push(u32::try_from(self.things.len()).unwrap_or(u32::MAX));
    }

    pub(crate) fn row(&self, position: u32) -> &[T] {
        let position = position as usize;
        let end = self.ends.get(position).copied().unwrap_or_default() as usize;
        let start =
            position.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.things.get(start as usize..end).unwrap_or_default()
    }
}

/// Whom a service takes; nothing is known of what is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Offer {
    pub(crate) minimum_age: Option<f64>,
    pub(crate) maximum_age: Option<f64>,
    /// The day on which somebody last confirmed what is said.
    pub(crate) assured: Option<NaiveDate>,
}

impl Offer {
    fn of(entry: &Entry) -> Self {
        entry.body.service().map_or_else(Self::default, |service| Self {
            minimum_age: service.minimum_age,
            maximum_age: service.maximum_age,
            assured: service.assured,
        })
    }

    /// Whether somebody of that age is taken, as far as the limits tell.
    pub(crate) fn takes(&self, age: f64) -> bool {
        self.minimum_age.is_none_or(|least| least <= age) && self.maximum_age.is_none_or(|most| age <= most)
    }
}

/// The values of a facet, numbered, the numbers that each entry has, and the entries that have each.
#[derive(Debug, Default)]
pub(crate) struct Values {
    rows: Rows<u32>,
    names: Vec<FacetKey>,
    numbers: FxHashMap<FacetKey, u32>,
    sets: Vec<RoaringBitmap>,
}

/// Up to so many values it costs less to ask of each which of the entries have it than of each entry what it has.
const FEW_VALUES: usize = 24;

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FacetKey {
    /// Something published, by its id.
    Id(Uuid),
    /// A word.
    Word(Box<str>),
}

impl Values {
    fn of(facet: Facet, snapshot: &Snapshot, list: &List) -> Self {
        let rows = Rows::with_capacity(list.entries.len());
        let mut values = Self { rows, ..Self::default() };
        for (position, entry) in (0..).zip(list.entries.iter()) {
            snapshot.each_value(facet, entry, |key| values.add(position, key));
            values.rows.end();
        }
        values
    }

    fn add(&mut self, position: u32, key: FacetKey) {
        let number = match self.numbers.get(&key) {
            Some(number) => *number,
            None => {
                let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
                self.numbers.insert(key.clone(), next);
                self.names.push(key);
                self.sets.push(RoaringBitmap::new());
                next
            }
        };
        self.rows.things.push(number);
        if let Some(set) = self.sets.get_mut(number as usize) {
            set.insert(position);
        }
    }

    /// Whether an entry has just the values that stand at a position.
    fn are_of(&self, facet: Facet, snapshot: &Snapshot, position: u32, entry: &Entry) -> bool {
        let mut row = self.rows.row(position).iter();
        let mut is_same = true;
        snapshot.each_value(facet, entry, |key| {
            is_same &= row.next().is_some_and(|number| self.numbers.get(&key) == Some(number))
        });
        is_same && row.next().is_none()
    }

    /// The positions of the entries that have a value; none where no entry has it.
    fn with(&self, key: &FacetKey) -> Option<&RoaringBitmap> {
        self.sets.get(*self.numbers.get(key)? as usize)
    }

    /// How many of some entries have each value: those that any has, in no order.
    pub(crate) fn count(&self, found: &Positions<'_>) -> Vec<(&FacetKey, usize)> {
        let counts = if self.names.len() <= FEW_VALUES {
            self.sets.iter().map(|set| found.how_many_in(set)).collect()
        } else {
            self.count_one_by_one(found.iter())
        };
        self.names.iter().zip(counts).filter(|(_, count)| *count > 0).collect()
    }

    fn count_one_by_one(&self, positions: impl Iterator<Item = u32>) -> Vec<usize> {
        let mut counts = vec![0_usize; self.names.len()];
        for position in positions {
            for number in self.rows.row(position) {
                if let Some(count) = counts.get_mut(*number as usize) {
                    *count += 1;
                }
            }
        }
        counts
    }
}

impl Snapshot {
    /// Makes what the first searches would otherwise wait for.
    pub(crate) fn warm(&self) {
        self.placed();
        let lists = [ListKind::Service, ListKind::Location].map(|kind| self.list(kind));
        lists.par_iter().for_each(|list| {
            list.columns.points(self, list);
            list.columns.overdue(list);
        });
        let held = [ListKind::Service, ListKind::ServiceAtLocation].map(|kind| self.list(kind));
        held.par_iter().for_each(|list| {
            list.columns.schedules(list);
        });
        let services = self.list(ListKind::Service);
        Facet::ALL.par_iter().for_each(|facet| {
            services.columns.values(*facet, self, services);
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn values_are_counted_alike_by_sets_and_one_by_one(
            entries in prop::collection::vec(prop::collection::btree_set(0..6_u8, 0..4), 0..200), step in 1..5_usize
        ) {
            let mut values = Values::default();
            for (position, entry) in (0..).zip(&entries) {
                entry.iter().for_each(|word| values.add(position, FacetKey::Word(word.to_string().into())));
                values.rows.end();
            }
            let found: Vec<u32> = (0..).zip(&entries).map(|(at, _)| at).step_by(step).collect();
            let expected = values.count_one_by_one(found.iter().copied()).into_iter().filter(|count| *count > 0);
            let counted = values.count(&Positions::of(found));
            prop_assert_eq!(counted.into_iter().map(|(_, count)| count).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        }
    }
}
