//! The application: every route of every crate, wrapped in what all answers have in common.

use actix_web::{
    App, Error,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::{Compress, from_fn},
    web,
};
use anyhow::Context;
use catalog::Catalog;
use store::Store;
use tracing_actix_web::TracingLogger;

use crate::settings::Settings;

/// What the routes share. Cheap to clone. Until a catalog is given, readers are told to come back.
#[derive(Clone, Debug)]
pub struct State {
    rest: rest::State,
    graph: graphql::State,
}

impl State {
    /// The state of a directory that is still loading.
    pub fn new(settings: &Settings) -> anyhow::Result<Self> {
        let public_url = settings.public_url.as_deref().map(|url| {
            url.parse().with_context(|| format!("`public_url = \"{url}\"` is no absolute web address"))
        });
        let rest =
            rest::State::new(rest::Settings { public_url: public_url.transpose()?, ..Default::default() });
        Ok(Self { rest, graph: graphql::State::default() })
    }

    /// Gives the loaded catalog: from now on the directory is ready.
    pub fn give(&self, catalog: Catalog, store: Store) -> anyhow::Result<()> {
        self.graph.give(graphql::schema(catalog.clone(), Some(store))?);
        self.rest.give(catalog);
        Ok(())
    }
}

/// The whole application.
pub fn application(
    state: State,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let State { rest, graph } = state;
    App::new()
        .app_data(web::Data::new(rest))
        .wrap(from_fn(rest::manners))
        .wrap(Compress::default())
        .wrap(TracingLogger::default())
        .configure(move |routes| {
            graphql::configure(routes, graph);
            rest::configure(routes);
        })
}
