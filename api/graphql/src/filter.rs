//! The conditions that narrow a list: one table, of which the input types and their reading are made.

use async_graphql::{
    Result, Value,
    dynamic::{InputObject, InputValue, ResolverContext, SchemaBuilder, TypeRef, ValueAccessor},
};
use catalog::{ListKind, Near, Query, Snapshot};
use model::SourceId;
use uuid::Uuid;

use crate::{nouns::pascal, reading::Reading, scalars};

use ListKind::{Location, Organization, Service, Taxonomy, TaxonomyTerm};

/// One condition.
struct Condition {
    name: &'static str,
    /// The lists that it can narrow.
    lists: &'static [ListKind],
    ty: fn() -> TypeRef,
    doc: &'static str,
    read: fn(&mut Query, &ValueAccessor<'_>, &Snapshot) -> Result<()>,
}

/// The lists that can be narrowed.
const LISTS: [ListKind; 5] = [Service, Organization, Location, Taxonomy, TaxonomyTerm];

const CLASSIFIED: &[ListKind] = &[Service, Organization, Location];
const ENTITIES: &[ListKind] = &[Service, Organization, Location, Taxonomy];
const SERVICES: &[ListKind] = &[Service];

const CONDITIONS: &[Condition] = &[
    Condition {
        name: "taxonomyTermIds",
        lists: CLASSIFIED,
        ty: || TypeRef::named_nn_list(TypeRef::ID),
        doc: "Terms that all must be attached.",
        read: |query, value, _| {
            query.taxonomy_term_ids =
                value.list()?.iter().map(|id| uuid(id.as_value())).collect::<Result<_>>()?;
            Ok(())
        },
    },
    Condition {
        name: "taxonomyIds",
        lists: &[Service, Organization, Location, TaxonomyTerm],
        ty: || TypeRef::named_nn_list(TypeRef::ID),
        doc: "Taxonomies of which a term must be attached, or of which the term must be one.",
        read: |query, value, _| {
            query.taxonomy_ids = value.list()?.iter().map(|id| uuid(id.as_value())).collect::<Result<_>>()?;
            Ok(())
        },
    },
    Condition {
        name: "organizationId",
        lists: &[Service, Location],
        ty: || TypeRef::named(TypeRef::ID),
        doc: "The organization that gives the service or runs the place.",
        read: |query, value, _| {
            query.organization_id = Some(uuid(value.as_value())?);
            Ok(())
        },
    },
    Condition {
        name: "modifiedAfter",
        lists: &LISTS,
        ty: || TypeRef::named(scalars::DATE_TIME),
        doc: "The moment at or after which it, or something shown with it, changed.",
        read: |query, value, _| {
            let written = value.as_value().to_string();
            let text = value.string().unwrap_or(&written);
            let moment = text
                .parse()
                .map_err(|_| format!("`{text}` is no moment; write it as 2026-01-31T09:30:00Z"))?;
            query.modified_after = Some(moment);
            Ok(())
        },
    },
    Condition {
        name: "minimumAge",
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::FLOAT),
        doc: "The least that the service's minimum age may be, in years.",
        read: |query, value, _| {
            query.minimum_age = Some(value.f64()?);
            Ok(())
        },
    },
    Condition {
        name: "maximumAge",
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::FLOAT),
        doc: "The most that the service's maximum age may be, in years.",
        read: |query, value, _| {
            query.maximum_age = Some(value.f64()?);
            Ok(())
        },
    },
    Condition {
        name: "days",
        lists: SERVICES,
        ty: || TypeRef::named_nn_list(TypeRef::STRING),
        doc: "Days of the week, `MO` to `SU`: a schedule must hold on one of them, within the times given.",
        read: |query, value, _| {
            query.days =
                value.list()?.iter().map(|day| Ok(day.string()?.to_owned())).collect::<Result<_>>()?;
            Ok(())
        },
    },
    Condition {
        name: "startTime",
        lists: SERVICES,
        ty: || TypeRef::named(scalars::TIME),
        doc: "The time, `HH:MM`, at or after which the schedule must open.",
        read: |query, value, _| {
            query.start_time = Some(value.string()?.to_owned());
            Ok(())
        },
    },
    Condition {
        name: "endTime",
        lists: SERVICES,
        ty: || TypeRef::named(scalars::TIME),
        doc: "The time, `HH:MM`, at or before which the schedule must close.",
        read: |query, value, _| {
            query.end_time = Some(value.string()?.to_owned());
            Ok(())
        },
    },
    Condition {
        name: "near",
        lists: CLASSIFIED,
        ty: || TypeRef::named("Near"),
        doc: "The circle in which a location must lie.",
        read: |query, value, snapshot| {
            query.near = Some(near(value, snapshot)?);
            Ok(())
        },
    },
    Condition {
        name: "coversPostcode",
        lists: CLASSIFIED,
        ty: || TypeRef::named(TypeRef::STRING),
        doc: "The postcode that a service area must cover or that a location must have.",
        read: |query, value, _| {
            query.covers = Some(value.string()?.to_owned());
            Ok(())
        },
    },
    Condition {
        name: "parentId",
        lists: &[Organization, TaxonomyTerm],
        ty: || TypeRef::named(TypeRef::ID),
        doc: "The broader term of a term, or the organization of which it is a part.",
        read: |query, value, _| {
            query.parent_id = Some(uuid(value.as_value())?);
            Ok(())
        },
    },
    Condition {
        name: "topOnly",
        lists: &[Organization, TaxonomyTerm],
        ty: || TypeRef::named(TypeRef::BOOLEAN),
        doc: "Only those that are not part of another.",
        read: |query, value, _| {
            query.top_only = value.boolean()?;
            Ok(())
        },
    },
    Condition {
        name: "source",
        lists: ENTITIES,
        ty: || TypeRef::named(TypeRef::ID),
        doc: "The source that says at least one of the published fields.",
        read: |query, value, _| {
            query.source = Some(SourceId::new(value.string()?)?);
            Ok(())
        },
    },
    Condition {
        name: "status",
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::STRING),
        doc: "The service's status, such as `active`.",
        read: |query, value, _| {
            query.status = Some(value.string()?.to_owned());
            Ok(())
        },
    },
];

