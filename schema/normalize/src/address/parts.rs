//! Splits an address on one line into the parts that HSDS names.

use std::sync::LazyLock;

use super::{words, zip};
use crate::table::Table;
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
    /// The state, where a ZIP code follows it: two letters.
    pub state_province: Option<String>,
    /// The postcode, in the form of the Royal Mail, or the ZIP code behind a state.
    pub postal_code: Option<String>,
}

/// Counties and nations that follow the town, as keys.
static AREAS: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../../data/areas.txt")));

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
    let (state_province, zip) = take_zip(&mut lines).filter(|_| found.is_none()).unzip();
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
        state_province,
        postal_code: found.map(|(_, _, postcode)| postcode).or(zip),
    }
}

/// Takes a state and the ZIP code behind it from the end of the lines.
fn take_zip(lines: &mut Vec<String>) -> Option<(String, String)> {
    let joined = lines.join(", ");
    let (rest, zip) = joined.rsplit_once([' ', ','])?;
    zip::five(zip)?;
    let rest = rest.trim_end_matches([' ', ',']);
    let (before, state) = rest.rsplit_once([' ', ',']).unwrap_or(("", rest));
    let state = words::state_code(&state.replace('.', "").to_ascii_lowercase())?;
    let taken = (state, zip.to_owned());
    *lines = before.split(',').map(clean).filter(|line| !line.is_empty()).collect();
    Some(taken)
}

fn clean(line: &str) -> String {
    text::line(line).trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '-')).to_owned()
}

fn is_area(line: &str) -> bool {
    AREAS.has(&text::key(line))
        || (line.len() > 2 && country::normalize(line).is_some())
        || text::key(line) == "uk"
}

fn is_town(line: &str) -> bool {
    let lower = words::lower(line);
    let words = words::read(&lower);
    let is_building = words.iter().any(|word| words::is_building(&word.text));
    let is_street = words.len() > 1 && words.last().is_some_and(words::Word::is_suffix);
    let has_number = words.iter().any(|word| word.text.starts_with(|c: char| c.is_ascii_digit()));
    !words.is_empty() && !is_building && !is_street && !has_number
}

/// `32, Sussex Road` is one line.
fn join_lone_number(lines: &mut Vec<String>) {
    let is_lone = |line: &String| words::is_number(&line.to_lowercase());
    if let Some(at) = lines.iter().position(is_lone)
        && at + 1 < lines.len()
    {
        let number = lines.remove(at);
        if let Some(next) = lines.get_mut(at) {
            *next = format!("{number} {next}");
        }
    }
}
