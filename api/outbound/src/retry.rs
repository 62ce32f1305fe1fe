use std::{thread, time::Duration};

use crate::{Limits, OutboundError};

/// One attempt's failure, with the wait that the server asked for.
pub(crate) struct Failure {
    pub(crate) error: OutboundError,
    pub(crate) wait: Option<Duration>,
}

impl From<OutboundError> for Failure {
    fn from(error: OutboundError) -> Self {
        Self { error, wait: None }
    }
}

/// Repeats an attempt while its failure may pass, waiting longer each time.
pub(crate) fn with_retries<T>(
    limits: &Limits,
    mut attempt: impl FnMut() -> Result<T, Failure>,
) -> Result<T, OutboundError> {
    let mut backoff = limits.backoff;
    for left in (0..=limits.retries).rev() {
        match attempt() {
            Ok(answer) => return Ok(answer),
            Err(failure) if left > 0 && failure.error.may_pass() => {
                let wait = failure.wait.unwrap_or(backoff).min(limits.longest_wait);
                tracing::debug!(error = %failure.error, ?wait, "trying again");
                thread::sleep(wait);
                backoff = backoff.saturating_mul(2);
            }
            Err(failure) => return Err(failure.error),
        }
    }
    Err(OutboundError::Setup("no attempt was made".to_owned()))
}
