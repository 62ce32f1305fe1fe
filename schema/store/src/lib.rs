//! Keeps everything: the only crate that speaks to a database.
//!
//! A [`Store`] is a SQLite file, so that a fresh machine needs nothing else, or a PostgreSQL database, for many servers
//! on one set of data. Both hold the same tables, pass the same tests and can be copied into one another with
//! every id and number kept. Each module looks after one table, or the few that change together.
//!
//! What it promises:
//!
//! - **A run is committed whole or not at all** ([`Store::commit_run`]), in one transaction, batch by batch; the log of
//!   runs and issues is written outside it, so that a failed run can be seen.
//! - **Change numbers have no gaps for a reader that follows** ([`Store::changes_after`]): who has seen a number
//!   has seen every lesser one.
//! - **One leader publishes** ([`Store::acquire_lease`], [`Store::publish`]): a lease that someone else has taken
//!   over since is refused by its fencing number.
//! - **Hidden is hidden at once, erased is erased for good** ([`Store::hide`], [`Store::erase`]).
//! - Several processes may have the same store open. Every call is one transaction.
//!
//! What it never does: decide what is the same thing, read a feed, or answer a reader's query; published entities are
//! read once, into the catalog.

mod alignment;
mod audit;
mod backup;
mod calendar;
mod change;
mod client;
mod column;
mod commit;
mod conflict;
mod connection;
mod copy;
mod correction;
mod counter;
mod database;
mod dirty;
mod entity;
mod epoch;
mod erase;
mod error;
mod geography;
mod hidden;
mod holder;
mod idempotency;
mod identity;
mod issue;
mod item;
mod judgement;
mod lease;
mod match_model;
mod migration;
mod page;
mod publish;
mod published;
mod record;
mod redirect;
mod report;
mod review;
mod revoked_token;
mod run;
mod schema;
mod signing_key;
mod source;
mod store;
mod suggestion;
mod told;
mod tombstone;
mod verdict;

pub use alignment::{AlignmentOutcome, Basis};
pub use audit::{AuditEntry, NewAuditEntry};
pub use calendar::{CalendarOutcome, CalendarSpan};
pub use client::Client;
pub use commit::{CommitOutcome, NewItem, NewRecord, RunCommit};
pub use conflict::ConflictFilter;
pub use copy::CopyOutcome;
pub use database::Database;
pub use erase::EraseOutcome;
pub use error::{Result, StoreError};
pub use geography::Rows;
pub use hidden::{Hidden, Hiding};
pub use idempotency::{Once, Progress};
pub use item::ItemState;
pub use judgement::{Judged, NewJudgement};
pub use lease::Lease;
pub use match_model::ModelInUse;
pub use page::PageFilter;
pub use publish::{Publication, PublishOutcome};
pub use published::{Published, PublishedRow};
pub use report::{Decided, NewReport};
pub use review::Confirmed;
pub use signing_key::SigningKey;
pub use store::Store;
pub use suggestion::Suggestion;
pub use tombstone::Tombstone;
pub use verdict::VerdictFilter;
