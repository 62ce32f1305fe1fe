//! How good a feed is, as far as it tells itself: a score from 0 to 100 and the parts that it is made of.
//!
//! Each part is a share with its counts. The score is their mean, weighed as [`Part::weight`] says; a part that nothing
//! can be said of is left out of it.

mod complete;
mod links;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use model::{
    Noun,
    hsds::{Location, Service},
};
use normalize::postcode;
use serde::Serialize;
use store::NewRecord;

pub use links::{Link, MOST_LINKS};

use crate::{Options, SourceConfig};

/// For how long facts count as fresh after somebody last looked at them: the three months that Open Referral UK asks for.
pub const REVIEW_PERIOD: TimeDelta = TimeDelta::days(92);

/// How good a feed is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quality {
    /// 0 to 100; none where no part can be measured.
    pub score: Option<u32>,
    /// What it is made of.
    pub parts: Vec<Part>,
    /// The links that were tried and are not alive.
    pub dead_links: Vec<Link>,
}

/// One part of the score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// complete, fresh, geocoded, categorised or links.
    pub name: &'static str,
    /// How many there are with it.
    pub count: u64,
    /// Out of how many.
    pub of: u64,
    /// The share, to three places; none where nothing can be said.
    pub ratio: Option<f64>,
    /// How much it weighs in the score.
    pub weight: u32,
    /// What is counted, or why nothing can be said.
    pub note: String,
    /// The same, field by field, where it is made of several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldShare>,
}

/// How many records have a key field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldShare {
    /// The field, as `kind.field`, or what any of several fields tells.
    pub field: &'static str,
    /// How many records have it.
    pub count: u64,
    /// Out of how many.
    pub of: u64,
}

/// What to try of the links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// Ask a sample of them.
    Try,
    /// Leave them alone.
    Leave,
}

/// Measures the records of a feed as of a moment.
pub fn quality(
    config: &SourceConfig,
    options: &Options,
    records: &[NewRecord],
    now: DateTime<Utc>,
    try_links: Links,
) -> Quality {
    let (links, dead_links) = match try_links {
        Links::Try => links::alive(config, options, records),
        Links::Leave => (Part::of("links", 0, 0, "links were not tried"), Vec::new()),
    };
    let parts = vec![
        complete::complete(records),
        fresh(records, now),
        geocoded(records),
        categorised(records),
        links,
    ];
    Quality { score: score(&parts), parts, dead_links }
}

/// What each part weighs.
fn weight(name: &str) -> u32 {
    match name {
        "complete" => 30,
        "fresh" | "geocoded" => 20,
        _ => 15,
    }
}

impl Part {
    fn of(name: &'static str, count: u64, of: u64, note: impl Into<String>) -> Self {
        let (ratio, weight) = (ratio(count, of), weight(name));
        Self { name, count, of, ratio, weight, note: note.into(), fields: Vec::new() }
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of records are far below 2^52")]
fn ratio(count: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| (count as f64 / of as f64 * 1000.0).round() / 1000.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a mean of shares is between 0 and 1"
)]
fn score(parts: &[Part]) -> Option<u32> {
    let known = || parts.iter().filter_map(|part| Some((part.ratio?, f64::from(part.weight))));
    let weights: f64 = known().map(|(_, weight)| weight).sum();
    let sum: f64 = known().map(|(ratio, weight)| ratio * weight).sum();
    (weights > 0.0).then(|| (sum / weights * 100.0).round() as u32)
}

fn services(records: &[NewRecord]) -> impl Iterator<Item = &Service> {
    records.iter().filter_map(|record| record.noun.as_service())
}

fn locations(records: &[NewRecord]) -> impl Iterator<Item = &Location> {
    records.iter().filter_map(|record| record.noun.as_location())
}

/// How many of some things are so, and how many there are.
fn tally<T>(things: impl Iterator<Item = T>, is_so: impl Fn(&T) -> bool) -> (u64, u64) {
    things.fold((0, 0), |(count, of), thing| (count + u64::from(is_so(&thing)), of + 1))
}

/// Services that somebody looked at within the review period.
fn fresh(records: &[NewRecord], now: DateTime<Utc>) -> Part {
    let told = services(records).filter(|service| looked_at(service).is_some()).count();
    let all = services(records).count();
    if told == 0 {
        let note = "no service tells by assured_date or last_modified when it was last looked at";
        return Part::of("fresh", 0, 0, note);
    }
    let is_fresh = |day: NaiveDate| {
        let age = now.date_naive() - day;
        (TimeDelta::days(-1)..=REVIEW_PERIOD).contains(&age)
    };
    let (count, of) = tally(services(records), |service| looked_at(service).is_some_and(is_fresh));
    let days = REVIEW_PERIOD.num_days();
    let note =
        format!("services confirmed or modified within {days} days; {} of {all} do not tell", all - told);
    Part::of("fresh", count, of, note)
}

/// The day on which a service was last confirmed or modified.
fn looked_at(service: &Service) -> Option<NaiveDate> {
    let day = |text: &Option<String>| text.as_deref()?.get(..10)?.parse().ok();
    day(&service.assured_date).max(day(&service.last_modified))
}

/// Places one can go to that can be put on a map.
fn geocoded(records: &[NewRecord]) -> Part {
    let real = locations(records).filter(|place| place.location_type.as_deref() != Some("virtual"));
    let (count, of) = tally(real, |place| {
        let has_coordinates = place.latitude.is_some() && place.longitude.is_some();
        has_coordinates || place.addresses.iter().any(has_postcode)
    });
    let note =
        if of == 0 { "there are no locations" } else { "locations with coordinates or a readable postcode" };
    Part::of("geocoded", count, of, note)
}

fn has_postcode(address: &model::hsds::Address) -> bool {
    address.postal_code.as_deref().is_some_and(|code| postcode::normalize(code).is_some())
}

/// Services with a term of a classification.
fn categorised(records: &[NewRecord]) -> Part {
    let (count, of) = tally(services(records), |service| {
        service.attributes.iter().any(|one| one.taxonomy_term.is_some() || one.taxonomy_term_id.is_some())
    });
    let note = if of == 0 { "there are no services" } else { "services with a taxonomy term" };
    Part::of("categorised", count, of, note)
}

/// The web addresses of a record that readers follow.
fn addresses(noun: &Noun) -> impl Iterator<Item = &String> {
    let url = match noun {
        Noun::Service(service) => service.url.as_ref(),
        Noun::Organization(organization) => organization.website.as_ref(),
        Noun::Location(location) => location.url.as_ref(),
        Noun::Taxonomy(_) => None,
    };
    url.into_iter()
}

#[cfg(test)]
mod tests;
