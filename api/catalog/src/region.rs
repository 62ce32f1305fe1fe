//! Parts of the earth in which something may lie.

use crate::QueryError;

/// Metres on the mean earth (IUGG radius).
pub(crate) const EARTH_RADIUS: f64 = 6_371_008.8;

/// A circle on the earth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// Degrees north of its centre.
    pub latitude: f64,
    /// Degrees east of its centre.
    pub longitude: f64,
    /// Its radius in metres, at most half the earth's circumference.
    pub metres: f64,
}

impl Near {
    /// A radius that takes in the whole earth, in metres.
    pub const ANYWHERE: f64 = 20_100_000.0;

    pub(crate) fn check(self) -> Result<Self, QueryError> {
        let Self { latitude, longitude, metres } = self;
        let is_area = is_on_earth(latitude, longitude) && (0.0..=Self::ANYWHERE).contains(&metres);
        if is_area { Ok(self) } else { Err(QueryError::Near { latitude, longitude, metres }) }
    }

    /// Metres to a point in degrees north and east, by the haversine formula.
    pub(crate) fn distance(&self, (north, east): (f64, f64)) -> f64 {
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let (from, to) = (self.latitude.to_radians().cos(), north.to_radians().cos());
        let h = half(self.latitude, north) + from * to * half(self.longitude, east);
        2.0 * EARTH_RADIUS * h.clamp(0.0, 1.0).sqrt().asin()
    }

    /// A box around it. One that reaches a pole or the date line goes all around the earth.
    pub(crate) fn bounds(&self) -> Bounds {
        let height = (self.metres / EARTH_RADIUS).to_degrees();
        let (south, north) = (self.latitude - height, self.latitude + height);
        let narrowest = south.abs().max(north.abs()).to_radians().cos();
        let width = height / narrowest;
        let round = south <= -90.0 || north >= 90.0 || self.longitude.abs() + width >= 180.0;
        let (west, east) =
            if round { (-180.0, 180.0) } else { (self.longitude - width, self.longitude + width) };
        Bounds { west, south, east, north }
    }
}

/// A box between two parallels and two meridians, in degrees. Where its west is east of its east it goes across the
/// date line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Its western edge.
    pub west: f64,
    /// Its southern edge.
    pub south: f64,
    /// Its eastern edge.
    pub east: f64,
    /// Its northern edge.
    pub north: f64,
}

impl Bounds {
    pub(crate) fn check(self) -> Result<Self, QueryError> {
        let corners = is_on_earth(self.south, self.west) && is_on_earth(self.north, self.east);
        if corners && self.south <= self.north { Ok(self) } else { Err(QueryError::Bounds(self)) }
    }

    /// Whether a point in degrees north and east lies in it or on its edge.
    pub(crate) fn hold(&self, (north, east): (f64, f64)) -> bool {
        let between = if self.west <= self.east {
            self.west <= east && east <= self.east
        } else {
            self.west <= east || east <= self.east
        };
        between && self.south <= north && north <= self.north
    }
}

/// What a closed line encloses: points in degrees north and east, in the order of the line. Where it crosses itself,
/// what it goes around an odd number of times.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline(pub Vec<(f64, f64)>);

impl Outline {
    /// The fewest points that enclose anything.
    pub const FEWEST: usize = 3;
    /// The most points that are taken.
    pub const MOST: usize = 1_000;

    pub(crate) fn check(&self) -> Result<(), QueryError> {
        let Self(points) = self;
        let many = (Self::FEWEST..=Self::MOST).contains(&points.len());
        let stray = points.iter().find(|(north, east)| !is_on_earth(*north, *east));
        match stray {
            Some((north, east)) => {
                Err(QueryError::Outline(format!("{north} north, {east} east is no point on earth")))
            }
            None if !many => Err(QueryError::Outline(format!(
                "it has {} points; from {} to {} are taken",
                points.len(),
                Self::FEWEST,
                Self::MOST
            ))),
            None => Ok(()),
        }
    }

    /// The box around it.
    pub(crate) fn bounds(&self) -> Bounds {
        let none = Bounds { west: 180.0, south: 90.0, east: -180.0, north: -90.0 };
        self.0.iter().fold(none, |bounds, (north, east)| Bounds {
            west: bounds.west.min(*east),
            south: bounds.south.min(*north),
            east: bounds.east.max(*east),
            north: bounds.north.max(*north),
        })
    }
}

/// Into how many strips of latitude an outline is cut.
const STRIPS: usize = 128;

/// An outline that was made ready to be asked of many points: its edges by the strips of latitude that they cross.
#[derive(Debug)]
pub(crate) struct Enclosed {
    bounds: Bounds,
    strips: Vec<Vec<Edge>>,
}

/// A straight piece of a line that leads north or south.
#[derive(Debug)]
struct Edge {
    south: f64,
    north: f64,
    /// Degrees east at its southern end, and for each degree north.
    east: f64,
    slope: f64,
}

impl Enclosed {
    pub(crate) fn of(outline: &Outline) -> Self {
        let mut made = Self { bounds: outline.bounds(), strips: Vec::new() };
        made.strips.resize_with(STRIPS, Vec::new);
        let points = &outline.0;
        for (from, to) in points.iter().zip(points.iter().cycle().skip(1)) {
            made.add(*from, *to);
        }
        made
    }

