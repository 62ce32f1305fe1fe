//! How answers to needs are asked for, and told in sentences.

use super::{Fit, Need};
use crate::{ListKind, Located, Near, Query, whole_metres};

impl Need {
    /// The conditions by which what answers it is asked for: active services, measured from a place where one is given.
    pub fn query(&self, place: Option<&Located>) -> Query {
        let near = |place: &Located| Near {
            latitude: place.latitude,
            longitude: place.longitude,
            metres: Near::ANYWHERE,
        };
        let (need, status) = (Some(self.code.clone()), Some("active".to_owned()));
        Query { need, near: place.map(near), status, ..Query::new(ListKind::Service) }
    }
}

impl Fit<'_> {
    /// Why it answers, how far it is, what it costs and when it was confirmed, in sentences for people.
    pub fn explanation(&self) -> String {
        let distance = self.nearest.map(|nearest| match whole_metres(nearest.metres) {
            metres @ 0..1_000 => format!("{metres} m away"),
            metres => format!("{}.{} km away", metres / 1_000, metres % 1_000 / 100),
        });
        let cost = match self.cost.as_str() {
            "free" => "free",
            "paid" => "it costs something",
            _ => "ask what it costs",
        };
        let confirmed = match self.assured {
            _ if self.overdue => Some("nobody confirmed it in time: ring before you go".to_owned()),
            day => day.map(|day| format!("confirmed on {}", day.format("%-d %B %Y"))),
        };
        let facts: Vec<String> = distance.into_iter().chain([cost.to_owned()]).chain(confirmed).collect();
        let mut facts = facts.join("; ");
        if let Some(first) = facts.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let also = self.circumstances.iter().map(|reason| reason.topic.because.as_str());
        let reasons: Vec<&str> = std::iter::once(self.reason.topic.because.as_str()).chain(also).collect();
        format!("{} {facts}.", reasons.join(" "))
    }
}
