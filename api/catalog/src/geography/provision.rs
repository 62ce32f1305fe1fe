use model::{Area, Dataset, Indicator};
use rstar::{RTree, primitives::GeomWithData};
use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use crate::{ListKind, Near, Nearest, Need, Query, QueryError, Snapshot};

/// By how many people services are counted.
const PER_PEOPLE: f64 = 10_000.0;

/// How what is provided for a need is spread over the wards.
#[derive(Clone, Debug, PartialEq)]
pub struct Provision<'a> {
    /// The need.
    pub need: &'a Need,
    /// The indicator that the wards are held against, if there are figures of it.
    pub indicator: Option<&'a str>,
    /// How many services answer the need in all.
    pub services: usize,
    /// Of those, how many have no location that lies in a known ward.
    pub elsewhere: usize,
    /// The wards, where provision is thinnest first.
    pub wards: Vec<WardProvision<'a>>,
}

/// What is provided for a need in a ward.
#[derive(Clone, Debug, PartialEq)]
pub struct WardProvision<'a> {
    /// The ward.
    pub area: &'a Area,
    /// 1 where provision is thinnest; equals have the same.
    pub rank: usize,
    /// How thin provision is beside the other wards, from 0 to 100: the mean of the measures below that are known, each
    /// as the share of other wards that fare better.
    pub thinness: f64,
    /// How many services that answer the need are given in it.
    pub services: usize,
    /// How many that is for ten thousand people, where it is known how many live there.
    pub per_people: Option<f64>,
    /// The location nearest to its centroid at which the need is answered.
    pub nearest: Option<Nearest>,
    /// The figure of the indicator.
    pub indicator: Option<&'a Indicator>,
    /// The share of other wards that fare better, by measure.
    pub shares: Vec<(Measure, f64)>,
}

/// What wards are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Services in the ward, for as many people where that is known of every ward.
    Services,
    /// The way to the nearest.
    Distance,
    /// The indicator.
    Indicator,
}

impl Provision<'_> {
    /// How wards are ranked, for people.
    pub const METHOD: &'static str = "A ward is compared with all others by the services in it that answer the need (for ten thousand people \
        where the population of every ward is known), by the way from its centroid to the nearest of them, and by the indicator. \
        Each gives the share of other wards that fare better, equals counting half; thinness is the mean of the shares that are \
        known, from 0 to 100. It says where to look, not what is needed: one service may serve many wards, or be online.";
}

impl WardProvision<'_> {
    /// How many services there are for ten thousand people, in hundredths.
    pub fn rounded_per_people(&self) -> Option<f64> {
        self.per_people.map(|number| (number * 100.0).round() / 100.0)
    }

    /// Why it has its rank, for people.
    pub fn explanation(&self) -> String {
        let told = |(measure, share): &(Measure, f64)| {
            format!("{} % of the other wards fare better by {}", (share * 100.0).round(), measure.as_str())
        };
        self.shares.iter().map(told).collect::<Vec<_>>().join("; ")
    }
}

impl Measure {
    /// Its name in interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Distance => "distance",
            Self::Indicator => "indicator",
        }
    }
}

/// Degrees made square, with the location and its own degrees.
type Place = GeomWithData<[f64; 2], (Uuid, (f64, f64))>;

impl Snapshot {
    /// Where provision for a need is thin: ward by ward, held against an indicator, which is the need's own unless
    /// another is named.
    pub fn provision(&self, need: &str, indicator: Option<&str>) -> Result<Provision<'_>, QueryError> {
        let query = Query { need: Some(need.to_owned()), limit: usize::MAX, ..Query::new(ListKind::Service) };
        let need = self.need(need)?;
        let indicator = self.indicator_of(need, indicator)?;
        let hits = self.search(&query)?;
        let services: Vec<FxHashSet<Uuid>> =
            hits.items.iter().map(|hit| hit.entry.location_ids().collect()).collect();
        let tree = self.tree(&services);
        let (counts, elsewhere) = self.count_by_ward(&services);
        let wards = self.geography.areas(Area::WARD).map(|area| {
            let count = counts.get(area.code.as_str()).copied().unwrap_or_default();
            self.in_ward(area, count, nearest(&tree, area), indicator)
        });
        let mut wards: Vec<WardProvision<'_>> = wards.collect();
        rank(&mut wards, indicator.is_some_and(|code| self.lower_is_worse(code)));
        Ok(Provision { need, indicator, services: services.len(), elsewhere, wards })
    }

    /// How many services are given in each ward, and how many in none.
    fn count_by_ward(&self, services: &[FxHashSet<Uuid>]) -> (FxHashMap<&str, usize>, usize) {
        let (mut counts, mut elsewhere) = (FxHashMap::default(), 0);
        for places in services {
            let wards: FxHashSet<&str> =
                places.iter().filter_map(|id| self.wards.get(*id)).map(|ward| ward.code).collect();
            elsewhere += usize::from(wards.is_empty());
            wards.into_iter().for_each(|ward| *counts.entry(ward).or_default() += 1);
        }
        (counts, elsewhere)
    }

    /// The indicator that is asked for, which must be there, or the need's own, if it is.
    fn indicator_of<'a>(
        &'a self,
        need: &'a Need,
        asked: Option<&str>,
    ) -> Result<Option<&'a str>, QueryError> {
        let known = |code: &str| self.geography.indicators().find(|known| known.eq_ignore_ascii_case(code));
        match asked {
            None => Ok(need.indicator.as_deref().and_then(known)),
            Some(code) => known(code.trim()).map(Some).ok_or_else(|| QueryError::Indicator {
                value: code.chars().take(80).collect(),
                known: self.geography.indicators().collect::<Vec<_>>().join(", "),
            }),
        }
    }

    fn lower_is_worse(&self, indicator: &str) -> bool {
        let dataset = self.geography.dataset(&Dataset::indicator(indicator));
        dataset.is_some_and(|dataset| dataset.lower_is_worse)
    }

    fn in_ward<'a>(
        &'a self,
        area: &'a Area,
        services: usize,
        nearest: Option<Nearest>,
        indicator: Option<&str>,
    ) -> WardProvision<'a> {
        let population = self.geography.indicator(Indicator::POPULATION, &area.code);
        let population = population.map(|row| row.value).filter(|people| *people > 0.0);
        let per_people = population.map(|people| whole(services) / people * PER_PEOPLE);
        let indicator = indicator.and_then(|code| self.geography.indicator(code, &area.code));
        let (rank, thinness, shares) = (0, 0.0, Vec::new());
        WardProvision { area, rank, thinness, services, per_people, nearest, indicator, shares }
    }

    /// The locations of all services.
    fn tree(&self, services: &[FxHashSet<Uuid>]) -> RTree<Place> {
        let locations: FxHashSet<Uuid> = services.iter().flatten().copied().collect();
        let places = locations.into_iter().filter_map(|id| {
            let point = self.entry(id)?.body.location()?.point?;
            Some(Place::new(square(point), (id, point)))
        });
        RTree::bulk_load(places.collect())
    }
}

