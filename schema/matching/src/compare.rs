//! Compares two records property by property.

use smallvec::SmallVec;

use crate::frequency::{Frequencies, Hashed, Sort};
use crate::match_model::{Level, Property};
use crate::place::Place;
use crate::{Features, compare_name, compare_place};

/// How far two records agree in one property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Agreement {
    pub(crate) property: Property,
    pub(crate) level: Level,
    /// How many records hold the value agreed upon, as far as the match model knows; one where it does not.
    pub(crate) held: u32,
}

/// Every property that both records have, with how far they agree in it. What one lacks is no evidence.
pub(crate) fn compare(a: &Features, b: &Features, frequencies: &Frequencies) -> SmallVec<[Agreement; 16]> {
    let mut found = SmallVec::new();
    let mut note = |property, level: Option<(Level, u32)>| {
        found.extend(level.map(|(level, held)| Agreement { property, level, held }));
    };
    note(Property::Name, compare_names(a, b).map(|level| (level, held_name(a, b, level, frequencies))));
    note(Property::Uri, a.more().uri.zip(b.more().uri).map(|(a, b)| (either(a == b), 1)));
    note(Property::Identifier, compare_numbers(a, b).map(|level| (level, 1)));
    note(
        Property::Organization,
        a.more().organization.zip(b.more().organization).map(|(a, b)| (either(a == b), 1)),
    );
    note(Property::Location, shared(&a.more().locations, &b.more().locations, |_| 1));
    note(Property::Postcode, compare_place::compare_postcodes(&a.places, &b.places).map(|level| (level, 1)));
    note(Property::Street, compare_place::compare_streets(&a.places, &b.places).map(|level| (level, 1)));
    note(
        Property::Position,
        compare_place::compare_positions(a.position, b.position).map(|level| (level, 1)),
    );
    note(Property::Phone, shared(a.phones(), b.phones(), |phone| frequencies.of(*phone)));
    note(Property::Email, compare_emails(a, b, frequencies));
    note(Property::Site, shared(a.sites(), b.sites(), |site| frequencies.of(*site)));
    note(Property::Description, compare_descriptions(a, b).map(|level| (level, 1)));
    for (number, (left, right)) in (0_u8..).zip(a.more().columns.iter().zip(&b.more().columns)) {
        if let (Some(left), Some(right)) = (left, right) {
            let held = frequencies.of(left.hashed(usize::from(number)));
            note(Property::Column(number), Some((left.compare(right), held)));
        }
    }
    found
}

fn either(is_same: bool) -> Level {
    if is_same { Level::Same } else { Level::Different }
}

/// Whether two sorted sets have a value in common, and how many hold the rarest that they have; `None` where one is
/// empty.
pub(crate) fn shared<T: Ord>(a: &[T], b: &[T], held: impl Fn(&T) -> u32) -> Option<(Level, u32)> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let rarest = a.iter().filter(|value| b.binary_search(value).is_ok()).map(held).min();
    Some(rarest.map_or((Level::Different, 1), |held| (Level::Same, held)))
}

fn compare_names(a: &Features, b: &Features) -> Option<Level> {
    let plain = compare_plain_names(a, b);
    if are_named_for_one_place(a, b) { plain.map(|level| level.max(Level::Near)) } else { plain }
}

/// How many records are called by a name that both have.
fn held_name(a: &Features, b: &Features, level: Level, frequencies: &Frequencies) -> u32 {
    let name = if level == Level::Same || level == Level::SameCommon { a.names.hashed() } else { None };
    let other = b.names.hashed().filter(|other| Some(*other) == name);
    other.map_or(1, |name| frequencies.of(name))
}

/// Whether two services are called by the one place they are given at, and call it alike: what a place gives in its own
/// name is one service, however the name is written. A library and a surgery in one building, each with its own name for
/// it, are two.
pub(crate) fn are_named_for_one_place(a: &Features, b: &Features) -> bool {
    let share_place = a.more().locations.iter().any(|location| b.more().locations.contains(location));
    share_place
        && a.names.is_of_place()
        && b.names.is_of_place()
        && compare_name::are_mostly_shared(&a.names, &b.names)
}

