use std::time::Duration;

use crate::{Limits, OutboundError, Timing};

/// One attempt's failure, with the wait that the server asked for.
pub(crate) struct Failure {
    pub(crate) error: OutboundError,
    pub(crate) asked: Option<Duration>,
}

impl From<OutboundError> for Failure {
    fn from(error: OutboundError) -> Self {
        Self { error, asked: None }
    }
}

/// Repeats an attempt while its failure may pass: after the wait that the server asks for, else after one that doubles
/// each time and of which chance takes up to a half away, so that those who failed together do not come back together.
pub(crate) fn with_retries<T>(
    limits: &Limits,
    timing: &dyn Timing,
    mut attempt: impl FnMut() -> Result<T, Failure>,
) -> Result<T, OutboundError> {
    let mut backoff = limits.backoff;
    for left in (0..=limits.retries).rev() {
        match attempt() {
            Ok(answer) => return Ok(answer),
            Err(failure) if left > 0 && failure.error.may_pass() && limits.time_left(timing).is_some() => {
                let jittered = || backoff.min(limits.longest_wait).mul_f64(1.0 - timing.chance() / 2.0);
                let wait = failure.asked.unwrap_or_else(jittered);
                let wait =
                    limits.deadline.map_or(wait, |_| wait.min(limits.time_left(timing).unwrap_or_default()));
                tracing::debug!(error = %failure.error, ?wait, "trying again");
                timing.wait(wait);
                backoff = backoff.saturating_mul(2);
            }
            Err(failure) => return Err(failure.error),
        }
    }
    Err(OutboundError::Setup("no attempt was made".to_owned()))
}
