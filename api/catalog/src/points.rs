//! Where the entries of a list are, laid out by position.

use std::collections::BTreeMap;

use smallvec::SmallVec;
use uuid::Uuid;

use crate::{
    Entry, Snapshot,
    column::{Column, Rows},
    columns::Placed,
    list::List,
    regions::Region,
};

/// The points, degrees north and east, of the locations of each entry, with the locations.
#[derive(Debug)]
pub(crate) struct Points {
    rows: Rows<((f64, f64), Uuid)>,
    /// Of each entry, in a narrow form that stays in the processor's caches, where it is roughly: most are in a region or
    /// outside by more than that is off.
    roughly: Column<Roughly>,
}

impl Points {
    pub(crate) fn of(snapshot: &Snapshot, list: &List) -> Self {
        let entries = list.entries.positioned();
        Self::collect(entries.map(|(position, entry)| (position, Self::at_entry(snapshot, entry))))
    }

    fn collect(entries: impl Iterator<Item = (u32, Located)>) -> Self {
        let mut points = Self { rows: Rows::default(), roughly: Column::default() };
        for (position, located) in entries {
            points.roughly.put(position, Roughly::of(&located));
            points.rows.push(position, located);
        }
        points
    }

    /// The same with other entries at some positions; none where they are where the others were.
    pub(crate) fn edited(&self, snapshot: &Snapshot, entries: &[Placed<'_>]) -> Option<Self> {
        let located = |entry: &Option<&Entry>| {
            entry.map(|entry| Self::at_entry(snapshot, entry).into_vec()).unwrap_or_default()
        };
        let now = entries.iter().map(|(position, entry)| (*position, located(entry)));
        let others: BTreeMap<u32, Vec<_>> = now.filter(|(at, located)| self.at(*at) != located).collect();
        let mut roughly = (!others.is_empty()).then(|| self.roughly.clone())?;
        roughly.extend(others.iter().map(|(position, located)| (*position, Roughly::of(located))));
        Some(Self { rows: self.rows.with(&others), roughly })
    }

    pub(crate) fn at_entry(snapshot: &Snapshot, entry: &Entry) -> Located {
        let located = |id| Some((snapshot.entry(id)?.body.location()?.point?, id));
        snapshot.locations_shown(entry).into_iter().filter_map(located).collect()
    }

    /// Those of one entry.
    pub(crate) fn at(&self, position: u32) -> &[((f64, f64), Uuid)] {
        self.rows.row(position)
    }

    /// Whether any point of an entry lies in each of some regions.
    pub(crate) fn any_in(&self, position: u32, regions: &[Region]) -> bool {
        let roughly = self.roughly.get(position).is_in(regions);
        roughly.unwrap_or_else(|| {
            let is_in = |point| regions.iter().all(|region| region.holds(point));
            self.at(position).iter().any(|(point, _)| is_in(*point))
        })
    }
}

/// The points of one entry.
pub(crate) type Located = SmallVec<[((f64, f64), Uuid); 4]>;

/// Where an entry is roughly: degrees north and east.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Roughly {
    north: f32,
    east: f32,
}

impl Default for Roughly {
    fn default() -> Self {
        Self::NOWHERE
    }
}

impl Roughly {
    /// Stands for no point, and for several.
    const NOWHERE: Self = Self { north: f32::NEG_INFINITY, east: 0.0 };
    const SEVERAL: Self = Self { north: f32::INFINITY, east: 0.0 };

    fn of(located: &[((f64, f64), Uuid)]) -> Self {
        match located {
            [] => Self::NOWHERE,
            #[expect(clippy::cast_possible_truncation, reason = "it is to be narrow")]
            [((north, east), _)] => Self { north: *north as f32, east: *east as f32 },
            _ => Self::SEVERAL,
        }
    }

    /// Whether it is in each of some regions; nothing where its points must be looked at.
    fn is_in(self, regions: &[Region]) -> Option<bool> {
        if self == Self::NOWHERE {
            return Some(false);
        }
        if self == Self::SEVERAL {
            return None;
        }
        let point = (f64::from(self.north), f64::from(self.east));
        let mut is_in = Some(true);
        for region in regions {
            match region.holds_roughly(point) {
                Some(false) => return Some(false),
                Some(true) => {}
                None => is_in = None,
            }
        }
        is_in
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::regions::tests::{point, regions};

    proptest! {
        #[test]
        fn what_lies_in_regions_is_found_as_by_looking_at_every_point(
            entries in prop::collection::vec(prop::collection::vec(point(), 0..3), 0..40), regions in regions()
        ) {
            let located = entries.iter().map(|points| points.iter().map(|point| (*point, Uuid::nil())).collect());
            let points = Points::collect((0..).zip(located));
            for (position, entry) in (0..).zip(&entries) {
                let lies_in = |point: &(f64, f64)| regions.iter().all(|region| region.holds(*point));
                prop_assert_eq!(points.any_in(position, &regions), entry.iter().any(lies_in));
            }
        }
    }
}
