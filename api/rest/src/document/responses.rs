//! The answers of the operations: one type for each success with the problems that go with it.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses,
    openapi::{
        Content, ContentBuilder, Header, HeaderBuilder, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder,
        Type,
    },
};

use super::{
    examples,
    own::{ANY, found, results},
    pages::made,
};

/// Status to answer.
pub(super) type Answers = BTreeMap<String, RefOr<Response>>;

/// An answer that several operations share: its component and its status.
pub(super) type Shared = (&'static str, &'static str);

pub(super) const NOT_MODIFIED: Shared = ("NotModified", "304");
pub(super) const MOVED: Shared = ("Moved", "308");
pub(super) const BAD_REQUEST: Shared = ("BadRequest", "400");
pub(super) const INVALID: Shared = ("InvalidParameter", "400");
pub(super) const UNKNOWN_ID: Shared = ("UnknownId", "404");
pub(super) const UNKNOWN_NAME: Shared = ("UnknownName", "404");
pub(super) const UNKNOWN_PAGE: Shared = ("UnknownPage", "404");
pub(super) const UNKNOWN_AREA: Shared = ("UnknownArea", "404");
pub(super) const UNKNOWN_NEED_OR_NAME: Shared = ("UnknownNeedOrName", "404");
pub(super) const VERDICT_CLOSED: Shared = ("VerdictClosed", "409");
pub(super) const UNKNOWN_PATH: Shared = ("UnknownPath", "404");
pub(super) const NOT_ACCEPTABLE: Shared = ("NotAcceptable", "406");
/// What every reading may answer.
pub(super) const URI_TOO_LONG: Shared = ("UriTooLong", "414");
pub(super) const CHANGES_GONE: Shared = ("ChangesGone", "410");
pub(super) const GONE: Shared = ("Gone", "410");
pub(super) const NOT_READY: Shared = ("NotReady", "503");
pub(super) const INVALID_BODY: Shared = ("InvalidBody", "400");
pub(super) const TOKEN_REQUIRED: Shared = ("TokenRequired", "401");
pub(super) const FORBIDDEN: Shared = ("Forbidden", "403");
pub(super) const UNKNOWN_CLIENT: Shared = ("UnknownClient", "404");
/// What every operation may answer.
pub(super) const TOO_MANY_REQUESTS: Shared = ("TooManyRequests", "429");
pub(super) const UNKNOWN_RECORD: Shared = ("UnknownRecord", "404");
pub(super) const UNKNOWN_REPORT: Shared = ("UnknownReport", "404");
pub(super) const REPORT_DECIDED: Shared = ("ReportDecided", "409");
pub(super) const UNKNOWN_SOURCE: Shared = ("UnknownSource", "404");
pub(super) const GONE_RECORD: Shared = ("GoneRecord", "410");
pub(super) const SOURCE_CLOSED: Shared = ("SourceClosed", "409");
pub(super) const PRECONDITION_FAILED: Shared = ("PreconditionFailed", "412");
pub(super) const UNPROCESSABLE: Shared = ("UnprocessableRecord", "422");
pub(super) const CONTENT_TOO_LARGE: Shared = ("ContentTooLarge", "413");
/// What every operation that reads a body may answer.
pub(super) const REQUEST_TIMEOUT: Shared = ("RequestTimeout", "408");
pub(super) const TOO_MANY_CHECKS: Shared = ("TooManyChecks", "429");
pub(super) const UNSUPPORTED_MEDIA_TYPE: Shared = ("UnsupportedMediaType", "415");

/// Declares sets of answers: the success, and the shared ones.
macro_rules! answers {
    ($($name:ident $(= $success:expr)?, [$($shared:ident),* $(,)?];)+) => { $(
        pub(crate) struct $name;

        impl IntoResponses for $name {
            fn responses() -> Answers {
                let success: &[Response] = &[$($success)?];
                let success = success.iter().map(|answer| ("200".to_owned(), answer.clone().into()));
                success.chain([$(shared($shared)),*]).collect()
            }
        }
    )+ };
}

