//! The numbers of public registers by which other graphs know organizations and locations.

use async_graphql::dynamic::{FieldFuture, FieldValue, ResolverContext, SchemaBuilder, TypeRef};
use normalize::identifier;
use serde_json::{Value, json};

use crate::{
    federation,
    nouns::scalar,
    reading,
    shape::{Draft, Shapes},
};

const REGISTRATION: &str = "Registration";

/// Adds the keys of a noun's entities beyond their ids.
pub(crate) fn extend(draft: Draft, noun: &str) -> Draft {
    let registration = "The first of its numbers whose register is known, in the register's own form.";
    let uprn = "Its Unique Property Reference Number, where its external identifier is one.";
    match noun {
        "organization" => draft.key(federation::REGISTRATION).field(
            "registration",
            TypeRef::named(REGISTRATION),
            registration,
            |ctx| FieldFuture::Value(object(&ctx).and_then(first).map(FieldValue::owned_any)),
        ),
        "location" => draft.key(federation::UPRN).field("uprn", TypeRef::named(TypeRef::ID), uprn, |ctx| {
            FieldFuture::Value(object(&ctx).and_then(number).map(FieldValue::value))
        }),
        _ => draft,
    }
}

fn object<'a>(ctx: &ResolverContext<'a>) -> Option<&'a Value> {
    reading::object(ctx)
}

fn first(organization: &Value) -> Option<Value> {
    let identifiers = organization.get("organization_identifiers")?.as_array()?;
    identifiers.iter().find_map(|one| {
        let word = |name: &str| one.get(name).and_then(Value::as_str);
        let scheme = word("identifier_scheme");
        let found = identifier::normalize(scheme, word("identifier_type"), word("identifier")?)?;
        identifier::is_register(&found.scheme)
            .then(|| json!({ "scheme": found.scheme, "number": found.value }))
    })
}

fn number(location: &Value) -> Option<String> {
    let word = |name: &str| location.get(name).and_then(Value::as_str);
    let found = identifier::normalize(None, word("external_identifier_type"), word("external_identifier")?)?;
    (found.scheme == "UPRN").then_some(found.value)
}

/// Puts the type into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let scheme = "The register, by its code in the org-id.guide list, such as `GB-CHC`.";
    Draft::new(REGISTRATION, "The number of an organization in a public register.")
        .shareable()
        .field("scheme", TypeRef::named_nn(TypeRef::STRING), scheme, |ctx| scalar(&ctx, "scheme"))
        .field(
            "number",
            TypeRef::named_nn(TypeRef::STRING),
            "The number, in the register's own form.",
            |ctx| scalar(&ctx, "number"),
        )
        .register(builder, shapes)
}
