//! Why a service answers a need.

use catalog::Fit;
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::metres;

/// Why a service answers the need that was asked for, and how well.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NeedFit)]
pub(crate) struct FitTold {
    /// How well, in thousandths; comparable within one answer only. By relevance the greatest comes first.
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
    /// All that counted, in a sentence for people.
    #[schema(
        example = "It teaches people to use computers, phones and the internet. 640 m away; free; confirmed on 1 March 2026."
    )]
    explanation: String,
}

impl FitTold {
    pub(crate) fn of(fit: &Fit<'_>) -> Self {
        Self {
            score: fit.score,
            topic: fit.reason.topic.topic.clone(),
            because: fit.reason.topic.because.clone(),
            circumstances: fit.circumstances.iter().map(|reason| reason.need.code.clone()).collect(),
            explanation: explanation(fit),
        }
    }
}

/// Why it answers, in a sentence.
pub(super) fn explanation(fit: &Fit<'_>) -> String {
    let distance = fit.nearest.map(|nearest| match metres(nearest.metres) {
        metres @ 0..1_000 => format!("{metres} m away"),
        metres => format!("{}.{} km away", metres / 1_000, metres % 1_000 / 100),
    });
    let cost = match fit.cost.as_str() {
        "free" => "free",
        "paid" => "it costs something",
        _ => "ask what it costs",
    };
    let confirmed = match fit.assured {
        _ if fit.overdue => Some("nobody confirmed it in time: ring before you go".to_owned()),
        day => day.map(|day| format!("confirmed on {}", day.format("%-d %B %Y"))),
    };
    let also = fit.circumstances.iter().map(|reason| reason.topic.because.as_str());
    let facts: Vec<String> = distance.into_iter().chain([cost.to_owned()]).chain(confirmed).collect();
    let mut facts = facts.join("; ");
    if let Some(first) = facts.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let reasons: Vec<&str> = std::iter::once(fit.reason.topic.because.as_str()).chain(also).collect();
    format!("{} {facts}.", reasons.join(" "))
}