answers! {
    ServiceResults = results("Service", "Services."), [NOT_MODIFIED, INVALID, UNKNOWN_NAME, NOT_ACCEPTABLE, NOT_READY];
    OrganizationResults = results("Organization", "Organizations."),
        [NOT_MODIFIED, INVALID, UNKNOWN_NAME, NOT_ACCEPTABLE, NOT_READY];
    LocationResults = results("Location", "Locations."), [NOT_MODIFIED, INVALID, UNKNOWN_NAME, NOT_ACCEPTABLE, NOT_READY];
    TaxonomyResults = results("Taxonomy", "Classifications."), [NOT_MODIFIED, INVALID, UNKNOWN_NAME, NOT_ACCEPTABLE, NOT_READY];
    TaxonomyTermResults = results("TaxonomyTerm", "Terms."), [NOT_MODIFIED, INVALID, UNKNOWN_NAME, NOT_ACCEPTABLE, NOT_READY];
    SuggestionsFound, [NOT_MODIFIED, INVALID, NOT_ACCEPTABLE, NOT_READY];
    SearchResults = results(ANY, "What fits best."), [NOT_MODIFIED, INVALID, UNKNOWN_NAME, NOT_ACCEPTABLE, NOT_READY];
    EntityFound = found("AnyResult", "The thing."), [NOT_MODIFIED, MOVED, INVALID, UNKNOWN_ID, NOT_ACCEPTABLE, GONE, NOT_READY];
    ProvenanceFound = found("Provenance", "Who said what."), [NOT_MODIFIED, MOVED, INVALID, UNKNOWN_ID, NOT_ACCEPTABLE, GONE, NOT_READY];
    ChangesFound, [INVALID, NOT_ACCEPTABLE, CHANGES_GONE, NOT_READY];
    ServicesQueried = queried("Service", "A page of services."),
        [INVALID, UNKNOWN_NAME, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_READY];
    OrganizationsQueried = queried("Organization", "A page of organizations."),
        [INVALID, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_READY];
    ServiceAtLocationsQueried = queried("ServiceAtLocation", "A page of services at locations."),
        [INVALID, UNKNOWN_NAME, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_READY];
    TaxonomiesQueried = queried("Taxonomy", "A page of classifications."),
        [INVALID, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_READY];
    TaxonomyTermsQueried = queried("TaxonomyTerm", "A page of terms."),
        [INVALID, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_READY];
    ServiceList = list("Service", "A page of services."), [NOT_MODIFIED, INVALID, UNKNOWN_NAME, NOT_READY];
    OrganizationList = list("Organization", "A page of organizations."), [NOT_MODIFIED, INVALID, NOT_READY];
    ServiceAtLocationList = list("ServiceAtLocation", "A page of services at locations."),
        [NOT_MODIFIED, INVALID, UNKNOWN_NAME, NOT_READY];
    TaxonomyList = list("Taxonomy", "A page of classifications."), [NOT_MODIFIED, INVALID, NOT_READY];
    TaxonomyTermList = list("TaxonomyTerm", "A page of terms."), [NOT_MODIFIED, INVALID, NOT_READY];
    ServiceFound = detail("Service", "The service."), [NOT_MODIFIED, MOVED, INVALID, UNKNOWN_ID, GONE, NOT_READY];
    OrganizationFound = detail("Organization", "The organization."),
        [NOT_MODIFIED, MOVED, INVALID, UNKNOWN_ID, GONE, NOT_READY];
    ServiceAtLocationFound = detail("ServiceAtLocation", "The service at the location."),
        [NOT_MODIFIED, INVALID, UNKNOWN_ID, NOT_READY];
    TaxonomyFound = detail("Taxonomy", "The classification."), [NOT_MODIFIED, MOVED, INVALID, UNKNOWN_ID, GONE, NOT_READY];
    TaxonomyTermFound = detail("TaxonomyTerm", "The term."), [NOT_MODIFIED, INVALID, UNKNOWN_ID, NOT_READY];
    NoTemplate, [INVALID, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_SOURCE, SOURCE_CLOSED, NOT_READY];
    Unexplained, [INVALID, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_RECORD, GONE_RECORD, NOT_READY];
    UnknownSource, [INVALID, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_SOURCE, NOT_READY];
    RecordFound, [INVALID, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_RECORD, GONE_RECORD, NOT_READY];
    NotWritten, [
        INVALID_BODY, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_SOURCE, SOURCE_CLOSED, PRECONDITION_FAILED, CONTENT_TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE, UNPROCESSABLE, NOT_READY
    ];
    SourceMade, [
        INVALID_BODY, TOKEN_REQUIRED, FORBIDDEN, SOURCE_CLOSED, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_READY
    ];
    SourceChanged, [
        INVALID_BODY, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_SOURCE, SOURCE_CLOSED, CONTENT_TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE, NOT_READY
    ];
    SourceRetired, [INVALID, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_SOURCE, SOURCE_CLOSED, NOT_READY];
    NotTaken, [
        INVALID_BODY, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_SOURCE, SOURCE_CLOSED, CONTENT_TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE, UNPROCESSABLE, NOT_READY
    ];
    NotConfirmed, [
        INVALID_BODY, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_RECORD, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_READY
    ];
    NotDeleted, [
        INVALID, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_RECORD, SOURCE_CLOSED, PRECONDITION_FAILED, UNPROCESSABLE, NOT_READY
    ];
    ClientChanged, [INVALID_BODY, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_CLIENT, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_READY];
    ClientMade, [INVALID_BODY, TOKEN_REQUIRED, FORBIDDEN, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_READY];
    ClientFound, [INVALID, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_CLIENT, NOT_READY];
    StewardsOnly, [INVALID, TOKEN_REQUIRED, FORBIDDEN, NOT_READY];
    NoTrail, [INVALID, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_ID, NOT_READY];
    NotJudged, [
        INVALID_BODY, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_RECORD, GONE_RECORD, CONTENT_TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE, NOT_READY
    ];
    NotCorrected, [
        INVALID_BODY, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_ID, GONE, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE,
        NOT_READY
    ];
    NotChecked, [
        INVALID_BODY, TOKEN_REQUIRED, FORBIDDEN, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE,
        TOO_MANY_CHECKS, NOT_READY
    ];
    Answered, [INVALID, TOKEN_REQUIRED, FORBIDDEN, NOT_READY];
    Told, [NOT_MODIFIED, INVALID, UNKNOWN_NAME, NOT_READY];
    AreaTold, [NOT_MODIFIED, INVALID, UNKNOWN_AREA, NOT_READY];
    NeedTold, [NOT_MODIFIED, INVALID, UNKNOWN_NEED_OR_NAME, NOT_READY];
    NoSuchPage, [INVALID, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_PAGE, NOT_READY];
    NotDecided, [
        INVALID_BODY, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_ID, VERDICT_CLOSED, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE,
        NOT_READY
    ];
    ReportNotDecided, [
        INVALID_BODY, TOKEN_REQUIRED, FORBIDDEN, UNKNOWN_REPORT, REPORT_DECIDED, CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE,
        NOT_READY
    ];
    FragmentList = made("BriefPage", "A page of services."), [NOT_MODIFIED, INVALID, UNKNOWN_NAME, NOT_READY];
    FragmentFound = made("Brief", "The service."), [NOT_MODIFIED, MOVED, INVALID, UNKNOWN_ID, GONE, NOT_READY];
    SessionsFound, [NOT_MODIFIED, INVALID, UNKNOWN_NAME, NOT_READY];
    Refused, [BAD_REQUEST];
    RefusedOrNotReady, [BAD_REQUEST, NOT_READY];
    RefusedOrUnknown, [BAD_REQUEST, UNKNOWN_PATH];
}

