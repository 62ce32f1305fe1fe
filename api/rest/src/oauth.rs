//! Requests and errors in the words of OAuth 2.0 (RFC 6749), which are those of forms and not of problem documents.

use std::{fmt, future::Future, pin::Pin};

use access::GrantError;
use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse, ResponseError,
    dev::Payload,
    http::{StatusCode, header},
    web,
};
use serde::{Deserialize, de::DeserializeOwned};
use utoipa::ToSchema;

use crate::{
    problem::{self, Problem},
    wire::OAuthError,
};

/// The largest form, in bytes.
const MOST_BYTES: usize = 16 * 1024;

/// A request for a token.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TokenForm {
    /// `client_credentials`.
    #[schema(example = "client_credentials")]
    pub(crate) grant_type: String,
    /// What the token is to be for: scopes with spaces between them; all that the client may have unless given.
    #[schema(example = "records:write")]
    pub(crate) scope: Option<String>,
    /// The client, unless a basic header names it.
    pub(crate) client_id: Option<String>,
    /// Its secret.
    #[schema(format = Password)]
    pub(crate) client_secret: Option<String>,
}

/// A token that is taken back.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RevocationForm {
    /// The token.
    pub(crate) token: String,
    /// The client, unless a basic header names it.
    pub(crate) client_id: Option<String>,
    /// Its secret.
    #[schema(format = Password)]
    pub(crate) client_secret: Option<String>,
}

/// A form, read.
pub(crate) struct Form<T>(pub(crate) T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = OAuthProblem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, OAuthProblem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = request.content_type().eq_ignore_ascii_case("application/x-www-form-urlencoded");
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            if !is_form {
                return Err(OAuthProblem::invalid("send a form: application/x-www-form-urlencoded"));
            }
            let payload = payload.await.map_err(|error| OAuthProblem::invalid(error.to_string()))?;
            match payload.to_bytes_limited(MOST_BYTES).await {
                Ok(Ok(bytes)) => serde_html_form::from_bytes(&bytes)
                    .map(Self)
                    .map_err(|error| OAuthProblem::invalid(error.to_string())),
                Ok(Err(error)) => Err(OAuthProblem::invalid(error.to_string())),
                Err(_) => Err(OAuthProblem::invalid(format!("the form is larger than {MOST_BYTES} bytes"))),
            }
        })
    }
}

/// How a client showed who it is.
pub(crate) struct Shown {
    pub(crate) id: String,
    pub(crate) secret: String,
}

/// The id and the secret that a client sent in its header or in its form (RFC 6749, 2.3). Where they stand in both they
/// have to be the same. Any other header is no client's: a token that is shown with everything is left alone.
pub(crate) fn shown(
    request: &HttpRequest,
    id: Option<String>,
    secret: Option<String>,
) -> Result<Shown, OAuthProblem> {
    let header = request.headers().get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    let is_basic = |value: &&str| {
        value.split_ascii_whitespace().next().is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic"))
    };
    let Some(header) = header.filter(is_basic) else {
        return id.zip(secret).map(|(id, secret)| Shown { id, secret }).ok_or(OAuthProblem::INVALID_CLIENT);
    };
    let (known, its_secret) = access::basic(header).ok_or(OAuthProblem::INVALID_CLIENT)?;
    if id.is_some_and(|named| named != known) {
        return Err(OAuthProblem::invalid("the header and the form name two clients"));
    }
    if secret.is_some_and(|other| other != its_secret) {
        return Err(OAuthProblem::invalid(
            "the header and the form show two secrets; show it in one of them",
        ));
    }
    Ok(Shown { id: known, secret: its_secret })
}

/// Why no token is given (RFC 6749, 5.2).
#[derive(Clone, Debug)]
pub(crate) struct OAuthProblem {
    error: &'static str,
    description: std::borrow::Cow<'static, str>,
    status: StatusCode,
}

impl OAuthProblem {
    /// Which of them is the case is not told, so that nobody learns which clients there are.
    const INVALID_CLIENT: Self = Self {
        error: "invalid_client",
        description: std::borrow::Cow::Borrowed("the client is not known, or its secret is another"),
        status: StatusCode::UNAUTHORIZED,
    };

    pub(crate) fn invalid(description: impl Into<String>) -> Self {
        Self::of("invalid_request", description.into(), StatusCode::BAD_REQUEST)
    }

    pub(crate) fn unsupported_grant(sent: &str) -> Self {
        let sent: String = sent.chars().take(Problem::MOST_ECHOED).collect();
        let description = format!("`{sent}` is not granted here; use client_credentials");
        Self::of("unsupported_grant_type", description, StatusCode::BAD_REQUEST)
    }

    fn of(error: &'static str, description: String, status: StatusCode) -> Self {
        Self { error, description: problem::short(description).into(), status }
    }
}

impl From<GrantError> for OAuthProblem {
    fn from(refused: GrantError) -> Self {
        match &refused {
            GrantError::InvalidClient => Self::INVALID_CLIENT,
            GrantError::InvalidScope(_) => {
                Self::of("invalid_scope", refused.to_string(), StatusCode::BAD_REQUEST)
            }
            GrantError::Access(error) => {
                tracing::error!(%error, "a token could not be given");
                let told = "the fault is on this side and was logged; try again later";
                Self::of("server_error", told.to_owned(), StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

/// What a directory that is still loading says.
impl From<Problem> for OAuthProblem {
    fn from(problem: Problem) -> Self {
        Self::of("temporarily_unavailable", problem.to_string(), problem.status_code())
    }
}

impl fmt::Display for OAuthProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.description)
    }
}

impl ResponseError for OAuthProblem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status);
        answer.insert_header((header::CACHE_CONTROL, "no-store")).insert_header((header::PRAGMA, "no-cache"));
        if self.status == StatusCode::UNAUTHORIZED {
            answer.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"directory\", charset=\"UTF-8\""));
        }
        answer.json(OAuthError { error: self.error, error_description: self.description.to_string() })
    }
}

/// Does what blocks where blocking is allowed, and says in these words why not.
pub(crate) async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, GrantError> + Send + 'static,
) -> Result<T, OAuthProblem> {
    let cut_off = |_| {
        OAuthProblem::of("server_error", "the work was cut off".to_owned(), StatusCode::INTERNAL_SERVER_ERROR)
    };
    Ok(web::block(work).await.map_err(cut_off)??)
}
