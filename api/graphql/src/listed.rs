//! Lists of what is no published thing of its own, in pages as any other list: sessions, areas, what answers a need.

use async_graphql::{
    Result, Value as Answer,
    dynamic::{FieldFuture, FieldValue, ResolverContext, TypeRef},
};
use catalog::QueryError;
use serde_json::Value;

use crate::{
    connection::{self, PageInfo},
    paging,
    reading::Reading,
    shape::Draft,
};

/// A page of such a list.
pub(crate) struct Listed {
    pub(crate) edges: Vec<Edge>,
    /// How many come before it.
    pub(crate) start: usize,
    /// How long the whole list is.
    pub(crate) total: usize,
    /// What is told of the whole list, as a JSON object.
    pub(crate) about: Value,
}

/// One place in the page.
pub(crate) struct Edge {
    pub(crate) cursor: String,
    /// A JSON object to select fields from.
    pub(crate) node: Value,
}

impl Listed {
    /// As a value to select fields from.
    pub(crate) fn answer(self) -> FieldValue<'static> {
        FieldValue::owned_any(self)
    }

    fn info(&self) -> PageInfo {
        PageInfo {
            has_next: self.start + self.edges.len() < self.total,
            has_previous: self.start > 0,
            start: self.edges.first().map(|edge| edge.cursor.clone()),
            end: self.edges.last().map(|edge| edge.cursor.clone()),
        }
    }
}

/// The part of a list in memory that `first` and `after` ask for, where an item's code is its cursor.
pub(crate) fn part<'i, 'a, T>(
    given: &impl Fn(&str) -> Option<&'a Answer>,
    items: &'i [T],
    code: impl Fn(&T) -> &str,
) -> Result<(usize, &'i [T])> {
    let (first, after) = paging::forward(given)?;
    let start = match after {
        None => 0,
        Some(after) => {
            let stands_there = items.iter().position(|item| code(item) == after);
            stands_there.ok_or_else(|| QueryError::NoCursor(after.chars().take(80).collect()))? + 1
        }
    };
    Ok((start, items.get(start..(start + first).min(items.len())).unwrap_or_default()))
}

/// The page that a field is selected from.
pub(crate) fn of<'a>(ctx: &ResolverContext<'a>) -> Option<&'a Listed> {
    ctx.parent_value.downcast_ref::<Listed>()
}

/// The types of a page and of a place in it. What else is told of the page is for the caller to add.
pub(crate) fn types(of: &str, doc: &str) -> [Draft; 2] {
    [connection_type(of, doc), edge_type(of)]
}

fn connection_type(node: &str, doc: &str) -> Draft {
    let edges = TypeRef::named_nn_list_nn(format!("{node}Edge"));
    let total = "How long the whole list is.";
    Draft::new(&format!("{node}Connection"), doc)
        .page("edges", edges, "The things in the page, each with its cursor.", |ctx| {
            FieldFuture::Value(each(&ctx, |edge| FieldValue::borrowed_any(edge)))
        })
        .page("nodes", TypeRef::named_nn_list_nn(node), "The things in the page.", |ctx| {
            FieldFuture::Value(each(&ctx, |edge| FieldValue::borrowed_any(&edge.node)))
        })
        .field(
            "pageInfo",
            TypeRef::named_nn(connection::PAGE_INFO),
            "Where in the list the page is.",
            |ctx| FieldFuture::Value(of(&ctx).map(|page| FieldValue::owned_any(page.info()))),
        )
        .field("totalCount", TypeRef::named_nn(TypeRef::INT), total, |ctx| {
            FieldFuture::Value(of(&ctx).map(|page| FieldValue::value(page.total as u64)))
        })
}

fn each<'a>(ctx: &ResolverContext<'a>, value: impl Fn(&'a Edge) -> FieldValue<'a>) -> Option<FieldValue<'a>> {
    let (page, reading) = (of(ctx)?, Reading::of(ctx).ok()?);
    Some(FieldValue::list(page.edges.iter().take_while(|_| reading.count(0)).map(value)))
}

fn edge_type(node: &str) -> Draft {
    let cursor = "Marks the place, for `after`.";
    Draft::new(&format!("{node}Edge"), "A place in a list.")
        .field("cursor", TypeRef::named_nn(TypeRef::STRING), cursor, |ctx| {
            let edge = ctx.parent_value.downcast_ref::<Edge>();
            FieldFuture::Value(edge.map(|edge| FieldValue::value(edge.cursor.as_str())))
        })
        .field("node", TypeRef::named_nn(node), "The thing itself.", |ctx| {
            let edge = ctx.parent_value.downcast_ref::<Edge>();
            FieldFuture::Value(edge.map(|edge| FieldValue::borrowed_any(&edge.node)))
        })
}
