//! Lists in pages, as the Relay connection specification has them. A cursor marks a place in an order: it stays good
//! when what stood there moves or goes.

use async_graphql::{
    Result,
    dynamic::{FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use catalog::{Cursor, Hit, Hits, ListKind, Nearest, Query};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    facets, needs,
    nouns::pascal,
    paging::{self, Paging},
    reading::{Reading, attempt},
    shape::{Draft, Shapes, Way},
};

/// The page of a list that was asked for.
pub(crate) struct Page {
    /// What it is a page of, for what is counted over all of it.
    pub(crate) query: Query,
    hits: Vec<Edge>,
    /// How many come before it.
    start: usize,
    /// How long the whole list is.
    total: usize,
}

/// One place in a page.
#[derive(Clone)]
struct Edge {
    kind: ListKind,
    id: Uuid,
    cursor: Cursor,
    score: Option<u32>,
    nearest: Option<Nearest>,
    /// Why it answers the need that was asked for, where one was.
    fit: Option<Value>,
}

impl Edge {
    fn of(hit: &Hit<'_>, fit: Option<Value>) -> Self {
        let Hit { entry, score, nearest, .. } = *hit;
        Self { kind: entry.kind, id: entry.id, cursor: hit.cursor(), score, nearest, fit }
    }
}

/// The name of the type of page information.
pub(crate) const PAGE_INFO: &str = "PageInfo";

/// Where in its list a page is.
pub(crate) struct PageInfo {
    pub(crate) has_next: bool,
    pub(crate) has_previous: bool,
    /// The cursors of the first and the last thing in the page.
    pub(crate) start: Option<String>,
    pub(crate) end: Option<String>,
}

impl Page {
    fn info(&self) -> PageInfo {
        let cursor = |edge: Option<&Edge>| edge.map(|edge| edge.cursor.to_string());
        PageInfo {
            has_next: self.start + self.hits.len() < self.total,
            has_previous: self.start > 0,
            start: cursor(self.hits.first()),
            end: cursor(self.hits.last()),
        }
    }
}

/// Adds a connection, with arguments of its own besides those of every connection. `query` tells what it lists.
pub(crate) fn add<F>(
    draft: Draft,
    name: &str,
    doc: &str,
    (kind, arguments): (ListKind, Vec<InputValue>),
    query: F,
) -> Draft
where
    F: Fn(&ResolverContext<'_>) -> Result<Query> + Send + Sync + 'static,
{
    let arguments = paging::arguments().into_iter().chain(arguments).collect();
    let ty = TypeRef::named(format!("{}Connection", pascal(kind.as_str())));
    draft.asking(name, ty, doc, arguments, move |ctx| {
        let page = query(&ctx).and_then(|query| page(&ctx, query));
        FieldFuture::Value(attempt(&ctx, page.map(|page| Some(FieldValue::owned_any(page)))))
    })
}

fn page(ctx: &ResolverContext<'_>, mut query: Query) -> Result<Page> {
    let snapshot = &*Reading::of(ctx)?.snapshot;
    let found = Paging::read(&given(ctx))?.find(snapshot, &mut query)?;
    let fits = if query.need.is_some() { needs::fits(snapshot, &query, &found)? } else { Vec::new() };
    let Hits { total, start, items, .. } = found;
    let fits = fits.into_iter().chain(std::iter::repeat(None));
    Ok(Page {
        query,
        hits: items.iter().zip(fits).map(|(hit, fit)| Edge::of(hit, fit)).collect(),
        start,
        total,
    })
}

/// Finds an argument of a field, unless it is null.
pub(crate) fn given<'a>(ctx: &'a ResolverContext<'_>) -> impl Fn(&str) -> Option<&'a async_graphql::Value> {
    |name| {
        let value = ctx.args.as_index_map().get(name);
        value.filter(|value| **value != async_graphql::Value::Null)
    }
}

/// Puts the connection and edge types of every list into a schema, and the type of page information.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let builder = facets::register(page_info().register(builder, shapes), shapes);
    let lists = ListKind::ALL.into_iter().filter(|kind| *kind != ListKind::ServiceAtLocation);
    lists.fold(builder, |builder, kind| {
        let builder = connection_type(kind).register(builder, shapes);
        edge_type(kind).register(builder, shapes)
    })
}

fn connection_type(kind: ListKind) -> Draft {
    let node = pascal(kind.as_str());
    let edges = TypeRef::named_nn_list_nn(format!("{node}Edge"));
    let nodes = TypeRef::named_nn_list_nn(&node);
    let draft = Draft::new(&format!("{node}Connection"), "A page of a list.")
        .page("edges", edges, "The things in the page, each with its cursor.", |ctx| {
            FieldFuture::Value(each(&ctx, |edge| Some(FieldValue::owned_any(edge.clone()))))
        })
        .way(Way::Edges)
        .page("nodes", nodes, "The things in the page.", |ctx| {
            FieldFuture::Value(each(&ctx, |edge| Reading::of(&ctx).ok()?.thing(edge.kind, edge.id)))
        })
        .way(Way::Nodes)
        .field("pageInfo", TypeRef::named_nn(PAGE_INFO), "Where in the list the page is.", |ctx| {
            about(&ctx, |page: &Page| FieldValue::owned_any(page.info()))
        })
        .way(Way::PageInfo)
        .field("totalCount", TypeRef::named_nn(TypeRef::INT), "How long the whole list is.", |ctx| {
            about(&ctx, |page: &Page| FieldValue::value(page.total as u64))
        })
        .way(Way::Total);
    facets::extend(draft)
}

/// A value for each thing in the page that is selected from, as long as there is room in the answer.
fn each<'a>(
    ctx: &ResolverContext<'a>,
    value: impl Fn(&Edge) -> Option<FieldValue<'a>>,
) -> Option<FieldValue<'a>> {
    let page = ctx.parent_value.downcast_ref::<Page>()?;
    let reading = Reading::of(ctx).ok()?;
    let hits = page.hits.iter().take_while(|_| reading.count(0));
    Some(FieldValue::list(hits.filter_map(value)))
}

