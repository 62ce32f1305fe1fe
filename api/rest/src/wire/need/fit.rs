//! Why a service answers a need.

use catalog::Fit;
use serde::Serialize;
use utoipa::ToSchema;

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
            explanation: fit.explanation(),
        }
    }
}
