//! Where the entries of a list are, laid out by position.

use smallvec::SmallVec;
use uuid::Uuid;

use crate::{Entry, Snapshot, columns::Rows, list::List, region::Bounds};

/// The points, degrees north and east, of the locations of each entry, with the locations.
#[derive(Debug)]
pub(crate) struct Points {
    rows: Rows<((f64, f64), Uuid)>,
    /// Of each entry the cell of its point. Most of what is somewhere else is told by it, and it is small enough for the
    /// cells of a large directory to stay in the processor's caches.
    cells: Vec<Cell>,
}

impl Points {
    pub(crate) fn of(snapshot: &Snapshot, list: &List) -> Self {
        Self::collect(list.entries.len(), list.entries.iter().map(|entry| Self::at_entry(snapshot, entry)))
    }

    fn collect(many: usize, entries: impl Iterator<Item = Located>) -> Self {
        let mut points = Self { rows: Rows::with_capacity(many), cells: Vec::with_capacity(many) };
        for located in entries {
            points.cells.push(match located.as_slice() {
                [] => Cell::NOWHERE,
                [(point, _)] => Cell::of(*point),
                _ => Cell::SEVERAL,
            });
            points.rows.push(located);
        }
        points
    }

    pub(crate) fn at_entry(snapshot: &Snapshot, entry: &Entry) -> Located {
        let located = |id| Some((snapshot.entry(id)?.body.location()?.point?, id));
        snapshot.locations_shown(entry).into_iter().filter_map(located).collect()
    }

    /// Those of one entry.
    pub(crate) fn at(&self, position: u32) -> &[((f64, f64), Uuid)] {
        self.rows.row(position)
    }

    /// Whether any point of an entry passes a test, which no point outside the boxes does.
    pub(crate) fn any(&self, position: u32, boxes: &[Cells], passes: impl Fn((f64, f64)) -> bool) -> bool {
        let may_be_in = match self.cells.get(position as usize) {
            None | Some(&Cell::NOWHERE) => false,
            Some(&Cell::SEVERAL) => true,
            Some(cell) => boxes.iter().all(|cells| cells.hold(*cell)),
        };
        may_be_in && self.at(position).iter().any(|(point, _)| passes(*point))
    }
}

/// The points of one entry.
pub(crate) type Located = SmallVec<[((f64, f64), Uuid); 4]>;

/// Into how many cells the earth is cut from pole to pole, and as many from date line to date line: each is some 300 m
/// from south to north.
const CELLS: f64 = 65_000.0;

/// A cell of the earth, counted from the south and from the west.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    north: u16,
    east: u16,
}

impl Cell {
    /// Stands for no point, and for several.
    const NOWHERE: Self = Self { north: u16::MAX, east: 0 };
    const SEVERAL: Self = Self { north: u16::MAX, east: 1 };

    fn of((north, east): (f64, f64)) -> Self {
        Self { north: number((north + 90.0) / 180.0), east: number((east + 180.0) / 360.0) }
    }
}

/// The number of the cell at a share of the way.
fn number(share: f64) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range is that of numbers"
    )]
    let number = (share * CELLS).clamp(0.0, CELLS) as u16;
    number
}

/// The cells that a box lies in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cells {
    first: Cell,
    last: Cell,
    /// Whether it goes across the date line.
    wraps: bool,
}

impl Cells {
    pub(crate) fn of(bounds: &Bounds) -> Self {
        let Bounds { west, south, east, north } = *bounds;
        Self { first: Cell::of((south, west)), last: Cell::of((north, east)), wraps: west > east }
    }

    fn hold(&self, cell: Cell) -> bool {
        let Self { first, last, wraps } = *self;
        let (is_after, is_before) = (first.east <= cell.east, cell.east <= last.east);
        let between = if wraps { is_after || is_before } else { is_after && is_before };
        between && first.north <= cell.north && cell.north <= last.north
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point() -> impl Strategy<Value = (f64, f64)> {
        // Near each other and at the ends of the earth, so that many lie in boxes and on their edges.
        let north = prop_oneof![-90.0..=90.0, 50.3..50.4, Just(90.0), Just(-90.0), Just(50.35)];
        let east = prop_oneof![-180.0..=180.0, -4.2..-4.1, Just(180.0), Just(-180.0), Just(-4.15)];
        (north, east)
    }

    proptest! {
        #[test]
        fn cells_never_pass_over_what_lies_in_a_box(
            entries in prop::collection::vec(prop::collection::vec(point(), 0..3), 0..40), corner in point(), other in point()
        ) {
            let bounds = Bounds {
                south: corner.0.min(other.0), north: corner.0.max(other.0), west: corner.1, east: other.1,
            };
            let located = entries.iter().map(|points| points.iter().map(|point| (*point, Uuid::nil())).collect());
            let points = Points::collect(entries.len(), located);
            for (position, entry) in (0..).zip(&entries) {
                let found = points.any(position, &[Cells::of(&bounds)], |point| bounds.hold(point));
                prop_assert_eq!(found, entry.iter().any(|point| bounds.hold(*point)));
            }
        }
    }

    #[test]
    fn what_lies_far_away_is_told_by_its_cell() {
        let points = Points::collect(1, [[((51.5, -0.1), Uuid::nil())].into_iter().collect()].into_iter());
        let plymouth = Bounds { west: -4.2, south: 50.33, east: -4.0, north: 50.45 };
        assert!(!points.any(0, &[Cells::of(&plymouth)], |_| unreachable!("it was looked at more closely")));
    }
}