fn edge_type(kind: ListKind) -> Draft {
    let node = pascal(kind.as_str());
    let score = "How well it fits the words searched for; comparable within one list only.";
    let distance = "Metres from the centre of `filter.near` to its nearest location.";
    let nearest = "The id of that location.";
    let draft = Draft::new(&format!("{node}Edge"), "A place in a list.")
        .field(
            "cursor",
            TypeRef::named_nn(TypeRef::STRING),
            "Marks the place, for `after` and `before`.",
            |ctx| of_edge(&ctx, |edge| Some(FieldValue::value(edge.cursor.to_string()))),
        )
        .way(Way::Cursor)
        .field("node", TypeRef::named_nn(node), "The thing itself.", |ctx| {
            let thing = || {
                let edge = ctx.parent_value.downcast_ref::<Edge>()?;
                Reading::of(&ctx).ok()?.thing(edge.kind, edge.id)
            };
            FieldFuture::Value(thing())
        })
        .way(Way::Node)
        .field("score", TypeRef::named(TypeRef::FLOAT), score, |ctx| {
            of_edge(&ctx, |edge| edge.score.map(|score| FieldValue::value(f64::from(score) / 1000.0)))
        })
        .field("distance", TypeRef::named(TypeRef::FLOAT), distance, |ctx| {
            of_edge(&ctx, |edge| edge.nearest.map(|nearest| FieldValue::value(nearest.metres)))
        })
        .field("nearest", TypeRef::named(TypeRef::ID), nearest, |ctx| {
            of_edge(&ctx, |edge| edge.nearest.map(|nearest| FieldValue::value(nearest.location.to_string())))
        });
    let fit = "Why it answers the need of `filter.need`, and how well; null where none is asked for.";
    match kind {
        ListKind::Service => draft.field("fit", TypeRef::named(needs::ANSWER), fit, |ctx| {
            of_edge(&ctx, |edge| edge.fit.clone().map(FieldValue::owned_any))
        }),
        _ => draft,
    }
}

fn of_edge<'a>(
    ctx: &ResolverContext<'a>,
    value: fn(&Edge) -> Option<FieldValue<'static>>,
) -> FieldFuture<'a> {
    FieldFuture::Value(ctx.parent_value.downcast_ref::<Edge>().and_then(value))
}

fn page_info() -> Draft {
    let flag = || TypeRef::named_nn(TypeRef::BOOLEAN);
    let cursor = || TypeRef::named(TypeRef::STRING);
    Draft::new(PAGE_INFO, "Where in its list a page is.")
        .shareable()
        .field("hasNextPage", flag(), "Whether more follow.", |ctx| {
            about(&ctx, |info: &PageInfo| FieldValue::value(info.has_next))
        })
        .way(Way::HasNext)
        .field("hasPreviousPage", flag(), "Whether any come before.", |ctx| {
            about(&ctx, |info: &PageInfo| FieldValue::value(info.has_previous))
        })
        .way(Way::HasPrevious)
        .field("startCursor", cursor(), "The cursor of the first thing in the page.", |ctx| {
            about(&ctx, |info: &PageInfo| marker(info.start.as_deref()))
        })
        .way(Way::Start)
        .field("endCursor", cursor(), "The cursor of the last thing in the page.", |ctx| {
            about(&ctx, |info: &PageInfo| marker(info.end.as_deref()))
        })
        .way(Way::End)
}

fn about<'a, T: std::any::Any + Send + Sync>(
    ctx: &ResolverContext<'a>,
    value: fn(&T) -> FieldValue<'static>,
) -> FieldFuture<'a> {
    FieldFuture::Value(ctx.parent_value.downcast_ref::<T>().map(value))
}

fn marker(cursor: Option<&str>) -> FieldValue<'static> {
    cursor.map_or(FieldValue::NULL, |cursor| FieldValue::value(cursor.to_owned()))
}
