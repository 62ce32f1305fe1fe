//! What narrows a list, and its order: words, conditions, and what it is sorted by.

mod circumstances;
mod conditions;
mod places;
pub(crate) mod value;

use async_graphql::{
    Result, Value,
    dynamic::{Enum, EnumItem, InputObject, InputValue, SchemaBuilder, TypeRef},
};
use catalog::{ListKind, Query, Sort};

use crate::{nouns::pascal, reading::View};
use circumstances::{OPEN_AT, OPEN_NOW};
use conditions::{Condition, LISTS};
use value::{member, name, text};

pub(crate) use value::uuid;

const SORT: &str = "Sort";
/// The name of the conditions on sessions.
pub(crate) const OF_OCCURRENCES: &str = "OccurrenceFilter";

/// The arguments of a list at the root: words to search for, conditions, and the order.
pub(crate) fn arguments(kind: ListKind) -> Vec<InputValue> {
    let words = "Words that all must occur; the best fit comes first unless `sort` says otherwise.";
    let sort =
        "The order: by relevance where words or a need are asked for, and otherwise by name, unless told.";
    vec![
        InputValue::new("filter", TypeRef::named(type_name(kind)))
            .description("Conditions that all must hold."),
        InputValue::new("search", TypeRef::named(TypeRef::STRING)).description(words),
        InputValue::new("sort", TypeRef::named(SORT)).description(sort),
    ]
}

/// The query that the arguments describe. `given` finds an argument that is not null.
pub(crate) fn read<'a>(
    given: &impl Fn(&str) -> Option<&'a Value>,
    kind: ListKind,
    view: &View<'_>,
) -> Result<Query> {
    let sort = given("sort").map(sort).transpose()?;
    Ok(Query { sort, ..narrowed(given, kind, view)? })
}

/// The same without an order.
pub(crate) fn narrowed<'a>(
    given: &impl Fn(&str) -> Option<&'a Value>,
    kind: ListKind,
    view: &View<'_>,
) -> Result<Query> {
    let mut query = Query::new(kind);
    query.text = given("search").map(|words| text(words).map(str::to_owned)).transpose()?;
    if let Some(filter) = given("filter") {
        for condition in conditions::of(kind) {
            if let Some(value) = member(filter, condition.name) {
                (condition.read)(&mut query, value, view)?;
            }
        }
    }
    Ok(query)
}

fn sort(value: &Value) -> Result<Sort> {
    let name = name(value)?;
    let found = Sort::ALL.into_iter().find(|sort| sort.as_str().eq_ignore_ascii_case(name));
    found.ok_or_else(|| format!("`{name}` is no order").into())
}

fn type_name(kind: ListKind) -> String {
    format!("{}Filter", pascal(kind.as_str()))
}

/// Puts the input types into a schema.
pub(crate) fn register(builder: SchemaBuilder) -> SchemaBuilder {
    let builder = places::register(builder).register(sort_type());
    let builder = builder.register(of_occurrences());
    LISTS
        .into_iter()
        .fold(builder, |builder, kind| builder.register(filter_type(&type_name(kind), conditions::of(kind))))
}

/// The conditions on services that hold of their sessions too: what is open at one moment is no matter of those.
fn of_occurrences() -> InputObject {
    let hold = |condition: &&Condition| ![OPEN_AT, OPEN_NOW].contains(&condition.name);
    filter_type(OF_OCCURRENCES, conditions::of(ListKind::Service).filter(hold))
}

fn filter_type(name: &str, conditions: impl Iterator<Item = &'static Condition>) -> InputObject {
    let filter = InputObject::new(name).description("Conditions that all must hold.");
    conditions.fold(filter, |filter, condition| {
        let input = InputValue::new(condition.name, (condition.ty)()).description(condition.doc);
        filter.field(match condition.superseded {
            Some(reason) => input.deprecation(Some(reason)),
            None => input,
        })
    })
}

fn sort_type() -> Enum {
    let sort = Enum::new(SORT).description("In which order a list comes. Equals come by name, then by id.");
    Sort::ALL.into_iter().fold(sort, |sort, one| {
        let doc = match one {
            Sort::Relevance => {
                "The best fit to the words or the need first; needs `search` or `filter.need`."
            }
            Sort::Distance => "The nearest first; needs `filter.near`.",
            Sort::Name => "By name.",
            Sort::Modified => "What changed last first.",
            Sort::Assured => "What was confirmed last first; what never was last.",
        };
        sort.item(EnumItem::new(one.as_str().to_ascii_uppercase()).description(doc))
    })
}
