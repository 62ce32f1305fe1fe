//! What searches test on many entries of a list, laid out by position, so that no entry is touched for it.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use chrono::NaiveDate;
use rayon::prelude::*;
use roaring::RoaringBitmap;

use crate::{
    Entry, ListKind, Snapshot,
    column::Column,
    facet::Facet,
    list::List,
    occurrences::Schedules,
    points::Points,
    values::{FacetKey, Values},
};

/// Columns of one list, each made when it is first needed.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    points: OnceLock<Arc<Points>>,
    overdue: OnceLock<Arc<Column<bool>>>,
    offers: OnceLock<Arc<Column<Offer>>>,
    schedules: OnceLock<Arc<Schedules>>,
    values: [OnceLock<Arc<Values>>; Facet::ALL.len()],
}

impl Columns {
    /// Where the entries are.
    pub(crate) fn points(&self, snapshot: &Snapshot, list: &List) -> &Points {
        self.points.get_or_init(|| Arc::new(Points::of(snapshot, list)))
    }

    /// Of which entries nobody confirmed in time what is said.
    pub(crate) fn overdue(&self, list: &List) -> &Column<bool> {
        self.overdue.get_or_init(|| Arc::new(column(list, is_overdue)))
    }

    /// Whom the services take, and when that was confirmed.
    pub(crate) fn offers(&self, list: &List) -> &Column<Offer> {
        self.offers.get_or_init(|| Arc::new(column(list, Offer::of)))
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

    /// Takes over the columns that were made of the same list as it was before, where entries stood otherwise at some
    /// positions.
    pub(crate) fn take_over(
        &self,
        before: &Self,
        edited: impl Iterator<Item = u32> + Clone,
        snapshot: &Snapshot,
        list: &List,
    ) {
        let entries: Vec<Placed<'_>> = edited.map(|position| (position, list.get(position))).collect();
        take_over(&before.points, &self.points, |points| points.edited(snapshot, &entries));
        take_over(&before.overdue, &self.overdue, |overdue| edited_column(overdue, &entries, is_overdue));
        take_over(&before.offers, &self.offers, |offers| edited_column(offers, &entries, Offer::of));
        take_over(&before.schedules, &self.schedules, |schedules| schedules.edited(&entries));
        for (facet, (before, now)) in Facet::ALL.into_iter().zip(before.values.iter().zip(&self.values)) {
            take_over(before, now, |values| values.edited(facet, snapshot, &entries));
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
        let sets = keys.into_iter().filter_map(|key| values.with_key(&key)).map(Cow::Borrowed);
        sets.reduce(|one, other| Cow::Owned(&*one | &*other)).unwrap_or_default()
    }
}

/// A position and what stands there now.
pub(crate) type Placed<'a> = (u32, Option<&'a Entry>);

/// Takes over a column that was made: as it is, where no edit shows in it.
fn take_over<T>(before: &OnceLock<Arc<T>>, now: &OnceLock<Arc<T>>, edited: impl FnOnce(&T) -> Option<T>) {
    if let Some(column) = before.get() {
        let column = edited(column).map_or_else(|| Arc::clone(column), Arc::new);
        // It is empty: nobody has the list yet.
        let _ = now.set(column);
    }
}

fn column<T: Copy + Default>(list: &List, of: impl Fn(&Entry) -> T) -> Column<T> {
    let mut column = Column::default();
    column.extend(list.entries.positioned().map(|(position, entry)| (position, of(entry))));
    column
}

/// The column with what is otherwise; none where nothing is.
fn edited_column<T: Copy + Default + PartialEq>(
    column: &Column<T>,
    entries: &[Placed<'_>],
    of: impl Fn(&Entry) -> T,
) -> Option<Column<T>> {
    let now = entries.iter().map(|(position, entry)| (*position, entry.map(&of).unwrap_or_default()));
    let others: Vec<(u32, T)> = now.filter(|(at, thing)| *thing != column.get(*at)).collect();
    let mut column = (!others.is_empty()).then(|| column.clone())?;
    column.extend(others);
    Some(column)
}

fn is_overdue(entry: &Entry) -> bool {
    entry.body.overdue
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
