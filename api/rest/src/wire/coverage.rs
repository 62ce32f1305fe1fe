//! What is provided for a need, as it goes over the wire.

use catalog::{Provision, Snapshot, WardProvision, whole_metres};
use model::Area;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::area::{parts, told};
use crate::licences::{Licence, Licences};

/// What is provided for a need, ward by ward.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CoverageReport {
    /// The need.
    #[schema(example = "digital-skills")]
    need: String,
    /// The indicator that wards are held against; absent where none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "digital-exclusion")]
    indicator: Option<String>,
    /// How many services answer the need.
    #[schema(minimum = 0, example = 14)]
    services: usize,
    /// Of those, how many are given at no location that lies in a known ward.
    #[schema(minimum = 0, example = 2)]
    elsewhere: usize,
    /// How wards are ranked.
    #[schema(example = "thinness is the mean of the shares of other wards that fare better")]
    method: &'static str,
    /// The wards, where provision is thinnest first.
    wards: Vec<WardCoverage>,
    /// The licences and attributions of what is shown.
    licences: Vec<Licence>,
}

/// What is provided for a need in a ward.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WardCoverage {
    /// The ward's code.
    #[schema(example = "E05002078")]
    code: String,
    /// Its name.
    #[schema(example = "Budshead")]
    name: String,
    /// 1 where provision is thinnest.
    #[schema(minimum = 1, example = 3)]
    rank: usize,
    /// How thin provision is beside the other wards.
    #[schema(minimum = 0, maximum = 100, example = 71.9)]
    thinness: f64,
    /// Services in it that answer the need.
    #[schema(minimum = 0, example = 1)]
    services: usize,
    /// The same for ten thousand people, where it is known how many live there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0, example = 0.8)]
    services_per_10000: Option<f64>,
    /// Metres from its centroid to the nearest location at which the need is answered; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0, example = 640)]
    nearest_m: Option<u64>,
    /// That location.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>, format = Uuid)]
    nearest_location_id: Option<Uuid>,
    /// The figure of the indicator.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 3.16)]
    indicator: Option<f64>,
    /// Why it has this rank.
    #[schema(
        example = "services: fares worse than 60 % of wards; distance: than 80 %; indicator: than 75 %"
    )]
    explanation: String,
}

impl WardCoverage {
    fn of(ward: &WardProvision<'_>) -> Self {
        Self {
            code: ward.area.code.clone(),
            name: ward.area.name.clone(),
            rank: ward.rank,
            thinness: ward.thinness,
            services: ward.services,
            services_per_10000: ward.rounded_per_people(),
            nearest_m: ward.nearest.map(|nearest| whole_metres(nearest.metres)),
            nearest_location_id: ward.nearest.map(|nearest| nearest.location),
            indicator: ward.indicator.map(|row| row.value),
            explanation: ward.explanation(),
        }
    }
}

impl CoverageReport {
    pub(crate) const COLUMNS: [&'static str; 10] = [
        "code",
        "name",
        "rank",
        "thinness",
        "services",
        "services_per_10000",
        "nearest_m",
        "indicator",
        "explanation",
        "attribution",
    ];

    pub(crate) fn of(snapshot: &Snapshot, provision: &Provision<'_>) -> Self {
        let licences = parts(snapshot, Some(Area::WARD), provision.indicator.into_iter());
        Self {
            need: provision.need.code.clone(),
            indicator: provision.indicator.map(str::to_owned),
            services: provision.services,
            elsewhere: provision.elsewhere,
            method: Provision::METHOD,
            wards: provision.wards.iter().map(WardCoverage::of).collect(),
            licences: told(&licences),
        }
    }

    /// The licences for the headers.
    pub(crate) fn licences(&self, snapshot: &Snapshot) -> Licences {
        parts(snapshot, Some(Area::WARD), self.indicator.as_deref().into_iter()).into_iter().collect()
    }

    /// The wards as rows of a table: each says whose word it is, for whoever keeps the table alone.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Vec<String>> {
        let attributions: Vec<&str> = self.licences.iter().filter_map(Licence::attribution).collect();
        let attribution = attributions.join("; ");
        self.wards.iter().map(move |ward| {
            let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
            vec![
                ward.code.clone(),
                ward.name.clone(),
                ward.rank.to_string(),
                ward.thinness.to_string(),
                ward.services.to_string(),
                number(ward.services_per_10000),
                ward.nearest_m.map(|metres| metres.to_string()).unwrap_or_default(),
                number(ward.indicator),
                ward.explanation.clone(),
                attribution.clone(),
            ]
        })
    }
}