fn compare_plain_names(a: &Features, b: &Features) -> Option<Level> {
    let level = compare_name::compare(&a.names, &b.names);
    if !a.subject.is_site() || level >= Some(Level::Contained) {
        return level;
    }
    if a.names.is_address() || b.names.is_address() {
        return is_one_house(a, b).then_some(Level::SameAddress);
    }
    let level = level?;
    let is_inside =
        compare_name::is_in_address(&a.names, &b.places) || compare_name::is_in_address(&b.names, &a.places);
    Some(if is_inside { level.max(Level::InAddress) } else { level })
}

/// Whether number, street and postcode are all the same, and neither is a unit that the other is not.
fn is_one_house(a: &Features, b: &Features) -> bool {
    let postcode = compare_place::compare_postcodes(&a.places, &b.places);
    let street = compare_place::compare_streets(&a.places, &b.places);
    let units = |features: &Features| {
        let mut units: Vec<_> = features.places.iter().filter_map(|place: &Place| place.unit).collect();
        units.sort_unstable();
        units.dedup();
        units
    };
    postcode >= Some(Level::Near) && street == Some(Level::Same) && units(a) == units(b)
}

/// Registers that both records have a number in: the same in one of them is the same.
fn compare_numbers(a: &Features, b: &Features) -> Option<Level> {
    let mut in_common = a
        .more()
        .numbers
        .iter()
        .filter(|own| b.more().numbers.iter().any(|other| other.scheme == own.scheme))
        .peekable();
    in_common.peek()?;
    Some(either(in_common.any(|own| b.more().numbers.contains(own))))
}

/// The same address, or (partially) the same domain where it is not one of a mail provider.
fn compare_emails(a: &Features, b: &Features, frequencies: &Frequencies) -> Option<(Level, u32)> {
    let (level, held) = shared(a.emails(), b.emails(), |email| frequencies.of(*email))?;
    if level == Level::Same {
        return Some((level, held));
    }
    let domain = shared(a.domains(), b.domains(), |domain| frequencies.of(*domain));
    Some(match domain {
        Some((Level::Same, held)) => (Level::Partial, held),
        _ => (Level::Different, 1),
    })
}

/// How much of what the longer words of two descriptions are is the same.
fn compare_descriptions(a: &Features, b: &Features) -> Option<Level> {
    let (a, b) = (&a.more().description, &b.more().description);
    if a.is_empty() || b.is_empty() {
        return None;
    }
    // The values are kept from the least up: beyond the lesser of the two last ones, one of the lists tells nothing.
    let last = a.last().min(b.last())?;
    let seen = |list: &[Hashed]| list.iter().filter(|hash| *hash <= last).count();
    let both = a.iter().filter(|hash| *hash <= last && b.binary_search(hash).is_ok()).count();
    let either = seen(a) + seen(b) - both;
    Some(match 100 * both / either.max(1) {
        90.. => Level::Same,
        60.. => Level::Near,
        35.. => Level::Partial,
        _ => Level::Different,
    })
}

/// The values of a record that the match model counts.
pub(crate) fn counted(features: &Features) -> impl Iterator<Item = Hashed> + '_ {
    let words = features.names.forms.iter().flat_map(|form| form.words.iter());
    let mut words: Vec<_> = words.map(|term| Hashed::of(Sort::Word, term.word.bytes())).collect();
    for column in features.more().columns.iter().flatten() {
        words.extend(column.words().iter().map(|word| Hashed::of(Sort::Word, word.bytes())));
    }
    words.sort_unstable();
    words.dedup();
    let columns = features.more().columns.iter().enumerate();
    let columns = columns.filter_map(|(number, value)| Some(value.as_ref()?.hashed(number)));
    let reach = [features.phones(), features.emails(), features.domains(), features.sites()];
    words
        .into_iter()
        .chain(features.names.hashed())
        .chain(columns)
        .chain(reach.into_iter().flatten().copied())
}
