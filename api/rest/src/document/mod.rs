//! The descriptions of the interfaces, in OpenAPI 3.1: one document for each base path.

pub(crate) mod bodies;
mod components;
mod envelopes;
mod examples;
mod interface;
mod nouns;
mod own;
pub(crate) mod pages;
mod prune;
pub(crate) mod responses;
pub(crate) mod sent;

use access::Scope;
use actix_web::App;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Array, OpenApi, PathItem, RefOr, Required, Schema, Server, ServerBuilder,
        path::{Operation, Parameter},
        security::{
            ClientCredentials, Flow, HttpAuthScheme, HttpBuilder, OAuth2, Scopes as OAuthScopes,
            SecurityRequirement, SecurityScheme,
        },
    },
};
use utoipa_actix_web::{AppExt, service_config::ServiceConfig};

pub use interface::Interface;

use crate::{Settings, asked::MOST_NAMED, embed::BriefPage, operations};

/// The operation whose body may be left out, beside the queries that may be sent in a body.
const WITHOUT_BODY: &str = "confirmRecords";

/// The description of everything that is mounted, whichever base path it is below.
pub fn openapi() -> OpenApi {
    assemble(operations::mount)
}

/// The description of what is mounted by `mount`, with every component that anything could refer to.
fn assemble(mount: fn(&mut ServiceConfig<'_>)) -> OpenApi {
    let app = App::new().into_utoipa_app().openapi(OpenApi::default()).configure(mount);
    let (_, mut document) = app.split_for_parts();
    document.tags = Some(interface::tags());
    document.security = Some(vec![SecurityRequirement::default()]);
    document.servers = Some(vec![
        ServerBuilder::new().url("/").description(Some("The directory that this was read from")).build(),
    ]);
    let components = document.components.get_or_insert_default();
    components.schemas.extend(of_fragments());
    components.schemas.extend(nouns::schemas());
    components.schemas.extend(envelopes::schemas());
    components.schemas.extend(own::schemas());
    components.responses.extend(components::components());
    components.headers.extend(responses::headers());
    components.add_security_scheme("steward", steward());
    components.add_security_scheme("oauth2", clients());
    components.add_security_scheme("client", client());
    document.paths.paths.values_mut().flat_map(operations_of).for_each(complete);
    document
}

/// The schemas that answers name without an operation doing so.
fn of_fragments() -> Vec<(String, RefOr<Schema>)> {
    let mut schemas = vec![(BriefPage::name().into_owned(), BriefPage::schema())];
    BriefPage::schemas(&mut schemas);
    schemas
}

/// Adds what holds for every operation, and what no annotation can say.
fn complete(operation: &mut Operation) {
    if let Some(RefOr::T(body)) = &mut operation.request_body
        && operation.operation_id.as_deref().is_some_and(|id| id == WITHOUT_BODY || id.starts_with("query"))
    {
        body.required = Some(Required::False);
    }
    operation.parameters.iter_mut().flatten().filter_map(list_of).for_each(|list| {
        (list.min_items, list.max_items) = (Some(1), Some(MOST_NAMED));
    });
    let body = operation.request_body.is_some().then_some(responses::REQUEST_TIMEOUT);
    for shared in [responses::URI_TOO_LONG, responses::TOO_MANY_REQUESTS].into_iter().chain(body) {
        let (status, answer) = responses::shared(shared);
        operation.responses.responses.entry(status).or_insert(answer);
    }
}

/// What a parameter that names several things says of them.
fn list_of(parameter: &mut RefOr<Parameter>) -> Option<&mut Array> {
    match parameter {
        RefOr::T(Parameter { schema: Some(RefOr::T(Schema::Array(list))), .. }) => Some(list),
        _ => None,
    }
}

/// How stewards show who they are.
fn steward() -> SecurityScheme {
    let doc = "The steward token of the directory, from its settings.";
    SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(doc)).build())
}

/// How clients get their tokens (RFC 6749, 4.4).
fn clients() -> SecurityScheme {
    let scopes = Scope::ALL.map(|scope| (scope.as_str(), scope.meaning()));
    let flow = ClientCredentials::new("/oauth/token", OAuthScopes::from_iter(scopes));
    SecurityScheme::OAuth2(OAuth2::with_description(
        [Flow::ClientCredentials(flow)],
        "A token for a client that the directory's operators made.",
    ))
}

/// How a client shows who it is where it gets its tokens.
fn client() -> SecurityScheme {
    let doc = "The id and the secret of a client.";
    SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Basic).description(Some(doc)).build())
}

fn operations_of(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

/// The description of a base path as a reader at that address gets it.
pub(crate) fn served_at(interface: Interface, base: String, settings: &Settings) -> OpenApi {
    let mut document = interface.document();
    document.servers = Some(vec![Server::new(base)]);
    if let (Some(contact), Some(email)) = (&mut document.info.contact, &settings.contact_email) {
        contact.email = Some(email.clone());
    }
    document
}
