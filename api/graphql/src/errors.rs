//! Why something was not answered: every error has one of these codes beside its words.

use access::Refusal;
use actix_web::web;
use async_graphql::{Error, ErrorExtensions, Result, ServerError};

/// The code of an error, as `extensions.code` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    ParseFailed,
    ValidationFailed,
    BadUserInput,
    BadRequest,
    TokenLimit,
    DepthLimit,
    CostLimit,
    AliasLimit,
    DirectiveLimit,
    SizeLimit,
    AnswerLimit,
    PersistedQueryNotFound,
    PersistedQueryNotSupported,
    PersistedQueryMismatch,
    Unauthenticated,
    Forbidden,
    MethodNotAllowed,
    NotAcceptable,
    UnsupportedMediaType,
    Unavailable,
    Gone,
    ChangesGone,
    Internal,
}

/// Each code, its word, and what it tells.
const CODES: [(Code, &str, &str); 23] = [
    (Code::ParseFailed, "GRAPHQL_PARSE_FAILED", "the document is no GraphQL"),
    (
        Code::ValidationFailed,
        "GRAPHQL_VALIDATION_FAILED",
        "the document or its variables do not fit the schema",
    ),
    (Code::BadUserInput, "BAD_USER_INPUT", "an argument has a value that cannot be"),
    (Code::BadRequest, "BAD_REQUEST", "the request cannot be read"),
    (Code::TokenLimit, "TOKEN_LIMIT", "the document has too many tokens, or a name that is too long"),
    (
        Code::DepthLimit,
        "DEPTH_LIMIT",
        "the document or its variables nest too deep, or a fragment spreads itself",
    ),
    (Code::CostLimit, "COST_LIMIT", "the operation could answer with too many values"),
    (Code::AliasLimit, "ALIAS_LIMIT", "the document has too many aliases, or too many fields at its root"),
    (Code::DirectiveLimit, "DIRECTIVE_LIMIT", "the document has too many directives"),
    (Code::SizeLimit, "SIZE_LIMIT", "the body, a list or the variables are too large"),
    (Code::AnswerLimit, "ANSWER_LIMIT", "the answer grew too large"),
    (
        Code::PersistedQueryNotFound,
        "PERSISTED_QUERY_NOT_FOUND",
        "no document is known by that hash; send it along",
    ),
    (
        Code::PersistedQueryNotSupported,
        "PERSISTED_QUERY_NOT_SUPPORTED",
        "it is not version 1 of persisted queries",
    ),
    (Code::PersistedQueryMismatch, "PERSISTED_QUERY_MISMATCH", "the hash is not that of the document"),
    (Code::Unauthenticated, "UNAUTHENTICATED", "it needs a token that counts"),
    (Code::Forbidden, "FORBIDDEN", "the token is not for this"),
    (Code::MethodNotAllowed, "METHOD_NOT_ALLOWED", "the HTTP method is not taken, or not for a mutation"),
    (Code::NotAcceptable, "NOT_ACCEPTABLE", "no media type of answers is accepted"),
    (Code::UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "the body is no JSON"),
    (Code::Unavailable, "UNAVAILABLE", "the directory cannot answer at the moment, or keeps no such thing"),
    (Code::Gone, "GONE", "what was asked for is no longer kept"),
    (Code::ChangesGone, "CHANGES_GONE", "the log of changes does not go on from there: read everything anew"),
    (Code::Internal, "INTERNAL", "a fault of the directory's own"),
];

impl Code {
    /// The word for it.
    pub(crate) fn as_str(self) -> &'static str {
        CODES.iter().find(|(code, ..)| *code == self).map_or("INTERNAL", |(_, word, _)| word)
    }

    /// Every code with what it tells, as a list in Markdown.
    pub(crate) fn list() -> String {
        CODES.iter().map(|(_, word, doc)| format!("\n- `{word}`: {doc}")).collect()
    }
}

impl From<&Refusal> for Code {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::Missing | Refusal::Invalid(_) => Self::Unauthenticated,
            Refusal::Scope(_) | Refusal::Source(_) => Self::Forbidden,
            Refusal::Unavailable(_) => Self::Unavailable,
        }
    }
}

/// An error of a field.
pub(crate) fn coded(code: Code, message: impl Into<String>) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code.as_str()))
}

/// The error with numbers beside its code, for programs.
pub(crate) fn with_facts(error: Error, facts: &[(&'static str, i64)]) -> Error {
    error.extend_with(|_, extensions| facts.iter().for_each(|(name, fact)| extensions.set(*name, *fact)))
}

/// The error for whoever may not do or see something.
pub(crate) fn refused(refusal: Refusal) -> Error {
    coded(Code::from(&refusal), refusal.to_string())
}

/// The error where a directory has no desk: `what` is what it does not keep.
pub(crate) fn unkept(what: &str) -> Error {
    coded(Code::Unavailable, format!("this directory keeps {what}"))
}

/// An error of a whole request.
pub(crate) fn server_error(code: Code, message: impl Into<String>) -> ServerError {
    with_code(ServerError::new(message, None), code)
}

/// The error with the code, unless it has one.
pub(crate) fn with_code(mut error: ServerError, code: Code) -> ServerError {
    let has_code = error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some());
    if !has_code {
        error.extensions.get_or_insert_default().set("code", code.as_str());
    }
    error
}

/// Does what blocks where blocking is allowed.
pub(crate) async fn off_the_loop<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T>
where
    T: Send + 'static,
    E: Into<Refused> + Send + 'static,
{
    let done = web::block(work).await.map_err(|error| internal(&error))?;
    done.map_err(|error| match error.into() {
        Refused::Told(reason) => Error::new(reason),
        Refused::Coded(error) => error,
        Refused::Failed(reason) => internal(&reason),
    })
}

/// What the desk did not do, and whether to say why.
pub(crate) enum Refused {
    /// It was asked for what cannot be.
    Told(String),
    /// It was asked for what cannot be, which has a code of its own.
    Coded(Error),
    /// The store failed, for reasons that may name tables and files.
    Failed(String),
}

impl From<store::StoreError> for Refused {
    fn from(error: store::StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

fn internal(error: &dyn std::fmt::Display) -> Error {
    tracing::error!(%error, "the desk could not answer");
    coded(Code::Internal, "the directory cannot answer at the moment; try again later")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_word_of_its_own() {
        let mut words: Vec<_> = CODES.iter().map(|(_, word, _)| *word).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), CODES.len());
        assert_eq!(Code::Internal.as_str(), "INTERNAL");
    }
}
