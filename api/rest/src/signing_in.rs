//! Signing in with a browser: by the name and secret that it asks for, which it then shows with every request.
//!
//! A browser shows them also to requests that another site makes it send, so a form counts only where the browser says
//! that it comes from the directory's own page.

use access::{Caller, Refusal, Scope};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};

use crate::{
    caller::{admit, count, off_the_loop},
    pages,
    problem::{Problem, ProblemType},
    state::State,
};

/// What a browser shows to the person whom it asks.
const CHALLENGE: &str = "Basic realm=\"directory\", charset=\"UTF-8\"";

/// Who is signed in: a client by its id and secret, or with any name whoever shows the stewards' token; a program by its
/// token as anywhere. None where nobody says who they are.
pub(crate) async fn signed_in(
    request: &HttpRequest,
    state: &web::Data<State>,
) -> Result<Option<Caller>, Problem> {
    let shown = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some((id, secret)) = shown.and_then(access::basic) else { return admit(request, state).await };
    let access = state.access()?;
    let caller = off_the_loop(move || match access.admit_client(&id, &secret) {
        Ok(caller) => Ok::<_, Problem>(caller),
        Err(_) => Ok(access.admit(Some(&format!("Bearer {secret}")))?),
    });
    let caller = caller.await?;
    count(request, state, &caller)?;
    Ok(Some(caller))
}

/// The page that makes a browser ask who is there.
pub(crate) fn ask() -> HttpResponse {
    let refusal = ::web::Refusal {
        title: "Please sign in",
        words: "Your browser asks for a name and a password: the id and the secret of a client that may decide, or any name \
                and the token of the stewards. Whoever runs the directory gives them out.",
    };
    let mut answer = HttpResponse::build(StatusCode::UNAUTHORIZED);
    answer.insert_header((header::WWW_AUTHENTICATE, CHALLENGE));
    pages::fresh(answer, ::web::refused(refusal))
}

/// Refuses a form that does not come from a page of the directory itself.
pub(crate) fn needs_own_page(request: &HttpRequest, base: &str) -> Result<(), Problem> {
    let told = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let is_own = match (told("sec-fetch-site"), told("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            url::Url::parse(base).is_ok_and(|base| base.origin().ascii_serialization() == origin)
        }
        // A program that shows a token is no browser that others make send things.
        (None, None) => told("authorization").is_none_or(|shown| access::basic(shown).is_none()),
    };
    if is_own {
        return Ok(());
    }
    Err(Problem::new(&ProblemType::INSUFFICIENT_SCOPE, "The form does not come from a page of the directory"))
}

/// Refuses whoever may not decide.
pub(crate) fn needs_judging(caller: Option<&Caller>) -> Result<(), Problem> {
    let caller = caller.ok_or(Refusal::Missing)?;
    Ok(caller.needs(Scope::JudgementsWrite)?)
}