/// Degrees as they would be if a step east were as long as a step north, as in the middle of Great Britain it is at 54°.
/// What is nearest by these is measured again as it is.
fn square((north, east): (f64, f64)) -> [f64; 2] {
    [east * 54_f64.to_radians().cos(), north]
}

fn nearest(tree: &RTree<Place>, area: &Area) -> Option<Nearest> {
    let centroid = (area.latitude, area.longitude);
    let from = Near { latitude: centroid.0, longitude: centroid.1, metres: Near::ANYWHERE };
    let candidates = tree.nearest_neighbor_iter(square(centroid)).take(8);
    let measured =
        candidates.map(|place| Nearest { location: place.data.0, metres: from.distance(place.data.1) });
    measured.min_by(|a, b| a.metres.total_cmp(&b.metres).then(a.location.cmp(&b.location)))
}

/// Compares the wards by each measure, and orders them.
fn rank(wards: &mut [WardProvision<'_>], lower_is_worse: bool) {
    let by_people = wards.iter().all(|ward| ward.per_people.is_some());
    let services = |ward: &WardProvision<'_>| {
        Some(-ward.per_people.filter(|_| by_people).unwrap_or_else(|| whole(ward.services)))
    };
    let distance = |ward: &WardProvision<'_>| Some(ward.nearest.map_or(f64::INFINITY, |near| near.metres));
    let sign = if lower_is_worse { -1.0 } else { 1.0 };
    let figure = |ward: &WardProvision<'_>| ward.indicator.map(|row| sign * row.value);
    compare(wards, Measure::Services, services);
    compare(wards, Measure::Distance, distance);
    compare(wards, Measure::Indicator, figure);
    for ward in wards.iter_mut() {
        let sum: f64 = ward.shares.iter().map(|(_, share)| share).sum();
        let mean = if ward.shares.is_empty() { 0.0 } else { sum / whole(ward.shares.len()) };
        ward.thinness = (mean * 1_000.0).round() / 10.0;
    }
    wards.sort_by(|a, b| b.thinness.total_cmp(&a.thinness).then(a.area.code.cmp(&b.area.code)));
    let (mut rank, mut last) = (0, f64::NAN);
    for (position, ward) in wards.iter_mut().enumerate() {
        #[expect(clippy::float_cmp, reason = "equal by the same sum")]
        if ward.thinness != last {
            (rank, last) = (position + 1, ward.thinness);
        }
        ward.rank = rank;
    }
}

/// Notes for each ward of which a measure is known the share of the others that fare better; equals count half.
fn compare<'a>(
    wards: &mut [WardProvision<'a>],
    measure: Measure,
    value: impl Fn(&WardProvision<'a>) -> Option<f64>,
) {
    let mut values: Vec<f64> = wards.iter().filter_map(&value).collect();
    values.sort_by(f64::total_cmp);
    let others = values.len().saturating_sub(1);
    if others == 0 {
        return;
    }
    for ward in wards.iter_mut() {
        let Some(own) = value(ward) else { continue };
        let better = values.partition_point(|other| *other < own);
        let equal = values.partition_point(|other| *other <= own) - better - 1;
        let share = (whole(better) + whole(equal) / 2.0) / whole(others);
        ward.shares.push((measure, share));
    }
}

fn whole(count: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "there are some millions at most")]
    let number = count as f64;
    number
}
