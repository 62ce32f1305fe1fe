use harvest::confirming::ConfirmError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::problem::{Problem, ProblemType};

/// What a source says still holds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmation {
    /// Its services, each as `service:id`; all that it has now, unless told.
    #[serde(default)]
    #[schema(min_items = 1, example = json!(["service:42", "service:43"]))]
    pub(crate) records: Option<Vec<String>>,
}

/// How much is confirmed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Confirmed {
    /// The number of services.
    #[schema(minimum = 0, maximum = 2147483647, value_type = i32, example = 2)]
    pub(crate) confirmed: usize,
}

impl From<ConfirmError> for Problem {
    fn from(error: ConfirmError) -> Self {
        let told = error.to_string();
        match error {
            ConfirmError::UnknownSource(_) => Self::new(&ProblemType::UNKNOWN_SOURCE, told),
            ConfirmError::UnknownRecords { labels, .. } => Self::new(&ProblemType::UNKNOWN_RECORD, told)
                .with("pointer", "/records")
                .with("unknown", labels),
            ConfirmError::Store(error) => error.into(),
        }
    }
}
