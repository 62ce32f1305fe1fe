//! Areas as they go over the wire.

use std::collections::BTreeSet;

use catalog::Snapshot;
use model::{Area, Dataset, Indicator};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::licences::{Licence, Licences};

/// A figure that is known of an area.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AreaIndicator)]
pub(crate) struct Figure {
    /// The indicator.
    #[schema(example = "digital-exclusion")]
    code: String,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Digital Exclusion Risk Index")]
    name: Option<String>,
    /// The figure.
    #[schema(example = 3.16)]
    value: f64,
    /// The time that it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "2024")]
    period: Option<String>,
    /// How it was made, and what it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "From 0 to 10, higher is of greater risk.")]
    description: Option<String>,
}

impl Figure {
    fn of(snapshot: &Snapshot, row: &Indicator) -> Self {
        let dataset = snapshot.geography().dataset(&Dataset::indicator(&row.code));
        Self {
            code: row.code.clone(),
            name: dataset.map(|dataset| dataset.name.clone()),
            value: row.value,
            period: row.period.clone(),
            description: dataset.and_then(|dataset| dataset.description.clone()),
        }
    }
}

/// An area, such as a ward.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Area)]
pub(crate) struct AreaSummary {
    /// Its code.
    #[schema(example = "E05002078")]
    code: String,
    /// Its name.
    #[schema(example = "Budshead")]
    name: String,
    /// What sort of area it is.
    #[schema(example = "ward")]
    kind: String,
    /// Degrees north of its centroid.
    #[schema(minimum = -90, maximum = 90, example = 50.4185)]
    latitude: f64,
    /// Degrees east of its centroid.
    #[schema(minimum = -180, maximum = 180, example = -4.1396)]
    longitude: f64,
    /// Whether its boundary is known: where not, locations are told to lie in it by their postcode, or by the nearest
    /// centroid.
    has_boundary: bool,
    /// How many services are given at locations in it; told of wards only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0, example = 12)]
    services: Option<usize>,
    /// What is known of it.
    indicators: Vec<Figure>,
}

impl AreaSummary {
    fn of(snapshot: &Snapshot, area: &Area) -> Self {
        let figures = snapshot.geography().indicators_of(&area.code);
        Self {
            code: area.code.clone(),
            name: area.name.clone(),
            kind: area.kind.clone(),
            latitude: area.latitude,
            longitude: area.longitude,
            has_boundary: area.boundary.is_some(),
            services: (area.kind == Area::WARD).then(|| snapshot.services_in(&area.code)),
            indicators: figures.map(|row| Figure::of(snapshot, row)).collect(),
        }
    }
}

/// A page of areas.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AreaPage {
    /// How many there are.
    #[schema(minimum = 0, example = 20)]
    total: usize,
    /// Those asked for, by code.
    areas: Vec<AreaSummary>,
    /// The kinds of areas that there are.
    #[schema(example = json!(["ward"]))]
    kinds: Vec<String>,
    /// The licences and attributions of what is shown.
    licences: Vec<Licence>,
}

impl AreaPage {
    pub(crate) fn of(snapshot: &Snapshot, kind: &str, offset: usize, limit: usize) -> Self {
        let geography = snapshot.geography();
        let areas = geography.areas(kind).skip(offset).take(limit);
        let areas: Vec<_> = areas.map(|area| AreaSummary::of(snapshot, area)).collect();
        let figures = areas.iter().flat_map(|area| &area.indicators).map(|figure| figure.code.as_str());
        let licences = parts(snapshot, Some(kind), figures);
        let kinds = geography.kinds().map(str::to_owned).collect();
        Self { total: geography.areas(kind).count(), areas, kinds, licences: told(&licences) }
    }

    /// The licences for the headers.
    pub(crate) fn licences(&self, snapshot: &Snapshot) -> Licences {
        let kind = self.areas.first().map(|area| area.kind.as_str());
        let figures = self.areas.iter().flat_map(|area| &area.indicators);
        parts(snapshot, kind, figures.map(|figure| figure.code.as_str())).into_iter().collect()
    }
}

/// One area with its boundary.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AreaDetail {
    #[serde(flatten)]
    area: AreaSummary,
    /// Its boundary as a GeoJSON MultiPolygon; absent where it was not imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    boundary: Option<Value>,
    /// The licences and attributions of what is shown.
    licences: Vec<Licence>,
}

impl AreaDetail {
    pub(crate) fn of(snapshot: &Snapshot, area: &Area) -> Self {
        let boundary = area.boundary.as_ref();
        let boundary = boundary.map(|rings| json!({ "type": "MultiPolygon", "coordinates": rings }));
        let summary = AreaSummary::of(snapshot, area);
        let figures = summary.indicators.iter().map(|figure| figure.code.as_str());
        let licences = told(&parts(snapshot, Some(&area.kind), figures));
        Self { area: summary, boundary, licences }
    }

    /// The licences for the headers.
    pub(crate) fn licences(&self, snapshot: &Snapshot) -> Licences {
        let figures = self.area.indicators.iter().map(|figure| figure.code.as_str());
        parts(snapshot, Some(&self.area.kind), figures).into_iter().collect()
    }
}

/// The licences of areas of a kind and of indicators.
pub(super) fn parts<'a, 's>(
    snapshot: &'s Snapshot,
    kind: Option<&str>,
    indicators: impl Iterator<Item = &'a str>,
) -> Vec<&'s model::Licence> {
    snapshot.geography().licences(kind, indicators).into_iter().collect()
}

pub(super) fn told(licences: &[&model::Licence]) -> Vec<Licence> {
    let all: BTreeSet<Licence> = licences.iter().map(|licence| Licence::from(*licence)).collect();
    all.into_iter().collect()
}
