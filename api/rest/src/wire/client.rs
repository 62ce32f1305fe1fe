use access::{Granted, Scope, WithSecret};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    asked::SourceName,
    problem::{Problem, ProblemType},
};

/// An access token.
#[derive(Serialize, ToSchema)]
pub(crate) struct Token {
    /// The token, to be sent as `Authorization: Bearer …`.
    access_token: String,
    /// `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// For how many seconds it counts.
    #[schema(minimum = 1, example = 3600)]
    expires_in: i64,
    /// What it is for: scopes with spaces between them.
    #[schema(example = "records:write")]
    scope: String,
}

impl From<Granted> for Token {
    fn from(granted: Granted) -> Self {
        Self {
            access_token: granted.token,
            token_type: "Bearer",
            expires_in: granted.expires_in,
            scope: granted.scopes.to_string(),
        }
    }
}

/// Why no token is given.
#[derive(Serialize, ToSchema)]
pub(crate) struct OAuthError {
    /// The word of RFC 6749 for it.
    #[schema(example = "invalid_client")]
    pub(crate) error: &'static str,
    /// What it means.
    #[schema(example = "the client is not known, or its secret is another")]
    pub(crate) error_description: String,
}

/// A client to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewClient {
    /// Its name for people.
    #[schema(min_length = 1, max_length = 100, example = "Food bank network")]
    name: String,
    /// What it may do: scopes with spaces between them.
    #[schema(
        pattern = "^(records:write|judgements:write|sources:admin|clients:admin|private:read)( (records:write|judgements:write|sources:admin|clients:admin|private:read))*$",
        example = "records:write"
    )]
    scope: String,
    /// The sources that it may write; needed for `records:write`.
    #[serde(default)]
    #[schema(value_type = Vec<SourceName>, example = json!(["food-banks"]))]
    sources: Vec<String>,
}

impl NewClient {
    /// As it is made.
    pub(crate) fn checked(self) -> Result<access::NewClient, Problem> {
        let refuse = |parameter: &str, detail: String| {
            Problem::new(&ProblemType::INVALID_BODY, detail).with("parameter", parameter)
        };
        let scopes =
            self.scope.parse().map_err(|error: access::UnknownScope| refuse("scope", error.to_string()))?;
        let sources = self.sources.iter().map(|source| {
            source.parse().map_err(|error: model::KeyError| refuse("sources", error.to_string()))
        });
        Ok(access::NewClient { name: self.name, scopes, sources: sources.collect::<Result<_, _>>()? })
    }
}

/// What is to be changed of a client.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClientPatch {
    /// Whether it may do nothing from now on. Its tokens count no more either way.
    pub(crate) disabled: bool,
}

/// A program that may do more than read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Client {
    /// By what it is known.
    #[schema(example = "food-bank-network-1f0c2a9b")]
    id: String,
    /// Its name for people.
    #[schema(example = "Food bank network")]
    name: String,
    /// What it may do.
    #[schema(example = "records:write")]
    scope: String,
    /// The sources that it may write.
    #[schema(example = json!(["food-banks"]))]
    sources: Vec<String>,
    /// When it was made.
    created: DateTime<Utc>,
    /// Since when it may do nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    disabled: Option<DateTime<Utc>>,
}

impl From<store::Client> for Client {
    fn from(client: store::Client) -> Self {
        Self {
            id: client.id,
            name: client.name,
            scope: client.scopes,
            sources: client.sources.iter().map(ToString::to_string).collect(),
            created: client.created,
            disabled: client.disabled,
        }
    }
}

/// The clients.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClientList {
    /// Each of them, by id.
    clients: Vec<Client>,
}

impl From<Vec<store::Client>> for ClientList {
    fn from(clients: Vec<store::Client>) -> Self {
        Self { clients: clients.into_iter().map(Client::from).collect() }
    }
}

/// A client with its secret.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClientSecret {
    /// The client.
    #[serde(flatten)]
    client: Client,
    /// Its secret. It is never shown again.
    #[schema(example = "5f0e…")]
    secret: String,
}

impl From<WithSecret> for ClientSecret {
    fn from(made: WithSecret) -> Self {
        Self { client: made.client.into(), secret: made.secret }
    }
}

/// What this authorization server can do (RFC 8414).
#[derive(Serialize, ToSchema)]
pub(crate) struct AuthorizationServer {
    /// What its tokens name as their issuer.
    #[schema(format = Uri, example = "https://directory.example.org")]
    issuer: String,
    /// Where tokens are given.
    #[schema(format = Uri)]
    token_endpoint: String,
    /// Where tokens are taken back.
    #[schema(format = Uri)]
    revocation_endpoint: String,
    /// Where the keys are.
    #[schema(format = Uri)]
    jwks_uri: String,
    /// Every scope.
    scopes_supported: Vec<&'static str>,
    /// None: there is no endpoint for people.
    response_types_supported: Vec<&'static str>,
    /// `client_credentials`.
    grant_types_supported: Vec<&'static str>,
    /// How clients may show who they are.
    token_endpoint_auth_methods_supported: Vec<&'static str>,
    /// The same, for taking back.
    revocation_endpoint_auth_methods_supported: Vec<&'static str>,
}

impl AuthorizationServer {
    /// What it says of itself at an address.
    pub(crate) fn at(issuer: &str, base: &str) -> Self {
        let methods = || vec!["client_secret_basic", "client_secret_post"];
        Self {
            issuer: issuer.to_owned(),
            token_endpoint: format!("{base}/oauth/token"),
            revocation_endpoint: format!("{base}/oauth/revoke"),
            jwks_uri: format!("{base}/.well-known/jwks.json"),
            scopes_supported: Scope::ALL.map(Scope::as_str).to_vec(),
            response_types_supported: Vec::new(),
            grant_types_supported: vec!["client_credentials"],
            token_endpoint_auth_methods_supported: methods(),
            revocation_endpoint_auth_methods_supported: methods(),
        }
    }
}

/// The keys that tokens of ours can be checked with (RFC 7517).
#[derive(Serialize, ToSchema)]
pub(crate) struct PublicKeys {
    /// Each key.
    keys: Vec<serde_json::Map<String, serde_json::Value>>,
}

impl PublicKeys {
    /// Out of a JWK set.
    pub(crate) fn of(set: serde_json::Value) -> Option<Self> {
        let serde_json::Value::Array(keys) = set.get("keys")?.clone() else { return None };
        let object = |key| if let serde_json::Value::Object(key) = key { Some(key) } else { None };
        Some(Self { keys: keys.into_iter().filter_map(object).collect() })
    }
}
