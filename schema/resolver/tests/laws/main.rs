//! The laws of the resolver, as examples and as properties of whatever is given.

mod assembly;
mod clusters;
mod common;
mod completeness;
mod identities;
