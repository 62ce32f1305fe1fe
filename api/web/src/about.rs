//! Who said it, when, and on what terms it may be used.

use std::collections::BTreeMap;

use catalog::Entry;
use chrono::{DateTime, Utc};
use maud::{Markup, html};
use model::{Correction, Licence, Provenance, SourceId};

use crate::{Site, markup, words};

/// What is known of an entry beside what it says.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// The names of the sources, with when each was last heard of it; the latest first.
    pub(crate) sources: Vec<(String, DateTime<Utc>)>,
    /// The fields that a steward corrected.
    corrected: Vec<String>,
    pub(crate) licences: Vec<Licence>,
    pub(crate) modified: DateTime<Utc>,
    pub(crate) address: Option<String>,
}

impl About {
    pub(crate) fn of(site: &Site<'_>, entry: &Entry) -> Self {
        // The catalog writes nothing but provenance there.
        let provenance: Provenance = serde_json::from_str(&entry.provenance()).unwrap_or_default();
        let mut seen: BTreeMap<&SourceId, DateTime<Utc>> = BTreeMap::new();
        for claim in provenance.values().flatten() {
            let latest = seen.entry(&claim.source).or_insert(claim.seen);
            *latest = (*latest).max(claim.seen);
        }
        let name = |id: &SourceId| match (id.as_str(), site.snapshot.publisher(id)) {
            (Correction::SOURCE, _) => "the people who look after the directory".to_owned(),
            (_, Some(known)) => known.name.clone(),
            (id, None) => id.to_owned(),
        };
        let mut sources: Vec<_> = seen.into_iter().map(|(id, seen)| (name(id), seen)).collect();
        sources.sort_by(|(a, earlier), (b, later)| later.cmp(earlier).then_with(|| a.cmp(b)));
        let is_corrected =
            |claims: &[model::Claim]| claims.first().is_some_and(|claim| claim.correction.is_some());
        let corrected = provenance.iter().filter(|(_, claims)| is_corrected(claims));
        Self {
            sources,
            corrected: corrected.map(|(field, _)| field.replace('_', " ")).collect(),
            licences: entry.licences_shown().to_vec(),
            modified: entry.modified,
            address: site.address(entry.kind, entry.id),
        }
    }

    /// As lines; `confirmed` is the day on which somebody last vouched for it.
    pub(crate) fn lines(&self, confirmed: Option<&str>) -> Vec<Markup> {
        let told = self.sources.iter().map(|(name, seen)| {
            html! { "Told by " (name) ", heard on " (dated(*seen)) }
        });
        let corrected = (!self.corrected.is_empty()).then(|| {
            html! { "Corrected by the directory: " (words::list(&self.corrected)) }
        });
        let changed = html! { "Last changed on " (dated(self.modified)) };
        let confirmed = confirmed.map(|day| {
            html! { "Last confirmed on " time datetime=(day) { (words::read_date(day)) } }
        });
        let terms = self.licences.iter().map(terms);
        let kept =
            self.address.iter().map(|address| html! { "Permanent address: " a href=(address) { (address) } });
        told.chain(corrected).chain([changed]).chain(confirmed).chain(terms).chain(kept).collect()
    }

    /// The words that must go with what is shown.
    pub(crate) fn attributions(&self) -> Vec<String> {
        self.licences.iter().filter_map(|licence| licence.attribution.clone()).collect()
    }
}

/// The terms of use of a source's words.
pub(crate) fn terms(licence: &Licence) -> Markup {
    let page = licence.url.as_deref().unwrap_or_default();
    html! {
        @if let Some(attribution) = &licence.attribution { (attribution.trim_end_matches('.')) ". " }
        "Licence: " (markup::web_link(page, &licence.id))
    }
}

fn dated(moment: DateTime<Utc>) -> Markup {
    let day = moment.with_timezone(&chrono_tz::Europe::London).date_naive();
    html! { time datetime=(day) { (words::date(day)) } }
}
