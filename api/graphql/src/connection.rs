//! Lists in pages, as the Relay connection specification has them. A cursor is the id of the thing that it marks:
//! it stays good as long as the thing is in the list, however the list around it grows.

use async_graphql::{
    Result,
    dynamic::{FieldFuture, FieldValue, InputValue, ResolverContext, SchemaBuilder, TypeRef},
};
use catalog::{ListKind, Query, QueryError, Snapshot};
use uuid::Uuid;

use crate::{
    limits,
    nouns::pascal,
    reading::{Reading, attempt},
    shape::{Draft, Shapes},
};

/// What a connection lists.
pub(crate) enum Listing {
    /// What a query finds, in its order; the page is put into the query.
    Found(Box<Query>),
    /// These services, in this order.
    Given(Vec<Uuid>),
}

impl Listing {
    /// Some of the list, and how long the whole of it is.
    fn part(&self, snapshot: &Snapshot, offset: usize, limit: usize) -> Result<(Vec<Uuid>, usize)> {
        match self {
            Self::Found(query) => {
                let hits = snapshot.search(&Query { offset, limit, ..Query::clone(query) })?;
                Ok((hits.items.iter().map(|hit| hit.entry.id).collect(), hits.total))
            }
            Self::Given(ids) => Ok((ids.iter().skip(offset).take(limit).copied().collect(), ids.len())),
        }
    }

    /// How many things of the list stand up to and with this one.
    fn place_after(&self, snapshot: &Snapshot, id: Uuid) -> Result<usize> {
        match self {
            Self::Found(query) => {
                Ok(snapshot.search(&Query { after: Some(id), limit: 0, ..Query::clone(query) })?.start)
            }
            Self::Given(ids) => {
                let place = ids.iter().position(|other| *other == id).map(|place| place + 1);
                place.ok_or_else(|| QueryError::Cursor(id).into())
            }
        }
    }

    /// How many things of the list stand before this one, which a condition may keep out of the list itself.
    fn place_before(&self, snapshot: &Snapshot, id: Uuid) -> Result<usize> {
        let place = self.place_after(snapshot, id)?;
        let (last, _) = self.part(snapshot, place.saturating_sub(1), 1)?;
        Ok(if last.first() == Some(&id) { place.saturating_sub(1) } else { place })
    }
}

/// The page of a list that was asked for.
struct Page {
    kind: ListKind,
    ids: Vec<Uuid>,
    /// How many come before it.
    start: usize,
    /// How long the whole list is.
    total: usize,
}

/// One place in a page.
struct Edge {
    kind: ListKind,
    id: Uuid,
}

