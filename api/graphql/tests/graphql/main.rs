//! What the graph answers, what it refuses, and how it speaks HTTP, on a small directory in a fresh store.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test ends where it does not find what it expects, helpers included"
)]

mod alignment;
mod answers;
mod changes;
mod descriptions;
mod directory;
mod federation;
mod guidance;
mod hostile;
mod keeping;
mod nodes;
mod occurrences;
mod pages;
mod persisted;
mod plans;
mod refusals;
mod transport;
mod websites;
