//! The regions that a query asks for, made ready to be asked of many points.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::{Bounds, Near, Query, region::Enclosed};

/// In each of these regions a location must lie.
pub(crate) type Regions = SmallVec<[Region; 3]>;

/// A part of the earth.
#[derive(Clone, Debug)]
pub(crate) enum Region {
    /// What is no farther away than that, with a box around it.
    Circle(Near, Bounds),
    Box(Bounds),
    Outline(Arc<Enclosed>),
}

/// How far a point that is roughly known lies from where it truly lies at most, in degrees: rounded to the 24 binary
/// digits of a narrow number, 180 degrees are 0.000 008 off.
const ROUGHLY: f64 = 0.000_01;
/// The same in metres, north and east together.
const ROUGH_METRES: f64 = 2.0;

impl Region {
    /// Those of a query; a circle that holds the whole earth is none.
    pub(crate) fn of(query: &Query) -> Regions {
        let circle = query.near.filter(|near| near.metres < Near::ANYWHERE);
        let circle = circle.map(|near| Self::Circle(near, near.bounds()));
        let outline = query.outline.as_ref().map(|outline| Self::Outline(Arc::new(Enclosed::of(outline))));
        [circle, query.bounds.map(Self::Box), outline].into_iter().flatten().collect()
    }

    /// A box around it.
    pub(crate) fn bounds(&self) -> &Bounds {
        match self {
            Self::Circle(_, bounds) | Self::Box(bounds) => bounds,
            Self::Outline(enclosed) => enclosed.bounds(),
        }
    }

    /// Whether a point, in degrees north and east, lies in it.
    pub(crate) fn holds(&self, point: (f64, f64)) -> bool {
        match self {
            Self::Circle(near, _) => near.distance(point) <= near.metres,
            Self::Box(bounds) => bounds.hold(point),
            Self::Outline(enclosed) => enclosed.holds(point),
        }
    }

    /// Whether a point lies in it that is roughly known; nothing where that takes the point itself.
    pub(crate) fn holds_roughly(&self, point: (f64, f64)) -> Option<bool> {
        match self {
            Self::Box(bounds) => box_holds(bounds, point),
            other if box_holds(other.bounds(), point) == Some(false) => Some(false),
            Self::Circle(near, _) => {
                let beyond = near.distance(point) - near.metres;
                (beyond.abs() > ROUGH_METRES).then_some(beyond < 0.0)
            }
            Self::Outline(_) => None,
        }
    }
}

fn box_holds(bounds: &Bounds, (north, east): (f64, f64)) -> Option<bool> {
    let Bounds { west, south, east: end, north: top } = *bounds;
    let (is_after, is_before) = (exceeds(east, west), exceeds(end, east));
    let between = if west <= end { both(is_after, is_before) } else { either(is_after, is_before) };
    both(between, both(exceeds(north, south), exceeds(top, north)))
}

/// Whether one number, of which either is roughly known, is greater than another.
fn exceeds(one: f64, other: f64) -> Option<bool> {
    ((one - other).abs() > ROUGHLY).then_some(one > other)
}

fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn either(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    both(one.map(|one| !one), other.map(|other| !other)).map(|neither| !neither)
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{ListKind, Outline};

    /// Points near each other and at the ends of the earth, so that many lie in regions and on their edges.
    pub(crate) fn point() -> impl Strategy<Value = (f64, f64)> {
        let north = prop_oneof![-90.0..=90.0, 50.3..50.4, Just(90.0), Just(-90.0), Just(50.35)];
        let east = prop_oneof![-180.0..=180.0, -4.2..-4.1, Just(180.0), Just(-180.0), Just(-4.15)];
        (north, east)
    }

    pub(crate) fn regions() -> impl Strategy<Value = Regions> {
        let circle = (point(), 0.0..20_000.0).prop_map(|((latitude, longitude), metres)| Near {
            latitude,
            longitude,
            metres,
        });
        let bounds = (point(), point()).prop_map(|((a, west), (b, east))| Bounds {
            south: a.min(b),
            north: a.max(b),
            west,
            east,
        });
        let outline = prop::collection::vec(point(), 3..6).prop_map(Outline);
        let all = (prop::option::of(circle), prop::option::of(bounds), prop::option::of(outline));
        all.prop_map(|(near, bounds, outline)| {
            Region::of(&Query { near, bounds, outline, ..Query::new(ListKind::Service) })
        })
    }

    proptest! {
        #[test]
        fn what_is_said_of_a_roughly_known_point_is_true_of_the_point(regions in regions(), point in point()) {
            #[expect(clippy::cast_possible_truncation, reason = "that is what is tried")]
            let rough = (f64::from(point.0 as f32), f64::from(point.1 as f32));
            for region in regions {
                let said = region.holds_roughly(rough);
                prop_assert!(said.is_none_or(|said| said == region.holds(point)), "{:?}", region.bounds());
            }
        }
    }
}
