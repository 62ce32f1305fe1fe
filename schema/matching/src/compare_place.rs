//! How far addresses and positions agree.

use crate::match_model::Level;
use crate::place::Place;
use crate::word::Word;

/// How far two postcodes are from being one.
pub(crate) fn compare_postcodes(a: &[Place], b: &[Place]) -> Option<Level> {
    best(a, b, |a, b| {
        let (a, b) = (a.postcode?, b.postcode?);
        Some(postcode_level(a.bytes(), b.bytes()))
    })
}

/// How far two postcodes are from being one, as they are written.
pub(crate) fn postcode_level(a: &[u8], b: &[u8]) -> Level {
    if a == b {
        if is_wide(a) { Level::Near } else { Level::Same }
    } else if is_one_slip(a, b) {
        Level::Partial
    } else if outward(a) == outward(b) {
        Level::SameDistrict
    } else {
        Level::Different
    }
}

/// How far two street addresses are from being one: house number and street, or as much of it as both have.
pub(crate) fn compare_streets(a: &[Place], b: &[Place]) -> Option<Level> {
    best(a, b, |a, b| {
        if a.street.is_empty() || b.street.is_empty() {
            return None;
        }
        if !is_one_street(&a.street, &b.street) {
            let is_named = holds_street(b, &a.street) || holds_street(a, &b.street);
            return Some(if is_named { Level::Partial } else { Level::Different });
        }
        Some(match (&a.number, &b.number) {
            (Some(a), Some(b)) if is_one_number(a.text(), b.text()) => Level::Same,
            (Some(_), Some(_)) => Level::NumberDiffers,
            _ => Level::Partial,
        })
    })
}

/// The distance of two positions in bands.
pub(crate) fn compare_positions(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> Option<Level> {
    let (a, b) = (a?, b?);
    if (a.0 - b.0).abs() > SURELY_FAR {
        return Some(Level::Different);
    }
    Some(match metres(a, b) {
        m if m <= 60.0 => Level::Same,
        m if m <= 200.0 => Level::Near,
        m if m <= 600.0 => Level::Partial,
        m if m <= 2_000.0 => Level::Weak,
        _ => Level::Different,
    })
}

/// Degrees of latitude that are more than two kilometres anywhere on Earth.
const SURELY_FAR: f64 = 0.02;

/// The great-circle distance of two positions in degrees.
fn metres(a: (f64, f64), b: (f64, f64)) -> f64 {
    const EARTH_RADIUS: f64 = 6_371_009.0; // mean radius, IUGG
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half_lat = (lat_b - lat_a) / 2.0;
    let half_lon = (b.1 - a.1).to_radians() / 2.0;
    let chord = half_lat.sin().powi(2) + lat_a.cos() * lat_b.cos() * half_lon.sin().powi(2);
    2.0 * EARTH_RADIUS * chord.sqrt().min(1.0).asin()
}

/// The best level over all addresses of both.
fn best(a: &[Place], b: &[Place], compare: impl Fn(&Place, &Place) -> Option<Level>) -> Option<Level> {
    let compare = &compare;
    a.iter().flat_map(|left| b.iter().filter_map(move |right| compare(left, right))).max()
}

/// The half of a postcode before its space.
pub(crate) fn outward(postcode: &[u8]) -> &[u8] {
    postcode.split(|byte| *byte == b' ').next().unwrap_or_default()
}

/// Whether thousands live under a postcode, not one street's side: it is nothing but four or five digits, as of the
/// United States, Germany or Australia.
fn is_wide(postcode: &[u8]) -> bool {
    postcode.len() <= 5 && postcode.iter().all(u8::is_ascii_digit)
}

/// Whether two postcodes differ in one letter or digit.
fn is_one_slip(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).filter(|(a, b)| a != b).count() == 1
}

/// Whether an address that names another street first names this one too: a square on a road.
fn holds_street(place: &Place, street: &[Word]) -> bool {
    street.iter().all(|word| place.holds(word))
}

/// Whether two streets are one: equal but for slips, or the longer (with a building before it) ends in the shorter.
fn is_one_street(a: &[Word], b: &[Word]) -> bool {
    a.iter().rev().zip(b.iter().rev()).all(|(a, b)| a == b || a.is_slip_of(b))
}

/// Whether two house numbers are one, or one stands in the other's range: `351` in `349-351`, `242` and `242a`.
fn is_one_number(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    match (range(a), range(b)) {
        (Some((from_a, to_a)), Some((from_b, to_b))) => from_a <= to_b && from_b <= to_a,
        _ => false,
    }
}

/// The numbers from which to which; a letter behind a number is not told apart.
fn range(number: &str) -> Option<(u32, u32)> {
    let bare = |part: &str| part.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse::<u32>().ok();
    let (first, last) = number.split_once('-').unwrap_or((number, number));
    let (from, to) = (bare(first)?, bare(last)?);
    Some((from.min(to), from.max(to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn street(text: &str) -> Vec<Word> {
        text.split(' ').map(Word::new).collect()
    }

    #[test]
    fn a_postcode_of_a_whole_town_says_less_than_one_of_a_street() {
        assert_eq!(postcode_level(b"PL3 6JQ", b"PL3 6JQ"), Level::Same);
        assert_eq!(postcode_level(b"33130", b"33130"), Level::Near);
        assert_eq!(postcode_level(b"33130", b"20009"), Level::Different);
    }

    #[test]
    fn a_number_within_a_range_is_the_same_house() {
        assert!(is_one_number("351", "349-351") && is_one_number("242a", "242"));
        assert!(!is_one_number("351", "359"));
    }

    #[test]
    fn a_street_behind_a_building_is_the_same_street() {
        assert!(is_one_street(&street("astor drive"), &street("venton centre astor drive")));
        assert!(is_one_street(&street("stonehouse street"), &street("stonhouse street")));
        assert!(!is_one_street(&street("sussex road"), &street("alfred road")));
    }
}
