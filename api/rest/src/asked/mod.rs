//! What was asked: parameters read and checked before a handler begins.

mod alignment;
mod changes;
mod client;
mod embed;
mod parameters;
mod place;
mod posted;
mod sessions;
mod source;
mod steward;
mod value;
mod wanted;

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::de::DeserializeOwned;
use url::form_urlencoded;
use utoipa::IntoParams;
use uuid::Uuid;

pub(crate) use alignment::{PageAddress, Pages, ReportAsked, Suggestions, Verdicts};
pub(crate) use changes::ChangesAsked;
pub(crate) use client::{Earlier, WhichClient};
pub(crate) use embed::{Chosen, Embedding};
pub(crate) use parameters::{Brevity, Classified, Depth, Filter, FullService, Paging, TermFilter};
pub(crate) use place::{AreaCode, Areas, Coverage, NeedCode, Needs, Signposted};
pub(crate) use posted::{Parameters, Posted};
pub(crate) use sessions::SessionsAsked;
pub(crate) use source::{
    Accepting, HowToCheck, Issues, Runs, TemplateForm, Trying, WhichItem, WhichRecord, WhichSource, item_id,
};
pub(crate) use steward::{CorrectionTrail, Disputes, Part, Reports, Trail, WhichMatch, WhichReport};
pub(crate) use value::{
    Claimant, EmbedFormat, FeedFormat, Form, Format, Identifier, Included, KindName, MOST_NAMED, MemberName,
    Moment, Named, Order, Origin, PageNumber, PageSize, PlaceAmongSessions, PlaceInOrder, RecordName, Remedy,
    ReportDecision, ReportKind, SessionForm, SourceName, TableFormat, TemplateFormat, Value, Verdict,
    VerdictKindName, VerdictStateName,
};
pub(crate) use wanted::{Of, Takes, Wanted};

use crate::problem::{Problem, ProblemType};

/// Parameters of the query, each checked. Those of our own interface are a closed list, so that a slip in `dry_run` does not
/// write; the standard's leave alone what they do not know.
#[derive(Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for Asked<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()).map(Self))
    }
}

/// Reads the parameters out of the text after `?`.
pub(crate) fn read<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    serde_path_to_error::deserialize(serde_html_form::Deserializer::new(pairs))
        .map_err(|error| refuse(query, &error.path().to_string(), &error.inner().to_string()))
}

/// The problem with one parameter. A list's element is named as `name[0]` by the reader.
fn refuse(query: &str, path: &str, allowed: &str) -> Problem {
    if allowed.starts_with("unknown field") {
        return unknown(path, allowed);
    }
    let name = path.split('[').next().unwrap_or(path);
    let values: Vec<_> = form_urlencoded::parse(query.as_bytes())
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value)
        .collect();
    Problem::parameter(name, &values.join("&"), allowed)
}

/// The problem with a parameter that there is not, by what the reader says of it.
fn unknown(name: &str, told: &str) -> Problem {
    let there_are = told.split_once(", ").map_or("none is known", |(_, expected)| expected);
    let there_are = there_are.trim_start_matches("expected ").trim_start_matches("one of ");
    Problem::new(
        &ProblemType::INVALID_PARAMETER,
        format!("There is no parameter `{name}` here; there is {there_are}"),
    )
    .with("parameter", name)
    .with("allowed", there_are)
}

/// The id at the end of a path.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Id {
    /// The id, as lists and references give it.
    #[param(inline, value_type = Identifier)]
    pub(crate) id: Uuid,
}

impl FromRequest for Id {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = request.match_info().get("id").unwrap_or_default();
        let id = Identifier::read(text).map(|id| Self { id: id.0 });
        ready(id.ok_or_else(|| Problem::parameter("id", text, Identifier::ALLOWED)))
    }
}

#[cfg(test)]
mod tests;
