//! The little of a record that leaves most pairs out: fifty bytes in a row, where all of a record lies scattered.

use crate::ceiling::may_matter;
use crate::compare_place::outward;
use crate::frequency::{Hashed, Sort};
use crate::match_model::{Level, Property};
use crate::scale::Scale;
use crate::word::Word;
use crate::{Features, Subject};

/// Where a record is and how it is reached, of one that has at most one of each. Zero stands for none.
#[derive(Clone, Copy, Debug, Default)]
struct Brief {
    postcode: u64,
    /// The half of the postcode before its space.
    district: u32,
    /// Degrees north and east; not a number for none.
    position: (f32, f32),
    phone: u32,
    email: u32,
    domain: u32,
    site: u32,
    has_street: bool,
    /// The house number, where it is nothing but digits.
    number: u32,
    /// Whether this is all there is beside the name.
    is_all: bool,
}

/// Tells of two records, by their places, whether they are worth comparing.
pub(crate) struct Briefs<'f> {
    scale: &'f Scale<'f>,
    features: &'f [Features],
    briefs: Vec<Brief>,
}

impl<'f> Briefs<'f> {
    pub(crate) fn of(scale: &'f Scale<'f>, features: &'f [Features]) -> Self {
        Self { scale, features, briefs: features.iter().map(Brief::of).collect() }
    }

    /// Whether a pair may score at or above the review floor: see [`may_matter`], which says yes to fewer.
    pub(crate) fn may_matter(&self, a: u32, b: u32) -> bool {
        let (Some(first), Some(second)) = (self.briefs.get(a as usize), self.briefs.get(b as usize)) else {
            return false;
        };
        if first.is_all && second.is_all && self.scale.weights.columns.is_empty() {
            return first.most(second, self.scale) >= self.scale.floor();
        }
        let features = |at: u32| self.features.get(at as usize);
        features(a).zip(features(b)).is_some_and(|(a, b)| may_matter(self.scale, a, b))
    }
}

impl Brief {
    fn of(features: &Features) -> Self {
        let (place, postcode) = (features.places.first(), features.postcodes().next());
        let one = |values: &[Hashed]| values.first().map_or(0, |value| short(*value));
        let reach = [features.phones(), features.emails(), features.domains(), features.sites()];
        let [phone, email, domain, site] = reach.map(one);
        let is_short = postcode.is_none_or(|postcode| postcode.len() <= 8);
        #[expect(clippy::cast_possible_truncation, reason = "some metres do not matter here")]
        let position = features.position.map(|(north, east)| (north as f32, east as f32));
        Self {
            postcode: postcode.map(eight).unwrap_or_default(),
            district: postcode.map_or(0, |code| short(Hashed::of(Sort::Postcode, outward(code.bytes())))),
            position: position.unwrap_or((f32::NAN, f32::NAN)),
            phone,
            email,
            domain,
            site,
            has_street: place.is_some_and(|place| !place.street.is_empty()),
            number: place.and_then(|place| place.number?.text().parse().ok()).unwrap_or_default(),
            is_all: features.places.len() <= 1
                && reach.iter().all(|values| values.len() <= 1)
                && is_short
                && !features.has_more()
                && features.subject != Subject::Taxonomy,
        }
    }

    /// The most that a pair can come to.
    fn most(&self, other: &Self, scale: &Scale<'_>) -> i32 {
        let email =
            match (self.email != 0 && other.email != 0, self.domain != 0 && self.domain == other.domain) {
                (true, true) => at_most(scale, Property::Email, self.email == other.email)
                    .max(scale.weight(Property::Email, Level::Partial)),
                (true, false) => at_most(scale, Property::Email, self.email == other.email),
                (false, _) => 0,
            };
        scale.weights.prior
            + scale.most(Property::Name)
            + self.street(other, scale)
            + self.postcode(other, scale)
            + self.position(other, scale)
            + agree(scale, Property::Phone, self.phone, other.phone)
            + email
            + agree(scale, Property::Site, self.site, other.site)
    }

    fn street(&self, other: &Self, scale: &Scale<'_>) -> i32 {
        const OTHER_NUMBER: [Level; 3] = [Level::Partial, Level::NumberDiffers, Level::Different];
        if !(self.has_street && other.has_street) {
            return 0;
        }
        if self.number == 0 || other.number == 0 || self.number == other.number {
            return scale.most(Property::Street);
        }
        let possible = OTHER_NUMBER.iter().map(|level| scale.weight(Property::Street, *level));
        possible.max().unwrap_or_default()
    }

    fn postcode(&self, other: &Self, scale: &Scale<'_>) -> i32 {
        if self.postcode == 0 || other.postcode == 0 {
            return 0;
        }
        let weight = |level| scale.weight(Property::Postcode, level);
        let differing =
            (self.postcode ^ other.postcode).to_le_bytes().into_iter().filter(|byte| *byte != 0).count();
        let of_district =
            if self.district == other.district { Level::SameDistrict } else { Level::Different };
        match differing {
            0 => weight(Level::Same).max(weight(Level::Near)),
            1 => weight(Level::Partial).max(weight(of_district)),
            _ => weight(of_district),
        }
    }

    fn position(&self, other: &Self, scale: &Scale<'_>) -> i32 {
        const LEVELS: [Level; 5] = [Level::Same, Level::Near, Level::Partial, Level::Weak, Level::Different];
        let ((north, east), (other_north, other_east)) = (self.position, other.position);
        if north.is_nan() || other_north.is_nan() {
            return 0;
        }
        let degrees =
            at_least_apart(north - other_north, east - other_east, north.abs().max(other_north.abs()));
        // Sixty, two hundred, six hundred and two thousand metres, and some more.
        let first = [0.000_6, 0.001_9, 0.005_5, 0.018_2].iter().filter(|limit| degrees > **limit).count();
        let possible = LEVELS.iter().skip(first).map(|level| scale.weight(Property::Position, *level));
        possible.max().unwrap_or_default()
    }
}

/// At least so many degrees of a great circle are two positions apart, the farther from the equator at `latitude`.
fn at_least_apart(north: f32, east: f32, latitude: f32) -> f32 {
    const SMALL: f32 = 1.0;
    // A sine is at least so much of a small angle, and of any up to half a turn.
    let (of_small, of_any) = (0.999, 0.636);
    let east = if east.abs() > 180.0 { 360.0 - east.abs() } else { east.abs() };
    let sine = if east < SMALL { of_small } else { of_any };
    north.abs().max(east * sine * latitude.to_radians().cos())
}

/// The most that two values of a property come to, each zero where there is none.
fn agree(scale: &Scale<'_>, property: Property, a: u32, b: u32) -> i32 {
    if a == 0 || b == 0 { 0 } else { at_most(scale, property, a == b) }
}

/// The most that values come to of which some bits are the same, or not.
fn at_most(scale: &Scale<'_>, property: Property, may_be_same: bool) -> i32 {
    let different = scale.weight(property, Level::Different);
    if may_be_same { different.max(scale.weight(property, Level::Same)) } else { different }
}

/// Some bits of a hash, never zero.
fn short(value: Hashed) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "some of the bits")]
    let bits = value.0 as u32;
    bits | 1
}

/// The first eight bytes of a word.
fn eight(word: &Word) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(word.bytes()).for_each(|(slot, byte)| *slot = *byte);
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests;
