//! Which records may be the same real thing, how likely it is, and why.
//!
//! Records become [`Features`] once; a [`Matcher`] proposes candidate pairs by blocks, compares each pair property by
//! property into levels, and adds up the weights that the [`MatchModel`] gives to the levels: log2 odds in thousandths
//! of a bit, so that the same records give the same score on every machine. [`explain()`] shows the sum.
//!
//! ```text
//! blocks → candidate pairs → comparisons → levels → weights + prior → rules → score → band
//! ```
//!
//! The outcome depends on the records and the match model alone: never on the order in which records arrive. The work
//! is linear in the number of records, because blocks are capped. This stage never decides who belongs together (the
//! resolver does, after people's judgements), never reads a database and never changes its weights unasked.

mod block;
mod brief;
mod candidates;
mod ceiling;
mod column;
mod compare;
mod compare_name;
mod compare_place;
mod component;
mod estimate;
mod explain;
mod features;
mod frequency;
mod index;
mod learn;
mod match_model;
mod matcher;
mod name;
mod noun;
mod place;
mod rules;
mod scale;
mod score;
mod shipped;
mod slots;
mod statement;
mod subject;
mod word;
mod words;

pub use column::{Column, Measure, Shares};
pub use component::Component;
pub use estimate::{fit, fit_to, read, unfitted};
pub use explain::{Comparison, Explanation, explain};
pub use features::Features;
pub use frequency::Frequencies;
pub use learn::{Change, Learned, Moved, learn};
pub use match_model::{Level, MatchModel, Property, Weights};
pub use matcher::Matcher;
pub use noun::Context;
pub use rules::Relation;
pub use score::{Band, Pair, Score, score};
pub use statement::{AddressLines, RegisterNumber, Statement};
pub use subject::{Subject, UnknownSubject};
