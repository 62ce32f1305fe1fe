//! The parameters of what is asked about clients.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::Deserialize;
use utoipa::IntoParams;

use super::value::{Before, PageSize};
use crate::problem::Problem;

/// Which part of a log.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Earlier {
    /// How many to give.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
    /// Only those with a lesser number: the last one of the page before.
    #[param(inline, example = 42)]
    pub(crate) before: Option<Before>,
}

/// The client that a path names.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichClient {
    /// The id of the client.
    #[param(
        inline,
        min_length = 1,
        max_length = 64,
        pattern = "^[a-z0-9-]+$",
        example = "food-bank-network-1f0c2a9b"
    )]
    pub(crate) client: String,
}

impl FromRequest for WhichClient {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let client = request.match_info().get("client").unwrap_or_default();
        ready(Ok(Self { client: client.to_owned() }))
    }
}
