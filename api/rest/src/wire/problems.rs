//! What the desk refuses, as problem documents.

use access::{AccessError, ClientError};
use harvest::{HarvestError, TemplateError, joining::JoinError};
use reconcile::{
    ReconcileError, changes::FeedError, correcting::CorrectError, judging::JudgeError, matches::MatchError,
    reporting::ReportError,
};
use store::StoreError;

use crate::problem::{Problem, ProblemType};

impl From<MatchError> for Problem {
    fn from(error: MatchError) -> Self {
        let kind = match &error {
            MatchError::SameRecord(_) | MatchError::Kinds { .. } => &ProblemType::NOT_A_PAIR,
            MatchError::UnknownRecord(_) => &ProblemType::UNKNOWN_RECORD,
            MatchError::GoneRecord { .. } | MatchError::ErasedRecord { .. } => &ProblemType::GONE_RECORD,
            MatchError::UnknownEntity(_) => &ProblemType::UNKNOWN_ID,
            MatchError::GoneEntity(_) => &ProblemType::GONE,
            MatchError::Store(_) => return internal(&error),
        };
        Self::new(kind, error.to_string())
    }
}

impl From<JudgeError> for Problem {
    fn from(error: JudgeError) -> Self {
        match error {
            JudgeError::Pair(error) => error.into(),
            JudgeError::Text { field, allowed } => Self::new(&ProblemType::INVALID_BODY, error.to_string())
                .with("parameter", field)
                .with("allowed", allowed),
            JudgeError::UnknownJudgement(_)
            | JudgeError::Replaced { .. }
            | JudgeError::NothingToUndo(_)
            | JudgeError::Store(_) => internal(&error),
        }
    }
}

impl From<CorrectError> for Problem {
    fn from(error: CorrectError) -> Self {
        let told = error.to_string();
        match error {
            CorrectError::UnknownEntity(_) => Self::new(&ProblemType::UNKNOWN_ID, told),
            CorrectError::GoneEntity(_) => Self::new(&ProblemType::GONE, told),
            CorrectError::UnknownField { field, allowed, .. } => Self::new(&ProblemType::INVALID_BODY, told)
                .with("parameter", "field")
                .with("value", field)
                .with("allowed", allowed),
            CorrectError::Value { value, reason, .. } => Self::new(&ProblemType::INVALID_BODY, told)
                .with("parameter", "value")
                .with("value", value)
                .with("allowed", reason),
            CorrectError::NoClaim { claimant, .. } | CorrectError::SeveralClaims { claimant, .. } => {
                Self::new(&ProblemType::INVALID_BODY, told).with("parameter", "from").with("value", claimant)
            }
            CorrectError::NothingToLift { .. } => {
                Self::new(&ProblemType::INVALID_BODY, told).with("parameter", "remedy")
            }
            CorrectError::Past(_) => Self::new(&ProblemType::INVALID_BODY, told).with("parameter", "expires"),
            CorrectError::Text { field, .. } => {
                Self::new(&ProblemType::INVALID_BODY, told).with("parameter", field)
            }
            CorrectError::Store(error) => internal(&error),
        }
    }
}

impl From<ReportError> for Problem {
    fn from(error: ReportError) -> Self {
        let told = error.to_string();
        let parameter = match &error {
            ReportError::Text { field, .. } => field,
            ReportError::Contact => "contact",
            ReportError::NothingSaid => "message",
            ReportError::Unknown(_) => return Self::new(&ProblemType::UNKNOWN_REPORT, told),
            ReportError::Decided { .. } => return Self::new(&ProblemType::DECIDED, told),
            ReportError::Store(_) => return internal(&error),
        };
        Self::new(&ProblemType::INVALID_BODY, told).with("parameter", parameter)
    }
}

impl From<JoinError> for Problem {
    fn from(error: JoinError) -> Self {
        let kind = match &error {
            JoinError::Taken(_) => &ProblemType::TAKEN,
            JoinError::Unknown(_) => &ProblemType::UNKNOWN_SOURCE,
            JoinError::InFolder(_)
            | JoinError::Step { .. }
            | JoinError::Closed { .. }
            | JoinError::NoTemplate { .. } => &ProblemType::SOURCE_CLOSED,
            JoinError::NoFile { .. } => &ProblemType::UNSUPPORTED_MEDIA_TYPE,
            JoinError::Config(_) => &ProblemType::INVALID_BODY,
            JoinError::Harvest(HarvestError::Busy(_)) => {
                return Self::new(&ProblemType::NOT_READY, error.to_string())
                    .header(actix_web::http::header::RETRY_AFTER, "2");
            }
            JoinError::Harvest(_) | JoinError::Store(_) => return internal(&error),
        };
        Self::new(kind, error.to_string())
    }
}

impl From<TemplateError> for Problem {
    fn from(error: TemplateError) -> Self {
        internal(&error)
    }
}

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        internal(&error)
    }
}

impl From<ReconcileError> for Problem {
    fn from(error: ReconcileError) -> Self {
        internal(&error)
    }
}

impl From<ClientError> for Problem {
    fn from(error: ClientError) -> Self {
        let parameter = match &error {
            ClientError::Unknown(_) => return Self::new(&ProblemType::UNKNOWN_CLIENT, error.to_string()),
            ClientError::Access(_) => return internal(&error),
            ClientError::Name(_) => "name",
            ClientError::NoScope | ClientError::Scope(_) => "scope",
            ClientError::NoSource | ClientError::UnknownSource(_) => "sources",
        };
        Self::new(&ProblemType::INVALID_BODY, error.to_string()).with("parameter", parameter)
    }
}

impl From<FeedError> for Problem {
    fn from(error: FeedError) -> Self {
        match &error {
            FeedError::Gone { first, last, .. } => Self::new(&ProblemType::CHANGES_GONE, error.to_string())
                .with("first", *first)
                .with("last", *last),
            FeedError::Store(_) => internal(&error),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        internal(&error)
    }
}

/// Keeps the cause, which may name tables and files, to the log.
fn internal(error: &dyn std::error::Error) -> Problem {
    tracing::error!(%error, "the desk could not answer");
    Problem::new(&ProblemType::INTERNAL, "The directory could not answer; the fault was logged")
}
