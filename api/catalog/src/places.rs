use std::collections::{BTreeSet, HashMap};

use rstar::{AABB, RTree, primitives::GeomWithData};
use rustc_hash::FxHashSet;
use uuid::Uuid;

use crate::{body::Body, facts::LocationFacts, region::Bounds, regions::Region};

/// Where the published locations are, and what they tell of the postcodes they lie in.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Degrees east and north, with the location.
    points: RTree<GeomWithData<[f64; 2], Uuid>>,
    /// Postcode, its sector and its district, each with the sum of the points in it.
    centres: HashMap<String, Sum>,
    /// The names, as keys, of the places that addresses give, each with the sum of the points there.
    localities: HashMap<Box<str>, Sum>,
    /// District to the names, as keys, of the places that addresses in it give.
    names: HashMap<String, BTreeSet<Box<str>>>,
}

#[derive(Debug, Default)]
struct Sum {
    north: f64,
    east: f64,
    count: f64,
}

impl Sum {
    fn add(&mut self, north: f64, east: f64) {
        self.north += north;
        self.east += east;
        self.count += 1.0;
    }

    fn mean(&self) -> (f64, f64) {
        (self.north / self.count, self.east / self.count)
    }
}

/// What can be said of a postcode.
#[derive(Debug)]
pub(crate) struct Whereabouts {
    /// What areas may call it, as keys surrounded by `-`: itself, its district, the places it lies in.
    pub(crate) names: Vec<String>,
    /// Degrees north and east.
    pub(crate) centre: Option<(f64, f64)>,
}

impl Places {
    /// Takes the locations in a fixed order, so that sums come out the same.
    pub(crate) fn of<'a>(locations: impl Iterator<Item = &'a Body>) -> Self {
        let mut places = Self::default();
        let mut points = Vec::new();
        for (id, location) in locations.filter_map(|body| Some((body.id, body.location()?))) {
            if let Some((north, east)) = location.point {
                points.push(GeomWithData::new([east, north], id));
            }
            places.learn(location);
        }
        places.points = RTree::bulk_load(points);
        places
    }

    fn learn(&mut self, location: &LocationFacts) {
        for address in &location.addresses {
            let outward = normalize::postcode::outward(&address.postcode);
            let names = self.names.entry(outward.to_owned()).or_default();
            names.extend(address.places.iter().filter(|place| !place.is_empty()).cloned());
            let Some((north, east)) = location.point else { continue };
            for area in widening(&address.postcode) {
                let sum = self.centres.entry(area.to_owned()).or_default();
                sum.add(north, east);
            }
            for place in address.places.iter().filter(|place| !place.is_empty()) {
                self.localities.entry(place.clone()).or_default().add(north, east);
            }
        }
    }

    /// The mean point of the locations in the postcode, or else in its sector, or else in its district.
    pub(crate) fn centre(&self, postcode: &str) -> Option<(f64, f64)> {
        widening(postcode).find_map(|area| self.centre_of(area))
    }

    /// The mean point of the locations in a postcode, a sector or a district, itself.
    pub(crate) fn centre_of(&self, area: &str) -> Option<(f64, f64)> {
        self.centres.get(area).map(Sum::mean)
    }

    /// The mean point of the locations whose addresses name a place, which is a key.
    pub(crate) fn locality(&self, key: &str) -> Option<(f64, f64)> {
        self.localities.get(key).map(Sum::mean)
    }

    pub(crate) fn whereabouts(&self, postcode: &str) -> Whereabouts {
        let outward = normalize::postcode::outward(postcode);
        let own = [postcode.replace(' ', "-"), postcode.replace(' ', ""), outward.to_owned()];
        let own = own.into_iter().map(|name| name.to_lowercase());
        let places = self.names.get(outward).into_iter().flatten().map(|place| place.to_string());
        let names = own.chain(places).map(|name| format!("-{name}-")).collect();
        Whereabouts { names, centre: self.centre(postcode) }
    }

    /// The locations in a region.
    pub(crate) fn inside(&self, region: &Region) -> FxHashSet<Uuid> {
        let Bounds { west, south, east, north } = *region.bounds();
        let halves = if west <= east { vec![(west, east)] } else { vec![(west, 180.0), (-180.0, east)] };
        let boxes = halves.into_iter().map(|(west, east)| AABB::from_corners([west, south], [east, north]));
        let points = boxes.flat_map(|half| self.points.locate_in_envelope(half));
        points.filter(|point| region.holds(degrees(point))).map(|point| point.data).collect()
    }
}

/// Degrees north and east.
fn degrees(point: &GeomWithData<[f64; 2], Uuid>) -> (f64, f64) {
    let [east, north] = *point.geom();
    (north, east)
}

/// A postcode such as `PL1 1AB`, its sector `PL1 1` and its district `PL1`.
fn widening(postcode: &str) -> impl Iterator<Item = &str> {
    let outward = normalize::postcode::outward(postcode);
    let sector = postcode.get(..outward.len() + 2);
    [Some(postcode), sector, Some(outward)].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_widens_to_its_sector_and_district() {
        assert_eq!(widening("PL1 1AB").collect::<Vec<_>>(), ["PL1 1AB", "PL1 1", "PL1"]);
    }
}
