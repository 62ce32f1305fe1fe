//! What narrows a list, and its order: words, conditions, and what it is sorted by.

mod circumstances;
mod conditions;
mod places;
pub(crate) mod value;

use async_graphql::{
    Result, Value,
    dynamic::{Enum, EnumItem, InputObject, InputValue, SchemaBuilder, TypeRef},
};
use catalog::{ListKind, Query, Snapshot, Sort};

use crate::nouns::pascal;
use conditions::LISTS;
use value::{member, name, text};

pub(crate) use value::uuid;

const SORT: &str = "Sort";

/// The arguments of a list at the root: words to search for, conditions, and the order.
pub(crate) fn arguments(kind: ListKind) -> Vec<InputValue> {
    let words = "Words that all must occur; the best fit comes first unless `sort` says otherwise.";
    let sort = "The order: by relevance where words are searched for, and otherwise by name, unless told.";
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
    snapshot: &Snapshot,
) -> Result<Query> {
    let mut query = Query::new(kind);
    query.text = given("search").map(|words| text(words).map(str::to_owned)).transpose()?;
    query.sort = given("sort").map(sort).transpose()?;
    if let Some(filter) = given("filter") {
        for condition in conditions::of(kind) {
            if let Some(value) = member(filter, condition.name) {
                (condition.read)(&mut query, value, snapshot)?;
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
    LISTS.into_iter().fold(builder, |builder, kind| builder.register(filter_type(kind)))
}

fn filter_type(kind: ListKind) -> InputObject {
    let conditions = conditions::of(kind);
    let filter = InputObject::new(type_name(kind)).description("Conditions that all must hold.");
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
            Sort::Relevance => "The best fit to the words first; needs `search`.",
            Sort::Distance => "The nearest first; needs `filter.near`.",
            Sort::Name => "By name.",
            Sort::Modified => "What changed last first.",
            Sort::Assured => "What was confirmed last first; what never was last.",
        };
        sort.item(EnumItem::new(one.as_str().to_ascii_uppercase()).description(doc))
    })
}
