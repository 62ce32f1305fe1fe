//! The parameters of fragments.

use serde::Deserialize;
use utoipa::IntoParams;

use super::value::{EmbedFormat, EmbedSize, HeadingLevel, Identifier, PageNumber, Words, many};

/// Which services, beside the conditions of every list of them, and which part of these.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Chosen {
    /// Words to look for in names, descriptions and terms. Results come in order of relevance.
    #[param(inline, example = "library")]
    pub(crate) search: Option<Words>,
    /// Only these, in this order: at most 50. Repeat it, or separate by commas.
    #[param(inline)]
    #[serde(deserialize_with = "many")]
    pub(crate) ids: Vec<Identifier>,
    /// Services that are given at this location.
    #[param(inline)]
    pub(crate) location_id: Option<Identifier>,
    /// The number of the page, from 1. A page after the last is empty.
    #[param(inline, value_type = Option<PageNumber>, example = 1)]
    pub(crate) page: PageNumber,
    /// How many services a page holds: 10 unless given, or as many as are named by `ids`.
    #[param(inline, value_type = Option<EmbedSize>, example = 10)]
    pub(crate) per_page: Option<EmbedSize>,
}

/// In which form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Embedding {
    /// The level of the headings that name services: 3 unless given. Those below them follow.
    #[param(inline, value_type = Option<HeadingLevel>, example = 3)]
    heading: Option<HeadingLevel>,
    /// `html` for markup, `json` for texts. Without it, what `Accept` says counts.
    #[param(inline, example = "html")]
    pub(crate) format: Option<EmbedFormat>,
}

impl Embedding {
    /// The level of the headings.
    pub(crate) fn level(&self) -> Option<::web::Level> {
        self.heading.map_or_else(|| ::web::Level::new(3), |level| Some(level.0))
    }
}
