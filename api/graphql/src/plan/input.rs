//! Whether values fit the types of arguments. Stricter than the language: what it would turn into the right type is the
//! engine's to turn.

use async_graphql::{
    Value,
    registry::{MetaInputValue, MetaType, MetaTypeName, Registry},
};

use super::ir::Written;

/// Whether a value that a document writes fits a type. What holds variables is for `variable` to tell of each, by its
/// name and the type that is wanted there.
pub(super) fn written_fits(
    registry: &Registry,
    ty: &str,
    value: &Written,
    variable: &mut impl FnMut(&str, &str) -> bool,
) -> bool {
    match (MetaTypeName::create(ty), value) {
        (_, Written::Variable(name)) => variable(name, ty),
        (MetaTypeName::NonNull(_), Written::Null) => false,
        (MetaTypeName::NonNull(inner), value) => written_fits(registry, inner, value, variable),
        (_, Written::Null) => true,
        (MetaTypeName::List(inner), Written::List(items)) => {
            items.iter().all(|item| written_fits(registry, inner, item, variable))
        }
        (MetaTypeName::List(_), _) | (_, Written::List(_)) => false,
        (MetaTypeName::Named(name), Written::Object(object)) => {
            let Some(fields) = input_fields(registry, name) else { return false };
            fields.values().all(|field| !is_required(field) || object.contains_key(field.name.as_str()))
                && object.iter().all(|(name, value)| {
                    let field = fields.get(name.as_str());
                    field.is_some_and(|field| written_fits(registry, &field.ty, value, variable))
                })
        }
        (MetaTypeName::Named(name), value) => match (registry.types.get(name), value) {
            (Some(MetaType::Enum { enum_values, .. }), Written::Enum(word)) => {
                enum_values.contains_key(word.as_str())
            }
            (Some(MetaType::Scalar { .. }), Written::String(_)) => is_textual(name),
            (Some(MetaType::Scalar { .. }), Written::Boolean(_)) => name == "Boolean",
            (Some(MetaType::Scalar { .. }), Written::Number(number)) => number_fits(name, number),
            _ => false,
        },
    }
}

/// Whether the value of a variable fits a type.
pub(super) fn fits(registry: &Registry, ty: &str, value: &Value) -> bool {
    match (MetaTypeName::create(ty), value) {
        (MetaTypeName::NonNull(_), Value::Null) => false,
        (MetaTypeName::NonNull(inner), value) => fits(registry, inner, value),
        (_, Value::Null) => true,
        (MetaTypeName::List(inner), Value::List(items)) => {
            items.iter().all(|item| fits(registry, inner, item))
        }
        (MetaTypeName::List(_), _) | (_, Value::List(_)) => false,
        (MetaTypeName::Named(name), Value::Object(object)) => {
            let Some(fields) = input_fields(registry, name) else { return false };
            fields.values().all(|field| !is_required(field) || object.contains_key(field.name.as_str()))
                && object.iter().all(|(name, value)| {
                    fields.get(name.as_str()).is_some_and(|field| fits(registry, &field.ty, value))
                })
        }
        (MetaTypeName::Named(name), value) => match (registry.types.get(name), value) {
            (Some(MetaType::Enum { enum_values, .. }), Value::String(word)) => enum_values.contains_key(word),
            (Some(MetaType::Scalar { .. }), Value::String(_)) => is_textual(name),
            (Some(MetaType::Scalar { .. }), Value::Boolean(_)) => name == "Boolean",
            (Some(MetaType::Scalar { .. }), Value::Number(number)) => number_fits(name, number),
            _ => false,
        },
    }
}

fn input_fields<'a>(
    registry: &'a Registry,
    name: &str,
) -> Option<&'a async_graphql::indexmap::IndexMap<String, MetaInputValue>> {
    match registry.types.get(name)? {
        MetaType::InputObject { input_fields, oneof: false, .. } => Some(input_fields),
        _ => None,
    }
}

/// Whether something must be given.
pub(super) fn is_required(input: &MetaInputValue) -> bool {
    input.ty.ends_with('!') && input.default_value.is_none()
}

/// Whether a scalar is written as text.
fn is_textual(name: &str) -> bool {
    !matches!(name, "Boolean" | "Int" | "Float")
}

fn number_fits(name: &str, number: &async_graphql::Number) -> bool {
    match name {
        "Int" => number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        "Float" => true,
        _ => false,
    }
}
