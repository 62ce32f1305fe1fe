//! The ways from one published thing to others, beyond the nesting that the standard has.

use async_graphql::{
    Result,
    dynamic::{FieldFuture, FieldValue, ResolverContext, TypeRef},
};
use catalog::{ListKind, Query};
use uuid::Uuid;

use crate::{
    alignment, connection,
    nouns::{pascal, related},
    reading::{self, Reading},
    shape::{Draft, Narrow, Way},
};

/// A field that leads to one other thing.
struct One {
    on: &'static str,
    name: &'static str,
    to: ListKind,
    /// The field of the noun that holds the id.
    reference: &'static str,
    doc: &'static str,
}

const ONES: [One; 4] = [
    One {
        on: "service_at_location",
        name: "service",
        to: ListKind::Service,
        reference: "service_id",
        doc: "The service.",
    },
    One {
        on: "location",
        name: "organization",
        to: ListKind::Organization,
        reference: "organization_id",
        doc: "The organization that runs the place.",
    },
    One {
        on: "organization",
        name: "parentOrganization",
        to: ListKind::Organization,
        reference: "parent_organization_id",
        doc: "The organization of which this one is a part.",
    },
    One {
        on: "taxonomy_term",
        name: "parent",
        to: ListKind::TaxonomyTerm,
        reference: "parent_id",
        doc: "The broader term.",
    },
];

/// A field that leads to a page of others.
struct Page {
    on: &'static str,
    /// The field of the standard that it stands for, or its own name.
    name: &'static str,
    graph_name: &'static str,
    to: ListKind,
    narrow: Narrow,
    doc: &'static str,
}

const PAGES: [Page; 5] = [
    Page {
        on: "location",
        name: "services",
        graph_name: "services",
        to: ListKind::Service,
        narrow: |query, id| query.location_id = Some(id),
        doc: "The services that are given there, by name.",
    },
    Page {
        on: "organization",
        name: "services",
        graph_name: "services",
        to: ListKind::Service,
        narrow: |query, id| query.organization_id = Some(id),
        doc: "The services that it gives.",
    },
    Page {
        on: "organization",
        name: "locations",
        graph_name: "locations",
        to: ListKind::Location,
        narrow: |query, id| query.organization_id = Some(id),
        doc: "Its own places, apart from those where its services are given.",
    },
    Page {
        on: "taxonomy",
        name: "taxonomy_terms",
        graph_name: "taxonomyTerms",
        to: ListKind::TaxonomyTerm,
        narrow: |query, id| query.taxonomy_ids = vec![id],
        doc: "Its terms.",
    },
    Page {
        on: "taxonomy_term",
        name: "services",
        graph_name: "services",
        to: ListKind::Service,
        narrow: |query, id| query.taxonomy_term_ids = vec![id],
        doc: "The services that it is attached to.",
    },
];

/// Whether a list of the standard is given as a connection, because it may be long and leads to other entities.
pub(crate) fn replaces(noun: &str, field: &str) -> bool {
    PAGES.iter().any(|page| page.on == noun && page.name == field)
}

/// Adds a noun's ways to others.
pub(crate) fn extend(draft: Draft, noun: &str) -> Draft {
    let ones = ONES.iter().filter(|one| one.on == noun);
    let draft = ones.fold(draft, |draft, one| {
        let ty = TypeRef::named(pascal(one.to.as_str()));
        let field = draft.field(one.name, ty, one.doc, |ctx| related(&ctx, one.to, one.reference));
        field.way(Way::Related(one.to, one.reference))
    });
    let draft = PAGES.iter().filter(|page| page.on == noun).fold(draft, |draft, page| {
        connection::add(draft, page.graph_name, page.doc, (page.to, Vec::new()), |ctx| {
            let mut query = Query::new(page.to);
            (page.narrow)(&mut query, own_id(ctx)?);
            Ok(query)
        })
        .way(Way::Linked(page.to, page.narrow))
    });
    let draft = if noun == "service" { places(draft) } else { draft };
    alignment::extend(draft, noun)
}

/// The short way from a service to its locations, past what the standard has between them.
fn places(draft: Draft) -> Draft {
    let doc = "The places where it is given, each once. What holds of one of them alone stands with `serviceAtLocations`.";
    let places = |ctx: &ResolverContext<'_>| -> Option<FieldValue<'static>> {
        let (reading, thing) = (Reading::of(ctx).ok()?, reading::thing(ctx)?);
        let ids = reading.find(thing.kind, thing.id)?.places();
        let shown = ids.into_iter().take_while(|_| reading.count(0));
        Some(FieldValue::list(shown.filter_map(|id| reading.thing(ListKind::Location, id))))
    };
    let ty = TypeRef::named_nn_list_nn(pascal(ListKind::Location.as_str()));
    draft.field("locations", ty, doc, move |ctx| FieldFuture::Value(places(&ctx))).way(Way::Places)
}

/// The id of the thing that a field is selected from.
pub(crate) fn own_id(ctx: &ResolverContext<'_>) -> Result<Uuid> {
    let id = match reading::thing(ctx) {
        Some(thing) => Some(thing.id),
        None => reading::object(ctx).and_then(|object| object.get("id")?.as_str()?.parse().ok()),
    };
    id.ok_or_else(|| "it has no id, so nothing can be listed for it".into())
}
