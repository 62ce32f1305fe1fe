use model::{
    Kind,
    hsds::{Field, FieldKind, NounType},
};

use super::{
    json::{Object, text},
    keys,
};

/// How a field of an entity comes out of what several sources say.
pub(crate) enum Policy {
    /// It is never published.
    LeftOut,
    /// The best source that gives it.
    Best,
    /// The best source that gives what the group needs, or the one that gives its latest day, for all fields of the group.
    Together(&'static Group),
    /// The nested noun of the best source that gives a usable one.
    Nested(&'static NounType),
    /// The whole list of the best source that gives a usable one.
    BestList(&'static NounType),
    /// What all sources give, once for each key.
    Union(&'static NounType, Key),
}

/// What makes two parts the same part.
pub(crate) type Key = fn(&Object) -> String;

/// Fields that only make sense as one source gives them together.
pub(crate) struct Group {
    noun: &'static str,
    /// A source must give all of these to be chosen.
    pub(crate) needs: &'static [&'static str],
    /// And may give these; where nothing is needed, at least one.
    pub(crate) may: &'static [&'static str],
    /// Whether not the best source speaks, but the one that gives the latest day in the first field needed.
    pub(crate) latest: bool,
}

impl Group {
    /// Whether the second of two that speak for the group gives a later day, where the latest one counts.
    pub(crate) fn is_superseded(&self, first: &Object, second: &Object) -> bool {
        let day =
            |object: &Object| self.needs.first().and_then(|field| text(object, field).map(str::to_owned));
        self.latest && day(second) > day(first)
    }

    /// Whether this object gives enough to speak for the group.
    pub(crate) fn is_given_by(&self, object: &Object) -> bool {
        let gives = |name: &&str| object.contains_key(*name);
        self.needs.iter().all(gives) && (!self.needs.is_empty() || self.may.iter().any(gives))
    }
}

const GROUPS: &[Group] = &[
    Group { noun: "location", needs: &["latitude", "longitude"], may: &[], latest: false },
    Group {
        noun: "location",
        needs: &["external_identifier"],
        may: &["external_identifier_type"],
        latest: false,
    },
    Group { noun: "service", needs: &["assured_date"], may: &["assurer_email"], latest: true },
    Group { noun: "service", needs: &[], may: &["minimum_age", "maximum_age"], latest: false },
];

const UNIONS: &[(&str, Key)] = &[
    ("attribute", keys::attribute),
    ("contact", keys::contact),
    ("language", keys::language),
    ("organization_identifier", keys::organization_identifier),
    ("phone", keys::phone),
    ("service_at_location", keys::service_at_location),
    ("taxonomy_term", keys::taxonomy_term),
    ("url", keys::url),
];

/// Fields that are other entities nested, or that the directory gives itself. `metadata` is left out everywhere: it
/// is the source's log of its own object, not of ours, and names people.
const LEFT_OUT: &[(&str, &str)] = &[
    ("organization", "locations"),
    ("service", "last_modified"),
    ("service", "organization"),
    ("service_at_location", "location"),
    ("taxonomy_term", "taxonomy_detail"),
];

const REFERENCES: &[(&str, &str, Kind)] = &[
    ("location", "organization_id", Kind::Organization),
    ("organization", "parent_organization_id", Kind::Organization),
    ("service", "organization_id", Kind::Organization),
    ("service_at_location", "location_id", Kind::Location),
    ("taxonomy_term", "taxonomy_id", Kind::Taxonomy),
];

/// The policy for a field of a noun.
pub(crate) fn of(noun: &NounType, field: &Field) -> Policy {
    if field.name == "metadata" || LEFT_OUT.contains(&(noun.name, field.name)) {
        return Policy::LeftOut;
    }
    match field.kind {
        FieldKind::List(part) => list(part()),
        FieldKind::One(part) => Policy::Nested(part()),
        _ => group(noun, field).map_or(Policy::Best, Policy::Together),
    }
}

fn list(part: &'static NounType) -> Policy {
    let union = UNIONS.iter().find(|(name, _)| *name == part.name);
    union.map_or(Policy::BestList(part), |(_, key)| Policy::Union(part, *key))
}

fn group(noun: &NounType, field: &Field) -> Option<&'static Group> {
    let holds = |group: &&Group| group.needs.contains(&field.name) || group.may.contains(&field.name);
    GROUPS.iter().filter(|group| group.noun == noun.name).find(holds)
}

/// The other fields of a noun that are taken together with one.
pub(crate) fn together(noun: &NounType, field: &str) -> Vec<&'static str> {
    let Some(group) = noun.field(field).and_then(|field| group(noun, field)) else { return Vec::new() };
    group.needs.iter().chain(group.may).copied().filter(|other| *other != field).collect()
}

/// The kind of thing that an id field of a noun names, where that is a thing with an entity of its own.
pub(crate) fn reference(noun: &NounType, field: &Field) -> Option<Kind> {
    REFERENCES.iter().find(|(name, id, _)| (*name, *id) == (noun.name, field.name)).map(|(_, _, kind)| *kind)
}
