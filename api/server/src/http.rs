//! The application: every route of every crate, wrapped in what all answers have in common.

use std::{fmt, sync::Arc};

use ::harvest::Options;
use access::{Access, AccessSettings};
use actix_web::{
    App, Error,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::from_fn,
    web,
};
use anyhow::Context;
use catalog::Catalog;
use model::Clock;
use reconcile::{Bell, Desk};
use store::Store;
use tracing::Span;
use tracing_actix_web::{RootSpanBuilder, TracingLogger, root_span};

use crate::settings::Settings;

/// What the routes share. Cheap to clone. Until a catalog is given, readers are told to come back.
#[derive(Clone)]
pub struct State {
    rest: rest::State,
    graph: graphql::State,
    access: AccessSettings,
    harvesting: Options,
    clock: Arc<dyn Clock>,
    bell: Bell,
}

impl State {
    /// The state of a directory that is still loading. The clock dates what people decide.
    pub fn new(settings: &Settings, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let public_url = settings.public_url.as_deref().map(|url| {
            url.parse().with_context(|| format!("`public_url = \"{url}\"` is no absolute web address"))
        });
        let harvesting = settings.harvesting()?;
        let rest = rest::Settings {
            public_url: public_url.transpose()?,
            trusted_proxies: settings.trusted_proxies.clone(),
            limits: settings.limits,
            harvesting: harvesting.clone(),
            ..Default::default()
        };
        let rest = rest::State::new(rest).timed_by(Arc::clone(&clock));
        let access = settings.access()?;
        Ok(Self { rest, graph: graphql::State::default(), access, harvesting, clock, bell: Bell::default() })
    }

    /// The bell that rings whenever a steward decided something.
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// Gives the loaded catalog: from now on the directory is ready.
    pub fn give(&self, catalog: Catalog, store: Store) -> anyhow::Result<()> {
        let desk = Desk::new(store.clone(), Arc::clone(&self.clock), self.bell());
        let desk = desk.harvesting(self.harvesting.clone());
        let access = Access::new(store.clone(), Arc::clone(&self.clock), &self.access)?;
        let schema = graphql::schema(catalog.clone(), Some(store))?;
        let schema = schema.timed_by(Arc::clone(&self.clock));
        self.graph.give(schema.with_desk(desk.clone(), access.clone()));
        self.rest.give_access(access);
        self.rest.give_desk(desk);
        self.rest.give(catalog);
        Ok(())
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("rest", &self.rest).field("graph", &self.graph).finish_non_exhaustive()
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
    let State { rest, graph, .. } = state;
    App::new()
        .app_data(web::Data::new(rest))
        .wrap(from_fn(rest::patient))
        .wrap(from_fn(rest::limited))
        .wrap(from_fn(rest::manners))
        .wrap(from_fn(rest::encoded))
        .wrap(TracingLogger::<Discreet>::new())
        .configure(move |routes| {
            graphql::configure(routes, graph);
            rest::configure(routes);
        })
}

/// What the log is told of a request: by whom, what was asked, and how it was answered. Not why it was refused: problems
/// repeat what was sent, which may be what nobody is to read.
struct Discreet;

impl RootSpanBuilder for Discreet {
    fn on_request_start(request: &ServiceRequest) -> Span {
        root_span!(request)
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let status = match outcome {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        span.record("http.status_code", i32::from(status.as_u16()));
        span.record("otel.status_code", if status.is_server_error() { "ERROR" } else { "OK" });
    }
}
