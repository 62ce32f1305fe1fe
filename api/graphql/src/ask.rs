//! What a client asks: the parameters of a GraphQL request, from a body or from a URL.

use async_graphql::Variables;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A request in the words of GraphQL over HTTP.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ask {
    /// The document; empty where only its hash is sent, among the extensions.
    #[serde(default)]
    pub query: String,
    /// The operation to run; needed where the document holds several.
    #[serde(default)]
    pub operation_name: Option<String>,
    /// The values of the operation's variables.
    #[serde(default)]
    pub variables: Option<Map<String, Value>>,
    /// What clients add for servers that know it: here `persistedQuery`, the hash of a document.
    #[serde(default)]
    pub extensions: Option<Map<String, Value>>,
}

/// Why a request cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("the body is no JSON object with `query`, `operationName`, `variables` and `extensions`: {0}")]
    Body(serde_json::Error),
    #[error("batches are not taken; send one operation in each request")]
    Batch,
    #[error("the URL's parameters cannot be read: {0}")]
    Url(actix_web::error::QueryPayloadError),
    #[error("the parameter `query` is missing")]
    NoQuery,
    #[error("the parameter `{0}` is no JSON object: {1}")]
    Parameter(&'static str, serde_json::Error),
}

impl Ask {
    /// A document without variables.
    pub fn new(query: &str) -> Self {
        Self { query: query.to_owned(), ..Self::default() }
    }

    /// Reads a body.
    pub(crate) fn from_body(body: &[u8]) -> Result<Self, Unreadable> {
        match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'[') => Err(Unreadable::Batch),
            _ => serde_json::from_slice::<Self>(body).map_err(Unreadable::Body)?.checked(),
        }
    }

    /// Reads a URL's parameters, of which `variables` and `extensions` hold JSON.
    pub(crate) fn from_url(query_string: &str) -> Result<Self, Unreadable> {
        let parameters =
            actix_web::web::Query::<Parameters>::from_query(query_string).map_err(Unreadable::Url)?;
        let Parameters { query, operation_name, variables, extensions } = parameters.into_inner();
        let (variables, extensions) = (object("variables", variables)?, object("extensions", extensions)?);
        Self { query: query.unwrap_or_default(), operation_name, variables, extensions }.checked()
    }

    /// Refuses a request that names no document.
    fn checked(self) -> Result<Self, Unreadable> {
        let is_persisted = self.extensions.as_ref().is_some_and(|given| given.contains_key("persistedQuery"));
        if self.query.is_empty() && !is_persisted { Err(Unreadable::NoQuery) } else { Ok(self) }
    }

    /// The variables as the engine takes them.
    pub(crate) fn engine_variables(&self) -> Variables {
        Variables::from_json(Value::Object(self.variables.clone().unwrap_or_default()))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

fn object(name: &'static str, text: Option<String>) -> Result<Option<Map<String, Value>>, Unreadable> {
    let Some(text) = text else { return Ok(None) };
    serde_json::from_str(&text).map_err(|error| Unreadable::Parameter(name, error))
}
