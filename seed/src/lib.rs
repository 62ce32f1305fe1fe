//! Something to begin with: demonstration sources for Plymouth, and a generator of directories of any size.
//!
//! The demonstration sources are the folders of `sources/`, one for each publisher, carried inside the binary and
//! written out by [`unpack`]. Their facts are public (names, addresses, postcodes, times of opening, switchboard
//! numbers of institutions); their descriptions are our own; no private person is in them. They overlap, contradict
//! and err as real feeds do, and each folder's `README.md` says how.
//!
//! [`site`] is a made-up council's website that tells of the same city, for `directory demo` and tests to serve:
//! [`unpack_beside`] writes the sources with it as one more.
//!
//! [`generate`] writes a made-up directory for load tests: the same options always give the same bytes, and a table
//! beside the sources says which records are truly the same thing, so that matching can be measured.
//!
//! [`places`] makes the rows of a whole country's places in memory, one by one, to measure how matching grows with them.
//!
//! [`published`] makes a directory of any size as it is published, without sources, to measure how readers are answered.
//!
//! [`categories`] gives the directory's own taxonomy: `taxonomy/` says what is in it.
//!
//! [`lexicon`] gives the words that tell nothing and those that stand for each other, for search.
//!
//! [`BANK_HOLIDAYS`] are those of England and Wales; `calendar/` says which.
//!
//! [`areas`] gives the wards of Plymouth with what is known of them, [`needs`] what people need and which categories answer
//! it.
//!
//! This crate only makes things up. It never harvests, reconciles or publishes.

mod calendar;
mod error;
mod generate;
mod geography;
mod lexicon;
pub mod site;
mod sources;
mod taxonomy;

pub use calendar::BANK_HOLIDAYS;
pub use error::SeedError;
pub use generate::{
    GenerateOptions, GenerateSummary, PLACE_SOURCES, PlaceRow, Round, TRUTH_FILE, generate, places, published,
};
pub use geography::{AreaTables, areas, needs};
pub use lexicon::{LEXICON, lexicon};
pub use sources::{WEBSITE, source_ids, unpack, unpack_beside};
pub use taxonomy::categories;
