//! The interface by the standard, on a whole directory with a database of its own.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod areas;
mod details;
mod document;
mod errors;
mod http;
mod lists;
mod own;
mod sessions;
mod standards;
mod support;
