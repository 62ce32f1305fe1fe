//! The schemas of what stands around the nouns: pages, problems, licences.

use utoipa::{
    PartialSchema,
    openapi::{
        Array, ArrayBuilder, Object, ObjectBuilder, Ref, RefOr, Schema, SchemaFormat, Type,
        schema::{
            AnyOf,
            KnownFormat::{self, DateTime, Int32, UriReference, Uuid},
        },
    },
};

use crate::licences::Licence;

/// The lists: the name of the page's component and of what it holds.
const PAGES: [(&str, &str); 4] = [
    ("OrganizationPage", "Organization"),
    ("ServiceAtLocationPage", "ServiceAtLocation"),
    ("TaxonomyPage", "Taxonomy"),
    ("TaxonomyTermPage", "TaxonomyTerm"),
];

/// The components that the nouns stand in.
pub(super) fn schemas() -> Vec<(String, RefOr<Schema>)> {
    let service =
        AnyOf::builder().item(Ref::from_schema_name("Service")).item(Ref::from_schema_name("ServiceStamp"));
    let mut schemas = vec![
        ("Licence".to_owned(), Licence::schema()),
        ("Problem".to_owned(), problem().into()),
        ("ServiceStamp".to_owned(), stamp().into()),
        ("ServicePage".to_owned(), page(Schema::from(service).into()).into()),
    ];
    schemas
        .extend(PAGES.map(|(name, item)| (name.to_owned(), page(Ref::from_schema_name(item).into()).into())));
    schemas
}

/// A member that names the terms of use of what stands beside it.
pub(super) fn licences() -> RefOr<Schema> {
    let doc =
        "The licences and attributions of everything shown here; in details, lines of ndjson and pages.";
    ArrayBuilder::new().items(Ref::from_schema_name("Licence")).description(Some(doc)).into()
}

/// The standard's envelope around a page.
fn page(item: RefOr<Schema>) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("One page of a list."))
        .property("total_items", count("How many results there are on all pages.", 0))
        .property("total_pages", count("How many pages there are.", 0))
        .property("page_number", count("The number of this page, from 1.", 1))
        .property("size", count("How many results are on this page.", 0))
        .property("first_page", flag("Whether this is the first page."))
        .property("last_page", flag("Whether no page comes after this one."))
        .property("empty", flag("Whether nothing is on this page."))
        .property("contents", Array::new(item))
        .property("licences", licences())
        .required_all([
            "total_items",
            "total_pages",
            "page_number",
            "size",
            "first_page",
            "last_page",
            "empty",
        ])
        .required_all(["contents", "licences"])
        .build()
}

/// All that `minimal` leaves of a service.
fn stamp() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("The id of a service and when it changed: the result of `minimal`."))
        .property("id", string(Uuid, "The id of the service."))
        .property("modified_date", string(DateTime, "When anything shown with the service last changed."))
        .required_all(["id", "modified_date"])
        .build()
}

/// A problem document (RFC 9457) with the members that the directory adds.
fn problem() -> Object {
    let text = |doc: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(doc));
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("What went wrong and what to do, as a problem document of RFC 9457."))
        .property("type", string(UriReference, "The type of problem: a path at which it is explained."))
        .property("title", text("What it is, the same for each occurrence."))
        .property("status", count("The status of the answer.", 400))
        .property("detail", text("What happened this time."))
        .property("instance", string(UriReference, "The path that was asked for."))
        .property("parameter", text("The parameter that is at fault."))
        .property("value", text("What was sent for it."))
        .property("allowed", text("What may be sent for it."))
        .required_all(["type", "title", "status", "detail"])
        .build()
}

fn count(doc: &str, least: i32) -> ObjectBuilder {
    let whole =
        ObjectBuilder::new().schema_type(Type::Integer).format(Some(SchemaFormat::KnownFormat(Int32)));
    whole.description(Some(doc)).minimum(Some(least)).maximum(Some(i32::MAX))
}

fn flag(doc: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Boolean).description(Some(doc))
}

fn string(format: KnownFormat, doc: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(format)))
        .description(Some(doc))
}

/// Adds several required members.
trait RequiredAll {
    fn required_all<const N: usize>(self, members: [&str; N]) -> Self;
}

impl RequiredAll for ObjectBuilder {
    fn required_all<const N: usize>(self, members: [&str; N]) -> Self {
        members.into_iter().fold(self, Self::required)
    }
}
