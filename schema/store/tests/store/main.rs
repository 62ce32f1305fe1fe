//! What the store promises, proven on both databases by the same tests.
//!
//! Each test runs on a SQLite file of its own, and on a PostgreSQL database of its own where `TEST_DATABASE_URL`
//! names a server on which databases may be made; where it does not, that half says that it was skipped.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what cannot be set up fails the test")]
#![expect(clippy::indexing_slicing, reason = "what is not there fails the test")]

mod support;

mod alignment;
mod calendar;
mod commit;
mod copy;
mod corrections;
mod erase;
mod geography;
mod hide;
mod identity;
mod kill;
mod lease;
mod migrations;
mod publish;
mod reports;
mod runs;
mod sources;
