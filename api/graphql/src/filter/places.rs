//! Parts of the earth, as conditions name them.

use async_graphql::{
    Result, Value,
    dynamic::{InputObject, InputValue, SchemaBuilder, TypeRef},
};
use catalog::{Bounds, Near, Outline, Snapshot};

use super::value::{items, member, number, text};

/// The names of the input types.
pub(super) const NEAR: &str = "Near";
pub(super) const BOUNDS: &str = "Bounds";
pub(super) const POINT: &str = "Point";

/// Reads a circle, as wide as the earth where it says no more.
pub(super) fn near(value: &Value, snapshot: &Snapshot) -> Result<Near> {
    let coordinate = |name| member(value, name).map(number).transpose();
    let metres = coordinate("metres")?.unwrap_or(Near::ANYWHERE);
    let point = coordinate("latitude")?.zip(coordinate("longitude")?);
    let is_half =
        point.is_none() && ["latitude", "longitude"].iter().any(|name| member(value, name).is_some());
    let (latitude, longitude) = match (point, member(value, "postcode"), member(value, "place")) {
        (Some(point), None, None) => point,
        (None, Some(postcode), None) if !is_half => of_postcode(text(postcode)?, snapshot)?,
        (None, None, Some(place)) if !is_half => of_place(text(place)?, snapshot)?,
        _ => return Err("`near` takes either `latitude` and `longitude`, or `postcode`, or `place`".into()),
    };
    Ok(Near { latitude, longitude, metres })
}

fn of_postcode(postcode: &str, snapshot: &Snapshot) -> Result<(f64, f64)> {
    let unknown = || {
        format!(
            "neither the register nor a location of the directory has the postcode `{postcode}`; give a point instead"
        )
    };
    Ok(snapshot.postcode_centroid(postcode).ok_or_else(unknown)?)
}

fn of_place(name: &str, snapshot: &Snapshot) -> Result<(f64, f64)> {
    let unknown = || {
        format!(
            "`{name}` is no place that is known; give a postcode or its beginning, or the name of a ward or place"
        )
    };
    let place = snapshot.locate(name).ok_or_else(unknown)?;
    Ok((place.latitude, place.longitude))
}

/// Reads a box.
pub(super) fn bounds(value: &Value) -> Result<Bounds> {
    let edge = |name: &str| number(member(value, name).ok_or_else(|| format!("`bounds` needs `{name}`"))?);
    Ok(Bounds { west: edge("west")?, south: edge("south")?, east: edge("east")?, north: edge("north")? })
}

/// Reads an outline.
pub(super) fn outline(value: &Value) -> Result<Outline> {
    let point = |point: &Value| {
        let degrees =
            |name: &str| number(member(point, name).ok_or_else(|| format!("a point needs `{name}`"))?);
        Ok((degrees("latitude")?, degrees("longitude")?))
    };
    // A list that is too long is refused before it is read.
    let points = items(value);
    let points = points.get(..=Outline::MOST).unwrap_or(points);
    Ok(Outline(points.iter().map(point).collect::<Result<_>>()?))
}

/// Puts the input types into a schema.
pub(super) fn register(builder: SchemaBuilder) -> SchemaBuilder {
    [near_type(), bounds_type(), point_type()].into_iter().fold(builder, SchemaBuilder::register)
}

fn degrees(name: &str, doc: &str) -> InputValue {
    InputValue::new(name, TypeRef::named_nn(TypeRef::FLOAT)).description(doc)
}

fn near_type() -> InputObject {
    let maybe = |name: &str, of: &str, doc: &str| InputValue::new(name, TypeRef::named(of)).description(doc);
    let postcode = "The postcode at its centre, instead of a point.";
    let place = "What is at its centre, instead of a point: the beginning of a postcode, or the name of a ward or of a place.";
    let metres = "Its radius in metres; as wide as the earth, if left out.";
    InputObject::new(NEAR)
        .description("A circle on the earth, around a point, a postcode or a place.")
        .field(maybe("latitude", TypeRef::FLOAT, "Degrees north of its centre, WGS 84."))
        .field(maybe("longitude", TypeRef::FLOAT, "Degrees east of its centre, WGS 84."))
        .field(maybe("postcode", TypeRef::STRING, postcode))
        .field(maybe("place", TypeRef::STRING, place))
        .field(maybe("metres", TypeRef::FLOAT, metres))
}

fn bounds_type() -> InputObject {
    let doc = "A box between two meridians and two parallels. Where its west is east of its east it goes across the date \
               line.";
    InputObject::new(BOUNDS)
        .description(doc)
        .field(degrees("west", "Degrees east of its western edge, WGS 84."))
        .field(degrees("south", "Degrees north of its southern edge."))
        .field(degrees("east", "Degrees east of its eastern edge."))
        .field(degrees("north", "Degrees north of its northern edge."))
}

fn point_type() -> InputObject {
    InputObject::new(POINT)
        .description("A point on the earth.")
        .field(degrees("latitude", "Degrees north, WGS 84."))
        .field(degrees("longitude", "Degrees east."))
}
