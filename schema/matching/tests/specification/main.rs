//! What matching must do: cases from real directories, and laws for any records.

mod build;
mod cases;
mod laws;
