//! The proofs that cross crates.
//!
//! Each test has a whole directory to itself: a fresh database, a clock that stands still, sources on disk. Actors do
//! things to it: a `partner` publishes a list, a `steward` judges, hides and erases, and someone `anonymous` reads.
//! The modules `oruk`, `v1` and `graphql` mirror the URL tree; the others tell the story of a record.
//!
//! Each test runs on SQLite, and again on PostgreSQL where `TEST_DATABASE_URL` names a server.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what cannot be set up fails the test"
)]
#![expect(clippy::indexing_slicing, reason = "what is not there fails the test")]

mod access;
mod actors;
mod alignment;
mod approval;
mod categories;
mod changes;
mod checks;
mod confidential;
mod corrections;
mod demonstration;
mod dependency_rule;
mod directory;
mod erasure;
mod graphql;
mod harvests;
mod hostile;
mod identity;
mod joining;
mod markup;
mod moving;
mod order;
mod oruk;
mod precedence;
mod programs;
mod pushes;
mod real;
mod real_site;
mod reviews;
mod site;
mod sources;
mod templates;
mod timetables;
mod upload_page;
mod v1;
mod visibility;
mod websites;
mod who_may;
