//! What areas and needs are asked by.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::Deserialize;
use utoipa::IntoParams;

use super::value::{AreaName, CodeName, Flag, Offset, PageSize, TableFormat, Value, Words, many};
use crate::problem::Problem;

/// Which areas.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Areas {
    /// Those of this kind; wards unless told.
    #[param(inline, example = "ward")]
    pub(crate) kind: Option<CodeName>,
    /// How many to give.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
    /// How many to pass over.
    #[param(inline, value_type = Option<Offset>, example = 0)]
    pub(crate) offset: Offset,
}

/// Of which need provision is shown, and in which form.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Coverage {
    /// The need, by its code.
    #[param(inline, example = "digital-skills")]
    pub(crate) need: CodeName,
    /// The indicator that wards are held against; that of the need unless told.
    #[param(inline, example = "digital-exclusion")]
    pub(crate) indicator: Option<CodeName>,
    /// `csv`: a table; JSON unless told, or asked for by `Accept`.
    #[param(inline, value_type = Option<TableFormat>)]
    pub(crate) format: Option<TableFormat>,
}

/// What somebody says.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Needs {
    /// What somebody says, with the place if they name one.
    #[param(inline, example = "I want to learn to use a computer near PL2")]
    pub(crate) q: Option<Words>,
    /// How many services to give that answer the need.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
}

/// For whom, and where.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Signposted {
    /// Near this place: a postcode or the beginning of one, the name of a ward or a place, or `latitude,longitude`.
    #[param(inline, example = "Plymouth")]
    pub(crate) near: Option<Words>,
    /// Circumstances, by their codes: what is for them comes first. May be repeated.
    #[serde(deserialize_with = "many")]
    #[param(inline, style = Form, explode = false)]
    pub(crate) circumstance: Vec<CodeName>,
    /// Only what is known to cost nothing.
    #[param(inline, value_type = Option<Flag>)]
    pub(crate) free: Flag,
    /// How many to give.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
    /// How many to pass over.
    #[param(inline, value_type = Option<Offset>, example = 0)]
    pub(crate) offset: Offset,
}

/// Declares the code at the end of a path.
macro_rules! code_in_path {
    ($(#[$doc:meta])* $name:ident, $value:ident, $example:literal) => {
        $(#[$doc])*
        #[derive(Debug, IntoParams)]
        #[into_params(parameter_in = Path)]
        pub(crate) struct $name {
            /// The code, as lists give it.
            #[param(inline, value_type = $value, example = $example)]
            pub(crate) code: String,
        }

        impl FromRequest for $name {
            type Error = Problem;
            type Future = Ready<Result<Self, Problem>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let text = request.match_info().get("code").unwrap_or_default();
                let code = $value::read(text).map(|code| Self { code: code.0 });
                ready(code.ok_or_else(|| Problem::parameter("code", text, $value::ALLOWED)))
            }
        }
    };
}

code_in_path!(
    /// Which area.
    AreaCode,
    AreaName,
    "E05002078"
);
code_in_path!(
    /// Which need.
    NeedCode,
    CodeName,
    "digital-skills"
);