/// The arguments of a list at the root: words to search for, and conditions.
pub(crate) fn arguments(kind: ListKind) -> Vec<InputValue> {
    let words = "Words that all must occur; the best fit comes first. Without words the list is by name.";
    vec![
        InputValue::new("filter", TypeRef::named(type_name(kind)))
            .description("Conditions that all must hold."),
        InputValue::new("search", TypeRef::named(TypeRef::STRING)).description(words),
    ]
}

/// The query that the arguments describe.
pub(crate) fn read(ctx: &ResolverContext<'_>, kind: ListKind) -> Result<Query> {
    let given = |name| ctx.args.get(name).filter(|value| !value.is_null());
    let snapshot = &Reading::of(ctx)?.snapshot;
    let mut query = Query::new(kind);
    query.text = given("search").map(|words| words.string().map(str::to_owned)).transpose()?;
    if let Some(filter) = given("filter") {
        let filter = filter.object()?;
        for condition in CONDITIONS.iter().filter(|condition| condition.lists.contains(&kind)) {
            if let Some(value) = filter.get(condition.name).filter(|value| !value.is_null()) {
                (condition.read)(&mut query, &value, snapshot)?;
            }
        }
    }
    Ok(query)
}

/// Reads an id. The language lets an id be written as a number, which no id of ours is.
pub(crate) fn uuid(value: &Value) -> Result<Uuid> {
    match value {
        Value::String(text) => id(text),
        other => id(&other.to_string()),
    }
}

fn id(text: &str) -> Result<Uuid> {
    text.parse().map_err(|_| format!("`{text}` is no id; ids are UUIDs").into())
}

fn near(value: &ValueAccessor<'_>, snapshot: &Snapshot) -> Result<Near> {
    let near = value.object()?;
    let number = |name| near.get(name).filter(|value| !value.is_null()).map(|value| value.f64()).transpose();
    let metres = near.try_get("metres")?.f64()?;
    let postcode = near.get("postcode").filter(|value| !value.is_null());
    let (latitude, longitude) = match (number("latitude")?, number("longitude")?, postcode) {
        (Some(latitude), Some(longitude), None) => (latitude, longitude),
        (None, None, Some(postcode)) => {
            let postcode = postcode.string()?;
            let unknown = || {
                format!("no location of the directory has the postcode `{postcode}`; give a point instead")
            };
            snapshot.postcode_centroid(postcode).ok_or_else(unknown)?
        }
        _ => return Err("`near` takes either `latitude` and `longitude` or `postcode`".into()),
    };
    Ok(Near { latitude, longitude, metres })
}

fn type_name(kind: ListKind) -> String {
    format!("{}Filter", pascal(kind.as_str()))
}

/// Puts the input types into a schema.
pub(crate) fn register(builder: SchemaBuilder) -> SchemaBuilder {
    let builder = builder.register(near_type());
    LISTS.into_iter().fold(builder, |builder, kind| builder.register(filter_type(kind)))
}

fn filter_type(kind: ListKind) -> InputObject {
    let conditions = CONDITIONS.iter().filter(|condition| condition.lists.contains(&kind));
    let filter = InputObject::new(type_name(kind)).description("Conditions that all must hold.");
    conditions.fold(filter, |filter, condition| {
        filter.field(InputValue::new(condition.name, (condition.ty)()).description(condition.doc))
    })
}

fn near_type() -> InputObject {
    let number = || TypeRef::named(TypeRef::FLOAT);
    let postcode =
        "The postcode at its centre, instead of a point; known from the directory's own locations.";
    InputObject::new("Near")
        .description("A circle on the earth, around a point or a postcode.")
        .field(InputValue::new("latitude", number()).description("Degrees north of its centre, WGS 84."))
        .field(InputValue::new("longitude", number()).description("Degrees east of its centre, WGS 84."))
        .field(InputValue::new("postcode", TypeRef::named(TypeRef::STRING)).description(postcode))
        .field(
            InputValue::new("metres", TypeRef::named_nn(TypeRef::FLOAT)).description("Its radius in metres."),
        )
}
