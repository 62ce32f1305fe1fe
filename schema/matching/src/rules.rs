//! What must hold for a link, whatever the evidence adds up to.

use model::Kind;
use normalize::identifier::is_exclusive;

use crate::compare::{Agreement, are_named_for_one_place};
use crate::match_model::{Level, Property};
use crate::{Features, name};

/// How far down a rule takes a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cap {
    /// At most to a person.
    Review,
    /// Out.
    No,
}

/// A rule: its name, what it takes a pair down to, and whether it fires.
type Rule = (&'static str, Cap, fn(&Features, &Features, &[Agreement]) -> bool);

const RULES: &[Rule] = &[
    ("numbers in the names differ", Cap::No, numbers_differ),
    ("numbers in a register that gives one to each differ", Cap::No, identifiers_differ),
    ("names of towns differ", Cap::Review, towns_differ),
    ("may be a parent and its branch", Cap::Review, is_parent_and_branch),
    ("neither address nor position agrees", Cap::Review, no_site_in_common),
    ("one site, but neither name nor house number agrees", Cap::Review, only_site_in_common),
    ("neither organization nor site agrees", Cap::Review, no_context_in_common),
    ("the names agree only in part", Cap::Review, only_context_in_common),
    ("one source tells of both, at different places", Cap::No, is_told_apart),
];

/// The rules that fire, and how far down they take the pair.
pub(crate) fn fired(
    a: &Features,
    b: &Features,
    agreements: &[Agreement],
) -> (Vec<&'static str>, Option<Cap>) {
    let hits: Vec<&Rule> = RULES.iter().filter(|(_, _, fires)| fires(a, b, agreements)).collect();
    (hits.iter().map(|(name, _, _)| *name).collect(), hits.iter().map(|(_, cap, _)| *cap).max())
}

fn level(agreements: &[Agreement], property: Property) -> Option<Level> {
    agreements.iter().find(|(known, _)| *known == property).map(|(_, level)| *level)
}

/// `Ward 3` and `Ward 4`. Numbers that only one of them states say nothing, nor does a house number as a name.
fn numbers_differ(a: &Features, b: &Features, _: &[Agreement]) -> bool {
    let (a, b) = (&a.names, &b.names);
    let is_named = !a.is_address() && !b.is_address();
    is_named && !a.numbers.is_subset(&b.numbers) && !b.numbers.is_subset(&a.numbers)
}

fn identifiers_differ(a: &Features, b: &Features, _: &[Agreement]) -> bool {
    let differs = |scheme: &str| {
        let of = |features: &Features| -> Vec<String> {
            let same = features.identifiers.iter().filter(|identifier| identifier.scheme == scheme);
            same.map(|identifier| identifier.value.clone()).collect()
        };
        let (a, b) = (of(a), of(b));
        !a.is_empty() && !b.is_empty() && !a.iter().any(|value| b.contains(value))
    };
    a.identifiers.iter().any(|identifier| is_exclusive(&identifier.scheme) && differs(&identifier.scheme))
}

/// Branches of one body in two towns.
fn towns_differ(a: &Features, b: &Features, _: &[Agreement]) -> bool {
    let (own_a, own_b) = name::own_localities(&a.names, &b.names);
    a.kind == Kind::Organization && !own_a.is_empty() && !own_b.is_empty()
}

/// One name is the other with a town, and no number or address to reach them agrees.
fn is_parent_and_branch(a: &Features, b: &Features, agreements: &[Agreement]) -> bool {
    let (own_a, own_b) = name::own_localities(&a.names, &b.names);
    let is_reached_alike = [Property::Phone, Property::Email, Property::Identifier]
        .iter()
        .any(|property| level(agreements, *property) == Some(Level::Same));
    a.kind == Kind::Organization && own_a.is_empty() != own_b.is_empty() && !is_reached_alike
}

/// Where both locations have an address or a position, something of it must agree.
fn no_site_in_common(a: &Features, _: &Features, agreements: &[Agreement]) -> bool {
    a.kind == Kind::Location
        && level(agreements, Property::Identifier) != Some(Level::Same)
        && !agrees_on_site(agreements)
}

fn agrees_on_site(agreements: &[Agreement]) -> bool {
    let postcode = level(agreements, Property::Postcode) == Some(Level::Same);
    let street = level(agreements, Property::Street).is_some_and(|level| level >= Level::Partial);
    let position = level(agreements, Property::Position).is_some_and(|level| level >= Level::Near);
    let elsewhere = level(agreements, Property::Position) == Some(Level::Different);
    (postcode || street || position) && !elsewhere
}

/// Two tenants of one building, two buildings of one postcode.
fn only_site_in_common(a: &Features, _: &Features, agreements: &[Agreement]) -> bool {
    let name = level(agreements, Property::Name);
    let is_known = level(agreements, Property::Identifier) == Some(Level::Same);
    let is_named = name.is_some_and(|level| level > Level::Partial);
    let is_also = |property| level(agreements, property) == Some(Level::Same);
    let is_half_named =
        name == Some(Level::Partial) && (is_also(Property::Street) || is_also(Property::Phone));
    a.kind == Kind::Location && !(is_known || is_named || is_half_named)
}

/// A service needs its organization or its site in common; where the records' references say nothing of either, the
/// address that the records carry themselves.
fn no_context_in_common(a: &Features, _: &Features, agreements: &[Agreement]) -> bool {
    let is_same = |property| level(agreements, property) == Some(Level::Same);
    let context = is_same(Property::Organization) || is_same(Property::Location);
    a.kind == Kind::Service && !context && !agrees_on_site(agreements)
}

/// Two activities of one organization in one hall: what they share is who and where, not what.
fn only_context_in_common(a: &Features, b: &Features, _: &[Agreement]) -> bool {
    a.kind == Kind::Service
        && !are_named_for_one_place(a, b)
        && name::compare_main(&a.names, &b.names).is_none_or(|level| level <= Level::Partial)
}

/// One activity of one organization in two halls, each listed by the same source.
fn is_told_apart(a: &Features, b: &Features, agreements: &[Agreement]) -> bool {
    a.kind == Kind::Service
        && a.key.source == b.key.source
        && level(agreements, Property::Location) == Some(Level::Different)
}
