//! The conditions that narrow a list: one table, of which the input types and their reading are made.

use async_graphql::{Result, Value, dynamic::TypeRef};
use catalog::{ListKind, Lookup, Query};
use chrono::{DateTime, NaiveDate, Utc};
use model::SourceId;
use uuid::Uuid;

use super::{
    circumstances,
    value::{boolean, each, number, text, uuid},
};
use crate::{reading::View, scalars};

use ListKind::{Location, Organization, Service, Taxonomy, TaxonomyTerm};

/// One condition.
pub(super) struct Condition {
    pub(super) name: &'static str,
    /// The lists that it can narrow.
    pub(super) lists: &'static [ListKind],
    pub(super) ty: fn() -> TypeRef,
    pub(super) doc: &'static str,
    /// Why it is to be used no longer, if it is not.
    pub(super) superseded: Option<&'static str>,
    pub(super) read: fn(&mut Query, &Value, &View<'_>) -> Result<()>,
}

/// Every condition of a list.
pub(super) fn of(kind: ListKind) -> impl Iterator<Item = &'static Condition> {
    ABOUT.iter().chain(circumstances::WHEN_AND_WHERE).filter(move |condition| condition.lists.contains(&kind))
}

/// The lists that can be narrowed.
pub(super) const LISTS: [ListKind; 5] = [Service, Organization, Location, Taxonomy, TaxonomyTerm];

pub(super) const CLASSIFIED: &[ListKind] = &[Service, Organization, Location];
const ENTITIES: &[ListKind] = &[Service, Organization, Location, Taxonomy];
pub(super) const SERVICES: &[ListKind] = &[Service];

/// A text to keep.
pub(super) fn owned(value: &Value) -> Result<String> {
    text(value).map(str::to_owned)
}

/// What an id stands for now: a former one for what that became.
pub(super) fn current(value: &Value, view: &View<'_>) -> Result<Uuid> {
    let id = uuid(value)?;
    Ok(if let Lookup::Moved(survivor) = view.snapshot.lookup(id) { survivor } else { id })
}

fn moment(value: &Value) -> Result<DateTime<Utc>> {
    let written = value.to_string();
    let text = text(value).unwrap_or(&written);
    text.parse().map_err(|_| format!("`{text}` is no moment; write it as 2026-01-31T09:30:00Z").into())
}

fn day(value: &Value) -> Result<NaiveDate> {
    let written = value.to_string();
    let text = text(value).unwrap_or(&written);
    text.parse().map_err(|_| format!("`{text}` is no day; write it as 2026-01-31").into())
}

