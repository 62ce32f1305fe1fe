//! What becomes of addresses that did not answer as they should.

use model::{
    IssueDraft, Severity,
    alignment::{Gone, PAGE},
};
use outbound::OutboundError;

use super::{crawl::Crawl, listed::Asked};
use crate::{
    fetch::{Fetch, Refused},
    issues::shown,
};

impl Crawl<'_> {
    /// Keeps what an address said last, or nothing where it may not be asked for.
    pub(super) fn refused(
        &mut self,
        fetch: &mut Fetch<'_>,
        (key, asked): (&str, &Asked),
        error: OutboundError,
    ) -> Result<(), Refused> {
        let (code, action) = match &error {
            OutboundError::Setup(_) | OutboundError::Write { .. } => return Err(error.into()),
            OutboundError::Disallowed { .. } => {
                ("disallowed", "allow it, or exclude it; what it said before is not kept")
            }
            OutboundError::OffSite { .. } => ("off-site", "name the host in `hosts` if it is of this site"),
            OutboundError::Private { .. } => {
                ("private-address", "say allow_private_networks = true if that is meant")
            }
            _ => ("unreachable", "mend what is said here; until then what it said last stays"),
        };
        let issue = IssueDraft::new(Severity::Warning, code, error.to_string(), action);
        fetch.issues.push(issue.in_record(shown(&format!("{PAGE}:{key}"))));
        match code {
            "disallowed" => {
                self.told(fetch, key, asked)?;
                return Ok(());
            }
            "unreachable" => {
                self.failures += 1;
                self.answers = self.answers.saturating_sub(1);
            }
            _ => {}
        }
        self.keep_last(fetch, key, asked);
        Ok(())
    }
}

/// Tells that nothing is at an address.
pub(super) fn tell_gone(fetch: &mut Fetch<'_>, key: &str, gone: &Gone) {
    let reason = match gone.status {
        200 => "it says in words that the page is not there, and answers as if it were".to_owned(),
        status => format!("it answered {status}"),
    };
    let issue = IssueDraft::new(
        Severity::Notice,
        "page-gone",
        reason,
        "take it off the list, and mend what leads there",
    );
    fetch.issues.push(issue.in_record(shown(&format!("{PAGE}:{key}"))).with_value(&shown(&gone.address)));
}
