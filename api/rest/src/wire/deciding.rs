use model::alignment::VerdictState;
use reconcile::alignment::Decide;
use serde::Deserialize;
use utoipa::{ToSchema, openapi::schema::ObjectBuilder};

use crate::{
    asked::Value as _,
    problem::{Problem, ProblemType},
};

/// A member that is at fault: its name, what was sent, and what may be sent.
type Fault = (&'static str, String, &'static str);

/// What to do with a verdict: one thing at least.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(min_properties = 1)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerdictPatch {
    /// `accepted`: it is right, and will be mended. `dismissed`: it is not, for a `reason`, until the facts change. `open`:
    /// what was decided is taken back.
    #[serde(default)]
    #[schema(schema_with = decided)]
    state: Option<String>,
    /// Why it is dismissed. Nothing but spaces is no reason.
    #[serde(default)]
    #[schema(
        pattern = r"\S",
        min_length = 1,
        max_length = 2000,
        nullable = false,
        example = "Both numbers ring at the same desk"
    )]
    reason: Option<String>,
    /// Who looks after it; empty: nobody.
    #[serde(default)]
    #[schema(max_length = 200, nullable = false, example = "Ann of the web team")]
    owner: Option<String>,
}

fn decided() -> ObjectBuilder {
    let words =
        [VerdictState::Accepted, VerdictState::Dismissed, VerdictState::Open].map(VerdictState::as_str);
    let doc = "`accepted`: it is right, and will be mended. `dismissed`: it is not, for a `reason`, until the facts \
               change. `open`: what was decided is taken back.";
    crate::asked::VerdictStateName::object().enum_values(Some(words)).description(Some(doc))
}

impl VerdictPatch {
    /// What it asks for, in the order in which it is done. The error names the member that is at fault and what it may be.
    pub(crate) fn decisions(self) -> Result<Vec<Decide>, Fault> {
        if self.reason.as_deref().is_some_and(|reason| reason.trim().is_empty()) {
            let allowed = "why it is dismissed, so that others know; or left out";
            return Err(("reason", self.reason.unwrap_or_default(), allowed));
        }
        let mut decisions = Vec::new();
        decisions.extend(
            self.owner
                .map(|owner| Decide::Assign { owner: Some(owner).filter(|owner| !owner.trim().is_empty()) }),
        );
        match (self.state.as_deref(), self.reason) {
            (None, None) => {}
            (None, Some(reason)) => return Err(("reason", reason, "left out, unless `state` is given")),
            (Some("accepted"), _) => decisions.push(Decide::Accept),
            (Some("open"), _) => decisions.push(Decide::Reopen),
            (Some("dismissed"), reason) => {
                decisions.push(Decide::Dismiss { reason: reason.unwrap_or_default() })
            }
            (Some(other), _) => return Err(("state", other.to_owned(), "accepted, dismissed or open")),
        }
        match decisions.is_empty() {
            true => Err(("state", String::new(), "accepted, dismissed or open; or give an `owner`")),
            false => Ok(decisions),
        }
    }
}

/// The problem of a decision that cannot be read.
pub(crate) fn invalid_decision((member, value, allowed): Fault) -> Problem {
    Problem::new(&ProblemType::INVALID_BODY, format!("`{member}` must be {allowed}"))
        .with("parameter", member)
        .with("value", value)
        .with("allowed", allowed)
}

/// What the page for a verdict sends.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct DecisionForm {
    /// `accepted`, `dismissed` or `open`; empty: only who looks after it is kept.
    #[schema(max_length = 40, example = "accepted")]
    state: String,
    /// Why it is dismissed.
    #[schema(max_length = 2000)]
    reason: String,
    /// Who looks after it.
    #[schema(max_length = 200)]
    owner: String,
}

impl DecisionForm {
    /// The same as a program would send it. A reason counts only with what needs one.
    pub(crate) fn patch(self) -> VerdictPatch {
        let Self { state, reason, owner } = self;
        let reason = Some(reason).filter(|_| state == VerdictState::Dismissed.as_str());
        VerdictPatch { state: Some(state).filter(|state| !state.is_empty()), reason, owner: Some(owner) }
    }
}
