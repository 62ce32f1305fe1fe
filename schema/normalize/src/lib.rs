//! One module for each property type: the same fact always in the same form.
//!
//! Every function takes what a source wrote and answers with one canonical form, or `None` where the text cannot be
//! understood as that property. Normalizing what is already normal changes nothing, and no text of any script makes
//! a function panic.
//!
//! This stage never looks anything up, never corrects a fact and never guesses: a text that could mean two things
//! means nothing here. Whether two normalized facts agree is for the matching stage to say.

pub mod accessibility;
pub mod address;
pub mod cost;
pub mod country;
pub mod date;
pub mod email;
pub mod identifier;
pub mod name;
pub mod phone;
pub mod postcode;
pub mod recurrence;
mod replaced_days;
pub mod schedule;
mod table;
pub mod text;
pub mod url;
pub mod website;