pub(super) fn shared((component, status): Shared) -> (String, RefOr<Response>) {
    (status.to_owned(), Ref::from_response_name(component).into())
}

/// A page, or everything one object a line.
fn list(noun: &str, doc: &str) -> Response {
    let page = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(format!("{noun}Page"))))
        .example(examples::of(noun).map(examples::page));
    let line = "One JSON object a line, each as in the contents of a page, with its licences.";
    let lines = ObjectBuilder::new().schema_type(Type::String).description(Some(line));
    let answer = ResponseBuilder::new()
        .description(doc)
        .content("application/json", page.build())
        .content("application/x-ndjson", Content::new(Some(lines)));
    data(answer.build())
}

/// A page of which nothing is kept.
fn queried(noun: &str, doc: &str) -> Response {
    let mut answer = list(noun, doc);
    ["ETag", "Last-Modified"].iter().for_each(|name| drop(answer.headers.remove(*name)));
    answer
}

/// One thing.
fn detail(noun: &str, doc: &str) -> Response {
    let schema = ContentBuilder::new().schema(Some(Ref::from_schema_name(noun)));
    let content = schema.example(examples::of(noun)).build();
    data(ResponseBuilder::new().description(doc).content("application/json", content).build())
}

/// An answer with data: it can be held by caches, and names its licences.
pub(super) fn data(answer: Response) -> Response {
    with_headers(answer, &["ETag", "Last-Modified", "Link", "Cache-Control", "Access-Control-Allow-Origin"])
}

