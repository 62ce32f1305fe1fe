//! Who asks: a steward, or anyone.

use std::future::{Ready, ready};

use access::Refusal;
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web};
use reconcile::{Desk, matches::Audience};

use crate::{
    problem::{Problem, ProblemType},
    reader::state_of,
};

/// A steward at the desk.
#[derive(Debug)]
pub(crate) struct Steward {
    /// The name that decisions are signed with unless they give another.
    pub(crate) name: String,
    /// The desk.
    pub(crate) desk: Desk,
}

impl FromRequest for Steward {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let admitted = state_of(request).and_then(|state| {
            let steward = state.settings().stewards.admit(authorization(request))?;
            Ok(Self { name: steward.name, desk: state.desk()? })
        });
        ready(admitted)
    }
}

/// Whoever asks at the desk.
#[derive(Debug)]
pub(crate) struct Visitor {
    /// How much they may see.
    pub(crate) audience: Audience,
    /// The desk.
    pub(crate) desk: Desk,
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let admitted = state_of(request).and_then(|state| {
            let steward = state.settings().stewards.admit_anyone(authorization(request))?;
            let audience = if steward.is_some() { Audience::Steward } else { Audience::Anyone };
            Ok(Self { audience, desk: state.desk()? })
        });
        ready(admitted)
    }
}

fn authorization(request: &HttpRequest) -> Option<&str> {
    request.headers().get(header::AUTHORIZATION)?.to_str().ok()
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotConfigured => Self::new(&ProblemType::NO_STEWARDS, refusal.to_string()),
            Refusal::Missing => Self::new(&ProblemType::TOKEN_REQUIRED, refusal.to_string())
                .header(header::WWW_AUTHENTICATE, "Bearer realm=\"stewards\""),
            Refusal::Wrong => Self::new(&ProblemType::TOKEN_REQUIRED, refusal.to_string())
                .header(header::WWW_AUTHENTICATE, "Bearer realm=\"stewards\", error=\"invalid_token\""),
        }
    }
}

/// Does what blocks where blocking is allowed.
pub(crate) async fn off_the_loop<T, E>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, Problem>
where
    T: Send + 'static,
    E: Send + 'static,
    Problem: From<E>,
{
    let cut_off = |_| Problem::new(&ProblemType::INTERNAL, "The work was cut off");
    Ok(web::block(work).await.map_err(cut_off)??)
}
