//! Postcodes of other countries.

use super::words::Word;
use crate::postcode;

/// The ZIP code right behind a state, its first five digits, or a Canadian postcode among the words of an address.
pub(super) fn find(words: &[Word<'_>]) -> Option<String> {
    words.windows(2).rev().find_map(|pair| match pair {
        [state, code] if state.meaning.is_state => five(&code.text).map(str::to_owned),
        [area, unit] if area.text.len() == 3 && unit.text.len() == 3 => {
            canadian(&[area.text.as_ref(), unit.text.as_ref()].concat().to_ascii_uppercase())
        }
        _ => None,
    })
}

/// The first five digits of a ZIP code: `33136`, `33136-1094`, `331361094`.
pub(super) fn five(word: &str) -> Option<&str> {
    let (zip, more) = word.split_at_checked(5)?;
    let more = more.strip_prefix('-').unwrap_or(more);
    let are_digits = zip.bytes().chain(more.bytes()).all(|byte| byte.is_ascii_digit());
    (are_digits && matches!(more.len(), 0 | 4)).then_some(zip)
}

/// A postcode field that holds no British one as it stands: of a ZIP code the first five digits, otherwise capitals and
/// digits with one space between words; a British one where other alphabets spell it. `None` where it holds no digit.
pub(super) fn foreign(text: &str) -> Option<String> {
    let capitals = text.to_ascii_uppercase();
    let is_edge = |c: char| !c.is_ascii_alphanumeric() && c != '-';
    if let Some(zip) = capitals.split(is_edge).find_map(five) {
        return Some(zip.to_owned());
    }
    let joined = crate::text::phrase(&capitals).to_uppercase();
    if let Some(zip) = joined.split(' ').find_map(five) {
        return Some(zip.to_owned());
    }
    let spaced = canadian(&joined).or_else(|| postcode::normalize(&joined)).unwrap_or(joined);
    spaced.bytes().any(|byte| byte.is_ascii_digit()).then_some(spaced)
}

/// A Canadian postcode with its space: `K1A 0B1`.
fn canadian(text: &str) -> Option<String> {
    let compact = text.replace(' ', "");
    let fits = |(at, byte): (usize, u8)| match at % 2 {
        0 => byte.is_ascii_alphabetic(),
        _ => byte.is_ascii_digit(),
    };
    let is_one = compact.len() == 6 && compact.bytes().enumerate().all(fits);
    let (area, unit) = compact.split_at_checked(3).filter(|_| is_one)?;
    Some(format!("{area} {unit}"))
}
