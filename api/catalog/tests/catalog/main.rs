//! The catalog over a store of its own: what is published goes in, answers come out.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod advance;
mod checkpoint;
mod crowded;
mod finding;
mod geography;
mod occurrences;
mod search;
mod snapshot;
mod support;
