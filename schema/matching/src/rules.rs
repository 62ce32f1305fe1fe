//! What must hold for a link, whatever the evidence adds up to.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::compare::{Agreement, are_named_for_one_place};
use crate::match_model::{Level, Property};
use crate::word::Word;
use crate::{Features, Subject, compare_name};

/// How far down a rule takes a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cap {
    /// At most to a person.
    Review,
    /// Out.
    No,
}

/// What two records are to each other, as far as rules can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// One thing.
    Same,
    /// A body and its branch, or two branches of one.
    ParentBranch,
    /// Two things at one site.
    SameSite,
    /// Not known.
    Unsure,
}

impl Relation {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::ParentBranch => "parent-branch",
            Self::SameSite => "same-site",
            Self::Unsure => "unsure",
        }
    }
}

/// A rule that holds whatever the evidence adds up to.
pub(crate) struct Rule {
    /// Its name, as people read it.
    pub(crate) name: &'static str,
    /// How far down it takes the pair.
    pub(crate) cap: Cap,
    /// What it says the two are to each other.
    pub(crate) relation: Relation,
    fires: fn(&Features, &Features, &[Agreement]) -> bool,
}

const fn rule(
    name: &'static str,
    cap: Cap,
    relation: Relation,
    fires: fn(&Features, &Features, &[Agreement]) -> bool,
) -> Rule {
    Rule { name, cap, relation, fires }
}

const RULES: &[Rule] = &[
    rule("numbers in the names differ", Cap::No, Relation::Unsure, numbers_differ),
    rule(
        "numbers in a register that gives one to each differ",
        Cap::No,
        Relation::Unsure,
        numbers_in_registers_differ,
    ),
    rule("names of towns differ", Cap::Review, Relation::ParentBranch, towns_differ),
    rule("may be a parent and its branch", Cap::Review, Relation::ParentBranch, is_parent_and_branch),
    rule("neither address nor position agrees", Cap::Review, Relation::Unsure, no_site_in_common),
    rule(
        "one site, but neither name nor house number agrees",
        Cap::Review,
        Relation::SameSite,
        only_site_in_common,
    ),
    rule("neither organization nor site agrees", Cap::Review, Relation::Unsure, no_context_in_common),
    rule("the names agree only in part", Cap::Review, Relation::SameSite, only_context_in_common),
    rule("one source tells of both, at different places", Cap::No, Relation::ParentBranch, is_told_apart),
];

