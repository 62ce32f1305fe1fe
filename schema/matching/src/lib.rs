//! Which records may be the same real thing, how likely it is, and why.
//!
//! Records become [`Features`] once; [`pairs`] proposes candidate pairs by blocks, compares each pair property by
//! property into levels, and adds up the weights that the [`MatchModel`] gives to the levels: log2 odds in
//! thousandths of a bit, so that the same records give the same score on every machine. [`explain`] shows the sum.
//!
//! ```text
//! blocks → candidate pairs → comparisons → levels → weights + prior → rules → score → band
//! ```
//!
//! The outcome depends on the records and the match model alone: never on the order in which records arrive. The work
//! is linear in the number of records, because blocks are capped. This stage never decides who belongs together (the
//! resolver does, after people's judgements), never reads a database and never fits its own weights.

mod address;
mod block;
mod compare;
mod features;
mod match_model;
mod name;
mod nouns;
mod rules;
mod score;
mod words;

pub use features::{Context, Features};
pub use match_model::{Level, MatchModel, Property};
pub use score::{Band, Comparison, Explanation, Pair, explain, pairs};
