//! Asking for one address, and what it answers.

use model::alignment::Gone;
use outbound::{Outbound, OutboundError, Validators};
use url::Url;

use super::{
    extract::{self, Around, Read},
    listed::Asked,
};

/// What an address answered.
pub(super) enum Answer {
    /// It is as it was.
    Same,
    /// It was read.
    Page {
        /// What it says.
        read: Box<Read>,
        /// Where it was found, behind all redirects.
        last: Url,
        /// By what its server knows it.
        validators: Validators,
    },
    /// Nothing is there.
    Gone(Gone),
    /// Something is there that is no page that can be read.
    Unfit {
        /// The code of the issue.
        code: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// It did not answer as it should.
    Failed(OutboundError),
}

/// Asks for an address, and reads what it answers.
pub(super) fn ask(client: &Outbound, around: &Around<'_>, asked: &Asked, known: &Validators) -> Answer {
    let is_here = |url: &Url| around.site.key(url.as_str()).is_some();
    let answer = match client.visit_within(&asked.address, &known.headers(), &is_here) {
        Ok(answer) => answer,
        Err(error) => return refused(asked, error),
    };
    if answer.head.status == 304 && !known.is_empty() {
        return Answer::Same;
    }
    let content_type = answer.head.header("content-type");
    if let Some(other) =
        content_type.filter(|content_type| !content_type.to_ascii_lowercase().contains("html"))
    {
        return Answer::Unfit { code: "no-page", reason: format!("it is no web page but {other}") };
    }
    let Ok(last) = Url::parse(&answer.head.url) else { return Answer::Same };
    match extract::read(&answer.body, content_type, &last, around) {
        Some(read) if read.is_missing => {
            Answer::Gone(Gone { address: asked.address.clone(), status: answer.head.status })
        }
        Some(read) => Answer::Page { read: Box::new(read), last, validators: answer.head.validators() },
        None => Answer::Unfit { code: "too-large", reason: "its elements are nested too deep".to_owned() },
    }
}

fn refused(asked: &Asked, error: OutboundError) -> Answer {
    match error.status() {
        Some(status @ (404 | 410)) => Answer::Gone(Gone { address: asked.address.clone(), status }),
        _ => match &error {
            OutboundError::TooLarge { .. } | OutboundError::TooTight { .. } => {
                Answer::Unfit { code: "too-large", reason: error.to_string() }
            }
            OutboundError::Redirects { .. } => {
                Answer::Unfit { code: "redirect-loop", reason: error.to_string() }
            }
            _ => Answer::Failed(error),
        },
    }
}
