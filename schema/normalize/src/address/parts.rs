//! Splits an address on one line into the parts that HSDS names.

use super::street;
use crate::{country, postcode, text};

/// The parts of an address. Nothing is invented: a part that the line does not state is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Number and street, or the building.
    pub address_1: String,
    /// All that stands between the first line and the town.
    pub address_2: Option<String>,
    /// The town: the last part that is neither street, building, county nor country.
    pub city: Option<String>,
    /// The postcode, in the form of the Royal Mail.
    pub postal_code: Option<String>,
}

/// Counties and nations that follow the town in a British address, as keys. Own list, after the ceremonial counties
/// of the south west, where the line gives no other sign.
const AREAS: &[&str] = &[
    "devon",
    "cornwall",
    "somerset",
    "dorset",
    "wiltshire",
    "gloucestershire",
    "avon",
    "england",
    "wales",
    "scotland",
];

/// Words that mark a building rather than a town. Own list.
const BUILDINGS: &[&str] = &[
    "building",
    "buildings",
    "cafe",
    "campus",
    "centre",
    "chapel",
    "church",
    "club",
    "college",
    "court",
    "floor",
    "hall",
    "hospital",
    "hotel",
    "house",
    "hub",
    "inn",
    "library",
    "museum",
    "office",
    "pub",
    "room",
    "school",
    "shop",
    "store",
    "surgery",
    "theatre",
    "unit",
    "university",
];

/// Splits a line (or several) at its commas and line ends.
pub fn split(one_line: &str) -> Parts {
    let text = text::plain(one_line);
    let found = postcode::find_span(&text);
    let without = match &found {
        Some((start, end, _)) => {
            format!("{},{}", text.get(..*start).unwrap_or_default(), text.get(*end..).unwrap_or_default())
        }
        None => text,
    };
    let mut lines: Vec<String> =
        without.split([',', '\n', ';']).map(clean).filter(|line| !line.is_empty()).collect();
    while lines.len() > 1 && lines.last().is_some_and(|line| is_area(line)) {
        lines.pop();
    }
    let city =
        if lines.len() > 1 && lines.last().is_some_and(|line| is_town(line)) { lines.pop() } else { None };
    join_lone_number(&mut lines);
    let mut lines = lines.into_iter();
    let address_1 = lines.next().unwrap_or_default();
    let rest = lines.collect::<Vec<_>>().join(", ");
    Parts {
        address_1,
        address_2: (!rest.is_empty()).then_some(rest),
        city,
        postal_code: found.map(|(_, _, postcode)| postcode),
    }
}

fn clean(line: &str) -> String {
    text::line(line).trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '-')).to_owned()
}

fn is_area(line: &str) -> bool {
    AREAS.contains(&text::key(line).as_str())
        || (line.len() > 2 && country::normalize(line).is_some())
        || text::key(line) == "uk"
}

fn is_town(line: &str) -> bool {
    let words = street::spell_out(&text::words(line));
    let is_building = words.iter().any(|word| BUILDINGS.contains(&word.as_str()));
    let is_street =
        words.len() > 1 && words.last().is_some_and(|word| street::suffix_of(word) == Some(word.as_str()));
    let has_number = words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    !words.is_empty() && !is_building && !is_street && !has_number
}

/// `32, Sussex Road` is one line.
fn join_lone_number(lines: &mut Vec<String>) {
    let is_lone = |line: &String| street::is_number(&line.to_lowercase());
    if let Some(at) = lines.iter().position(is_lone)
        && at + 1 < lines.len()
    {
        let number = lines.remove(at);
        if let Some(next) = lines.get_mut(at) {
            *next = format!("{number} {next}");
        }
    }
}
