//! The page on which somebody with a spreadsheet and a browser sends it: plain HTML, without script and without cookies.
//!
//! Whoever sends it shows a client's id and secret in the form itself. So there is nothing that a browser would send along
//! by itself, and no other page can have it sent in somebody's name. The secret is used once, to know the client; it is
//! never kept, logged or shown again.

mod form;
mod outcome;
mod sent;

use ::web::layout::{POLICY, Page};
use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use maud::{Markup, html};

use crate::problem::Problem;

pub(crate) use form::Form;
pub(crate) use outcome::Outcome;
pub(crate) use sent::{Sent, read};

/// Whether a path is that of the page of some source.
pub(crate) fn is_at(path: &str) -> bool {
    path.starts_with("/v1/sources/") && path.ends_with("/upload")
}

/// A whole page.
pub(crate) fn page(status: StatusCode, title: &str, body: &Markup) -> HttpResponse {
    let description = "Send a list of services to the directory.";
    let whole = Page { title, description, head: html! {}, body: body.clone() }.html();
    let mut answer = HttpResponse::build(status);
    for (name, value) in headers() {
        answer.insert_header((name, value));
    }
    answer.body(whole)
}

/// What every page says about itself. A secret was typed into it, so no cache keeps it and no other site hears of it.
fn headers() -> [(header::HeaderName, &'static str); 4] {
    [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CONTENT_SECURITY_POLICY, POLICY.as_str()),
    ]
}

/// A problem as a page, for people who see no problem documents, with the form to try again.
pub(crate) fn of_problem(problem: &Problem) -> HttpResponse {
    let body = html! {
        h1 { "Nothing was taken" }
        div.told.bad role="alert" {
            h2 { (problem.title()) }
            p { (problem.to_string()) "." }
        }
        h2 { "Try again" }
        (Form::default().markup())
    };
    let mut answer = page(problem.status(), "Error: nothing was taken", &body);
    for (name, value) in problem.headers() {
        if let Ok(value) = header::HeaderValue::try_from(value) {
            answer.headers_mut().insert(name.clone(), value);
        }
    }
    answer
}
