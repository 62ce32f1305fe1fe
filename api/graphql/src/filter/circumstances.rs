//! The conditions on when and where something is.

use async_graphql::dynamic::TypeRef;
use catalog::WallTime;

use super::{
    conditions::{CLASSIFIED, Condition, SERVICES, current, owned},
    places,
    value::{boolean, each, text},
};
use crate::scalars;

/// The conditions that ask for what is open at one moment, which sessions have no part in.
pub(super) const OPEN_AT: &str = "openAt";
pub(super) const OPEN_NOW: &str = "openNow";

/// When and where.
pub(super) const WHEN_AND_WHERE: &[Condition] = &[
    Condition {
        name: "locationId",
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::ID),
        doc: "The location where the service is given.",
        superseded: None,
        read: |query, value, view| {
            query.location_id = Some(current(value, view)?);
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
        name: OPEN_AT,
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::STRING),
        doc: "The moment at which it must surely be open, such as `2026-11-25T18:30`: by a clock in Britain unless it names an \
              offset. What nobody can be sure of is left out.",
        superseded: None,
        read: |query, value, _| {
            let written = text(value)?;
            let moment = WallTime::moment(written);
            let refused = || format!("`{OPEN_AT}` is `{written}`; give {}", WallTime::MOMENTS);
            query.open_at.push(moment.ok_or_else(refused)?);
            Ok(())
        },
    },
    Condition {
        name: OPEN_NOW,
        lists: SERVICES,
        ty: || TypeRef::named(TypeRef::BOOLEAN),
        doc: "Only what is surely open now; with `openAt`, at both moments.",
        superseded: None,
        read: |query, value, view| {
            query.open_at.extend(boolean(value)?.then_some(view.now));
            Ok(())
        },
    },
    Condition {
        name: "wards",
        lists: CLASSIFIED,
        ty: || TypeRef::named_nn_list(TypeRef::STRING),
        doc: "Wards, by code or name, in one of which a location must lie.",
        superseded: None,
        read: |query, value, _| {
            query.areas = each(value, owned)?;
            Ok(())
        },
    },
    Condition {
        name: "near",
        lists: CLASSIFIED,
        ty: || TypeRef::named(places::NEAR),
        doc: "The circle in which a location must lie.",
        superseded: None,
        read: |query, value, view| {
            query.near = Some(places::near(value, view.snapshot)?);
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
