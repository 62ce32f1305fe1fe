//! Which part of a list is asked for: what lies between two cursors, cut at the front or the back.

use async_graphql::{
    Result, Value,
    dynamic::{InputValue, TypeRef},
};
use catalog::{Cursor, Hits, Query, Snapshot};

use crate::{
    filter::value::{text, whole},
    limits,
};

/// The part that is asked for.
#[derive(Debug, Default)]
pub(crate) struct Paging {
    first: Option<usize>,
    last: Option<usize>,
    after: Option<Cursor>,
    before: Option<Cursor>,
}

/// The arguments of every connection.
pub(crate) fn arguments() -> [InputValue; 4] {
    let before = InputValue::new("before", TypeRef::named(TypeRef::STRING));
    let last = InputValue::new("last", TypeRef::named(TypeRef::INT));
    let [first, after] = forward_arguments();
    [
        first,
        after,
        last.description("How many to give from the back; not together with `first`."),
        before.description("End before this cursor."),
    ]
}

/// The arguments of lists that are only gone through from the front.
pub(crate) fn forward_arguments() -> [InputValue; 2] {
    let most = format!(
        "How many to give from the front, at most {}; {} unless told.",
        limits::PAGE,
        limits::USUAL_PAGE
    );
    let after = InputValue::new("after", TypeRef::named(TypeRef::STRING));
    [
        InputValue::new("first", TypeRef::named(TypeRef::INT)).description(most),
        after.description("Begin after this cursor."),
    ]
}

/// How many are asked for from the front.
pub(crate) fn first<'a>(given: &impl Fn(&str) -> Option<&'a Value>) -> Result<usize> {
    Ok(count(given("first"), "first")?.unwrap_or(limits::USUAL_PAGE))
}

/// How many are asked for, and after which cursor.
pub(crate) fn forward<'a>(given: &impl Fn(&str) -> Option<&'a Value>) -> Result<(usize, Option<&'a str>)> {
    Ok((first(given)?, given("after").map(text).transpose()?))
}

impl Paging {
    /// Reads the arguments. `given` finds one that is not null.
    pub(crate) fn read<'a>(given: &impl Fn(&str) -> Option<&'a Value>) -> Result<Self> {
        let read = |value| -> Result<Cursor> { Ok(text(value)?.parse()?) };
        let cursor = |name| given(name).map(read).transpose();
        let (first, last) = (count(given("first"), "first")?, count(given("last"), "last")?);
        if first.is_some() && last.is_some() {
            return Err("`first` and `last` cannot be given together".into());
        }
        Ok(Self { first, last, after: cursor("after")?, before: cursor("before")? })
    }

    /// That part of what a query finds. Going forward from a cursor it is found at once.
    pub(crate) fn find<'a>(self, snapshot: &'a Snapshot, query: &mut Query) -> Result<Hits<'a>> {
        let Self { first, last, after, before } = self;
        if last.is_none() && before.is_none() {
            (query.cursor, query.limit) = (after, first.unwrap_or(limits::USUAL_PAGE));
            return Ok(snapshot.search(query)?);
        }
        let begin = after.map_or(Ok(0), |cursor| place_after(snapshot, query, cursor))?;
        let end = match before {
            Some(cursor) => place_before(snapshot, query, cursor)?,
            None => part(snapshot, query, 0, 0)?.total,
        };
        let between = end.saturating_sub(begin);
        let length = last.or(first).unwrap_or(limits::USUAL_PAGE).min(between);
        let start = if last.is_some() { begin + between - length } else { begin };
        part(snapshot, query, start, length)
    }
}

fn count(given: Option<&Value>, name: &str) -> Result<Option<usize>> {
    let Some(given) = given.map(whole).transpose()? else { return Ok(None) };
    match usize::try_from(given) {
        Ok(count) if count <= limits::PAGE => Ok(Some(count)),
        _ => Err(format!("`{name}` is {given}; give a number from 0 to {}", limits::PAGE).into()),
    }
}

/// Some of what a query finds, counted from its front.
fn part<'a>(snapshot: &'a Snapshot, query: &mut Query, offset: usize, limit: usize) -> Result<Hits<'a>> {
    (query.cursor, query.offset, query.limit) = (None, offset, limit);
    Ok(snapshot.search(query)?)
}

/// How many hits stand up to and with a cursor.
fn place_after(snapshot: &Snapshot, query: &mut Query, cursor: Cursor) -> Result<usize> {
    (query.cursor, query.offset, query.limit) = (Some(cursor), 0, 0);
    Ok(snapshot.search(query)?.start)
}

/// How many hits stand before a cursor, at which one may stand or none.
fn place_before(snapshot: &Snapshot, query: &mut Query, cursor: Cursor) -> Result<usize> {
    let place = place_after(snapshot, query, cursor.clone())?;
    let last = part(snapshot, query, place.saturating_sub(1), 1)?;
    let stands_there = last.items.first().is_some_and(|hit| hit.cursor() == cursor);
    Ok(if stands_there { place.saturating_sub(1) } else { place })
}
