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

    /// Whether a point in degrees north and east lies inside.
    pub(crate) fn holds(&self, point: (f64, f64)) -> bool {
        crosses_odd(&self.0, point)
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
        assert!(triangle.holds((50.4, -4.5)) && !triangle.holds((50.9, -4.9)));
        assert!(Outline(vec![(50.0, -5.0), (50.0, -4.0)]).check().is_err());
        assert!(Outline(vec![(f64::NAN, 0.0); 4]).check().is_err());
        assert!(Outline(vec![(0.0, 0.0); 1_001]).check().is_err());
    }
}
