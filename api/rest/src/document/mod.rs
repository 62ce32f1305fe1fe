//! The description of the interface, in OpenAPI 3.1.

pub(crate) mod bodies;
mod components;
mod envelopes;
mod examples;
mod nouns;
pub(crate) mod pages;
pub(crate) mod responses;

use access::Scope;
use actix_web::App;
use utoipa::{
    OpenApi,
    openapi::{
        PathItem, RefOr, Required, Server,
        path::Operation,
        security::{
            ClientCredentials, Flow, HttpAuthScheme, HttpBuilder, OAuth2, Scopes as OAuthScopes,
            SecurityScheme,
        },
    },
};
use utoipa_actix_web::AppExt;

use crate::{Settings, embed::BriefPage, operations};

/// What the document says of the interface as a whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Plymouth directory of services",
        description = "One open directory of the services, organizations and places that help people in Plymouth, \
            reconciled from the feeds of many partners and published by the standard Open Referral UK 3.0.\n\n\
            Everything that is public may be read without a key. What is not, and everything that writes, needs a token: the steward token, or one \
            that a client gets from `/oauth/token`. Lists come in pages; `Link` headers lead from page to page. \
            Every answer names the licences and attributions of what it contains, in a member `licences` and in \
            `Link` headers. Ids are permanent: one that was merged into another redirects to it, one that was \
            withdrawn answers 410. Errors are problem documents (RFC 9457) whose `type` is a path that explains \
            them. Send the `ETag` of what you hold in `If-None-Match` to be answered 304 while it is current.",
        contact(name = "The directory's operators", url = "https://www.plymouth.gov.uk", email = "directory@example.org"),
        license(name = "MIT OR Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0"),
    ),
    servers((url = "/", description = "The directory that this document was read from")),
    tags(
        (name = "about", description = "What the directory is and which standards it speaks"),
        (name = "access", description = "Who may do more than read: clients and their tokens"),
        (name = "alignment", description = "Websites held against the directory: what is told twice, differently or on one side only"),
        (name = "matches", description = "Why records are taken for one thing"),
        (name = "operation", description = "For whoever runs the directory"),
        (name = "organizations", description = "Who offers it"),
        (name = "records", description = "For partners who write their records one by one"),
        (name = "service_at_locations", description = "Where it is offered: one service at one location"),
        (name = "services", description = "What organizations offer to people"),
        (name = "sources", description = "Who publishes what, and what became of it"),
        (name = "stewards", description = "For the people who decide the doubtful ones"),
        (name = "taxonomies", description = "Classifications and their terms"),
        (name = "websites", description = "Pages for people, and fragments for websites"),
    ),
    components(schemas(BriefPage)),
    security(()),
)]
struct Base;

/// The operation whose body may be left out.
const WITHOUT_BODY: &str = "confirmRecords";

/// The description of everything that is mounted, with addresses relative to wherever it is read.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let app = App::new().into_utoipa_app().openapi(Base::openapi()).configure(operations::mount);
    let (_, mut document) = app.split_for_parts();
    let components = document.components.get_or_insert_default();
    components.schemas.extend(nouns::schemas());
    components.schemas.extend(envelopes::schemas());
    components.responses.extend(components::components());
    components.headers.extend(responses::headers());
    components.add_security_scheme("steward", steward());
    components.add_security_scheme("oauth2", clients());
    components.add_security_scheme("client", client());
    for operation in document.paths.paths.values_mut().flat_map(operations_of) {
        if let Some(RefOr::T(body)) = &mut operation.request_body
            && operation.operation_id.as_deref() == Some(WITHOUT_BODY)
        {
            body.required = Some(Required::False);
        }
        let (status, answer) = responses::shared(responses::TOO_MANY_REQUESTS);
        operation.responses.responses.entry(status).or_insert(answer);
    }
    document
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

/// The description as a reader at that address gets it.
pub(crate) fn served_at(base: String, settings: &Settings) -> utoipa::openapi::OpenApi {
    let mut document = openapi();
    document.servers = Some(vec![Server::new(base)]);
    if let (Some(contact), Some(email)) = (&mut document.info.contact, &settings.contact_email) {
        contact.email = Some(email.clone());
    }
    document
}
