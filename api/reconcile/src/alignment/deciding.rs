//! What people decide of verdicts.

use model::{
    Clock,
    alignment::{Decision, Verdict, VerdictState},
};
use store::Store;
use uuid::Uuid;

/// What someone does with a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decide {
    /// It is right, and to be mended.
    Accept,
    /// It is not, for a reason, until the facts change.
    Dismiss {
        /// Why.
        reason: String,
    },
    /// Someone is to look after it; `None`: nobody.
    Assign {
        /// Who.
        owner: Option<String>,
    },
    /// What was decided is taken back.
    Reopen,
}

/// Why a verdict was not decided so.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is no such verdict.
    #[error("there is no verdict {0}; `GET /v1/alignment/verdicts` lists them")]
    Unknown(Uuid),
    /// A verdict was dismissed without a reason.
    #[error("a verdict is dismissed for a reason, so that others know why; give one")]
    NoReason,
    /// The cause of the verdict is gone, so there is nothing to decide.
    #[error("the verdict {0} is closed: its cause is gone; it opens again by itself if that comes back")]
    Closed(Uuid),
    /// A text that is too long.
    #[error("the {what} is longer than {most} characters")]
    TooLong {
        /// Which.
        what: &'static str,
        /// The most.
        most: usize,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
}

/// The longest reason, in characters.
const LONGEST_REASON: usize = 2_000;
/// The longest name of an owner, in characters.
const LONGEST_OWNER: usize = 200;

/// Does all of that with a verdict, or nothing, in someone's name, and gives it as it is then.
///
/// # Errors
///
/// Fails where there is no such verdict, where it is closed, where a dismissal has no reason, and where the store fails.
pub fn decide(
    store: &Store,
    clock: &dyn Clock,
    id: Uuid,
    decided: &[Decide],
    who: &str,
) -> Result<Verdict, DecideError> {
    decided.iter().try_for_each(check)?;
    let changed = store.change_verdict(id, |verdict| {
        if verdict.state == VerdictState::Closed {
            return Err(DecideError::Closed(id));
        }
        Ok(decided.iter().fold(verdict, |verdict, one| changed(verdict, one, who, clock)))
    })?;
    changed.ok_or(DecideError::Unknown(id))?
}

fn check(decided: &Decide) -> Result<(), DecideError> {
    let too_long = |text: &str, what, most| {
        if text.chars().count() > most { Err(DecideError::TooLong { what, most }) } else { Ok(()) }
    };
    match decided {
        Decide::Dismiss { reason } if reason.trim().is_empty() => Err(DecideError::NoReason),
        Decide::Dismiss { reason } => too_long(reason, "reason", LONGEST_REASON),
        Decide::Assign { owner: Some(owner) } => too_long(owner, "owner", LONGEST_OWNER),
        Decide::Accept | Decide::Assign { owner: None } | Decide::Reopen => Ok(()),
    }
}

fn changed(verdict: Verdict, decided: &Decide, who: &str, clock: &dyn Clock) -> Verdict {
    let decision = |reason: &str| {
        Some(Decision {
            who: who.to_owned(),
            at: clock.now(),
            reason: reason.trim().to_owned(),
            facts: verdict.facts(),
        })
    };
    match decided {
        Decide::Accept => Verdict { decision: decision(""), state: VerdictState::Accepted, ..verdict },
        Decide::Dismiss { reason } => {
            Verdict { decision: decision(reason), state: VerdictState::Dismissed, ..verdict }
        }
        Decide::Assign { owner } => {
            let owner = owner.as_deref().map(str::trim).filter(|owner| !owner.is_empty());
            Verdict { owner: owner.map(str::to_owned), ..verdict }
        }
        Decide::Reopen => Verdict { decision: None, state: VerdictState::Open, ..verdict },
    }
}
