//! The directory as one graph, at `/graphql`.
//!
//! The object types are made of the standard's dictionary ([`model::hsds`]), so a field of the standard is a field of
//! the graph, in camel case, with the standard's meaning as its description. Beyond the standard, every entity
//! tells who said each of its fields, on which terms, and under which ids it was known before; and the ways between
//! entities run in both directions, as connections where there may be many.
//!
//! An answer is read from one snapshot of the catalog, so it agrees with itself. What a request may ask for is
//! bounded ([`limits`]): by the document's size, depth and estimated cost before it runs, and by the size of the
//! answer while it does. The transport is GraphQL over HTTP by the letter of its specification.
//!
//! Nothing here decides what is published or reads an entity from the database; only the list of sources, the log of
//! changes, how websites stand to the directory, and what stewards look at and decide, go to the store.

pub mod limits;

mod alignment;
mod areas;
mod ask;
mod changes;
mod confirming;
mod conflicts;
mod connection;
mod corrections;
mod cost;
mod engine;
mod entity;
mod errors;
mod facets;
mod federation;
mod filter;
mod graphiql;
mod holes;
mod http;
mod introspection;
mod judgements;
mod keeping;
mod link;
mod listed;
mod matches;
mod media;
mod needs;
mod node;
mod nouns;
mod occurrences;
mod paging;
mod persisted;
mod plan;
mod pushing;
mod reading;
mod record;
mod registered;
mod reports;
mod scalars;
mod schema;
mod shape;
mod source;
mod text;

pub use ask::Ask;
pub use async_graphql::dynamic::SchemaError;
pub use engine::{Answer, Schema};
pub use http::{State, configure};

use catalog::Catalog;
use store::Store;

/// The graph over a catalog. Without a store there are no sources to ask for.
///
/// # Errors
///
/// Fails where the dictionary makes no valid schema, which is a fault of the program and not of any data.
pub fn schema(catalog: Catalog, store: Option<Store>) -> Result<Schema, SchemaError> {
    Ok(Schema::new(schema::Types::build()?, catalog, store))
}

/// The schema in GraphQL's own language. It depends on no data and is the same on every run.
#[expect(clippy::expect_used, reason = "the schema depends on nothing at run time, and the tests build it")]
pub fn sdl() -> String {
    schema::Types::build().expect("the dictionary makes a valid schema").engine.sdl()
}
