//! Leaves pairs out that cannot come to anything, told from what is quickest to compare.

use crate::Features;
use crate::compare::shared;
use crate::compare_place::{compare_positions, compare_postcodes, compare_streets};
use crate::match_model::{Level, Property};
use crate::scale::Scale;

/// Whether a pair may score at or above the review floor. Where it says no, the full comparison would say so too: what is
/// not looked at here counts the most that it can weigh, and rules and dependence only ever take away.
pub(crate) fn may_matter(scale: &Scale<'_>, a: &Features, b: &Features) -> bool {
    if !scale.weights.columns.is_empty() {
        return true;
    }
    let sum = scale.weights.prior + of_site(scale, a, b) + of_reach(scale, a, b) + of_rest(scale, a, b);
    sum >= scale.floor()
}

/// What postcode, position and street can come to.
fn of_site(scale: &Scale<'_>, a: &Features, b: &Features) -> i32 {
    let weigh = |property, level: Option<Level>| level.map_or(0, |level| scale.weight(property, level));
    weigh(Property::Postcode, compare_postcodes(&a.places, &b.places))
        + weigh(Property::Position, compare_positions(a.position, b.position))
        + weigh(Property::Street, compare_streets(&a.places, &b.places))
}

/// What telephone numbers, e-mail addresses and web sites can come to.
fn of_reach(scale: &Scale<'_>, a: &Features, b: &Features) -> i32 {
    let level = |a, b| shared(a, b, |_| 1).map(|(level, _)| level);
    let weigh = |property, level: Option<Level>| level.map_or(0, |level| scale.weight(property, level));
    let email = match (level(a.emails(), b.emails()), level(a.domains(), b.domains())) {
        (Some(Level::Different), Some(Level::Same)) => Some(Level::Partial),
        (level, _) => level,
    };
    weigh(Property::Phone, level(a.phones(), b.phones()))
        + weigh(Property::Email, email)
        + weigh(Property::Site, level(a.sites(), b.sites()))
}

/// The most that name and all else can come to.
fn of_rest(scale: &Scale<'_>, a: &Features, b: &Features) -> i32 {
    let (own, other) = (a.more(), b.more());
    let most = |is_compared: bool, property| if is_compared { scale.most(property) } else { 0 };
    scale.most(Property::Name)
        + most(own.uri.is_some() && other.uri.is_some(), Property::Uri)
        + most(!own.numbers.is_empty() && !other.numbers.is_empty(), Property::Identifier)
        + most(!own.description.is_empty() && !other.description.is_empty(), Property::Description)
        + most(own.organization.is_some() && other.organization.is_some(), Property::Organization)
        + most(!own.locations.is_empty() && !other.locations.is_empty(), Property::Location)
}
