//! Harvests as their publishers see them: feeds in, records and issues out.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

mod api;
mod atom;
mod bad_input;
mod categories;
mod charsets;
mod compliance;
mod geography;
mod hostile;
mod icalendar;
mod json;
mod large;
mod openactive;
mod oruk_1;
mod pages;
mod payloads;
mod properties;
mod proposals;
mod pushes;
mod real;
mod rows;
mod server;
mod support;
mod templates;
mod unchanged;
mod website;
mod workbooks;
