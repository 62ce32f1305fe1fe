//! Errors as problem documents (RFC 9457).

use std::fmt;

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use serde_json::{Map, Value, json};

/// The media type of problem documents.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// Where the explanations of the types of problem stand; the type of a problem is a path below it.
pub(crate) const TYPES: &str = "/problems/";

/// A type of problem: what it is called, how it answers and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemType {
    /// The last part of its URI.
    pub slug: &'static str,
    /// The status of the answer.
    pub status: StatusCode,
    /// What it is, the same for each occurrence.
    pub title: &'static str,
    /// Why it happens and what to do.
    pub advice: &'static str,
}

macro_rules! problem_types {
    ($($name:ident $slug:literal $status:ident $title:literal $advice:literal)+) => {
        impl ProblemType {
            $(
                #[doc = concat!($title, ".")]
                pub const $name: Self = Self {
                    slug: $slug, status: StatusCode::$status, title: $title, advice: $advice,
                };
            )+
            /// Every type that the directory answers with.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

problem_types! {
    INVALID_PARAMETER "invalid-parameter" BAD_REQUEST
        "A parameter has a value that it cannot take"
        "The members `parameter`, `value` and `allowed` say which one, what was sent and what may be sent. Correct the value or leave the parameter out."
    UNKNOWN_ID "unknown-id" NOT_FOUND
        "Nothing of this kind has that id"
        "The directory publishes nothing of this kind under this id. Drop it, or look it up in the list above it."
    UNKNOWN_POSTCODE "unknown-postcode" NOT_FOUND
        "The directory does not know where that postcode is"
        "Distances can be measured only from postcodes that the directory has coordinates for. Try one nearby, or leave `proximity` out."
    GONE "gone" GONE
        "What had that id is no longer published"
        "It was withdrawn by those who published it. Drop the id; nothing replaces it."
    UNKNOWN_PATH "unknown-path" NOT_FOUND
        "There is nothing at that path"
        "The entry points are listed at `/`, and every path is described at `/docs`."
    METHOD_NOT_ALLOWED "method-not-allowed" METHOD_NOT_ALLOWED
        "The path does not take that method"
        "The `Allow` header names the methods that it takes."
    NOT_ACCEPTABLE "not-acceptable" NOT_ACCEPTABLE
        "It is not there in a form that you take"
        "The member `available` names the forms that there are. Name one of them in `Accept` or `Accept-Encoding`, or leave the header out."
    URI_TOO_LONG "uri-too-long" URI_TOO_LONG
        "The address is too long"
        "A path and its parameters may have 32,768 bytes. Ask for fewer things at once."
    RANGE_NOT_SATISFIABLE "range-not-satisfiable" RANGE_NOT_SATISFIABLE
        "There are no such bytes"
        "The `Content-Range` header says how many there are."
    CHANGES_GONE "changes-gone" GONE
        "The log of changes does not go on from there"
        "The number is older than the log, newer than its end, or of another history: the directory was restored from a backup. Read everything anew, then follow from the number that was last before you began."
    UNKNOWN_RECORD "unknown-record" NOT_FOUND
        "There is no such record, or none that you may see"
        "Records are named source:kind:id, as the claims of every entity's provenance name them. Records that are not public are shown to stewards only."
    UNKNOWN_SOURCE "unknown-source" NOT_FOUND
        "There is no such source, or none that you may see"
        "`/v1/sources` lists the sources. Those that are not public are shown to stewards only."
    UNKNOWN_PAGE "unknown-page" NOT_FOUND
        "No website among the sources has a page at that address"
        "`/v1/pages` lists the pages. One that is new to its site is known once the site was harvested again."
    UNKNOWN_AREA "unknown-area" NOT_FOUND
        "There is no such area"
        "`/v1/areas` lists the areas of a kind, each with its code."
    UNKNOWN_NEED "unknown-need" NOT_FOUND
        "There is no such need"
        "`/v1/needs` lists the needs, each with its code."
    UNKNOWN_NAME "unknown-name" NOT_FOUND
        "There is nothing of that name"
        "The member `parameter` says which name or cursor it was, and `allowed` what there is, where that can be told. Take one of those, or begin the list again."
    VERDICT_CLOSED "verdict-closed" CONFLICT
        "The verdict is closed"
        "Its cause is gone, so there is nothing to decide. It opens again by itself if the cause comes back."
    GONE_RECORD "gone-record" GONE
        "The record is no longer there"
        "Its source withdrew it, or it was erased. There is nothing left to compare or to judge."
    NOT_A_PAIR "not-a-pair" BAD_REQUEST
        "The two records are no pair"
        "Name two different records of one kind: two services, two locations, two organizations or two taxonomies."
    INVALID_BODY "invalid-body" BAD_REQUEST
        "The body cannot be read"
        "The members `parameter`, `value` and `allowed` say which member is at fault, what was sent and what may be sent."
    UNSUPPORTED_MEDIA_TYPE "unsupported-media-type" UNSUPPORTED_MEDIA_TYPE
        "The body is not of a media type that is read here"
        "Send JSON in UTF-8, with the header `Content-Type: application/json`."
    CONTENT_TOO_LARGE "content-too-large" PAYLOAD_TOO_LARGE
        "The body is too large"
        "Send less at once, in several requests."
    REQUEST_TIMEOUT "request-timeout" REQUEST_TIMEOUT
        "The body came too slowly"
        "Send it again over a quicker connection, or in smaller parts."
    TOO_MANY_CHECKS "too-many-checks" TOO_MANY_REQUESTS
        "Other feeds are being checked"
        "Try again after the number of seconds in `Retry-After`."
    TOKEN_REQUIRED "token-required" UNAUTHORIZED
        "This needs a token that counts"
        "Send the steward token of this directory, or an access token from `/oauth/token`, in the header `Authorization: Bearer …`. The `WWW-Authenticate` header names the scope that it needs."
    INSUFFICIENT_SCOPE "insufficient-scope" FORBIDDEN
        "The token counts, and not for this"
        "The `WWW-Authenticate` header names the scope that this needs. Ask for a token with it, or ask whoever runs the directory to give your client that scope."
    FOREIGN_SOURCE "foreign-source" FORBIDDEN
        "The source is not one of yours"
        "A client writes the sources that it was made for. Ask whoever runs the directory for a client of this source."
    WRONG_SECRET "wrong-secret" FORBIDDEN
        "The client is not known, or its secret is another"
        "Copy the client's id and its secret anew, without spaces around them. Whoever runs the directory can give the client a new secret."
    FOREIGN_FORM "foreign-form" FORBIDDEN
        "The form came from another site"
        "Forms are sent by the pages of the directory itself. Open its own page, and never type a secret into another."
    UNKNOWN_REPORT "unknown-report" NOT_FOUND
        "There is no such report"
        "`/v1/reports` lists the reports."
    DECIDED "report-decided" CONFLICT
        "The report was decided before"
        "Each report is decided once. If that was wrong, correct the entity, or write to its source."
    UNKNOWN_CLIENT "unknown-client" NOT_FOUND
        "There is no such client"
        "`/v1/clients` lists the clients."
    UNPROCESSABLE_RECORD "unprocessable-record" UNPROCESSABLE_ENTITY
        "The record cannot be read"
        "The member `pointer` says where in what was sent the fault is, `issues` all that was found wrong, with what to do. Nothing was changed."
    SOURCE_CLOSED "source-closed" CONFLICT
        "The source is not open for this"
        "A source is written while it is `trial` or `live` and its format is `push`; a source that is harvested says what its feed says. `/v1/sources` tells how far each has come; stewards change that by `PATCH /v1/sources/{source}`, such as with `{ \"state\": \"live\" }`."
    TAKEN "source-taken" CONFLICT
        "There is a source of that name already"
        "Choose another id, or change that source."
    BRAKED "braked" CONFLICT
        "The file would delete too much"
        "Nothing was taken. Look at the file; if it is right, send it again with `accept_deletions=true`."
    PRECONDITION_FAILED "precondition-failed" PRECONDITION_FAILED
        "The record is not as the condition has it"
        "Someone wrote it since you read it. The `ETag` header is its tag now; read it again and decide anew."
    IDEMPOTENCY_CONFLICT "idempotency-conflict" CONFLICT
        "The key was used before"
        "A key names one request for a day. Send the same request again to be given the same answer, or use a new key for another."
    TOO_MANY_REQUESTS "too-many-requests" TOO_MANY_REQUESTS
        "That is too many requests in too short a time"
        "Wait for as many seconds as `Retry-After` says. The `RateLimit` headers of every answer tell how many are left."
    NOT_READY "not-ready" SERVICE_UNAVAILABLE
        "The directory is still loading"
        "Try again after the number of seconds in `Retry-After`."
    INTERNAL "internal" INTERNAL_SERVER_ERROR
        "The directory failed to answer"
        "The fault is on this side and was logged. Try again later."
}

/// The longest text in a problem, in characters.
const LONGEST: usize = 1_000;

/// A text that may repeat what was sent, cut so that a problem stays small whatever that was.
pub(crate) fn short(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + "…",
        None => text,
    }
}

/// One occurrence of a problem, on its way to become an answer.
#[derive(Clone, Debug)]
pub struct Problem(Box<Occurrence>);

#[derive(Clone, Debug)]
struct Occurrence {
    type_uri: String,
    title: String,
    status: StatusCode,
    detail: String,
    more: Map<String, Value>,
    headers: Vec<(header::HeaderName, String)>,
}

impl Problem {
    /// An occurrence of a type, with what is particular to it.
    pub fn new(kind: &ProblemType, detail: impl Into<String>) -> Self {
        Self::of(format!("{TYPES}{}", kind.slug), kind.title, kind.status, detail.into())
    }

    /// A problem that is fully told by its status, with the words of whoever raised it.
    pub(crate) fn of_status(status: StatusCode, detail: String) -> Self {
        Self::of("about:blank".to_owned(), status.canonical_reason().unwrap_or("Unknown"), status, detail)
    }

    fn of(type_uri: String, title: &str, status: StatusCode, detail: String) -> Self {
        let (title, detail, more, headers) = (title.to_owned(), short(detail), Map::new(), Vec::new());
        Self(Box::new(Occurrence { type_uri, title, status, detail, more, headers }))
    }

    /// A parameter with a value that it cannot take, and what it can take.
    pub fn parameter(name: &str, value: &str, allowed: &str) -> Self {
        let value: String = value.chars().take(Self::MOST_ECHOED).collect();
        Self::new(&ProblemType::INVALID_PARAMETER, format!("`{name}` cannot be `{value}`: use {allowed}"))
            .with("parameter", name)
            .with("value", value)
            .with("allowed", allowed)
    }

    /// A parameter that names what there is not, and what there is.
    pub(crate) fn unknown_name(name: &str, value: &str, known: &str) -> Self {
        let value: String = value.chars().take(Self::MOST_ECHOED).collect();
        Self::new(
            &ProblemType::UNKNOWN_NAME,
            format!("`{name}` names `{value}`, which there is not: use {known}"),
        )
        .with("parameter", name)
        .with("value", value)
        .with("allowed", known)
    }

    /// How much of a value is repeated to whoever sent it, in characters.
    pub(crate) const MOST_ECHOED: usize = 200;

    /// What it is, the same for each occurrence of its type.
    pub(crate) fn title(&self) -> &str {
        &self.0.title
    }

    /// The status of its answer.
    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The headers of its answer.
    pub(crate) fn headers(&self) -> &[(header::HeaderName, String)] {
        &self.0.headers
    }

    /// Adds a member to the document.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        let value = match value.into() {
            Value::String(text) => Value::String(short(text)),
            other => other,
        };
        self.0.more.insert(member.to_owned(), value);
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn header(mut self, name: header::HeaderName, value: impl Into<String>) -> Self {
        self.0.headers.push((name, value.into()));
        self
    }

    /// The document; `instance` is the path that was asked for, where it is known and not too long to be told.
    pub(crate) fn document(&self, instance: Option<&str>) -> String {
        let mut document = json!({
            "type": self.0.type_uri,
            "title": self.0.title,
            "status": self.0.status.as_u16(),
            "detail": self.0.detail,
        });
        let instance = instance.filter(|path| path.len() <= LONGEST);
        if let (Some(members), Some(instance)) = (document.as_object_mut(), instance) {
            members.insert("instance".to_owned(), instance.into());
        }
        if let Some(members) = document.as_object_mut() {
            members.extend(self.0.more.clone());
        }
        document.to_string()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.0.status);
        answer.content_type(MEDIA_TYPE).insert_header((header::CACHE_CONTROL, "no-store"));
        for (name, value) in &self.0.headers {
            answer.insert_header((name.clone(), value.as_str()));
        }
        let mut answer = answer.body(self.document(None));
        // The manners put the path into the document; only they know it.
        answer.extensions_mut().insert(self.clone());
        answer
    }
}
