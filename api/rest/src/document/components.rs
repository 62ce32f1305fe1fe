//! The answers that operations share.

use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

use super::{examples, responses::*};
use crate::problem::{MEDIA_TYPE, ProblemType};

/// A shared answer that is a problem: what it is, and the problem that is its example.
type Told = (Shared, &'static str, Option<&'static ProblemType>);

const PROBLEMS: &[Told] = &[
    (BAD_REQUEST, "The request cannot be read.", None),
    (INVALID, "A parameter has a value that it cannot take.", Some(&ProblemType::INVALID_PARAMETER)),
    (UNKNOWN_ID, "Nothing of this kind ever had that id.", Some(&ProblemType::UNKNOWN_ID)),
    (
        UNKNOWN_NAME,
        "The directory does not know the place, the name or the cursor that was given.",
        Some(&ProblemType::UNKNOWN_NAME),
    ),
    (UNKNOWN_PATH, "There is nothing at that path.", Some(&ProblemType::UNKNOWN_PATH)),
    (UNKNOWN_PAGE, "No website has a page at that address.", Some(&ProblemType::UNKNOWN_PAGE)),
    (UNKNOWN_AREA, "No area has that code.", Some(&ProblemType::UNKNOWN_AREA)),
    (
        UNKNOWN_NEED_OR_NAME,
        "No need has that code (`unknown-need`), or what `near` or `circumstance` names there is not (`unknown-name`).",
        Some(&ProblemType::UNKNOWN_NEED),
    ),
    (VERDICT_CLOSED, "The cause of the verdict is gone.", Some(&ProblemType::VERDICT_CLOSED)),
    (NOT_ACCEPTABLE, "It is not there in a form that the reader takes.", Some(&ProblemType::NOT_ACCEPTABLE)),
    (
        URI_TOO_LONG,
        "The path and its parameters have more than 32,768 bytes.",
        Some(&ProblemType::URI_TOO_LONG),
    ),
    (CHANGES_GONE, "The log does not go on from there.", Some(&ProblemType::CHANGES_GONE)),
    (GONE, "What had that id is no longer published.", Some(&ProblemType::GONE)),
    (NOT_READY, "The directory is still loading.", Some(&ProblemType::NOT_READY)),
    (INVALID_BODY, "The body cannot be read.", Some(&ProblemType::INVALID_BODY)),
    (UNKNOWN_CLIENT, "There is no such client.", Some(&ProblemType::UNKNOWN_CLIENT)),
    (
        UNKNOWN_RECORD,
        "There is no such record or entity, or none that you may see.",
        Some(&ProblemType::UNKNOWN_RECORD),
    ),
    (UNKNOWN_REPORT, "There is no such report.", Some(&ProblemType::UNKNOWN_REPORT)),
    (REPORT_DECIDED, "The report was decided before.", Some(&ProblemType::DECIDED)),
    (UNKNOWN_SOURCE, "There is no such source that you may see.", Some(&ProblemType::UNKNOWN_SOURCE)),
    (GONE_RECORD, "The record or entity is no longer there.", Some(&ProblemType::GONE_RECORD)),
    (
        SOURCE_CLOSED,
        "The source is not open for this, or the key was used before.",
        Some(&ProblemType::SOURCE_CLOSED),
    ),
    (
        PRECONDITION_FAILED,
        "The record is not as the condition has it.",
        Some(&ProblemType::PRECONDITION_FAILED),
    ),
    (UNPROCESSABLE, "The record cannot be read.", Some(&ProblemType::UNPROCESSABLE_RECORD)),
    (TOO_MANY_CHECKS, "Other feeds are being checked.", Some(&ProblemType::TOO_MANY_CHECKS)),
    (REQUEST_TIMEOUT, "The body came too slowly.", Some(&ProblemType::REQUEST_TIMEOUT)),
    (CONTENT_TOO_LARGE, "The body is too large.", Some(&ProblemType::CONTENT_TOO_LARGE)),
    (UNSUPPORTED_MEDIA_TYPE, "The body is not JSON in UTF-8.", Some(&ProblemType::UNSUPPORTED_MEDIA_TYPE)),
];

/// The answers that operations share, by the name of their component.
pub(super) fn components() -> Vec<(String, RefOr<Response>)> {
    const CORS: &str = "Access-Control-Allow-Origin";
    let problems = PROBLEMS.iter().map(|((name, _), doc, kind)| (*name, problem(doc, *kind)));
    let held = ResponseBuilder::new().description("What the reader holds is current.").build();
    let moved = "The id was merged into another; caches may remember it for a minute.";
    let moved = with_headers(ResponseBuilder::new().description(moved).build(), &["Location"]);
    let token = problem("The token is missing or does not count.", Some(&ProblemType::TOKEN_REQUIRED));
    let token = with_headers(token, &["WWW-Authenticate"]);
    let forbidden = problem("The token is not for this.", Some(&ProblemType::INSUFFICIENT_SCOPE));
    let forbidden = with_headers(forbidden, &["WWW-Authenticate"]);
    let too_many = problem("Too many requests in too short a time.", Some(&ProblemType::TOO_MANY_REQUESTS));
    let too_many = with_headers(too_many, &["Retry-After", "RateLimit", "RateLimit-Policy"]);
    let all = problems.chain([
        (NOT_MODIFIED.0, held),
        (MOVED.0, moved),
        (TOKEN_REQUIRED.0, token),
        (FORBIDDEN.0, forbidden),
        (TOO_MANY_REQUESTS.0, too_many),
    ]);
    all.map(|(name, answer)| (name.to_owned(), with_headers(answer, &[CORS]).into())).collect()
}

fn problem(doc: &str, kind: Option<&ProblemType>) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
    let content = content.example(kind.map(examples::problem)).build();
    ResponseBuilder::new().description(doc).content(MEDIA_TYPE, content).build()
}
