//! The schemas of the directory's own lists: the nouns with what is nested in them and how they were found.

use model::hsds::{HsdsNoun, Location, NounType, Organization, Service, Taxonomy, TaxonomyTerm};
use serde_json::{Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Array, ContentBuilder, Object, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Schema,
        SchemaFormat, Type,
        schema::{AdditionalProperties, AnyOf, KnownFormat},
    },
};

use super::{
    envelopes, examples, nouns,
    responses::{data, with_headers},
};
use crate::{asked::Form, wire::FitTold};

/// What stands for a noun where things of several kinds are found.
pub(super) const ANY: &str = "Any";

/// The nouns that have a list.
fn listed() -> [&'static NounType; 5] {
    [
        Service::noun_type(),
        Organization::noun_type(),
        Location::noun_type(),
        Taxonomy::noun_type(),
        TaxonomyTerm::noun_type(),
    ]
}

/// The components of the lists.
pub(super) fn schemas() -> Vec<(String, RefOr<Schema>)> {
    let mut schemas = Vec::new();
    let mut any = AnyOf::builder();
    for noun in listed() {
        let name = nouns::component(noun.name);
        schemas.push((format!("{name}Result"), result(noun).into()));
        schemas.push((format!("{name}Results"), page(&format!("{name}Result")).into()));
        any = any.item(Ref::from_schema_name(format!("{name}Result")));
    }
    schemas.push(("AnyResult".to_owned(), any.description(Some("A thing of the kind that it says.")).into()));
    schemas.push(("AnyResults".to_owned(), page("AnyResult").into()));
    schemas.push((FitTold::name().into_owned(), FitTold::schema()));
    schemas.push(("Facets".to_owned(), facets().into()));
    schemas.push(("Provenance".to_owned(), provenance().into()));
    schemas
}

/// A noun as a result: any of its own members may be left out but its id.
fn result(noun: &'static NounType) -> Object {
    let mut object = nouns::object(noun);
    object.required = vec!["id".to_owned()];
    let many = |name: &str| Array::new(Ref::from_schema_name(name));
    let more: [(&str, RefOr<Schema>); 8] = [
        (
            "kind",
            words(&listed().map(|noun| noun.name), "What kind of thing it is, where several are found.")
                .into(),
        ),
        ("score", number("How well it fits the words; comparable within one answer.").into()),
        (
            "distance_m",
            number("How many metres away its nearest location is, where `near` is asked for.").into(),
        ),
        ("nearest_location_id", id("Which location that is.").into()),
        ("locations", many("Location").into()),
        ("services", many("Service").into()),
        (
            "referents",
            ObjectBuilder::new().schema_type(Type::Array).description(Some("Its former ids.")).into(),
        ),
        ("provenance", claims().into()),
    ];
    for (name, schema) in more {
        object.properties.entry(name.to_owned()).or_insert(schema);
    }
    if noun.name == Service::noun_type().name {
        object.properties.insert("fit".to_owned(), Ref::from_schema_name(FitTold::name()).into());
    }
    object.properties.insert("referents".to_owned(), Array::new(id("A former id.")).into());
    object
}

fn words(words: &[&'static str], doc: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.to_vec())).description(Some(doc))
}

fn number(doc: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0)).description(Some(doc))
}

fn id(doc: &str) -> ObjectBuilder {
    let uuid = SchemaFormat::KnownFormat(KnownFormat::Uuid);
    ObjectBuilder::new().schema_type(Type::String).format(Some(uuid)).description(Some(doc))
}

fn text(doc: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).description(Some(doc))
}

fn count(doc: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).description(Some(doc))
}

/// By field, who says what.
fn claims() -> Object {
    let claim =
        ObjectBuilder::new().schema_type(Type::Object).description(Some("What a record of a source says."));
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("By field the claims on it, that which is published first."))
        .additional_properties(Some(AdditionalProperties::RefOr(Array::new(claim).into())))
        .build()
}

fn provenance() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("Who said what of a thing."))
        .property("id", id("The id of the thing."))
        .property("kind", text("What kind of thing it is."))
        .property("fields", claims())
        .property("licences", envelopes::licences())
        .required("id")
        .required("kind")
        .required("fields")
        .build()
}

fn facets() -> Object {
    let value = ObjectBuilder::new()
        .property("value", text("The value, as the condition of that name takes it."))
        .property("label", text("What people call it, where that is something else."))
        .property("count", count("How many results have it."))
        .required("value")
        .required("count");
    let counts = ObjectBuilder::new()
        .property("values", Array::new(value))
        .property("more", count("How many values there are beside these."))
        .required("values")
        .required("more");
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some(
            "By what was counted, how many of all that is found have each value, the most frequent first.",
        ))
        .additional_properties(Some(AdditionalProperties::RefOr(RefOr::from(counts))))
        .build()
}

fn page(item: &str) -> Object {
    let path = || SchemaFormat::KnownFormat(KnownFormat::UriReference);
    let needs = "Where five words or more found no service: the path at which a sentence is heard.";
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("A part of what is found."))
        .property("total_items", count("How many there are in all."))
        .property("size", count("How many are here."))
        .property("next", text("The path at which it goes on, where it does.").format(Some(path())))
        .property("needs", text(needs).format(Some(path())))
        .property("contents", Array::new(Ref::from_schema_name(item)))
        .property("facets", Ref::from_schema_name("Facets"))
        .property("licences", envelopes::licences())
        .required("total_items")
        .required("size")
        .required("contents")
        .required("licences")
        .build()
}

/// A list in every form.
pub(super) fn results(noun: &str, doc: &str) -> Response {
    let page = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(format!("{noun}Results"))))
        .example(Some(example(noun)));
    let [_, (_, _, map), (_, _, table), (_, _, lines)] = Form::ALL;
    let plain = |doc: &str| ContentBuilder::new().schema(Some(text(doc))).build();
    let features =
        ObjectBuilder::new().schema_type(Type::Object).description(Some("A FeatureCollection (RFC 7946)."));
    let answer = ResponseBuilder::new()
        .description(doc)
        .content("application/json", page.build())
        .content(map, ContentBuilder::new().schema(Some(features)).build())
        .content(table, plain("A column for each member, nested ones as JSON. Of services `address` and `postal_code` of the first place, `phone`, `email` and `hours` too."))
        .content(lines, plain("Everything, one JSON object a line, each with its licences."));
    with_headers(data(answer.build()), &["Vary"])
}

/// An answer in JSON.
pub(super) fn found(schema: &str, doc: &str) -> Response {
    let content =
        ContentBuilder::new().schema(Some(Ref::from_schema_name(schema))).example(Some(match schema {
            "AnyResult" => examples::of("Service").unwrap_or_default(),
            _ => json!({ "id": "0b1f9c3e-5d3a-5c52-9d1f-3a2b1c0d9e8f", "kind": "service", "fields": {} }),
        }));
    data(ResponseBuilder::new().description(doc).content("application/json", content.build()).build())
}

fn example(noun: &str) -> Value {
    let item = match noun {
        ANY => examples::of_kind("Service", Service::noun_type().name),
        noun => examples::of(noun),
    };
    let item = item.unwrap_or_else(|| json!({ "id": "4a6b9c3e-0d3a-5c52-8d1f-7a2b1c0d9e04" }));
    json!({ "total_items": 1, "size": 1, "contents": [item], "licences": [] })
}
