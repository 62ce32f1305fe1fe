//! Needs and what answers them, as they go over the wire.

mod fit;

use std::collections::BTreeSet;

use catalog::{Fit, Located, Need, Query, Snapshot, whole_metres};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    licences::{Licence, Licences, of_wards},
    problem::Problem,
};

pub(crate) use fit::FitTold;

/// Something that people need, or a circumstance in which they are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Need)]
pub(crate) struct NeedTold {
    /// Its code.
    #[schema(example = "digital-skills")]
    code: String,
    /// What people call it.
    #[schema(example = "Digital skills")]
    name: String,
    /// What it means.
    #[schema(example = "To learn to use a computer, a tablet, a phone or the internet.")]
    description: String,
    /// The topics that answer it, the best first.
    topics: Vec<TopicTold>,
    /// The indicator that tells how many people in an area have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "digital-exclusion")]
    indicator: Option<String>,
}

/// A topic that answers a need.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NeedTopic)]
pub(crate) struct TopicTold {
    /// The code of a category.
    #[schema(example = "libraries")]
    topic: String,
    /// How well it answers.
    #[schema(minimum = 0, maximum = 1, example = 0.6)]
    weight: f64,
    /// Why.
    #[schema(example = "Libraries have computers to practise on and staff who help at them.")]
    because: String,
}

impl From<&Need> for NeedTold {
    fn from(need: &Need) -> Self {
        let topics = need.topics.iter().map(|topic| TopicTold {
            topic: topic.topic.clone(),
            weight: topic.weight,
            because: topic.because.clone(),
        });
        Self {
            code: need.code.clone(),
            name: need.name.clone(),
            description: need.description.clone(),
            topics: topics.collect(),
            indicator: need.indicator.clone(),
        }
    }
}

/// A place that a text tells.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Place)]
pub(crate) struct PlaceTold {
    /// What it is called.
    #[schema(example = "PL2")]
    label: String,
    /// Degrees north.
    #[schema(minimum = -90, maximum = 90, example = 50.39)]
    latitude: f64,
    /// Degrees east.
    #[schema(minimum = -180, maximum = 180, example = -4.16)]
    longitude: f64,
    /// How narrowly it was told: `point`, `postcode`, `sector`, `district`, `ward` or `locality`.
    #[schema(example = "district")]
    precision: &'static str,
}

impl From<&Located> for PlaceTold {
    fn from(place: &Located) -> Self {
        Self {
            label: place.label.clone(),
            latitude: place.latitude,
            longitude: place.longitude,
            precision: place.precision.as_str(),
        }
    }
}

/// Needs and circumstances.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NeedList {
    /// The needs; of those that were heard, the one that most was said of first.
    needs: Vec<NeedTold>,
    /// The circumstances, likewise.
    circumstances: Vec<NeedTold>,
    /// The place that was named, if one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    place: Option<PlaceTold>,
    /// What answers the first need, if one was heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    answers: Option<Signpost>,
}

impl NeedList {
    pub(crate) fn of<'a>(
        needs: impl Iterator<Item = &'a Need>,
        circumstances: impl Iterator<Item = &'a Need>,
    ) -> Self {
        let (needs, circumstances) =
            (needs.map(Into::into).collect(), circumstances.map(Into::into).collect());
        Self { needs, circumstances, place: None, answers: None }
    }

    pub(crate) fn heard(self, place: Option<&Located>, answers: Option<Signpost>) -> Self {
        Self { place: place.map(Into::into), answers, ..self }
    }

    /// The licences for the headers.
    pub(crate) fn licences(&self) -> Licences {
        self.answers.as_ref().map(Signpost::licences).unwrap_or_default()
    }
}

/// A need with what answers it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Signpost {
    /// The need.
    need: NeedTold,
    /// The place near which it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    place: Option<PlaceTold>,
    /// How many services answer it.
    #[schema(minimum = 0, example = 14)]
    total: usize,
    /// Those asked for, the best first.
    services: Vec<Answer>,
    /// The licences and attributions of what is shown.
    licences: Vec<Licence>,
    #[serde(skip)]
    #[schema(ignore)]
    terms: Licences,
}

