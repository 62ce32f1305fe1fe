//! What sessions are asked by: the conditions of the list of services, and a window of time.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::Deserialize;
use url::form_urlencoded;
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterIn},
};

use super::{
    read,
    value::{Identifier, Limit, PlaceAmongSessions, SessionForm, SessionOrder, WallTime},
    wanted::{Wanted, all_known},
};
use crate::problem::{Problem, ProblemType};

/// The conditions of the list of services that hold of sessions too.
const CONDITIONS: &[&str] = &[
    "q",
    "near",
    "within",
    "bbox",
    "polygon",
    "covers",
    "ward",
    "need",
    "circumstance",
    "age",
    "cost",
    "language",
    "accessibility",
    "topic",
    "taxonomy",
    "organization",
    "source",
    "status",
    "assured_since",
    "modified_since",
];

/// Which sessions, in which order and form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Window {
    /// The first day, or the moment at or after which a session begins, by a clock in Britain unless it names an offset. The
    /// present minute, if left out.
    #[param(inline, example = "2026-11-23")]
    pub(crate) from: Option<WallTime>,
    /// The last day, or the moment before which a session begins: at most 92 days later. A week later, if left out.
    #[param(inline, example = "2026-11-28")]
    pub(crate) to: Option<WallTime>,
    /// Of this service.
    #[param(inline)]
    pub(crate) service: Option<Identifier>,
    /// At this location.
    #[param(inline)]
    pub(crate) location: Option<Identifier>,
    /// Whether what begins first comes first, or what is nearest.
    #[param(inline, example = "start")]
    pub(crate) sort: Option<SessionOrder>,
    /// Where to go on: as `next` of an answer has it.
    #[param(inline)]
    pub(crate) cursor: Option<PlaceAmongSessions>,
    /// How many sessions to give at a time; a calendar holds up to 1000 unless told.
    #[param(inline, value_type = Option<Limit>, example = 20)]
    pub(crate) limit: Option<Limit>,
    /// `json` for a page, `ics` for a calendar to subscribe to. Without it `Accept` decides.
    #[param(inline, example = "json")]
    pub(crate) format: Option<SessionForm>,
}

const WINDOW: &[&str] = &["from", "to", "service", "location", "sort", "cursor", "limit", "format"];

/// What people call a moment, which sessions are not asked by.
const OF_A_MOMENT: &[&str] = &["at", "on", "when", "date", "open_at", "open_now"];

fn of_a_moment(name: &str) -> Problem {
    let detail = format!(
        "There is no parameter `{name}` here: `from` and `to` say between which days or moments sessions begin, and `open_at` \
         and `open_now` of /v1/services find what is open at a moment"
    );
    Problem::new(&ProblemType::INVALID_PARAMETER, detail).with("parameter", name).with("nearest", "from")
}

/// Everything that sessions are asked by.
#[derive(Debug)]
pub(crate) struct SessionsAsked {
    pub(crate) wanted: Wanted,
    pub(crate) window: Window,
}

impl FromRequest for SessionsAsked {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(asked(request.query_string()))
    }
}

fn asked(query: &str) -> Result<SessionsAsked, Problem> {
    let mut names = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name);
    if let Some(name) = names.find(|name| OF_A_MOMENT.contains(&name.as_ref())) {
        return Err(of_a_moment(&name));
    }
    all_known(query, &[WINDOW, CONDITIONS].concat())?;
    let part = |is_window: bool| {
        let pairs = form_urlencoded::parse(query.as_bytes());
        let pairs = pairs.filter(|(name, _)| WINDOW.contains(&name.as_ref()) == is_window);
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    };
    Ok(SessionsAsked { wanted: read(&part(false))?, window: read(&part(true))? })
}

impl IntoParams for SessionsAsked {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let conditions = Wanted::into_params(&place).into_iter();
        let conditions = conditions.filter(|parameter| CONDITIONS.contains(&parameter.name.as_str()));
        Window::into_params(&place).into_iter().chain(conditions).collect()
    }
}
