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

/// Reads a circle.
pub(super) fn near(value: &Value, snapshot: &Snapshot) -> Result<Near> {
    let coordinate = |name| member(value, name).map(number).transpose();
    let metres = member(value, "metres").map(number).transpose()?.ok_or("`near` needs `metres`")?;
    let centre = (coordinate("latitude")?, coordinate("longitude")?, member(value, "postcode"));
    let (latitude, longitude) = match centre {
        (Some(latitude), Some(longitude), None) => (latitude, longitude),
        (None, None, Some(postcode)) => {
            let postcode = text(postcode)?;
            let unknown = || {
                format!("no location of the directory has the postcode `{postcode}`; give a point instead")
            };
            snapshot.postcode_centroid(postcode).ok_or_else(unknown)?
        }
        _ => return Err("`near` takes either `latitude` and `longitude` or `postcode`".into()),
    };
    Ok(Near { latitude, longitude, metres })
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
    let postcode =
        "The postcode at its centre, instead of a point; known from the directory's own locations.";
    InputObject::new(NEAR)
        .description("A circle on the earth, around a point or a postcode.")
        .field(maybe("latitude", TypeRef::FLOAT, "Degrees north of its centre, WGS 84."))
        .field(maybe("longitude", TypeRef::FLOAT, "Degrees east of its centre, WGS 84."))
        .field(maybe("postcode", TypeRef::STRING, postcode))
        .field(degrees("metres", "Its radius in metres."))
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
