//! What is sent, where the shape of its Rust type does not tell all that holds of it.

mod source;

use std::borrow::Cow;

use model::{Kind, Remedy};
use serde_json::json;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr, Schema,
        schema::{ArrayBuilder, Object, ObjectBuilder, OneOfBuilder, Type},
    },
};

use crate::wire::{BatchWrite, NewCorrection, NewJudgement};

pub(crate) use source::{RowMapping, SourcePatch, timetable};

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

/// One write of a batch: of a record, or of its end.
pub(crate) struct OneWrite;

impl PartialSchema for OneWrite {
    fn schema() -> RefOr<Schema> {
        let RefOr::T(Schema::Object(mut fields)) = BatchWrite::schema() else { return BatchWrite::schema() };
        if let Some(RefOr::T(Schema::Object(kind))) = fields.properties.get_mut("kind") {
            kind.enum_values = Some(Kind::ALL.map(|kind| kind.as_str().into()).to_vec());
        }
        let (mut put, mut delete) = (fields.clone(), fields.clone());
        put.required.push("record".to_owned());
        put.properties.remove("delete");
        put.properties.insert("record".to_owned(), Ref::from_schema_name(AnyRecord::name()).into());
        delete.required.push("delete".to_owned());
        delete.properties.remove("record");
        if let Some(RefOr::T(Schema::Object(flag))) = delete.properties.get_mut("delete") {
            flag.enum_values = Some(vec![true.into()]);
            flag.default = None;
        }
        let either = OneOfBuilder::new().item(Schema::Object(put)).item(Schema::Object(delete));
        either.description(fields.description.as_deref()).into()
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
        schemas.push((BatchWrite::name().into(), OneWrite::schema()));
        schemas.push((AnyRecord::name().into(), AnyRecord::schema()));
        BatchWrite::schemas(schemas);
    }
}

/// The form of the page on which lists are sent, in the order in which its parts come.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is read part by part; this describes it")]
pub(crate) struct UploadForm {
    /// The client.
    client_id: String,
    /// Its secret.
    #[schema(format = Password)]
    client_secret: String,
    /// The list; its ending tells what it is, such as `.xlsx` or `.csv`.
    #[schema(value_type = Option<String>, format = Binary, nullable = false)]
    file: Option<Vec<u8>>,
    /// Where it is there, nothing is stored.
    #[schema(nullable = false, example = "true")]
    check: Option<String>,
    /// Where it is there, the list is taken however much is gone from it.
    #[schema(nullable = false, example = "true")]
    accept_deletions: Option<String>,
    /// Where it is there, the empty list is given and nothing taken.
    #[schema(nullable = false, example = "xlsx")]
    template: Option<String>,
}