    fn add(&mut self, from: (f64, f64), to: (f64, f64)) {
        let ((south, east), (north, end)) = if from.0 <= to.0 { (from, to) } else { (to, from) };
        if south == north {
            return;
        }
        let crossed = self.strip(south)..=self.strip(north);
        for strip in self.strips.get_mut(crossed).unwrap_or_default() {
            strip.push(Edge { south, north, east, slope: (end - east) / (north - south) });
        }
    }

    /// The strip of a latitude; the outermost ones for what lies beyond.
    fn strip(&self, north: f64) -> usize {
        let share = (north - self.bounds.south) / (self.bounds.north - self.bounds.south);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a small number that was brought within bounds; what is no number becomes nought"
        )]
        let strip = (share * STRIPS as f64).clamp(0.0, (STRIPS - 1) as f64) as usize;
        strip
    }

    /// The box around it.
    pub(crate) fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// Whether a point in degrees north and east lies inside: whether a ray from it eastward crosses the line an odd
    /// number of times.
    pub(crate) fn holds(&self, (north, east): (f64, f64)) -> bool {
        let edges = self.strips.get(self.strip(north)).map_or(&[][..], Vec::as_slice);
        // Every edge is looked at in the same way, without a branch: they are many where somebody means it.
        let crosses = |edge: &Edge| {
            (edge.south <= north)
                & (north < edge.north)
                & (east < (north - edge.south) * edge.slope + edge.east)
        };
        edges.iter().map(|edge| usize::from(crosses(edge))).sum::<usize>() % 2 == 1
    }
}

/// Whether a ray from a point eastward crosses a ring an odd number of times. Points are degrees north and east.
pub(crate) fn crosses_odd(ring: &[(f64, f64)], (north, east): (f64, f64)) -> bool {
    let ends = ring.iter().cycle().skip(1);
    let crossed = ring.iter().zip(ends).filter(|((y1, x1), (y2, x2))| {
        (*y1 > north) != (*y2 > north) && east < (x2 - x1) * (north - y1) / (y2 - y1) + x1
    });
    crossed.count() % 2 == 1
}

fn is_on_earth(north: f64, east: f64) -> bool {
    north.abs() <= 90.0 && east.abs() <= 180.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_around_a_circle_holds_every_point_of_it() {
        let near = Near { latitude: 50.37, longitude: -4.14, metres: 5_000.0 };
        for point in [(50.4149, -4.14), (50.3251, -4.14), (50.37, -4.0696), (50.37, -4.2104)] {
            assert!(near.distance(point) <= near.metres, "{point:?}");
            assert!(near.bounds().hold(point), "{point:?}");
        }
    }

    #[test]
    fn distances_are_those_on_a_sphere() {
        let origin = Near { latitude: 0.0, longitude: 0.0, metres: 0.0 };
        let quarter = EARTH_RADIUS * std::f64::consts::FRAC_PI_2;
        for (point, metres) in [
            ((0.0, 0.0), 0.0),
            ((0.0, 90.0), quarter),
            ((-90.0, 0.0), quarter),
            ((0.0, 180.0), 2.0 * quarter),
        ] {
            assert!((origin.distance(point) - metres).abs() < 0.001, "{point:?}");
        }
    }

    #[test]
    fn a_box_across_the_date_line_holds_both_sides_of_it() {
        let fiji = Bounds { west: 177.0, south: -20.0, east: -178.0, north: -15.0 };
        assert!(fiji.check().is_ok());
        assert!(fiji.hold((-17.0, 179.0)) && fiji.hold((-17.0, -179.0)));
        assert!(!fiji.hold((-17.0, 0.0)) && !fiji.hold((-21.0, 179.0)));
    }

    #[test]
    fn an_outline_holds_what_it_goes_around_and_refuses_what_is_none() {
        let triangle = Outline(vec![(50.0, -5.0), (50.0, -4.0), (51.0, -4.5)]);
        assert!(triangle.check().is_ok());
        let inside = Enclosed::of(&triangle);
        assert!(inside.holds((50.4, -4.5)) && !inside.holds((50.9, -4.9)));
        assert!(Outline(vec![(50.0, -5.0), (50.0, -4.0)]).check().is_err());
        assert!(Outline(vec![(f64::NAN, 0.0); 4]).check().is_err());
        assert!(Outline(vec![(0.0, 0.0); 1_001]).check().is_err());
    }

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_outline_cut_into_strips_holds_what_its_line_goes_around(
            points in prop::collection::vec((-9_i16..9, -9_i16..9), 3..40),
            (north, east) in (-99_i16..99, -99_i16..99),
        ) {
            let points: Vec<_> = points.iter().map(|(y, x)| (f64::from(*y), f64::from(*x))).collect();
            // Beside the grid, so that nothing lies on the line but by chance.
            let point = (f64::from(north) / 10.0 + 0.013, f64::from(east) / 10.0 + 0.0171);
            let inside = Enclosed::of(&Outline(points.clone())).holds(point);
            prop_assert_eq!(inside, crosses_odd(&points, point));
        }
    }
}
