//! The parameters of what stewards ask.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::Deserialize;
use utoipa::IntoParams;

use super::value::{
    Before, FieldName, Identifier, Offset, PageSize, RecordName, ReportState, SourceName, Value,
};
use crate::problem::{Problem, ProblemType};

/// Two records to explain.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichMatch {
    /// One record, as `source:kind:id`.
    #[param(inline, example = "library-service:location:central-library")]
    pub(crate) a: RecordName,
    /// The other record.
    #[param(inline, example = "warm-spaces:location:central-library-pl1-1hz")]
    pub(crate) b: RecordName,
}

/// Which part of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// How many to give.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
    /// How many to pass over. What is decided leaves the queue of questions, so that the rest moves up.
    #[param(inline, value_type = Option<Offset>, example = 0)]
    pub(crate) offset: Offset,
}

/// Which judgements.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Trail {
    /// Only those on this record.
    #[param(inline, example = "library-service:location:central-library")]
    pub(crate) record: Option<RecordName>,
    /// Only those on records that belong to this entity now.
    #[param(inline)]
    pub(crate) entity: Option<Identifier>,
    /// How many to give.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
    /// Only judgements with a lesser number: the last one of the page before.
    #[param(inline, example = 42)]
    pub(crate) before: Option<Before>,
}

/// Which conflicts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Disputes {
    /// Those in which this source takes part.
    #[param(inline, example = "library-service")]
    pub(crate) source: Option<SourceName>,
    /// Those about this entity.
    #[param(inline)]
    pub(crate) entity: Option<Identifier>,
    /// Those about this field.
    #[param(inline, example = "phones")]
    pub(crate) field: Option<FieldName>,
    /// How many to give.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
    /// How many to pass over. What is decided leaves the list, so that the rest moves up.
    #[param(inline, value_type = Option<Offset>, example = 0)]
    pub(crate) offset: Offset,
}

/// Which corrections.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CorrectionTrail {
    /// Those attached to any record that belongs to this entity now.
    #[param(inline)]
    pub(crate) entity: Option<Identifier>,
    /// How many to give.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
    /// Only corrections with a lesser number: the last one of the page before.
    #[param(inline, example = 42)]
    pub(crate) before: Option<Before>,
}

/// Which reports.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Reports {
    /// Those of which this became.
    #[param(inline, value_type = Option<ReportState>, example = "open")]
    pub(crate) state: ReportState,
    /// How many to give.
    #[param(inline, value_type = Option<PageSize>, example = 20)]
    pub(crate) limit: PageSize,
    /// Only those with a greater number: the last one of the page before.
    #[param(inline, example = 42)]
    pub(crate) after: Option<Before>,
}

/// The report that a path names.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichReport {
    /// The number of the report.
    #[param(inline, value_type = Before, example = 7)]
    pub(crate) number: i64,
}

impl FromRequest for WhichReport {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = request.match_info().get("number").unwrap_or_default();
        let number = Before::read(text).map(|number| Self { number: number.0.into() });
        let unknown =
            || Problem::new(&ProblemType::UNKNOWN_REPORT, format!("No report has the number `{text}`"));
        ready(number.ok_or_else(unknown))
    }
}
