//! Where events are.

use normalize::{address, postcode, text, url};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Object, event::Event, told};

/// What an event says of where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Place {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    geo: Option<String>,
}

/// Words that stand for no place on the ground.
const ONLINE: [&str; 6] = ["online", "zoom", "teams", "microsoft teams meeting", "google meet", "virtual"];

impl Place {
    pub(super) fn of(event: &Event) -> Option<Self> {
        let text = |name: &str| event.text(name).map(str::to_owned);
        let place = Self { location: text("LOCATION"), geo: text("GEO") };
        place.id().is_some().then_some(place)
    }

    /// Its words, or its point.
    pub(super) fn id(&self) -> Option<String> {
        let words = self.location.as_deref().map(text::key).filter(|key| !key.is_empty());
        words.or_else(|| self.point().map(|(latitude, longitude)| format!("{latitude} {longitude}")))
    }

    fn point(&self) -> Option<(f64, f64)> {
        let (latitude, longitude) = self.geo.as_deref()?.split_once(';')?;
        Some((latitude.trim().parse().ok()?, longitude.trim().parse().ok()?))
    }
}

/// A location.
pub(super) fn read(place: &Place) -> Object {
    let written = place.location.as_deref().unwrap_or_default();
    let line = written.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ");
    let mut location = match line.to_lowercase() {
        word if word.starts_with("http://") || word.starts_with("https://") => {
            told([("location_type", Some("virtual".to_owned())), ("url", url::normalize(&line))])
        }
        word if ONLINE.contains(&word.as_str()) => {
            told([("location_type", Some("virtual".to_owned())), ("name", Some(line))])
        }
        _ => on_the_ground(&line),
    };
    if let Some((latitude, longitude)) = place.point() {
        location.insert("latitude".to_owned(), json!(latitude));
        location.insert("longitude".to_owned(), json!(longitude));
    }
    location
}

/// The name is what stands before the first comma, unless that is a street already.
fn on_the_ground(line: &str) -> Object {
    let is_street = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let (name, rest) = match line.split_once(',') {
        Some((name, rest)) if !is_street(name) => (Some(name), rest.trim()),
        None if postcode::find(line).is_none() && !is_street(line) => (Some(line), ""),
        _ => (None, line),
    };
    let mut location = told([
        ("location_type", Some("physical".to_owned())),
        ("name", name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())),
    ]);
    if !rest.is_empty() {
        let parts = address::split(rest);
        let mut address = told([
            ("address_1", Some(parts.address_1)),
            ("address_2", parts.address_2),
            ("city", parts.city),
            ("state_province", parts.state_province),
            ("postal_code", parts.postal_code),
        ]);
        address.retain(|_, value| value.as_str().is_some_and(|text| !text.is_empty()));
        address.insert("address_type".to_owned(), "physical".into());
        location.insert("addresses".to_owned(), json!([address]));
    }
    location
}
