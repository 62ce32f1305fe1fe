//! Postal addresses, as they are written in the United Kingdom and North America.
//!
//! An address is taken apart into what can be compared (unit, house number, street, words, postcode), and one that
//! stands on a single line is split into the parts that HSDS names.

mod parts;
mod street;

#[cfg(test)]
mod tests;

pub use parts::{Parts, split};

use crate::{postcode, text};

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
    /// The postcode: in the UK form where it is one, otherwise in capitals (of a ZIP code the first five digits).
    pub postcode: Option<String>,
}

/// Takes an address apart. `postcode` is the field of that name; without it the lines are searched for one.
/// What is not recognised is left out of the parts and kept in the words.
pub fn normalize(lines: &[&str], postcode: Option<&str>) -> Address {
    let text = lines.iter().map(|line| text::plain(line)).collect::<Vec<_>>().join("\n");
    let found = postcode::find_span(&text);
    let without = match &found {
        Some((start, end, _)) => {
            format!("{} {}", text.get(..*start).unwrap_or_default(), text.get(*end..).unwrap_or_default())
        }
        None => text,
    };
    let given = postcode.and_then(|given| postcode::normalize(given).or_else(|| foreign(given)));
    let segments: Vec<Vec<String>> = segments(&without);
    let mut tokens: Vec<String> = segments.iter().flatten().cloned().collect();
    tokens.sort();
    tokens.dedup();
    let place = street::find(&segments);
    Address {
        number: place.number,
        unit: place.unit,
        street: place.street,
        tokens,
        postcode: given.or(found.map(|(_, _, postcode)| postcode)),
    }
}

/// The words of each part between commas and line ends, suffixes spelt out.
fn segments(text: &str) -> Vec<Vec<String>> {
    let parts = text.split([',', '\n', ';']);
    parts.map(|part| street::spell_out(&street::words(part))).filter(|words| !words.is_empty()).collect()
}

/// A postcode of another country: capitals and digits; of a US ZIP+4 the first five digits.
fn foreign(text: &str) -> Option<String> {
    let words = text::words(text);
    let is_zip = |word: &String| word.len() == 5 && word.chars().all(|c| c.is_ascii_digit());
    if let Some(zip) = words.first().filter(|word| is_zip(word)) {
        return Some(zip.clone());
    }
    let joined = words.join(" ").to_uppercase();
    (!joined.is_empty() && joined.chars().any(|c| c.is_ascii_digit())).then_some(joined)
}