pub(super) fn with_headers(mut answer: Response, names: &[&str]) -> Response {
    answer.headers.extend(names.iter().map(|name| ((*name).to_owned(), header_ref(name))));
    answer
}

fn header_ref(name: &str) -> RefOr<Header> {
    RefOr::Ref(Ref::new(format!("#/components/headers/{name}")))
}

/// The headers that answers share.
pub(super) fn headers() -> [(String, RefOr<Header>); 13] {
    [
        (
            "ETag",
            "A strong mark of these bytes, for `If-None-Match` and `If-Range`. Each encoding has its own.",
            "\"1042-0.1.0\"",
        ),
        ("Vary", "What of the request the answer depends on.", "Accept, Accept-Encoding"),
        ("Last-Modified", "When anything shown last changed.", "Sat, 31 Jan 2026 09:00:00 GMT"),
        (
            "Link",
            "The pages of the licences, and of a list the first, previous, next and last page.",
            "<?page=2>; rel=\"next\"",
        ),
        (
            "Cache-Control",
            "How long an answer may be kept: what is withdrawn is to be gone soon.",
            "public, max-age=10, stale-while-revalidate=60",
        ),
        ("Access-Control-Allow-Origin", "Any web page may read it.", "*"),
        (
            "WWW-Authenticate",
            "How to authenticate: with a bearer token, and the scope that it needs.",
            "Bearer realm=\"directory\", scope=\"judgements:write\"",
        ),
        ("Retry-After", "In how many seconds to try again.", "30"),
        (
            "RateLimit",
            "How many more requests are answered now, and in how many seconds all are again.",
            "\"writes\";r=599;t=1",
        ),
        ("RateLimit-Policy", "How many requests are answered in how many seconds.", "\"writes\";q=600;w=60"),
        (
            "Surrogate-Key",
            "The ids of what is shown, by which a cache between is purged; `lists` where a list is shown.",
            "0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f 4a6b9c3e-0d3a-5c52-8d1f-7a2b1c0d9e04",
        ),
        (
            "Cache-Tag",
            "The same as `Surrogate-Key`.",
            "0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f 4a6b9c3e-0d3a-5c52-8d1f-7a2b1c0d9e04",
        ),
        ("Location", "Where it is now.", "/oruk/v3/services/0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f"),
    ]
    .map(|(name, doc, example)| {
        let text = ObjectBuilder::new().schema_type(Type::String);
        let header =
            HeaderBuilder::new().schema(Some(text)).description(Some(doc)).example(Some(example.into()));
        (name.to_owned(), header.build().into())
    })
}
