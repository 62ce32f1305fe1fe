//! What is sent, where the shape of its Rust type does not tell all that holds of it.

use std::borrow::Cow;

use model::Remedy;
use serde_json::json;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr, Schema,
        schema::{ArrayBuilder, Object, ObjectBuilder, OneOfBuilder, Type},
    },
};

use crate::wire::{BatchWrite, NewCorrection, NewJudgement};

type Collected = Vec<(String, RefOr<Schema>)>;

/// One decision, or 1 to 500 at once.
pub(crate) struct NewJudgements;

impl PartialSchema for NewJudgements {
    fn schema() -> RefOr<Schema> {
        let one = || Ref::from_schema_name(NewJudgement::name());
        let many = ArrayBuilder::new().items(one()).min_items(Some(1)).max_items(Some(500));
        OneOfBuilder::new()
            .description(Some("One decision, or 1 to 500 at once."))
            .item(one())
            .item(many)
            .into()
    }
}

impl ToSchema for NewJudgements {
    fn name() -> Cow<'static, str> {
        "NewJudgements".into()
    }

    fn schemas(schemas: &mut Collected) {
        schemas.push((NewJudgement::name().into(), NewJudgement::schema()));
        NewJudgement::schemas(schemas);
    }
}

/// A correction of one field of an entity: what else it takes goes by the remedy.
pub(crate) struct CorrectionBody;

impl CorrectionBody {
    /// A correction by these remedies, which take what `takes` names and nothing of the other.
    fn by(fields: &Object, remedies: &[Remedy], takes: Option<&str>) -> Object {
        let mut body = fields.clone();
        for field in ["from", "value"] {
            if Some(field) == takes {
                body.required.push(field.to_owned());
            } else {
                body.properties.remove(field);
            }
        }
        if let Some(RefOr::T(Schema::Object(remedy))) = body.properties.get_mut("remedy") {
            remedy.enum_values = Some(remedies.iter().map(|remedy| remedy.as_str().into()).collect());
        }
        body
    }
}

impl PartialSchema for CorrectionBody {
    fn schema() -> RefOr<Schema> {
        let RefOr::T(Schema::Object(fields)) = NewCorrection::schema() else {
            return NewCorrection::schema();
        };
        let by = |remedies, takes| Schema::Object(CorrectionBody::by(&fields, remedies, takes));
        let bodies = OneOfBuilder::new()
            .item(by(&[Remedy::Pin, Remedy::Reject], Some("from")))
            .item(by(&[Remedy::Supply], Some("value")))
            .item(by(&[Remedy::Lift], None));
        bodies.description(fields.description.as_deref()).into()
    }
}

impl ToSchema for CorrectionBody {
    fn name() -> Cow<'static, str> {
        NewCorrection::name()
    }

    fn schemas(schemas: &mut Collected) {
        NewCorrection::schemas(schemas);
    }
}

/// A record of any kind, as HSDS has it. Members that HSDS does not have are kept as they came, and named in an issue.
pub(crate) struct AnyRecord;

impl PartialSchema for AnyRecord {
    fn schema() -> RefOr<Schema> {
        let doc = "A service, organization, location or taxonomy as HSDS 3 has it. Members that HSDS does not have are \
                   kept as they came, and named in an issue.";
        let example = json!({ "id": "42", "name": "Lunch club", "status": "active" });
        ObjectBuilder::new().schema_type(Type::Object).description(Some(doc)).examples([example]).into()
    }
}

impl ToSchema for AnyRecord {
    fn name() -> Cow<'static, str> {
        "AnyRecord".into()
    }
}

/// 1 to 10,000 writes.
pub(crate) struct Batch;

impl PartialSchema for Batch {
    fn schema() -> RefOr<Schema> {
        let writes = ArrayBuilder::new().items(Ref::from_schema_name(BatchWrite::name()));
        writes.min_items(Some(1)).max_items(Some(10_000)).description(Some("1 to 10,000 writes.")).into()
    }
}

impl ToSchema for Batch {
    fn name() -> Cow<'static, str> {
        "Batch".into()
    }

    fn schemas(schemas: &mut Collected) {
        schemas.push((BatchWrite::name().into(), BatchWrite::schema()));
        BatchWrite::schemas(schemas);
    }
}

/// What is to be different about a source, as a merge patch of what it was made with.
pub(crate) struct SourcePatch;

impl PartialSchema for SourcePatch {
    fn schema() -> RefOr<Schema> {
        let doc = "The members of a new source that are to be different; `null` takes one out (RFC 7396).";
        let example = json!({ "state": "live" });
        ObjectBuilder::new().schema_type(Type::Object).description(Some(doc)).examples([example]).into()
    }
}

impl ToSchema for SourcePatch {
    fn name() -> Cow<'static, str> {
        "SourcePatch".into()
    }
}
