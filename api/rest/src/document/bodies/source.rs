//! What is sent of a source: how its rows become records, and what is to be different about it.

use std::borrow::Cow;

use harvest::Standing;
use model::Visibility;
use serde_json::json;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr, Schema,
        schema::{AdditionalProperties, AnyOfBuilder, ArrayBuilder, ObjectBuilder, Type},
    },
};

use super::Collected;
use crate::wire::PrecedenceRule;

/// How rows become records: at least one kind, of which the name is told.
pub(crate) struct RowMapping;

/// The forms of a cell that holds a name: a column, several, or a table that says more.
fn named_cell(doc: &str) -> AnyOfBuilder {
    let text = || ObjectBuilder::new().schema_type(Type::String).min_length(Some(1));
    let texts = || ArrayBuilder::new().items(text()).min_items(Some(1));
    let with = |key: &str, value: RefOr<Schema>| {
        ObjectBuilder::new()
            .property(key, value)
            .required(key)
            .additional_properties(Some(AdditionalProperties::FreeForm(false)))
    };
    AnyOfBuilder::new()
        .description(Some(doc))
        .item(text())
        .item(texts())
        .item(with("column", text().into()))
        .item(with("any", texts().into()))
        .item(with("value", text().into()))
}

impl PartialSchema for RowMapping {
    fn schema() -> RefOr<Schema> {
        let of_kind = |kind: &str| mapping().property(kind, table().required("name")).required(kind);
        AnyOfBuilder::new()
            .description(Some("How rows become records: the tables of `[map]` in a source.toml, as JSON."))
            .item(of_kind("service"))
            .item(of_kind("location"))
            .item(of_kind("organization"))
            .examples([json!({ "service": { "name": "Club" } })])
            .into()
    }
}

impl ToSchema for RowMapping {
    fn name() -> Cow<'static, str> {
        "RowMapping".into()
    }
}

/// What a mapping may have, and no more.
fn mapping() -> ObjectBuilder {
    let text = || ObjectBuilder::new().schema_type(Type::String).min_length(Some(1));
    let columns = |doc: &'static str| ArrayBuilder::new().items(text()).description(Some(doc));
    let only =
        ObjectBuilder::new().additional_properties(Some(ObjectBuilder::new().schema_type(Type::String)));
    let only = only.description(Some("Only rows whose columns have these values."));
    let seen = "The column that says who may see the row's records: public, partner or private.";
    let kinds = ["service", "location", "organization"];
    let all = kinds.into_iter().fold(ObjectBuilder::new(), |all, kind| all.property(kind, table()));
    all.property("id", text().description(Some("The column that holds the publisher's own id.")))
        .property("key", columns("The columns that tell rows apart; name and postcode unless told."))
        .property("ignore", columns("Columns that are left out on purpose."))
        .property("where", only)
        .property("visibility", named_cell(seen))
        .additional_properties(Some(AdditionalProperties::FreeForm(false)))
}

/// Which column says what of a kind: each key is a field of it.
fn table() -> ObjectBuilder {
    let doc = "The column of the name, columns that are joined, or a table that says more.";
    ObjectBuilder::new().schema_type(Type::Object).property("name", named_cell(doc))
}

/// What is to be different about a source, as a merge patch of what it was made with.
pub(crate) struct SourcePatch;

/// A span of time, such as `6h`.
const SPAN: &str = "[1-9][0-9]{0,4}[smhdw]";

/// The usual lines of cron.
const CRON: &str = r"([1-5]?[0-9]|\*(/[1-9][0-9]?)?) (1?[0-9]|2[0-3]|\*(/[1-9])?) ([1-9]|1[0-9]|2[0-8]|\*) ([1-9]|1[0-2]|\*) ([0-6]|1-5|\*)";

/// When a source is harvested.
pub(crate) fn timetable() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(format!("^({SPAN}|{CRON})$")))
}

/// The members of a source that are mostly changed. They hold words and numbers; `null` goes back to what is usual.
fn members_of_source() -> [(&'static str, ObjectBuilder, &'static str); 10] {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let matching = |pattern: String| text().pattern(Some(pattern));
    let words = |words: &[&'static str]| text().enum_values(Some(words.iter().copied()));
    let counted = || matching(format!("^(never|{SPAN})$"));
    let precedence = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(1000));
    let visibilities = [Visibility::Public, Visibility::Partner, Visibility::Private];
    [
        ("state", words(&Standing::ALL.map(Standing::as_str)), "How far it has come."),
        ("name", matching(r"\S".to_owned()), "The name for people."),
        ("publisher", text(), "Who publishes it."),
        ("location", matching(r"^https?://\S+$".to_owned()), "The address of its feed."),
        ("every", timetable(), "When it is harvested: a span such as `6h`, or a line of cron."),
        ("review", counted(), "After how long a service must have been changed or confirmed, or `never`."),
        ("grace", counted(), "How long after that it is no longer published, or `never`."),
        ("visibility", words(&visibilities.map(Visibility::as_str)), "Who may see what it says."),
        ("precedence", precedence, "Whose word counts where sources disagree: the greater wins."),
        (
            "duplicate_free",
            ObjectBuilder::new().schema_type(Type::Boolean),
            "Whether no two of its records of a kind are the same thing.",
        ),
    ]
}

impl PartialSchema for SourcePatch {
    fn schema() -> RefOr<Schema> {
        let doc = "The members of a source that are to be different (RFC 7396). These are the usual ones; a source.toml \
                   has them all, and all that a source may be made with can be changed.";
        let example = json!({ "state": "live" });
        let rules = ArrayBuilder::new().items(Ref::from_schema_name(PrecedenceRule::name())).description(Some(
            "Where its word counts more or less than that: the last rule that fits a field of a thing decides.",
        ));
        let patch =
            members_of_source().into_iter().fold(ObjectBuilder::new(), |patch, (name, member, doc)| {
                patch.property(name, member.description(Some(doc)))
            });
        patch
            .property("map", Ref::from_schema_name(RowMapping::name()))
            .property("precedence_for", rules)
            .additional_properties(Some(AdditionalProperties::FreeForm(false)))
            .description(Some(doc))
            .examples([example])
            .into()
    }
}

impl ToSchema for SourcePatch {
    fn name() -> Cow<'static, str> {
        "SourcePatch".into()
    }

    fn schemas(schemas: &mut Collected) {
        schemas.push((RowMapping::name().into(), RowMapping::schema()));
        schemas.push((PrecedenceRule::name().into(), PrecedenceRule::schema()));
    }
}
