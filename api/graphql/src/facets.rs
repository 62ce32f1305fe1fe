//! What is counted over the whole of a list, however much of it the page holds.

use async_graphql::{
    Result, Value,
    dynamic::{Enum, EnumItem, FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use catalog::{Facet, FacetCounts, FacetValue, Query};
use serde_json::json;

use crate::{
    connection::{Page, given},
    filter::value::{items, name},
    limits,
    nouns::{parts, scalar},
    reading::{Reading, attempt},
    shape::{Draft, Shapes},
};

const FACET: &str = "Facet";
const COUNTS: &str = "FacetCounts";
const VALUE: &str = "FacetValue";

/// Adds the counts to the type of a page.
pub(crate) fn extend(draft: Draft) -> Draft {
    let doc = "How many things of the whole list have each value of a facet.";
    let by =
        InputValue::new("by", TypeRef::named_nn_list_nn(FACET)).description("What to count by, each once.");
    let facets = draft.naming("facets", TypeRef::named_nn_list(COUNTS), doc, ("by", by), |ctx| {
        FieldFuture::Value(attempt(&ctx, counted(&ctx)))
    });
    facets.price(limits::FACET)
}

fn counted<'a>(ctx: &ResolverContext<'a>) -> Result<Option<FieldValue<'a>>> {
    let Some(page) = ctx.parent_value.downcast_ref::<Page>() else { return Ok(None) };
    let mut facets = Vec::new();
    for value in given(ctx)("by").map(items).unwrap_or_default() {
        let facet = facet(value)?;
        if !facets.contains(&facet) {
            facets.push(facet);
        }
    }
    let reading = Reading::of(ctx)?;
    reading.look()?;
    let query = Query { facets, cursor: None, offset: 0, limit: 0, ..page.query.clone() };
    let counts = reading.snapshot.search(&query)?.facets;
    Ok(Some(FieldValue::list(counts.iter().map(|counts| FieldValue::owned_any(of_counts(counts))))))
}

fn facet(value: &Value) -> Result<Facet> {
    let name = name(value)?;
    let found = Facet::ALL.into_iter().find(|facet| facet.as_str().eq_ignore_ascii_case(name));
    found.ok_or_else(|| format!("`{name}` is no facet").into())
}

fn of_counts(counts: &FacetCounts) -> serde_json::Value {
    let value = |one: &FacetValue| json!({ "value": one.value, "label": one.label, "count": one.count });
    json!({
        "facet": counts.facet.as_str().to_ascii_uppercase(),
        "values": counts.values.iter().map(value).collect::<Vec<_>>(),
        "more": counts.more,
    })
}

/// Puts the types into a schema.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let builder = counts_type().register(builder.register(facet_type()), shapes);
    value_type().register(builder, shapes)
}

fn counts_type() -> Draft {
    let values = "The values that most things have, the most frequent first; at most 100.";
    Draft::new(COUNTS, "How many things of a list have each value of a facet.")
        .field("facet", TypeRef::named_nn(FACET), "What was counted by.", |ctx| scalar(&ctx, "facet"))
        .field("values", TypeRef::named_nn_list_nn(VALUE), values, |ctx| parts(&ctx, "values"))
        .field("more", TypeRef::named_nn(TypeRef::INT), "How many values there are besides those.", |ctx| {
            scalar(&ctx, "more")
        })
}

fn value_type() -> Draft {
    let label = "What people call it, where that is something else.";
    Draft::new(VALUE, "A value of a facet.")
        .field("value", TypeRef::named_nn(TypeRef::STRING), "The value, as the filter takes it.", |ctx| {
            scalar(&ctx, "value")
        })
        .field("label", TypeRef::named(TypeRef::STRING), label, |ctx| scalar(&ctx, "label"))
        .field("count", TypeRef::named_nn(TypeRef::INT), "How many things have it.", |ctx| {
            scalar(&ctx, "count")
        })
}

fn facet_type() -> Enum {
    let facet = Enum::new(FACET).description("What the things of a list can be counted by.");
    Facet::ALL.into_iter().fold(facet, |ty, one| {
        let doc = match one {
            Facet::Topic => "The terms attached, each by its id.",
            Facet::Organization => "The organization, by its id.",
            Facet::Status => "The service's status.",
            Facet::Cost => "`free`, `paid` or `unknown`.",
            Facet::Language => "Languages that the service is given in, by ISO 639 code, or else by name.",
            Facet::Accessibility => "What disabled visitors find at a location.",
            Facet::Ward => "The wards that a location lies in, by code.",
            Facet::Source => "The sources that say something of it.",
        };
        ty.item(EnumItem::new(one.as_str().to_ascii_uppercase()).description(doc))
    })
}