/// Adds a connection.
pub(crate) fn add<F>(draft: Draft, name: &str, doc: &str, kind: ListKind, listing: F) -> Draft
where
    F: Fn(&ResolverContext<'_>) -> Result<Listing> + Send + Sync + 'static,
{
    add_with(draft, name, doc, (kind, Vec::new()), listing)
}

/// Adds a connection with arguments of its own besides those of every connection.
pub(crate) fn add_with<F>(
    draft: Draft,
    name: &str,
    doc: &str,
    (kind, arguments): (ListKind, Vec<InputValue>),
    listing: F,
) -> Draft
where
    F: Fn(&ResolverContext<'_>) -> Result<Listing> + Send + Sync + 'static,
{
    let arguments = paging().into_iter().chain(arguments).collect();
    let ty = TypeRef::named(format!("{}Connection", pascal(kind.as_str())));
    draft.asking(name, ty, doc, arguments, move |ctx| {
        let page = listing(&ctx).and_then(|listing| page(&ctx, kind, &listing));
        FieldFuture::Value(attempt(&ctx, page.map(|page| Some(FieldValue::owned_any(page)))))
    })
}

fn paging() -> [InputValue; 4] {
    let count = |name, doc: &str| InputValue::new(name, TypeRef::named(TypeRef::INT)).description(doc);
    let cursor = |name, doc| InputValue::new(name, TypeRef::named(TypeRef::STRING)).description(doc);
    let most = format!(
        "How many to give from the front, at most {}; {} unless told.",
        limits::PAGE,
        limits::USUAL_PAGE
    );
    [
        count("first", &most),
        cursor("after", "Begin after this cursor."),
        count("last", "How many to give from the back; not together with `first`."),
        cursor("before", "End before this cursor."),
    ]
}

/// The part of a list that the arguments ask for: what lies between the two cursors, cut at the front or the back.
fn page(ctx: &ResolverContext<'_>, kind: ListKind, listing: &Listing) -> Result<Page> {
    let snapshot = &*Reading::of(ctx)?.snapshot;
    let (first, last) = (count(ctx, "first")?, count(ctx, "last")?);
    if first.is_some() && last.is_some() {
        return Err("`first` and `last` cannot be given together".into());
    }
    let (after, before) = (cursor(ctx, "after")?, cursor(ctx, "before")?);
    let begin = after.map_or(Ok(0), |id| listing.place_after(snapshot, id))?;
    let end = before.map_or(Ok(usize::MAX), |id| listing.place_before(snapshot, id))?;
    let end = if last.is_some() { end.min(listing.part(snapshot, 0, 0)?.1) } else { end };
    let between = end.saturating_sub(begin);
    let length = last.or(first).unwrap_or(limits::USUAL_PAGE).min(between);
    let start = if last.is_some() { begin + between - length } else { begin };
    let (ids, total) = listing.part(snapshot, start, length)?;
    Ok(Page { kind, ids, start, total })
}

fn count(ctx: &ResolverContext<'_>, name: &str) -> Result<Option<usize>> {
    let Some(given) = ctx.args.get(name).filter(|given| !given.is_null()) else { return Ok(None) };
    let given = given.i64()?;
    match usize::try_from(given) {
        Ok(count) if count <= limits::PAGE => Ok(Some(count)),
        _ => Err(format!("`{name}` is {given}; give a number from 0 to {}", limits::PAGE).into()),
    }
}

fn cursor(ctx: &ResolverContext<'_>, name: &str) -> Result<Option<Uuid>> {
    let Some(given) = ctx.args.get(name).filter(|given| !given.is_null()) else { return Ok(None) };
    let text = given.string()?;
    let malformed =
        |_| format!("`{name}` is `{text}`, which is no cursor; take one from `pageInfo` or an edge").into();
    text.parse().map(Some).map_err(malformed)
}

/// Puts the connection and edge types of every list into a schema, and the type of page information.
pub(crate) fn register(builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
    let builder = page_info().register(builder, shapes);
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
    Draft::new(&format!("{node}Connection"), "A page of a list.")
        .page("edges", edges, "The things in the page, each with its cursor.", |ctx| {
            let edge = |page: &Page, id| FieldValue::owned_any(Edge { kind: page.kind, id });
            FieldFuture::Value(each(&ctx, |page, id| Some(edge(page, id))))
        })
        .page("nodes", nodes, "The things in the page.", |ctx| {
            FieldFuture::Value(each(&ctx, |page, id| Reading::of(&ctx).ok()?.thing(page.kind, id)))
        })
        .field("pageInfo", TypeRef::named_nn("PageInfo"), "Where in the list the page is.", |ctx| {
            let page = ctx.parent_value.downcast_ref::<Page>();
            FieldFuture::Value(page.map(|page| FieldValue::borrowed_any(page)))
        })
        .field("totalCount", TypeRef::named_nn(TypeRef::INT), "How long the whole list is.", |ctx| {
            let page = ctx.parent_value.downcast_ref::<Page>();
            FieldFuture::Value(page.map(|page| FieldValue::value(page.total as u64)))
        })
}

/// A value for each thing in the page that is selected from, as long as there is room in the answer.
fn each<'a>(
    ctx: &ResolverContext<'a>,
    value: impl Fn(&Page, Uuid) -> Option<FieldValue<'a>>,
) -> Option<FieldValue<'a>> {
    let page = ctx.parent_value.downcast_ref::<Page>()?;
    let reading = Reading::of(ctx).ok()?;
    let ids = page.ids.iter().take_while(|_| reading.count(0));
    Some(FieldValue::list(ids.filter_map(|id| value(page, *id))))
}

fn edge_type(kind: ListKind) -> Draft {
    let node = pascal(kind.as_str());
    Draft::new(&format!("{node}Edge"), "A place in a list.")
        .field(
            "cursor",
            TypeRef::named_nn(TypeRef::STRING),
            "Marks the place, for `after` and `before`.",
            |ctx| {
                let edge = ctx.parent_value.downcast_ref::<Edge>();
                FieldFuture::Value(edge.map(|edge| FieldValue::value(edge.id.to_string())))
            },
        )
        .field("node", TypeRef::named_nn(node), "The thing itself.", |ctx| {
            let thing = || {
                let edge = ctx.parent_value.downcast_ref::<Edge>()?;
                Reading::of(&ctx).ok()?.thing(edge.kind, edge.id)
            };
            FieldFuture::Value(thing())
        })
}

fn page_info() -> Draft {
    let flag = || TypeRef::named_nn(TypeRef::BOOLEAN);
    let cursor = || TypeRef::named(TypeRef::STRING);
    Draft::new("PageInfo", "Where in its list a page is.")
        .shareable()
        .field("hasNextPage", flag(), "Whether more follow.", |ctx| {
            about(&ctx, |page| FieldValue::value(page.start + page.ids.len() < page.total))
        })
        .field("hasPreviousPage", flag(), "Whether any come before.", |ctx| {
            about(&ctx, |page| FieldValue::value(page.start > 0))
        })
        .field("startCursor", cursor(), "The cursor of the first thing in the page.", |ctx| {
            about(&ctx, |page| marker(page.ids.first()))
        })
        .field("endCursor", cursor(), "The cursor of the last thing in the page.", |ctx| {
            about(&ctx, |page| marker(page.ids.last()))
        })
}

fn about<'a>(ctx: &ResolverContext<'a>, value: fn(&Page) -> FieldValue<'static>) -> FieldFuture<'a> {
    FieldFuture::Value(ctx.parent_value.downcast_ref::<Page>().map(value))
}

fn marker(id: Option<&Uuid>) -> FieldValue<'static> {
    id.map_or(FieldValue::NULL, |id| FieldValue::value(id.to_string()))
}
