//! What matching must do: cases from real directories, and laws for any records.
#![expect(clippy::unwrap_used, reason = "a test may stop at a key that it wrote wrongly")]

mod build;
mod cases;
mod laws;
