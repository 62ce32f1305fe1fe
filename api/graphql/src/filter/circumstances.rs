//! The conditions on when and where something is.

use async_graphql::dynamic::TypeRef;

use super::{
    conditions::{CLASSIFIED, Condition, SERVICES, owned},
    places,
    value::{each, uuid},
};
use crate::scalars;

/// When and where.
pub(super) const WHEN_AND_WHERE: &[Condition] = &[
    Condition {
        name: "locationId",
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::ID),
        doc: "The location where the service is given.",
        superseded: None,
        read: |query, value, _| {
            query.location_id = Some(uuid(value)?);
            Ok(())
        },
    },
    Condition {
        name: "days",
        lists: SERVICES,
        ty: || TypeRef::named_nn_list(TypeRef::STRING),
        doc: "Days of the week, `MO` to `SU`: a schedule must hold on one of them, within the times given.",
        superseded: None,
        read: |query, value, _| {
            query.days = each(value, owned)?;
            Ok(())
        },
    },
    Condition {
        name: "startTime",
        lists: SERVICES,
        ty: || TypeRef::named(scalars::TIME),
        doc: "The time, `HH:MM`, at or after which the schedule must open.",
        superseded: None,
        read: |query, value, _| {
            query.start_time = Some(owned(value)?);
            Ok(())
        },
    },
    Condition {
        name: "endTime",
        lists: SERVICES,
        ty: || TypeRef::named(scalars::TIME),
        doc: "The time, `HH:MM`, at or before which the schedule must close.",
        superseded: None,
        read: |query, value, _| {
            query.end_time = Some(owned(value)?);
            Ok(())
        },
    },
    Condition {
        name: "near",
        lists: CLASSIFIED,
        ty: || TypeRef::named(places::NEAR),
        doc: "The circle in which a location must lie.",
        superseded: None,
        read: |query, value, snapshot| {
            query.near = Some(places::near(value, snapshot)?);
            Ok(())
        },
    },
    Condition {
        name: "bounds",
        lists: CLASSIFIED,
        ty: || TypeRef::named(places::BOUNDS),
        doc: "The box in which a location must lie.",
        superseded: None,
        read: |query, value, _| {
            query.bounds = Some(places::bounds(value)?);
            Ok(())
        },
    },
    Condition {
        name: "outline",
        lists: CLASSIFIED,
        ty: || TypeRef::named_nn_list(places::POINT),
        doc: "The outline in which a location must lie: the corners of a closed line, in order.",
        superseded: None,
        read: |query, value, _| {
            query.outline = Some(places::outline(value)?);
            Ok(())
        },
    },
    Condition {
        name: "coversPostcode",
        lists: CLASSIFIED,
        ty: || TypeRef::named(TypeRef::STRING),
        doc: "The postcode that a service area must cover or that a location must have.",
        superseded: None,
        read: |query, value, _| {
            query.covers = Some(owned(value)?);
            Ok(())
        },
    },
];
