//! Reports of problems as they come: as JSON from programs, as a form from the directory's own pages.

use std::{future::Future, pin::Pin};

use ::web::ReportForm;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, dev::Payload, http::StatusCode, web};
use catalog::{ListKind, Lookup};
use model::ReportKind;
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    body::{Body, OneOrMany, unreadable},
    pages,
    problem::{Problem, ProblemType},
    reader::Reader,
    wire::NewReport,
};

/// The largest form, in bytes: a message of the greatest length, each character of it as long as can be.
const MOST_BYTES: usize = 32 * 1024;

/// Whether a path is one at which problems are reported.
pub(crate) fn is_at(path: &str) -> bool {
    path.starts_with("/v1/entities/") && path.ends_with("/reports")
}

/// Whether a form is sent.
pub(crate) fn is_form(request: &HttpRequest) -> bool {
    matches!(request.mime_type(), Ok(Some(media)) if media.essence_str() == "application/x-www-form-urlencoded")
}

/// Where problems with an entity are reported.
pub(crate) fn path(reader: &Reader, id: Uuid) -> String {
    reader.path(&format!("/v1/entities/{id}/reports"))
}

/// A report as it was sent.
#[derive(Debug)]
pub(crate) enum Sent {
    /// By a program.
    Json(NewReport),
    /// By a page.
    Form(Fields),
}

/// The fields of the form, as they were typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    kind: String,
    message: String,
    contact: String,
    homepage: String,
}

impl FromRequest for Sent {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if !is_form(request) {
            let body = Body::<NewReport>::from_request(request, payload);
            return Box::pin(async move {
                match body.await?.0 {
                    OneOrMany::One(report) => Ok(Self::Json(report)),
                    OneOrMany::Many(_) => {
                        Err(Problem::new(&ProblemType::INVALID_BODY, "Send one report, not an array"))
                    }
                }
            });
        }
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let payload = payload.await.map_err(|error| unreadable(&error.to_string()))?;
            let bytes = payload.to_bytes_limited(MOST_BYTES).await.map_err(|_| too_large())?;
            let bytes = bytes.map_err(|error| unreadable(&error.to_string()))?;
            let fields =
                serde_html_form::from_bytes(&bytes).map_err(|error| unreadable(&error.to_string()))?;
            Ok(Self::Form(fields))
        })
    }
}

fn too_large() -> Problem {
    Problem::new(&ProblemType::CONTENT_TOO_LARGE, format!("The form is larger than {MOST_BYTES} bytes"))
}

impl Sent {
    /// What is reported.
    pub(crate) fn report(&self, entity: Uuid) -> Result<store::NewReport, Problem> {
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.trim().is_empty());
        match self {
            Self::Json(report) => Ok(report.about(entity)),
            Self::Form(fields) => Ok(store::NewReport {
                entity,
                kind: fields
                    .kind()
                    .ok_or_else(|| Problem::new(&ProblemType::INVALID_BODY, "Choose what is wrong"))?,
                message: fields.message.clone(),
                contact: filled(&fields.contact),
            }),
        }
    }

    /// Whether a program filled in what no person sees.
    pub(crate) fn is_trapped(&self) -> bool {
        let homepage = match self {
            Self::Json(report) => report.homepage(),
            Self::Form(fields) => &fields.homepage,
        };
        !homepage.trim().is_empty()
    }

    /// The answer where it was taken: `back` is the address of what it is about.
    pub(crate) fn received(&self, back: &str) -> HttpResponse {
        match self {
            Self::Json(_) => HttpResponse::Accepted()
                .insert_header(("cache-control", "no-store"))
                .json(crate::wire::ReportReceived { received: true }),
            Self::Form(_) => pages::fresh(HttpResponse::Accepted(), ::web::report_received(back)),
        }
    }

    /// The answer where it was not: the form again with what was typed, or the problem.
    pub(crate) fn refused(&self, problem: Problem, action: &str) -> Result<HttpResponse, Problem> {
        let Self::Form(fields) = self else { return Err(problem) };
        if problem.status() != StatusCode::BAD_REQUEST {
            return Err(problem);
        }
        let form =
            ReportForm { action, kind: fields.kind(), message: &fields.message, contact: &fields.contact };
        let page = ::web::problem_with_report(form, &problem.to_string());
        Ok(pages::fresh(HttpResponse::BadRequest(), page))
    }
}

impl Fields {
    fn kind(&self) -> Option<ReportKind> {
        ReportKind::ALL.iter().copied().find(|kind| kind.as_str() == self.kind)
    }
}

/// What is reported on: the id that it has now, and the address of its page.
pub(crate) fn entity(reader: &Reader, id: Uuid) -> Result<(Uuid, String), Problem> {
    let current = reader.current(id);
    let base = reader.base();
    match reader.snapshot.lookup(current) {
        Lookup::Found(entry) => {
            let address = reader.site(&base).address(entry.kind, current).ok_or_else(|| unknown(id))?;
            Ok((current, address))
        }
        Lookup::Gone => {
            Err(Problem::new(&ProblemType::GONE, format!("The entity {id} is no longer published")))
        }
        Lookup::Moved(_) | Lookup::Unknown => Err(unknown(id)),
    }
}

fn unknown(id: Uuid) -> Problem {
    let kinds =
        [ListKind::Service, ListKind::Organization, ListKind::Location].map(ListKind::as_str).join(", ");
    Problem::new(&ProblemType::UNKNOWN_ID, format!("No {kinds} has the id {id}"))
}
