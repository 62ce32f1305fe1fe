//! What went wrong with a request, in our own words.

use std::io;

use crate::{OutboundError, error::Refused, shown};

pub(crate) fn explain(url: &str, error: reqwest::Error) -> OutboundError {
    if let Some(refused) = Refused::within(&error) {
        return OutboundError::Private { host: refused.host.clone(), address: refused.address };
    }
    if error.is_timeout() {
        return OutboundError::Timeout { url: shown(url) };
    }
    OutboundError::Broken { url: shown(url), reason: innermost(&error.without_url()) }
}

pub(crate) fn broken_body(url: &str, error: &io::Error) -> OutboundError {
    let timed_out = error.kind() == io::ErrorKind::TimedOut
        || error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<reqwest::Error>())
            .is_some_and(reqwest::Error::is_timeout);
    if timed_out {
        OutboundError::Timeout { url: shown(url) }
    } else {
        OutboundError::Broken { url: shown(url), reason: innermost(error) }
    }
}

/// The last cause of an error: what the reader can act on.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(cause) = error.source() {
        error = cause;
    }
    error.to_string()
}
