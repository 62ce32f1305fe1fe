//! Postal addresses, as they are written in the United Kingdom and North America.
//!
//! An address is taken apart into what can be compared (unit, house number, street, words, postcode), and one that
//! stands on a single line is split into the parts that HSDS names.

mod parts;
mod spelling;
mod street;
mod words;
mod zip;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use parts::{Parts, split};

use crate::{postcode, text};
use words::Word;

/// An address, taken apart for comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The house number or range: `242a`, `349-351`.
    pub number: Option<String>,
    /// The unit, flat, suite or floor within the building, as words.
    pub unit: Option<String>,
    /// The street as words, its suffix spelt out: `alfred road`.
    pub street: Option<String>,
    /// Every word of the address but the postcode, suffixes spelt out, sorted, each once.
    pub tokens: Vec<String>,
    /// The postcode: in the UK form where it is one, of a US ZIP code the first five digits, otherwise in capitals.
    pub postcode: Option<String>,
}

/// Takes an address apart. `postcode` is the field of that name; without it the lines are searched for one of the
/// United Kingdom, then for a ZIP code behind a state. What is not recognised is left out of the parts and kept in the
/// words.
pub fn normalize(lines: &[&str], postcode: Option<&str>) -> Address {
    let lower = words::lower(&joined(lines));
    let found = postcode::find_span(&lower);
    let given = postcode.and_then(|given| postcode::normalize(given).or_else(|| zip::foreign(given)));
    let without = match &found {
        Some((start, end, _)) => Cow::Owned(without(&lower, *start, *end)),
        None => Cow::Borrowed(lower.as_str()),
    };
    let mut words = words::read(&without);
    let in_lines = || found.map(|(_, _, postcode)| postcode).or_else(|| zip::find(&words));
    let postcode = given.or_else(in_lines);
    words.retain(|word| !postcode.as_deref().is_some_and(|postcode| is_part(&word.text, postcode)));
    let place = street::find(&words);
    Address { number: place.number, unit: place.unit, street: place.street, tokens: tokens(words), postcode }
}

/// The lines as a reader sees them, a line each.
fn joined<'a>(lines: &[&'a str]) -> Cow<'a, str> {
    match lines {
        [line] if text::is_plain_ascii(line) => Cow::Borrowed(line),
        lines if lines.iter().all(|line| text::is_plain_ascii(line)) => Cow::Owned(lines.join("\n")),
        lines => Cow::Owned(lines.iter().map(|line| text::plain(line)).collect::<Vec<_>>().join("\n")),
    }
}

fn without(text: &str, start: usize, end: usize) -> String {
    [text.get(..start).unwrap_or_default(), " ", text.get(end..).unwrap_or_default()].concat()
}

/// Whether a word is the postcode or one of its halves.
fn is_part(word: &str, postcode: &str) -> bool {
    let word = zip::five(word).unwrap_or(word);
    word.len() >= 3 && postcode.split(' ').any(|half| half.eq_ignore_ascii_case(word))
}

fn tokens(words: Vec<Word<'_>>) -> Vec<String> {
    let mut tokens: Vec<String> = words.into_iter().map(|word| word.text.into_owned()).collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}
