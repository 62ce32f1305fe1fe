use std::fmt;

use model::{Area, Boundary};
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};
use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use super::Geography;
use crate::{Entry, ListKind, Near, Snapshot, body::Body, facts::LocationFacts, region::crosses_odd};

/// How far a location may be from a ward's centroid to be told to lie in it, in metres, where nothing better is known.
const NEAR_CENTROID: f64 = 2_000.0;

/// How it was found in which ward a location lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FoundBy {
    /// Its point lies inside the ward's boundary.
    Boundary,
    /// The register counts its postcode in the ward.
    Postcode,
    /// The ward's centroid is the nearest, and near: a guess.
    NearestCentroid,
}

impl FoundBy {
    /// Its name in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Boundary => "boundary",
            Self::Postcode => "postcode",
            Self::NearestCentroid => "nearest-centroid",
        }
    }
}

impl fmt::Display for FoundBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The ward that a location lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ward<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// How that was found.
    pub found_by: FoundBy,
}

/// In which ward each published location lies. Made with the snapshot.
#[derive(Debug, Default)]
pub(crate) struct Wards {
    wards: Vec<(Box<str>, Box<str>)>,
    of: FxHashMap<Uuid, (u16, FoundBy)>,
    /// By ward, the locations in their order.
    in_ward: FxHashMap<Box<str>, Vec<Uuid>>,
}

impl Wards {
    pub(crate) fn of<'a>(geography: &Geography, locations: impl Iterator<Item = &'a Body>) -> Self {
        let finder = Finder::new(geography);
        let mut wards = Self::default();
        let named = finder.wards.iter().map(|area| (area.code.as_str().into(), area.name.as_str().into()));
        wards.wards = named.collect();
        for (id, location) in locations.filter_map(|body| Some((body.id, body.location()?))) {
            if let Some((number, found_by)) = finder.find(location)
                && let Some(ward) = finder.wards.get(usize::from(number))
            {
                wards.of.insert(id, (number, found_by));
                wards.in_ward.entry(ward.code.as_str().into()).or_default().push(id);
            }
        }
        wards
    }

    pub(crate) fn get(&self, location: Uuid) -> Option<Ward<'_>> {
        let (number, found_by) = self.of.get(&location)?;
        let (code, name) = self.wards.get(usize::from(*number))?;
        Some(Ward { code, name, found_by: *found_by })
    }

    /// The locations in a ward.
    pub(crate) fn within(&self, ward: &str) -> &[Uuid] {
        self.in_ward.get(ward).map_or(&[], Vec::as_slice)
    }
}

/// What tells in which ward a location lies.
struct Finder<'a> {
    geography: &'a Geography,
    wards: Vec<&'a Area>,
    numbers: FxHashMap<&'a str, u16>,
    /// Boxes around boundaries, degrees east and north.
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, u16>>,
    rings: Vec<Vec<Vec<(f64, f64)>>>,
}

impl<'a> Finder<'a> {
    fn new(geography: &'a Geography) -> Self {
        let wards: Vec<&Area> = geography.areas(Area::WARD).take(usize::from(u16::MAX)).collect();
        let numbered = || (0_u16..).zip(&wards);
        let boxed = numbered().filter_map(|(number, area)| Some((number, around(area.boundary.as_ref()?)?)));
        let boxes = boxed.map(|(number, rectangle)| GeomWithData::new(rectangle, number)).collect();
        let rings = wards.iter().map(|area| rings(area.boundary.as_ref())).collect();
        let numbers = numbered().map(|(number, area)| (area.code.as_str(), number)).collect();
        Self { geography, boxes: RTree::bulk_load(boxes), rings, numbers, wards }
    }

    fn find(&self, location: &LocationFacts) -> Option<(u16, FoundBy)> {
        let by_boundary = location.point.and_then(|point| self.enclosing(point));
        if let Some(ward) = by_boundary {
            return Some((ward, FoundBy::Boundary));
        }
        // The register knows: where it names a ward that is none of ours, the location is elsewhere.
        let register = &self.geography.register;
        let told = location.addresses.iter().find_map(|address| register.ward(&address.postcode));
        if let Some(code) = told {
            return self.numbers.get(code).map(|ward| (*ward, FoundBy::Postcode));
        }
        self.nearest(location.point?).map(|ward| (ward, FoundBy::NearestCentroid))
    }

    fn enclosing(&self, (north, east): (f64, f64)) -> Option<u16> {
        let at = AABB::from_point([east, north]);
        let candidates = self.boxes.locate_in_envelope_intersecting(at).map(|found| found.data);
        // On a border shared by two the lesser code has it.
        let encloses = |ward: &u16| {
            let rings = self.rings.get(usize::from(*ward)).map_or(&[][..], Vec::as_slice);
            rings.iter().filter(|ring| crosses_odd(ring, (north, east))).count() % 2 == 1
        };
        candidates.filter(encloses).min()
    }

    /// The ward of the nearest centroid, unless that has a boundary, outside which the point lies.
    fn nearest(&self, point: (f64, f64)) -> Option<u16> {
        let from = Near { latitude: point.0, longitude: point.1, metres: NEAR_CENTROID };
        let distances = (0_u16..).zip(&self.wards).filter(|(_, area)| area.boundary.is_none());
        let distances =
            distances.map(|(number, area)| (from.distance((area.latitude, area.longitude)), number));
        let nearest = distances.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        (nearest.0 <= NEAR_CENTROID).then_some(nearest.1)
    }
}

/// A box around a boundary.
fn around(boundary: &Boundary) -> Option<Rectangle<[f64; 2]>> {
    let points: Vec<[f64; 2]> = boundary.iter().flatten().flatten().copied().collect();
    (!points.is_empty()).then(|| Rectangle::from_aabb(AABB::from_points(&points)))
}

/// The rings of a boundary, degrees north and east.
fn rings(boundary: Option<&Boundary>) -> Vec<Vec<(f64, f64)>> {
    let rings = boundary.into_iter().flatten().flatten();
    rings.map(|ring| ring.iter().map(|[east, north]| (*north, *east)).collect()).collect()
}

impl Snapshot {
    /// What is known of places beside what partners say.
    pub fn geography(&self) -> &Geography {
        &self.geography
    }

    /// The ward that a published location lies in, if it is known.
    pub fn ward(&self, location: Uuid) -> Option<Ward<'_>> {
        self.wards.get(location)
    }

    /// How many services are given at locations in a ward.
    pub fn services_in(&self, ward: &str) -> usize {
        let services = self.list(ListKind::Service);
        let positions = self.wards.within(ward).iter().flat_map(|location| services.positions(*location));
        positions.collect::<FxHashSet<_>>().len()
    }

    /// The wards that an entry's published locations lie in, each once, by code.
    pub fn wards_of(&self, entry: &Entry) -> Vec<Ward<'_>> {
        let locations = self.locations_shown(entry);
        let mut wards: Vec<Ward<'_>> = locations.iter().filter_map(|id| self.ward(*id)).collect();
        wards.sort_unstable_by_key(|ward| ward.code);
        wards.dedup_by_key(|ward| ward.code);
        wards
    }
}
