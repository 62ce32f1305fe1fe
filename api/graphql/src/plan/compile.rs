//! Makes a plan of a document, or finds that the engine is to run it: where it asks for what only resolvers know, has
//! directives, or is not plainly valid.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    input::{fits, is_required, written_fits},
    ir::{Arguments, Field, Plan, Variable},
};
use crate::{
    schema::{QUERY, Types},
    shape::Shape,
};
use async_graphql::{
    parser::types::{
        DocumentOperations, ExecutableDocument, Field as Asked, OperationDefinition, OperationType,
        Selection, SelectionSet,
    },
    registry::{MetaField, MetaType},
};

/// The plan of a document.
pub(super) fn compile(document: &ExecutableDocument, types: &Types) -> Option<Plan> {
    let (name, operation) = match &document.operations {
        DocumentOperations::Single(operation) => (None, &operation.node),
        DocumentOperations::Multiple(operations) if operations.len() == 1 => {
            operations.iter().next().map(|(name, operation)| (Some(name.as_str()), &operation.node))?
        }
        DocumentOperations::Multiple(_) => return None,
    };
    let is_plain = operation.ty == OperationType::Query && operation.directives.is_empty();
    let mut compiler = is_plain.then(|| Compiler::new(document, types, operation))??;
    let fields = compiler.fields(&operation.selection_set.node, QUERY, Compiler::of_root)?;
    compiler.is_all_used().then(|| Plan { name: name.map(Into::into), variables: compiler.variables, fields })
}

pub(super) struct Compiler<'a> {
    document: &'a ExecutableDocument,
    types: &'a Types,
    variables: BTreeMap<Box<str>, Variable>,
    /// The variables and fragments that are used.
    used: BTreeSet<Box<str>>,
    spread: BTreeSet<&'a str>,
    spreading: Vec<&'a str>,
}

impl<'a> Compiler<'a> {
    fn new(
        document: &'a ExecutableDocument,
        types: &'a Types,
        operation: &OperationDefinition,
    ) -> Option<Self> {
        let mut variables = BTreeMap::new();
        for definition in operation.variable_definitions.iter().map(|definition| &definition.node) {
            let default = definition.default_value().cloned();
            let ty = definition.var_type.node.clone();
            let is_plain = definition.directives.is_empty()
                && default
                    .as_ref()
                    .is_none_or(|default| fits(types.engine.registry(), &ty.to_string(), default));
            let variable = is_plain.then_some(Variable { ty, default })?;
            if variables.insert(definition.name.node.as_str().into(), variable).is_some() {
                return None;
            }
        }
        let (used, spread, spreading) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        Some(Self { document, types, variables, used, spread, spreading })
    }

    /// Whether there is no variable and no fragment that nothing uses, which would not be valid.
    fn is_all_used(&self) -> bool {
        self.used.len() == self.variables.len() && self.spread.len() == self.document.fragments.len()
    }

    /// The fields that a selection comes to, in their order, each once.
    pub(super) fn fields<How>(
        &mut self,
        set: &'a SelectionSet,
        of: &str,
        mut how: impl FnMut(&mut Self, &'a Asked, &str) -> Option<How>,
    ) -> Option<Vec<Field<How>>> {
        let mut asked = Vec::new();
        self.flatten(set, of, &mut asked)?;
        let mut fields = Vec::with_capacity(asked.len());
        for field in asked {
            let brace = if fields.is_empty() { '{' } else { ',' };
            let before = format!("{brace}\"{}\":", field.response_key().node).into();
            fields.push(Field { before, how: how(self, field, of)? });
        }
        (!fields.is_empty()).then_some(fields)
    }

    fn flatten(&mut self, set: &'a SelectionSet, of: &str, asked: &mut Vec<&'a Asked>) -> Option<()> {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => push(&field.node, asked)?,
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    let is_plain = inline.node.directives.is_empty() && on.is_none_or(|on| on == of);
                    is_plain.then(|| self.flatten(&inline.node.selection_set.node, of, asked))??;
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    let fragment = &self.document.fragments.get(name)?.node;
                    let is_plain = spread.node.directives.is_empty() && fragment.directives.is_empty();
                    if !is_plain
                        || fragment.type_condition.node.on.node != of
                        || self.spreading.contains(&name)
                    {
                        return None;
                    }
                    self.spread.insert(name);
                    self.spreading.push(name);
                    self.flatten(&fragment.selection_set.node, of, asked)?;
                    self.spreading.pop();
                }
            }
        }
        Some(())
    }

    /// What the schema and the shapes say of a field, where it takes its arguments and its selection as it has them.
    pub(super) fn shape(&mut self, field: &Asked, of: &str) -> Option<(&'a Shape, Arguments)> {
        let shape = self.types.shapes.of(of, &field.name.node)?;
        let arguments = self.arguments(field, of)?;
        let ty = self.types.engine.registry().types.get(&shape.of)?;
        let is_leaf = matches!(ty, MetaType::Scalar { .. } | MetaType::Enum { .. });
        (is_leaf == field.selection_set.node.items.is_empty()).then_some((shape, arguments))
    }

    fn arguments(&mut self, field: &Asked, of: &str) -> Option<Arguments> {
        let types = self.types;
        let known = &meta(types, of, &field.name.node)?.args;
        let mut arguments = Arguments::new();
        for (name, value) in &field.arguments {
            let name = name.node.as_str();
            let ty = &known.get(name)?.ty;
            let mut variable = |name: &str, wanted: &str| self.is_usable(name, wanted);
            let fits = written_fits(types.engine.registry(), ty, &value.node, &mut variable);
            if !fits || arguments.iter().any(|(other, _)| **other == *name) {
                return None;
            }
            arguments.push((name.into(), value.node.clone()));
        }
        let is_given = |name: &str| arguments.iter().any(|(given, _)| **given == *name);
        known.values().all(|input| !is_required(input) || is_given(&input.name)).then_some(arguments)
    }

    /// Whether a variable can stand where a type is wanted. It is then used.
    fn is_usable(&mut self, name: &str, wanted: &str) -> bool {
        let Some(variable) = self.variables.get(name) else { return false };
        let declared = variable.ty.to_string();
        self.used.insert(name.into());
        declared == wanted || declared.strip_suffix('!') == Some(wanted)
    }
}

/// Adds a field, unless the same is there. Of one name there can be one leaf without arguments only.
fn push<'a>(field: &'a Asked, asked: &mut Vec<&'a Asked>) -> Option<()> {
    let key = &field.response_key().node;
    let is_bare = |field: &Asked| field.arguments.is_empty() && field.selection_set.node.items.is_empty();
    let known = asked.iter().find(|other| other.response_key().node == *key);
    match known {
        _ if !field.directives.is_empty() => None,
        None => {
            asked.push(field);
            Some(())
        }
        Some(other) => (other.name.node == field.name.node && is_bare(other) && is_bare(field)).then_some(()),
    }
}

/// What the schema knows of a field.
fn meta<'a>(types: &'a Types, of: &str, field: &str) -> Option<&'a MetaField> {
    match types.engine.registry().types.get(of)? {
        MetaType::Object { fields, .. } => fields.get(field),
        _ => None,
    }
}
