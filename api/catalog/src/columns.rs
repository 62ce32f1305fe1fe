//! What searches test on many entries of a list, laid out by position, so that no entry is touched for it.

use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use uuid::Uuid;

use crate::{ListKind, Snapshot, facet::Facet, list::List};

/// Columns of one list, each made when it is first needed.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    points: OnceLock<Points>,
    overdue: OnceLock<Vec<bool>>,
    values: [OnceLock<Values>; Facet::ALL.len()],
}

impl Columns {
    /// Where the entries are.
    pub(crate) fn points(&self, snapshot: &Snapshot, list: &List) -> &Points {
        self.points.get_or_init(|| Points::of(snapshot, list))
    }

    /// Of which entries nobody confirmed in time what is said.
    pub(crate) fn overdue(&self, list: &List) -> &[bool] {
        self.overdue.get_or_init(|| list.entries.par_iter().map(|entry| entry.body.overdue).collect())
    }

    /// Which values of a facet the entries have.
    pub(crate) fn values(&self, facet: Facet, snapshot: &Snapshot, list: &List) -> Option<&Values> {
        let values = self.values.get(facet.number())?;
        Some(values.get_or_init(|| Values::of(facet, snapshot, list)))
    }
}

/// A row of things for each position, end to end.
#[derive(Debug)]
struct Rows<T> {
    ends: Vec<u32>,
    things: Vec<T>,
}

impl<T> Rows<T> {
    fn with_capacity(rows: usize) -> Self {
        Self { ends: Vec::with_capacity(rows), things: Vec::with_capacity(rows) }
    }

    fn end(&mut self) {
        // Positions are 32 bits wide, and so are a few things for each.
        self.ends.push(u32::try_from(self.things.len()).unwrap_or(u32::MAX));
    }

    fn row(&self, position: u32) -> &[T] {
        let position = position as usize;
        let end = self.ends.get(position).copied().unwrap_or_default() as usize;
        let start =
            position.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.things.get(start as usize..end).unwrap_or_default()
    }
}

/// The points, degrees north and east, of the locations of each entry, with the locations.
#[derive(Debug)]
pub(crate) struct Points(Rows<((f64, f64), Uuid)>);

impl Points {
    fn of(snapshot: &Snapshot, list: &List) -> Self {
        let mut rows = Rows::with_capacity(list.entries.len());
        for entry in &list.entries {
            for id in snapshot.locations_shown(entry) {
                let point = snapshot.entry(id).and_then(|entry| entry.body.location()?.point);
                rows.things.extend(point.map(|point| (point, id)));
            }
            rows.end();
        }
        Self(rows)
    }

    /// Those of one entry.
    pub(crate) fn at(&self, position: u32) -> &[((f64, f64), Uuid)] {
        self.0.row(position)
    }
}

/// The values of a facet, numbered, and the numbers that each entry has.
#[derive(Debug)]
pub(crate) struct Values {
    rows: Rows<u32>,
    names: Vec<FacetKey>,
}

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
        let mut rows = Rows::with_capacity(list.entries.len());
        let mut numbers: FxHashMap<FacetKey, u32> = FxHashMap::default();
        let mut names = Vec::new();
        for entry in &list.entries {
            snapshot.each_value(facet, entry, |key| {
                let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
                let number = *numbers.entry(key.clone()).or_insert(next);
                if number == next {
                    names.push(key);
                }
                rows.things.push(number);
            });
            rows.end();
        }
        Self { rows, names }
    }

    /// How many of some entries have each value: those that any has, in no order.
    pub(crate) fn count(&self, positions: impl Iterator<Item = u32>) -> Vec<(&FacetKey, usize)> {
        let mut counts = vec![0_usize; self.names.len()];
        for position in positions {
            for number in self.rows.row(position) {
                if let Some(count) = counts.get_mut(*number as usize) {
                    *count += 1;
                }
            }
        }
        self.names.iter().zip(counts).filter(|(_, count)| *count > 0).collect()
    }
}

impl Snapshot {
    /// Makes what the first searches would otherwise wait for.
    pub(crate) fn warm(&self) {
        self.placed();
        let lists = ListKind::ALL.map(|kind| self.list(kind));
        lists.par_iter().for_each(|list| {
            list.columns.points(self, list);
            list.columns.overdue(list);
        });
        let services = self.list(ListKind::Service);
        Facet::ALL.par_iter().for_each(|facet| {
            services.columns.values(*facet, self, services);
        });
    }
}
