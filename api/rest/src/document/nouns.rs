//! The schemas of the nouns, made from the dictionary.

use std::collections::BTreeMap;

use model::hsds::{
    Field, FieldKind, HsdsNoun, Location, NounType, Organization, Service, ServiceAtLocation, Taxonomy,
    TaxonomyTerm,
};
use utoipa::openapi::{
    Array, Object, ObjectBuilder, Ref, RefOr, Schema, SchemaFormat, Type,
    schema::KnownFormat::{self, Date, DateTime, Double, Email, Uri, Uuid},
};

/// The nouns that answers begin with; all others are nested in them.
fn roots() -> [&'static NounType; 6] {
    [
        Service::noun_type(),
        Organization::noun_type(),
        Location::noun_type(),
        ServiceAtLocation::noun_type(),
        Taxonomy::noun_type(),
        TaxonomyTerm::noun_type(),
    ]
}

/// A field that answers have beyond the dictionary.
struct Beyond {
    noun: &'static str,
    field: &'static str,
    doc: &'static str,
    schema: fn() -> RefOr<Schema>,
}

/// What the UK profile and the standard's interface add to the nouns.
const BEYOND: [Beyond; 5] = [
    Beyond {
        noun: "service_area",
        field: "service_area",
        doc: "The name of the area. Kept for older readers.",
        schema: text,
    },
    Beyond {
        noun: "accessibility",
        field: "accessibility",
        doc: "The provision. Kept for older readers.",
        schema: text,
    },
    Beyond {
        noun: "taxonomy_term",
        field: "term",
        doc: "The name of the term. Kept for older readers.",
        schema: text,
    },
    Beyond {
        noun: "organization",
        field: "services",
        doc: "What it offers, in its details.",
        schema: || many("service"),
    },
    Beyond {
        noun: "service_at_location",
        field: "service",
        doc: "The service, nested.",
        schema: || one("service"),
    },
];

/// The schema of every noun that answers can hold, by the name of its component.
pub(super) fn schemas() -> BTreeMap<String, RefOr<Schema>> {
    let mut schemas = BTreeMap::new();
    roots().into_iter().for_each(|noun| add(noun, &mut schemas));
    schemas
}

/// Adds a noun and those nested in it.
fn add(noun: &'static NounType, schemas: &mut BTreeMap<String, RefOr<Schema>>) {
    if schemas.contains_key(&component(noun.name)) {
        return;
    }
    schemas.insert(component(noun.name), object(noun).into());
    for field in noun.fields {
        if let FieldKind::List(nested) | FieldKind::One(nested) = field.kind {
            add(nested(), schemas);
        }
    }
}

/// The name of a noun's component: `service_at_location` is `ServiceAtLocation`.
pub(super) fn component(noun: &str) -> String {
    let capital = |word: &str| {
        let (first, rest) = word.split_at_checked(1).unwrap_or_default();
        first.to_uppercase() + rest
    };
    noun.split('_').map(capital).collect()
}

/// The schema of a noun.
pub(super) fn object(noun: &NounType) -> Object {
    let id = string(Some(Uuid)).description(Some("The id, the same for ever."));
    let mut object = ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some(noun.doc.trim()))
        .property("id", id)
        .required("id");
    for field in noun.fields {
        object = object.property(field.name, described(property(field), field.doc));
        if field.required {
            object = object.required(field.name);
        }
    }
    for beyond in BEYOND.iter().filter(|beyond| beyond.noun == noun.name) {
        object = object.property(beyond.field, described((beyond.schema)(), beyond.doc));
    }
    if roots().iter().any(|root| root.name == noun.name) {
        object = object.property("licences", super::envelopes::licences());
    }
    object.build()
}

fn property(field: &Field) -> RefOr<Schema> {
    match field.kind {
        FieldKind::Text | FieldKind::Time => text(),
        FieldKind::Number => ObjectBuilder::new()
            .schema_type(Type::Number)
            .format(Some(SchemaFormat::KnownFormat(Double)))
            .into(),
        FieldKind::Uri => string(Some(Uri)).into(),
        FieldKind::Email => string(Some(Email)).into(),
        FieldKind::Date => string(Some(Date)).into(),
        FieldKind::DateTime => string(Some(DateTime)).into(),
        FieldKind::Id => string(Some(Uuid)).into(),
        FieldKind::Choice(values) => string(None).enum_values(Some(values.iter().copied())).into(),
        FieldKind::List(nested) => many(nested().name),
        FieldKind::One(nested) => one(nested().name),
    }
}

fn string(format: Option<KnownFormat>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).format(format.map(SchemaFormat::KnownFormat))
}

fn text() -> RefOr<Schema> {
    string(None).into()
}

fn one(noun: &str) -> RefOr<Schema> {
    Ref::from_schema_name(component(noun)).into()
}

fn many(noun: &str) -> RefOr<Schema> {
    Array::new(one(noun)).into()
}

/// The same schema with what the field holds.
fn described(schema: RefOr<Schema>, doc: &str) -> RefOr<Schema> {
    let doc = Some(doc.trim().to_owned());
    match schema {
        RefOr::T(Schema::Object(mut object)) => {
            object.description = doc;
            object.into()
        }
        RefOr::T(Schema::Array(mut array)) => {
            array.description = doc;
            array.into()
        }
        other => other,
    }
}
