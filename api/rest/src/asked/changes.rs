//! What is asked of the log of changes.

use serde::Deserialize;
use utoipa::IntoParams;

use super::value::{ChangeNumber, Epoch, Portion, Seconds};

/// Which changes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChangesAsked {
    /// The number to begin after: `last` of the answer before, and 0 to begin with.
    #[param(inline, example = 0)]
    pub(crate) after: Option<ChangeNumber>,
    /// `epoch` of an answer before, or as its `next` has it. Where the history is another since, the answer is 410.
    #[param(inline)]
    pub(crate) epoch: Option<Epoch>,
    /// For how many seconds to wait where nothing changed yet.
    #[param(inline, example = 0)]
    pub(crate) wait: Option<Seconds>,
    /// How many to give at most.
    #[param(inline, value_type = Option<Portion>, example = 100)]
    pub(crate) limit: Option<Portion>,
}
