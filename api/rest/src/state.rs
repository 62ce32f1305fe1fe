//! What the handlers share.

use std::{
    fmt,
    net::IpAddr,
    sync::{Arc, OnceLock},
};

use access::{Access, LimitSettings, Limits};
use actix_web::HttpRequest;
use catalog::{Catalog, Snapshot};
use chrono::{DateTime, Utc};
use model::{Clock, SystemClock};
use reconcile::Desk;
use url::Url;

use crate::{
    feed::Turns,
    lengths::Lengths,
    own::Waiters,
    problem::{Problem, ProblemType},
};

/// How the directory is seen from outside.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where the public reaches it, such as `https://directory.example.org/api`. Without it each answer takes the
    /// address that it was asked at, which is right unless a proxy changes paths.
    pub public_url: Option<Url>,
    /// Whom to write to about the interface.
    pub contact_email: Option<String>,
    /// Proxies, beside those of this machine, whose word on who asks is taken.
    pub trusted_proxies: Vec<IpAddr>,
    /// How often someone may ask.
    pub limits: LimitSettings,
    /// How feeds are read that are to be checked: with which manners, and whether in private networks. What a check may
    /// cost over the network does not depend on it.
    pub harvesting: harvest::Options,
}

/// What the handlers share. Cheap to clone. Until a catalog is given, everything but `/healthz` answers 503.
#[derive(Clone)]
pub struct State {
    settings: Arc<Settings>,
    limits: Arc<Limits>,
    access: Arc<OnceLock<Access>>,
    catalog: Arc<OnceLock<Catalog>>,
    desk: Arc<OnceLock<Desk>>,
    checks: Turns,
    waiters: Waiters,
    lengths: Lengths,
    clock: Arc<dyn Clock>,
}

impl State {
    /// The state of a directory that is still loading.
    pub fn new(settings: Settings) -> Self {
        Self {
            limits: Arc::new(Limits::new(&settings.limits)),
            settings: Arc::new(settings),
            access: Arc::default(),
            catalog: Arc::default(),
            desk: Arc::default(),
            checks: Default::default(),
            waiters: Default::default(),
            lengths: Default::default(),
            clock: Arc::new(SystemClock),
        }
    }

    /// Takes the time from here, such as to say when something is on next. Without it the machine tells.
    #[must_use]
    pub fn timed_by(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Now.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Gives the loaded catalog: from now on the directory is ready. The first one given stays.
    pub fn give(&self, catalog: Catalog) {
        // A second catalog would follow the same store: nothing is lost by keeping the first.
        let _ = self.catalog.set(catalog);
    }

    /// Gives the desk at which matches are explained and decided. The first one given stays.
    pub fn give_desk(&self, desk: Desk) {
        // A second desk would be over the same store: nothing is lost by keeping the first.
        let _ = self.desk.set(desk);
    }

    /// Gives what knows who may do what. The first one given stays.
    pub fn give_access(&self, access: Access) {
        // Another would be over the same store and settings: nothing is lost by keeping the first.
        let _ = self.access.set(access);
    }

    /// What knows who may do what.
    pub(crate) fn access(&self) -> Result<Access, Problem> {
        self.access.get().cloned().ok_or_else(loading)
    }

    /// The counters of requests.
    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The desk at which matches are explained and decided.
    pub(crate) fn desk(&self) -> Result<Desk, Problem> {
        self.desk.get().cloned().ok_or_else(loading)
    }

    /// The turns in which feeds are checked.
    pub(crate) fn checks(&self) -> &Turns {
        &self.checks
    }

    /// Those who wait for a change.
    pub(crate) fn waiters(&self) -> &Waiters {
        &self.waiters
    }

    /// How long the portions of exports are.
    pub(crate) fn lengths(&self) -> &Lengths {
        &self.lengths
    }

    /// The settings.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is published at this moment.
    pub(crate) fn snapshot(&self) -> Result<Arc<Snapshot>, Problem> {
        self.catalog.get().map(Catalog::snapshot).ok_or_else(loading)
    }

    /// The address of the directory without a slash at its end.
    pub(crate) fn base(&self, request: &HttpRequest) -> String {
        match &self.settings.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => {
                let asked_at = request.connection_info();
                format!("{}://{}", asked_at.scheme(), asked_at.host())
            }
        }
    }

    /// A path below the public address, without its host: right behind any proxy that the settings know of.
    pub(crate) fn path(&self, path: &str) -> String {
        let prefix = self.settings.public_url.as_ref().map_or("", |url| url.path().trim_end_matches('/'));
        format!("{prefix}{path}")
    }
}

fn loading() -> Problem {
    Problem::new(&ProblemType::NOT_READY, "The directory is still loading; try again in a second")
        .header(actix_web::http::header::RETRY_AFTER, "1")
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("settings", &self.settings).finish_non_exhaustive()
    }
}
