use catalog::Entry;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Site, cards::ServiceCard, facts, hours, markup, place};

/// A service, flat and ready to be printed by a template: texts and lines of text, no markup.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Brief {
    /// The canonical id. Put it into the element that shows the service, as `data-entity`.
    #[schema(value_type = String, format = Uuid)]
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Computer help")]
    pub title: String,
    /// The first words of its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Help with phones, tablets and forms on line.")]
    pub summary: Option<String>,
    /// `active`, `inactive`, `defunct` or `temporarily closed`.
    #[schema(example = "active")]
    pub status: String,
    /// What must be shown first: that it is closed, or a message about disruption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "This service is temporarily closed.")]
    pub notice: Option<String>,
    /// Who gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Plymouth Libraries")]
    pub organization: Option<String>,
    /// The first telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "01752 305900")]
    pub phone: Option<String>,
    /// The first e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "library@example.org")]
    pub email: Option<String>,
    /// Its own page on the web.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = Uri, example = "https://www.example.org/computer-help")]
    pub url: Option<String>,
    /// The first place's name and address, the postcode last.
    #[schema(example = json!(["Central Library", "167-171 Armada Way", "Plymouth", "PL1 1HZ"]))]
    pub address_lines: Vec<String>,
    /// When it is given.
    #[schema(example = json!(["Monday and Thursday: 10am to 12 noon"]))]
    pub hours_lines: Vec<String>,
    /// The next time, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Thursday 5 November 2026, 10am to 12 noon")]
    pub next_session: Option<String>,
    /// When it begins, where the time is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "2026-11-05T10:00:00+00:00")]
    pub next_session_starts: Option<String>,
    /// What it costs.
    #[schema(example = json!(["Free"]))]
    pub cost_lines: Vec<String>,
    /// Its canonical address, for ever.
    #[schema(format = Uri, example = "https://directory.example.org/services/0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f")]
    pub canonical_url: String,
    /// When anything shown last changed.
    pub updated: DateTime<Utc>,
    /// Who said it.
    #[schema(example = json!(["Library service"]))]
    pub sources: Vec<String>,
    /// What must be shown with it.
    #[schema(example = json!(["Contains information from the library service."]))]
    pub attributions: Vec<String>,
}

impl Brief {
    /// A service in short. None where the snapshot does not hold what it should.
    pub fn of(site: Site<'_>, entry: &Entry) -> Option<Self> {
        let card = ServiceCard::of(site, entry)?;
        let (reach, next) = (card.reach(), card.next().map(|next| next.held));
        let place = card.places().next().map(|(_, location, _)| {
            let name = Some(place::name(location));
            let lines = place::main_address(location).map(place::address_lines).unwrap_or_default();
            let mut all: Vec<String> = name.into_iter().chain(lines).collect();
            all.dedup();
            all
        });
        Some(Self {
            id: entry.id,
            summary: card.summary(),
            notice: card.notice.line(),
            organization: card.organization().map(|(_, name)| name.to_owned()),
            phone: reach.phone(),
            email: reach.email(),
            address_lines: place.unwrap_or_default(),
            hours_lines: card.times().into_iter().flat_map(|times| times.lines).collect(),
            next_session: next.as_ref().map(hours::next_in_words),
            next_session_starts: next
                .and_then(|next| next.occurrence.opens)
                .map(|opens| catalog::moment_of(opens).to_rfc3339()),
            cost_lines: facts::costs(&card.service),
            canonical_url: card.address(),
            updated: entry.modified,
            sources: card.about.sources.iter().map(|(name, _)| name.clone()).collect(),
            attributions: card.about.attributions(),
            title: card.name().to_owned(),
            status: card.service.status.unwrap_or_default(),
            url: card.service.url.filter(|url| markup::is_web(url)),
        })
    }
}