/// What something is, and who says so.
const ABOUT: &[Condition] = &[
    Condition {
        name: "ids",
        lists: &LISTS,
        ty: || TypeRef::named_nn_list(TypeRef::ID),
        doc: "Only these.",
        superseded: None,
        read: |query, value, view| {
            query.ids = each(value, |id| current(id, view))?;
            Ok(())
        },
    },
    Condition {
        name: "topics",
        lists: CLASSIFIED,
        ty: || TypeRef::named_nn_list(TypeRef::STRING),
        doc: "Topics that all must be attached, each by itself or by a narrower one: the id or the code of a term.",
        superseded: None,
        read: |query, value, _| {
            query.topics = each(value, owned)?;
            Ok(())
        },
    },
    Condition {
        name: "need",
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::STRING),
        doc: "The code of a need that must be answered: the best answer comes first, unless told.",
        superseded: None,
        read: |query, value, _| {
            query.need = Some(owned(value)?);
            Ok(())
        },
    },
    Condition {
        name: "circumstances",
        lists: SERVICES,
        ty: || TypeRef::named_nn_list(TypeRef::STRING),
        doc: "Circumstances, by their codes: of what answers a need, what is for them comes first.",
        superseded: None,
        read: |query, value, _| {
            query.circumstances = each(value, owned)?;
            Ok(())
        },
    },
    Condition {
        name: "taxonomyTermIds",
        lists: CLASSIFIED,
        ty: || TypeRef::named_nn_list(TypeRef::ID),
        doc: "Terms that all must be attached themselves.",
        superseded: None,
        read: |query, value, _| {
            query.taxonomy_term_ids = each(value, uuid)?;
            Ok(())
        },
    },
    Condition {
        name: "taxonomyIds",
        lists: &[Service, Organization, Location, TaxonomyTerm],
        ty: || TypeRef::named_nn_list(TypeRef::ID),
        doc: "Taxonomies of which a term must be attached, or of which the term must be one.",
        superseded: None,
        read: |query, value, view| {
            query.taxonomy_ids = each(value, |id| current(id, view))?;
            Ok(())
        },
    },
    Condition {
        name: "organizationId",
        lists: &[Service, Location],
        ty: || TypeRef::named(TypeRef::ID),
        doc: "The organization that gives the service or runs the place.",
        superseded: None,
        read: |query, value, view| {
            query.organization_id = Some(current(value, view)?);
            Ok(())
        },
    },
    Condition {
        name: "modifiedSince",
        lists: &LISTS,
        ty: || TypeRef::named(scalars::DATE_TIME),
        doc: "The moment at or after which it, or something shown with it, changed.",
        superseded: None,
        read: |query, value, _| {
            query.modified_after = Some(moment(value)?);
            Ok(())
        },
    },
    Condition {
        name: "modifiedAfter",
        lists: &LISTS,
        ty: || TypeRef::named(scalars::DATE_TIME),
        doc: "The same as `modifiedSince`.",
        superseded: Some("It is called `modifiedSince`, as in REST."),
        read: |query, value, _| {
            query.modified_after = Some(moment(value)?);
            Ok(())
        },
    },
    Condition {
        name: "assuredSince",
        lists: SERVICES,
        ty: || TypeRef::named(scalars::DATE),
        doc: "The day on or after which somebody confirmed the facts.",
        superseded: None,
        read: |query, value, _| {
            query.assured_since = Some(day(value)?);
            Ok(())
        },
    },
    Condition {
        name: "age",
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::FLOAT),
        doc: "The age in years of somebody whom the service must take.",
        superseded: None,
        read: |query, value, _| {
            query.age = Some(number(value)?);
            Ok(())
        },
    },
    Condition {
        name: "minimumAge",
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::FLOAT),
        doc: "The least that the service's minimum age may be, in years.",
        superseded: None,
        read: |query, value, _| {
            query.minimum_age = Some(number(value)?);
            Ok(())
        },
    },
    Condition {
        name: "maximumAge",
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::FLOAT),
        doc: "The most that the service's maximum age may be, in years.",
        superseded: None,
        read: |query, value, _| {
            query.maximum_age = Some(number(value)?);
            Ok(())
        },
    },
    Condition {
        name: "free",
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::BOOLEAN),
        doc: "Only what is known to cost nothing.",
        superseded: None,
        read: |query, value, _| {
            query.free = boolean(value)?;
            Ok(())
        },
    },
    Condition {
        name: "languages",
        lists: SERVICES,
        ty: || TypeRef::named_nn_list(TypeRef::STRING),
        doc: "Languages, by ISO 639 code or English name, of which the service must be given in one.",
        superseded: None,
        read: |query, value, _| {
            query.languages = each(value, owned)?;
            Ok(())
        },
    },
    Condition {
        name: "accessibility",
        lists: CLASSIFIED,
        ty: || TypeRef::named_nn_list(TypeRef::STRING),
        doc: "What disabled visitors must find, all at one location, by code, such as `lift`.",
        superseded: None,
        read: |query, value, _| {
            query.accessibility = each(value, owned)?;
            Ok(())
        },
    },
    Condition {
        name: "parentId",
        lists: &[Organization, TaxonomyTerm],
        ty: || TypeRef::named(TypeRef::ID),
        doc: "The broader term of a term, or the organization of which it is a part.",
        superseded: None,
        read: |query, value, view| {
            query.parent_id = Some(current(value, view)?);
            Ok(())
        },
    },
    Condition {
        name: "topOnly",
        lists: &[Organization, TaxonomyTerm],
        ty: || TypeRef::named(TypeRef::BOOLEAN),
        doc: "Only those that are not part of another.",
        superseded: None,
        read: |query, value, _| {
            query.top_only = boolean(value)?;
            Ok(())
        },
    },
    Condition {
        name: "source",
        lists: ENTITIES,
        ty: || TypeRef::named(TypeRef::ID),
        doc: "The source that says at least one of the published fields.",
        superseded: None,
        read: |query, value, _| {
            query.source = Some(SourceId::new(text(value)?)?);
            Ok(())
        },
    },
    Condition {
        name: "status",
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::STRING),
        doc: "The service's status: `active`, `inactive`, `defunct` or `temporarily closed`.",
        superseded: None,
        read: |query, value, _| {
            query.status = Some(owned(value)?);
            Ok(())
        },
    },
];
