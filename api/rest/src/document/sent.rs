//! What is sent to be asked or looked at, not to be kept.

use std::borrow::Cow;

use serde_json::json;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr, Schema, SchemaFormat,
        schema::{
            AdditionalProperties, ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, SchemaType, Type,
        },
    },
};

use crate::wire::FeedToCheck;

type Collected = Vec<(String, RefOr<Schema>)>;

/// The parameters of a list, sent in a body.
pub(crate) struct SecureQuery;

impl PartialSchema for SecureQuery {
    fn schema() -> RefOr<Schema> {
        let doc = "The same parameters as in the address. Those that may be repeated may be arrays.";
        let one = || {
            let types = [Type::String, Type::Number, Type::Boolean];
            ObjectBuilder::new().schema_type(SchemaType::from_iter(types)).build()
        };
        let value = OneOfBuilder::new().item(one()).item(ArrayBuilder::new().items(one())).build();
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .additional_properties(Some(AdditionalProperties::from(Schema::OneOf(value))))
            .description(Some(doc))
            .examples([json!({ "search": "library" })])
            .into()
    }
}

impl ToSchema for SecureQuery {
    fn name() -> Cow<'static, str> {
        "SecureQuery".into()
    }
}

fn row() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Object)
}

fn rows() -> ArrayBuilder {
    ArrayBuilder::new().items(row()).description(Some("The rows of a feed."))
}

/// The rows of a feed, or whatever else its publisher has them in.
pub(crate) struct Rows;

impl PartialSchema for Rows {
    fn schema() -> RefOr<Schema> {
        let envelope = row().description(Some("An object that has them."));
        OneOfBuilder::new().item(rows()).item(envelope).into()
    }
}

impl ToSchema for Rows {
    fn name() -> Cow<'static, str> {
        "Rows".into()
    }
}

/// A file as it is.
pub(crate) struct File;

impl PartialSchema for File {
    fn schema() -> RefOr<Schema> {
        let bytes = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(bytes)).description(Some("A file.")).into()
    }
}

impl ToSchema for File {
    fn name() -> Cow<'static, str> {
        "File".into()
    }
}

/// Where a feed is, or its rows.
pub(crate) struct FeedOrRows;

impl PartialSchema for FeedOrRows {
    fn schema() -> RefOr<Schema> {
        let either = OneOfBuilder::new().item(Ref::from_schema_name(FeedToCheck::name())).item(rows());
        either.description(Some("Where a feed is, or its rows.")).into()
    }
}

impl ToSchema for FeedOrRows {
    fn name() -> Cow<'static, str> {
        "FeedOrRows".into()
    }

    fn schemas(schemas: &mut Collected) {
        schemas.push((FeedToCheck::name().into(), FeedToCheck::schema()));
        FeedToCheck::schemas(schemas);
    }
}
