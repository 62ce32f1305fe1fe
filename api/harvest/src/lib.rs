//! In: feeds become items and records.
//!
//! A harvest of one source goes through four stages, each a module:
//!
//! 1. [`gather`]: find the sources, a folder each with a `source.toml` ([`SourceConfig`]).
//! 2. fetch: read the whole feed to a spool on disk, split into *items*, each of which says all that is needed to
//!    read its records. A feed that cannot be read to its end ends the run here: nothing of it is taken.
//! 3. import: compare the items with what the store knows, read records out of those that are new or changed, clean
//!    each value by the HSDS dictionary, and raise an issue for each value, link or item that cannot be used.
//! 4. commit: one short transaction.
//!
//! The run and its issues are logged outside that transaction, so that a failed run can be seen. Formats differ only
//! in how they make items of a feed and HSDS-shaped JSON of an item; the rest knows no format.
//!
//! It never decides what is the same thing, never publishes, and never writes to the terminal.

mod brake;
pub mod calendar;
mod categories;
mod compliance;
mod config;
pub mod confirming;
mod due;
mod error;
mod fetch;
mod fields;
mod format;
mod formats;
mod found;
mod gather;
pub mod geography;
mod import;
mod issues;
pub mod joining;
mod known;
mod local;
mod look;
mod mapping;
mod nouns;
mod propose;
pub mod push;
mod quality;
mod reidentify;
mod report;
mod run;
mod same;
mod spool;
pub mod spreadsheet;
mod state;
mod template;
mod turn;
mod uploading;

pub use categories::{
    Categories, CategoriesError, Category, CategoryMap, CategoryMapError, MapRow, MapStatus, UnmappedTerm,
    unmapped,
};
pub use compliance::{Compliance, Level, Message, Test, compliance};
pub use config::{
    ConfigError, Credentials, Every, Pages, ReviewAfter, SourceConfig, Standing, Timetable, UnknownSpan,
    UnknownStanding, UnknownTimetable,
};
pub use due::due;
pub use error::HarvestError;
pub use format::{Format, UnknownFormat};
pub use gather::{GatherError, gather, read_folder};
pub use look::{check, check_source, feed, look};
pub use mapping::{Cell, CellError, MapError, Mapping};
pub use outbound::{Contact, Manners, UnknownContact};
pub use propose::{Certainty, LeftOver, Proposal, ProposedField, propose, propose_for};
pub use quality::{FieldShare, Link, Links, MOST_LINKS, Part, Quality, REVIEW_PERIOD, quality};
pub use report::{CheckReport, Looked, Options, Progress, RunReport, Silent, Stage, UploadReport};
pub use run::{harvest, harvest_if_due, is_due};
pub use template::{Template, TemplateColumn, TemplateError};
