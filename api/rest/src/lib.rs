//! The directory over HTTP: by Open Referral UK 3.0, by HSDS 3.1 and by its own interface, with their descriptions.
//!
//! [`configure`] mounts every operation below `/oruk/v3/`, `/hsds/v3/` and `/v1/` and the few around them (`/`, `/docs`, `/healthz`,
//! `/readyz`, `/problems/…`); [`manners`] is the middleware for what all answers have in common. Both find what
//! they need in the [`State`] that the server puts beside them. Each [`Interface`] has a document that describes it: it is collected
//! from the operations themselves and from the dictionary of nouns, so that what is mounted is described and
//! nothing else.
//!
//! What is published is answered from one snapshot of the catalog, never from the store. What stewards, partners and
//! operators ask and write goes to `reconcile::Desk` and `access::Access`, off the event loop; who asks is let in before
//! anything they sent is read. This crate never decides what is published.
//!
//! ```no_run
//! use actix_web::{App, middleware, web};
//!
//! let state = rest::State::new(rest::Settings::default());
//! // … and, once it is loaded: state.give(catalog)
//! App::new()
//!     .app_data(web::Data::new(state))
//!     .wrap(middleware::from_fn(rest::manners))
//!     .wrap(middleware::from_fn(rest::encoded))
//!     .configure(rest::configure);
//! ```
//!
//! # Answers beyond the standard
//!
//! - Lists carry a member `licences` beside the standard's envelope, details and lines of ndjson a member of the
//!   same name: the terms and attributions of everything shown. `Link` headers name the licences' pages as well.
//! - Lists link to their first, previous, next and last page by `Link` headers.
//! - ETags are strong, and each encoding has its own: handlers tag the plain bytes, and what packs an answer marks its tag.
//!   Those of lists move with every change that is published.
//! - What is published may be kept for ten seconds, and used once more within the next minute while it is asked for anew
//!   (`stale-while-revalidate`): what is withdrawn is soon gone everywhere, and no reader waits. Where nothing is said, nothing
//!   is kept.
//! - Exports (`format=ndjson`) are given in parts to whoever sends `Range`, with `If-Range` only while nothing changed.
//! - What a reader does not take (`Accept`, `Accept-Encoding`) is answered 406, naming what there is; addresses of more than
//!   32,768 bytes 414.
//! - Errors are problem documents (RFC 9457); their type is a path at which it is explained.

mod accept;
mod asked;
mod batch;
mod body;
mod caller;
mod condition;
mod docs;
mod document;
mod embed;
mod encoding;
mod export;
mod feed;
mod lengths;
mod licences;
mod limits;
mod list;
mod manners;
mod metadata;
mod oauth;
mod operations;
mod otherwise;
mod own;
mod page;
mod pages;
mod patience;
mod problem;
mod push;
mod query;
mod reader;
mod reporting;
mod sessions;
mod signing_in;
mod standard;
mod state;
mod table;
mod template;
mod text;
mod upload;
mod upload_page;
mod wire;

use actix_web::web;
use utoipa_actix_web::service_config::ServiceConfig;

pub use document::{Interface, openapi};
pub use encoding::encoded;
pub use limits::limited;
pub use manners::manners;
pub use patience::patient;
pub use problem::{Problem, ProblemType};
pub use state::{Settings, State};
pub use wire::{EntityMatch, Match, Question};

/// Mounts every operation, and the answer for whatever is not mounted by anyone.
pub fn configure(routes: &mut web::ServiceConfig) {
    operations::mount(&mut ServiceConfig::new(routes));
    routes.default_service(web::to(otherwise::otherwise));
}
