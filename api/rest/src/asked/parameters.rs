//! The parameters of the lists: the union of what the editions of Open Referral UK 3.0 name. They combine with AND.

use serde::Deserialize;
use utoipa::IntoParams;

use super::value::{
    Age, Day, Flag, Format, Identifier, Metres, Moment, PageNumber, PageSize, Postcode, Time, Words, many,
};

/// Which part of a list, and in which form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// Words to look for in names, descriptions and terms. Results come in order of relevance.
    #[param(inline, example = "library")]
    pub(crate) search: Option<Words>,
    /// The number of the page, from 1. A page after the last is empty.
    #[param(inline, value_type = Option<PageNumber>, example = 1)]
    pub(crate) page: PageNumber,
    /// How many results a page holds.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) per_page: Option<PageSize>,
    /// `json` for one page, `ndjson` for all results without pages, one JSON object a line.
    #[param(inline, value_type = Option<Format>, example = "json")]
    pub(crate) format: Format,
}

/// Which services, or services at locations.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Services with this term. Repeat it, or separate by commas, to ask for several: all must be attached.
    #[param(inline)]
    #[serde(deserialize_with = "many")]
    pub(crate) taxonomy_term_id: Vec<Identifier>,
    /// Services with any term of this classification. May be repeated, for a term of each.
    #[param(inline)]
    #[serde(deserialize_with = "many")]
    pub(crate) taxonomy_id: Vec<Identifier>,
    /// Services of this organization.
    #[param(inline)]
    pub(crate) organization_id: Option<Identifier>,
    /// What changed on or after this moment. A date alone is taken as its beginning in UTC.
    #[param(inline, example = "2026-01-31T09:00:00Z")]
    pub(crate) modified_after: Option<Moment>,
    /// Services whose minimum age is at least so many years. Those without one are left out.
    #[param(inline, example = 16)]
    pub(crate) minimum_age: Option<Age>,
    /// Services whose maximum age is at most so many years. Those without one are left out.
    #[param(inline, example = 25)]
    pub(crate) maximum_age: Option<Age>,
    /// Open on one of these days of the week. Repeat it or separate by commas.
    #[param(inline)]
    #[serde(deserialize_with = "many")]
    pub(crate) day: Vec<Day>,
    /// Opening at or after this time of day.
    #[param(inline, example = "09:00")]
    pub(crate) start_time: Option<Time>,
    /// Closing at or before this time of day.
    #[param(inline, example = "17:00")]
    pub(crate) end_time: Option<Time>,
    /// Services for people who live at this postcode; with `proximity`, only those near it.
    #[param(inline, example = "PL1 1AE")]
    pub(crate) postcode: Option<Postcode>,
    /// At most so many metres from the postcode. It has no effect without `postcode`.
    #[param(inline, example = 2000)]
    pub(crate) proximity: Option<Metres>,
}

/// How much of each result.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Depth {
    /// Everything that is nested in each result, as in its details.
    #[param(inline, value_type = Option<Flag>)]
    pub(crate) full: Flag,
}

/// How little of each service.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Brevity {
    /// Only the id of each service and when it changed; all on one page unless `per_page` is given.
    #[param(inline, value_type = Option<Flag>)]
    pub(crate) minimal: Flag,
}

/// Whether an organization brings its services.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct FullService {
    /// Each organization with its services, fully nested.
    #[param(inline, value_type = Option<Flag>)]
    pub(crate) full_service: Flag,
}

/// Which things, by their terms.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Classified {
    /// Things with this term. Repeat it, or separate by commas, to ask for several: all must be attached.
    #[param(inline)]
    #[serde(deserialize_with = "many")]
    pub(crate) taxonomy_term_id: Vec<Identifier>,
    /// Things with any term of this classification. May be repeated, for a term of each.
    #[param(inline)]
    #[serde(deserialize_with = "many")]
    pub(crate) taxonomy_id: Vec<Identifier>,
}

/// Which terms.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct TermFilter {
    /// Terms of this classification.
    #[param(inline)]
    pub(crate) taxonomy_id: Option<Identifier>,
    /// Terms directly below this term.
    #[param(inline)]
    pub(crate) parent_id: Option<Identifier>,
    /// Only terms that have no broader term.
    #[param(inline, value_type = Option<Flag>)]
    pub(crate) top_only: Flag,
}