/// The rules that fire, the strictest first.
pub(crate) fn fired(a: &Features, b: &Features, agreements: &[Agreement]) -> SmallVec<[&'static Rule; 4]> {
    let mut hits: SmallVec<[&'static Rule; 4]> =
        RULES.iter().filter(|rule| (rule.fires)(a, b, agreements)).collect();
    hits.sort_by_key(|rule| std::cmp::Reverse(rule.cap));
    hits
}

fn level(agreements: &[Agreement], property: Property) -> Option<Level> {
    agreements.iter().find(|known| known.property == property).map(|known| known.level)
}

/// `Ward 3` and `Ward 4`. Numbers that only one of them states say nothing, nor does a house number as a name.
fn numbers_differ(a: &Features, b: &Features, _: &[Agreement]) -> bool {
    let (a, b) = (&a.names, &b.names);
    let is_named = !a.is_address() && !b.is_address();
    let is_within = |these: &[Word], those: &[Word]| these.iter().all(|number| those.contains(number));
    is_named && !is_within(&a.numbers, &b.numbers) && !is_within(&b.numbers, &a.numbers)
}

fn numbers_in_registers_differ(a: &Features, b: &Features, _: &[Agreement]) -> bool {
    let differs = |scheme| {
        let mut others = b.more().numbers.iter().filter(|other| other.scheme == scheme).peekable();
        let own = || a.more().numbers.iter().filter(|own| own.scheme == scheme);
        others.peek().is_some() && !others.any(|other| own().any(|own| own == other))
    };
    a.more().numbers.iter().any(|own| own.is_exclusive && differs(own.scheme))
}

/// Branches of one body in two towns.
fn towns_differ(a: &Features, b: &Features, _: &[Agreement]) -> bool {
    let (own_a, own_b) = compare_name::own_localities(&a.names, &b.names);
    a.subject == Subject::Organization && !own_a.is_empty() && !own_b.is_empty()
}

/// One name is the other with a town, and no number or address to reach them agrees.
fn is_parent_and_branch(a: &Features, b: &Features, agreements: &[Agreement]) -> bool {
    let (own_a, own_b) = compare_name::own_localities(&a.names, &b.names);
    let is_reached_alike = [Property::Phone, Property::Email, Property::Identifier]
        .iter()
        .any(|property| level(agreements, *property) == Some(Level::Same));
    a.subject == Subject::Organization && own_a.is_empty() != own_b.is_empty() && !is_reached_alike
}

/// Where both locations have an address or a position, something of it must agree.
fn no_site_in_common(a: &Features, _: &Features, agreements: &[Agreement]) -> bool {
    a.subject.is_site()
        && level(agreements, Property::Identifier) != Some(Level::Same)
        && !agrees_on_site(agreements)
        && !(is_reached_alike(agreements) && is_not_elsewhere(agreements))
        && !is_known_by_name_alone(agreements)
}

/// Whether one of two locations says nothing of where it is, and both have one name that few share.
fn is_known_by_name_alone(agreements: &[Agreement]) -> bool {
    const SITE: [Property; 3] = [Property::Postcode, Property::Street, Property::Position];
    let says_where = SITE.iter().any(|property| level(agreements, *property).is_some());
    let name = agreements.iter().find(|known| known.property == Property::Name);
    !says_where && name.is_some_and(|name| name.level == Level::Same && name.held <= FEW)
}

/// How many records may hold a value that tells one thing from others.
const FEW: u32 = 6;

/// Whether a number or address by which they are reached is the same, and few others have it.
fn is_reached_alike(agreements: &[Agreement]) -> bool {
    let is_own = |known: &&Agreement| known.level == Level::Same && known.held <= FEW;
    let reach = [Property::Phone, Property::Email];
    agreements.iter().filter(is_own).any(|known| reach.contains(&known.property))
}

/// Whether nothing says that they are in different parts of a town.
fn is_not_elsewhere(agreements: &[Agreement]) -> bool {
    let is_at = |property| level(agreements, property) != Some(Level::Different);
    is_at(Property::Postcode) && is_at(Property::Position)
}

fn agrees_on_site(agreements: &[Agreement]) -> bool {
    let street = level(agreements, Property::Street).is_some_and(|level| level >= Level::Partial);
    let is_other_street = level(agreements, Property::Street).is_some() && !street;
    let postcode = match level(agreements, Property::Postcode) {
        Some(Level::Same) => true,
        Some(Level::Near) => !is_other_street,
        _ => false,
    };
    let position = level(agreements, Property::Position).is_some_and(|level| level >= Level::Near);
    let elsewhere = level(agreements, Property::Position) == Some(Level::Different);
    (postcode || street || position) && !elsewhere
}

/// Two tenants of one building, two buildings of one postcode.
fn only_site_in_common(a: &Features, b: &Features, agreements: &[Agreement]) -> bool {
    let name = level(agreements, Property::Name);
    let is_known = level(agreements, Property::Identifier) == Some(Level::Same);
    let is_named = name.is_some_and(|level| level > Level::Partial);
    let is_also = |property| level(agreements, property) == Some(Level::Same);
    let is_half_named =
        name == Some(Level::Partial) && (is_also(Property::Street) || is_also(Property::Phone));
    let is_called_alike = name >= Some(Level::Weak) && is_reached_alike(agreements);
    let is_presence = a.subject == Subject::Place && name >= Some(Level::Weak);
    let is_known = is_known || is_behind_one_door(a, b, agreements);
    a.subject.is_site() && !(is_known || is_named || is_half_named || is_called_alike || is_presence)
}

/// Whether two sources reach a place by one number that few have, in one house of one short stretch of street: what it is
/// called has changed, or is not what the sign says.
fn is_behind_one_door(a: &Features, b: &Features, agreements: &[Agreement]) -> bool {
    let is_also = |property| level(agreements, property) == Some(Level::Same);
    a.subject == Subject::Place
        && a.key.source != b.key.source
        && is_also(Property::Street)
        && is_also(Property::Postcode)
        && is_reached_alike(agreements)
}

/// A service needs its organization or its site in common; where the records' references say nothing of either, the
/// address that the records carry themselves, what it is reached by, or nearly all that is said about it.
fn no_context_in_common(a: &Features, _: &Features, agreements: &[Agreement]) -> bool {
    let is_same = |property| level(agreements, property) == Some(Level::Same);
    let is_one_site = is_same(Property::Location) || agrees_on_site(agreements);
    let is_reached = tells_whose(agreements) && is_not_elsewhere(agreements);
    let context = is_same(Property::Organization) || is_one_site || is_reached;
    a.subject == Subject::Service && !context
}

/// Whether who gives a service is told by what both are reached by, or by one text about both.
fn tells_whose(agreements: &[Agreement]) -> bool {
    let reach = [Property::Phone, Property::Email, Property::Site];
    let is_reached = reach.iter().any(|property| level(agreements, *property) == Some(Level::Same));
    is_reached || level(agreements, Property::Description) >= Some(Level::Near)
}

/// Two activities of one organization in one hall: what they share is who and where, not what.
fn only_context_in_common(a: &Features, b: &Features, _: &[Agreement]) -> bool {
    a.subject == Subject::Service
        && !are_named_for_one_place(a, b)
        && compare_name::compare_main(&a.names, &b.names).is_none_or(|level| level <= Level::Partial)
}

/// One activity of one organization in two halls, each listed by the same source.
fn is_told_apart(a: &Features, b: &Features, agreements: &[Agreement]) -> bool {
    a.subject == Subject::Service
        && a.key.source == b.key.source
        && level(agreements, Property::Location) == Some(Level::Different)
}