/// A service that answers a need, and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NeedAnswer)]
pub(crate) struct Answer {
    /// The service's id.
    #[schema(value_type = String, format = Uuid)]
    service_id: Uuid,
    /// Its name.
    #[schema(example = "Computer café")]
    name: String,
    /// Who gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Plymouth Libraries")]
    organization: Option<String>,
    /// How well it answers, in thousandths; comparable within one answer only.
    #[schema(minimum = 0, example = 712)]
    score: u32,
    /// The topic that answers best, by its code.
    #[schema(example = "digital-skills")]
    topic: String,
    /// Why that answers.
    #[schema(example = "It teaches people to use computers, phones and the internet.")]
    because: String,
    /// The circumstances that it is for, of those that were named.
    #[schema(example = json!(["older"]))]
    circumstances: Vec<String>,
    /// `free`, `paid` or `unknown`.
    #[schema(example = "free")]
    cost: &'static str,
    /// Metres from the place to its nearest location.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0, example = 640)]
    distance_m: Option<u64>,
    /// That location.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>, format = Uuid)]
    location_id: Option<Uuid>,
    /// The ward that it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    ward: Option<WardTold>,
    /// The day on which somebody last confirmed what is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    assured_date: Option<NaiveDate>,
    /// Whether nobody did so in time.
    overdue: bool,
    /// All of that in a sentence for people.
    #[schema(
        example = "It teaches people to use computers, phones and the internet. 640 m away; free; confirmed on 1 March 2026."
    )]
    explanation: String,
}

/// The ward of a location, and how that was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LocationWard)]
pub(crate) struct WardTold {
    /// Its code.
    #[schema(example = "E05002078")]
    code: String,
    /// Its name.
    #[schema(example = "Budshead")]
    name: String,
    /// `boundary`, `postcode` or `nearest-centroid`, which is a guess.
    #[schema(example = "boundary")]
    found_by: &'static str,
}

impl Signpost {
    pub(crate) fn of(
        snapshot: &Snapshot,
        need: &Need,
        place: Option<&Located>,
        query: &Query,
    ) -> Result<Self, Problem> {
        let hits = snapshot.search(query)?;
        let fits = snapshot.fits(query, hits.items.iter().map(|hit| hit.entry))?;
        let services = hits.items.iter().zip(fits);
        let services = services.filter_map(|(hit, fit)| Some(answer(snapshot, hit.entry, &fit?)));
        let services: Vec<Answer> = services.collect();
        let wards = services.iter().find(|one| one.ward.is_some()).and_then(|_| of_wards(snapshot));
        let licences: Vec<&model::Licence> =
            snapshot.licences(hits.items.iter().map(|hit| hit.entry)).into_iter().chain(wards).collect();
        let told: BTreeSet<Licence> = licences.iter().map(|licence| Licence::from(*licence)).collect();
        Ok(Self {
            need: need.into(),
            place: place.map(Into::into),
            total: hits.total,
            services,
            licences: told.into_iter().collect(),
            terms: licences.into_iter().collect(),
        })
    }

    /// The licences for the headers.
    pub(crate) fn licences(&self) -> Licences {
        self.terms.clone()
    }
}

fn answer(snapshot: &Snapshot, entry: &catalog::Entry, fit: &Fit<'_>) -> Answer {
    let organization = entry.organization_id().and_then(|id| snapshot.entry(id));
    let location = fit.nearest.map(|nearest| nearest.location);
    let ward = location.and_then(|id| snapshot.ward(id)).map(|ward| WardTold {
        code: ward.code.to_owned(),
        name: ward.name.to_owned(),
        found_by: ward.found_by.as_str(),
    });
    Answer {
        service_id: entry.id,
        name: entry.name().to_owned(),
        organization: organization.map(|one| one.name().to_owned()),
        score: fit.score,
        topic: fit.reason.topic.topic.clone(),
        because: fit.reason.topic.because.clone(),
        circumstances: fit.circumstances.iter().map(|reason| reason.need.code.clone()).collect(),
        cost: fit.cost.as_str(),
        distance_m: fit.nearest.map(|nearest| whole_metres(nearest.metres)),
        location_id: location,
        ward,
        assured_date: fit.assured,
        overdue: fit.overdue,
        explanation: fit.explanation(),
    }
}
