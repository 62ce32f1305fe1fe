//! Places of a made-up country of any size: true places in towns, and rows in which several sources tell of them.

mod country;
mod telling;
mod venue;

use super::dice::{About, Dice};
use venue::Venue;

/// What one source says of one place: a row of its list.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    /// The true place. Rows with the same number tell of one.
    pub thing: u64,
    /// The number of the source, from 0.
    pub source: u16,
    /// What it calls the place.
    pub name: String,
    /// House number and street.
    pub street: String,
    /// The town.
    pub town: String,
    /// The postcode, in the form of British ones.
    pub postcode: Option<String>,
    /// Degrees north and east.
    pub position: Option<(f64, f64)>,
    /// A telephone number in one of several forms; made up, and valid by the British numbering plan.
    pub phone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A web address.
    pub url: Option<String>,
}

/// How many sources tell of a made-up country's places.
pub const PLACE_SOURCES: u16 = 6;
const SOURCES: u64 = PLACE_SOURCES as u64;
/// Of a hundred places, how many a second source tells of as well.
const TWICE: u64 = 30;
/// Of a hundred of those, how many a third source tells of too.
const THRICE: u64 = 20;

/// So many rows of a made-up country's places, source after source, as lists arrive. Equal numbers give equal rows.
///
/// Every place is told of by one source, about three in ten by a second or third, with the slips that lists have: names
/// shortened, misspelt or in capitals, telephone numbers written otherwise, postcodes moved, fields missing. There is a
/// town for about two thousand rows, with streets, parts, postcodes and a dialling code of its own, so that words,
/// postcodes and numbers grow with the rows as they do in a country. Each row is made when it is asked for and nothing is
/// kept: memory does not grow with the rows.
pub fn places(rows: u64, seed: u64) -> impl Iterator<Item = PlaceRow> {
    let things = things_of(rows, seed);
    let told = (0..SOURCES).flat_map(move |source| {
        let heard = (0..things).filter(move |thing| Heard::new(seed, *thing).by(source));
        heard.filter_map(move |thing| {
            let is_home = Heard::new(seed, thing).home == source;
            let source = u16::try_from(source).ok()?;
            Some(telling::row(seed, &Venue::new(seed, thing), source, is_home))
        })
    });
    told.take(usize::try_from(rows).unwrap_or(usize::MAX))
}

/// How many things are told of in so many rows.
fn things_of(rows: u64, seed: u64) -> u64 {
    let (mut things, mut told) = (0, 0);
    while told < rows {
        told += Heard::new(seed, things).count();
        things += 1;
    }
    things
}

/// Who tells of a thing.
struct Heard {
    home: u64,
    second: Option<u64>,
    third: Option<u64>,
}

impl Heard {
    fn new(seed: u64, thing: u64) -> Self {
        let mut dice = Dice::new(seed, About::Heard, thing);
        let home = dice.below(SOURCES);
        let step = 1 + dice.below(SOURCES - 1);
        let is_told_twice = dice.chance(TWICE);
        let is_told_thrice = is_told_twice && dice.chance(THRICE);
        let other = if step + 1 < SOURCES { step + 1 } else { 1 };
        Self {
            home,
            second: is_told_twice.then_some((home + step) % SOURCES),
            third: is_told_thrice.then_some((home + other) % SOURCES),
        }
    }

    fn by(&self, source: u64) -> bool {
        self.home == source || self.second == Some(source) || self.third == Some(source)
    }

    fn count(&self) -> u64 {
        1 + u64::from(self.second.is_some()) + u64::from(self.third.is_some())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_same_numbers_give_the_same_rows_as_many_as_were_asked_for() {
        let rows: Vec<PlaceRow> = places(500, 7).collect();
        assert_eq!(rows.len(), 500);
        assert!(rows.iter().cloned().eq(places(500, 7)));
        assert!(!rows.into_iter().eq(places(500, 8)));
    }

    #[test]
    fn three_in_ten_things_are_told_of_again_by_other_sources() {
        let mut tellers: BTreeMap<u64, Vec<u16>> = BTreeMap::new();
        for row in places(4_000, 1) {
            tellers.entry(row.thing).or_default().push(row.source);
        }
        let again = tellers.values().filter(|sources| sources.len() > 1).count();
        assert!((27..=33).contains(&(100 * again / tellers.len())), "{again} of {}", tellers.len());
        for sources in tellers.values_mut() {
            sources.dedup();
            assert!(sources.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn words_postcodes_and_numbers_grow_with_the_rows() {
        let distinct = |rows: u64| {
            let mut postcodes: Vec<_> = places(rows, 1).filter_map(|row| row.postcode).collect();
            postcodes.sort();
            postcodes.dedup();
            postcodes.len()
        };
        let (few, many) = (distinct(2_000), distinct(8_000));
        assert!(many > 3 * few, "{few} postcodes in 2,000 rows, {many} in 8,000");
    }
}
