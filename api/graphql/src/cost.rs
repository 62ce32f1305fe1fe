//! What a document would cost, found before it is validated or run.
//!
//! The walk expands fragments where they are spread, as execution does, and stops at the first limit that is passed,
//! so that its own work is bounded too. Every operation and every fragment is walked, used or not, because
//! validation visits them all.

use std::collections::HashMap;

use async_graphql::{
    Name, Value, Variables,
    parser::types::{
        ExecutableDocument, Field, FragmentSpread, OperationDefinition, OperationType, Selection,
        SelectionSet,
    },
};

use crate::{
    errors::Code,
    limits,
    schema::{MUTATION, QUERY},
    shape::{Many, Shape, Shapes},
};

/// How much of a long name is shown in its refusal.
const NAME_SHOWN: usize = 40;

/// Why a document is not run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the document nests brackets {0} deep; at most {most} are read", most = limits::BRACKETS)]
    Brackets(usize),
    #[error("the fields nest deeper than {0}; ask in several requests")]
    Depth(usize),
    #[error("the operation could answer with about {0} values, more than the {most} allowed; ask for smaller pages or fewer fields", most = limits::COST)]
    Cost(usize),
    #[error("the introspection could answer with about {0} values, more than the {most} allowed; nest less", most = limits::INTROSPECTION_COST)]
    Introspection(usize),
    #[error("the operation has more than {most} fields at its root; ask in several requests", most = limits::ROOT_FIELDS)]
    RootFields,
    #[error("the document selects more than {most} fields, fragments counted where they are spread", most = limits::SELECTIONS)]
    Selections,
    #[error("the fragment `{0}` spreads itself")]
    Cycle(String),
    #[error("the name that begins with `{0}` is longer than {most} bytes", most = limits::NAME)]
    Name(String),
    #[error("the variables nest lists and objects deeper than {most}", most = limits::VARIABLES_DEPTH)]
    Variables,
    #[error("the document has more than {most} tokens", most = limits::TOKENS)]
    Tokens,
    #[error("the document has more than {most} aliases, fragments counted where they are spread", most = limits::ALIASES)]
    Aliases,
    #[error("the document has more than {most} directives, fragments counted where they are spread", most = limits::DIRECTIVES)]
    Directives,
    #[error("{0} variables are given; at most {most} are taken", most = limits::VARIABLES)]
    ManyVariables(usize),
    #[error("`{0}` names {1} things; name at most {most}", most = limits::GIVEN)]
    Given(&'static str, usize),
}

impl From<&Refusal> for Code {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::Tokens | Refusal::Name(_) => Self::TokenLimit,
            Refusal::Brackets(_) | Refusal::Depth(_) | Refusal::Cycle(_) | Refusal::Variables => {
                Self::DepthLimit
            }
            Refusal::Cost(_) | Refusal::Introspection(_) | Refusal::Selections => Self::CostLimit,
            Refusal::RootFields | Refusal::Aliases => Self::AliasLimit,
            Refusal::Directives => Self::DirectiveLimit,
            Refusal::ManyVariables(_) | Refusal::Given(..) => Self::SizeLimit,
        }
    }
}

/// Refuses variables that are too many or nest too deep.
pub(crate) fn check_variables(variables: &Variables) -> Result<(), Refusal> {
    if variables.len() > limits::VARIABLES {
        return Err(Refusal::ManyVariables(variables.len()));
    }
    variables.values().try_for_each(|value| check_depth(value, limits::VARIABLES_DEPTH))
}

fn check_depth(value: &Value, left: usize) -> Result<(), Refusal> {
    let inner = || left.checked_sub(1).ok_or(Refusal::Variables);
    match value {
        Value::List(list) => {
            let left = inner()?;
            list.iter().try_for_each(|value| check_depth(value, left))
        }
        Value::Object(object) => {
            let left = inner()?;
            object.values().try_for_each(|value| check_depth(value, left))
        }
        _ => Ok(()),
    }
}

/// Refuses a document any of whose operations or fragments passes a limit.
pub(crate) fn check(
    document: &ExecutableDocument,
    variables: &Variables,
    shapes: &Shapes,
) -> Result<(), Refusal> {
    let mut walk = Walk::new(document, variables, shapes);
    for (_, operation) in document.operations.iter() {
        walk.operation(&operation.node)?;
    }
    for (name, fragment) in &document.fragments {
        walk.directives(fragment.node.directives.len())?;
        walk.spreading.push(name);
        let at = At { of: Some(&fragment.node.type_condition.node.on.node), ..At::default() };
        walk.selections(&fragment.node.selection_set.node, at)?;
        walk.spreading.pop();
    }
    Ok(())
}

/// Where in an operation the walk is.
#[derive(Clone, Copy, Default)]
struct At<'a> {
    /// The type whose fields are selected; `None` where the document names a field that does not exist.
    of: Option<&'a str>,
    depth: usize,
    /// How many values the page asked for last may hold.
    page: usize,
    introspection: bool,
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    shapes: &'a Shapes,
    /// The default values of the variables of the operation that is walked.
    defaults: HashMap<&'a str, &'a Value>,
    spreading: Vec<&'a str>,
    selections: usize,
    aliases: usize,
    directives: usize,
    root_fields: usize,
    introspection: usize,
}

impl<'a> Walk<'a> {
    fn new(document: &'a ExecutableDocument, variables: &'a Variables, shapes: &'a Shapes) -> Self {
        Self {
            document,
            variables,
            shapes,
            defaults: HashMap::new(),
            spreading: Vec::new(),
            selections: 0,
            aliases: 0,
            directives: 0,
            root_fields: 0,
            introspection: 0,
        }
    }

    fn operation(&mut self, operation: &'a OperationDefinition) -> Result<(), Refusal> {
        let definitions = operation.variable_definitions.iter().map(|definition| &definition.node);
        self.defaults = definitions
            .filter_map(|definition| Some((definition.name.node.as_str(), definition.default_value()?)))
            .collect();
        let of_variables = operation.variable_definitions.iter().map(|one| one.node.directives.len());
        self.directives(operation.directives.len() + of_variables.sum::<usize>())?;
        (self.root_fields, self.introspection) = (0, 0);
        let of = if operation.ty == OperationType::Mutation { MUTATION } else { QUERY };
        let root = At { of: Some(of), ..At::default() };
        let cost = self.selections(&operation.selection_set.node, root)?;
        if self.root_fields > limits::ROOT_FIELDS {
            Err(Refusal::RootFields)
        } else if cost > limits::COST {
            Err(Refusal::Cost(cost))
        } else if self.introspection > limits::INTROSPECTION_COST {
            Err(Refusal::Introspection(self.introspection))
        } else {
            Ok(())
        }
    }

    /// The cost of the selected fields, for one parent.
    fn selections(&mut self, set: &'a SelectionSet, at: At<'a>) -> Result<usize, Refusal> {
        let mut cost = 0_usize;
        for item in &set.items {
            self.selections += 1;
            if self.selections > limits::SELECTIONS {
                return Err(Refusal::Selections);
            }
            cost = cost.saturating_add(match &item.node {
                Selection::Field(field) => self.field(&field.node, at)?,
                Selection::FragmentSpread(spread) => self.spread(&spread.node, at)?,
                Selection::InlineFragment(inline) => {
                    self.directives(inline.node.directives.len())?;
                    let on = inline.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    self.selections(&inline.node.selection_set.node, At { of: on.or(at.of), ..at })?
                }
            });
        }
        Ok(cost)
    }

    fn spread(&mut self, spread: &'a FragmentSpread, at: At<'a>) -> Result<usize, Refusal> {
        let name = spread.fragment_name.node.as_str();
        if self.spreading.contains(&name) {
            return Err(Refusal::Cycle(name.to_owned()));
        }
        // A fragment that is not there is for validation to report.
        let Some(fragment) = self.document.fragments.get(name) else { return Ok(0) };
        self.directives(spread.directives.len() + fragment.node.directives.len())?;
        self.spreading.push(name);
        let on = Some(fragment.node.type_condition.node.on.node.as_str());
        let cost = self.selections(&fragment.node.selection_set.node, At { of: on, ..at });
        self.spreading.pop();
        cost
    }

    fn field(&mut self, field: &'a Field, at: At<'a>) -> Result<usize, Refusal> {
        let name = field.name.node.as_str();
        let alias = field.alias.as_ref().map_or("", |alias| alias.node.as_str());
        if let Some(long) = [name, alias].into_iter().find(|name| name.len() > limits::NAME) {
            return Err(Refusal::Name(long.chars().take(NAME_SHOWN).collect()));
        }
        self.directives(field.directives.len())?;
        self.aliases += usize::from(field.alias.is_some());
        if self.aliases > limits::ALIASES {
            return Err(Refusal::Aliases);
        }
        self.root_fields += usize::from(at.depth == 0);
        let enters_introspection = matches!(name, "__schema" | "__type");
        let inside = self.inside(field, at, enters_introspection)?;
        let cost = self.selections(&field.selection_set.node, inside)?;
        if enters_introspection {
            self.introspection = self.introspection.saturating_add(cost);
            return Ok(1);
        }
        let shape = self.shape(name, at);
        let cost = cost.saturating_add(shape.map_or(0, |shape| shape.price));
        let many = match shape.map(|shape| shape.many) {
            Some(Many::About(count)) => count,
            Some(Many::Page) => at.page,
            Some(Many::Given(argument)) => self.given(field, argument)?,
            Some(Many::One) | None => 1,
        };
        Ok(cost.saturating_mul(many).saturating_add(1))
    }

    /// Where the walk is inside a field.
    fn inside(&self, field: &'a Field, at: At<'a>, enters: bool) -> Result<At<'a>, Refusal> {
        let introspection = at.introspection || enters;
        let deepest = if introspection { limits::INTROSPECTION_DEPTH } else { limits::DEPTH };
        let depth = at.depth + 1;
        if depth > deepest {
            return Err(Refusal::Depth(deepest));
        }
        let shape = self.shape(&field.name.node, at);
        let page = if shape.is_some_and(Shape::is_paged) { self.page(field) } else { at.page };
        Ok(At { of: shape.map(|shape| shape.of.as_str()), depth, page, introspection })
    }

    fn shape(&self, field: &str, at: At<'a>) -> Option<&'a Shape> {
        self.shapes.of(at.of?, field)
    }

    fn directives(&mut self, count: usize) -> Result<(), Refusal> {
        self.directives += count;
        if self.directives > limits::DIRECTIVES { Err(Refusal::Directives) } else { Ok(()) }
    }

    /// How many things an argument names.
    fn given(&self, field: &'a Field, argument: &'static str) -> Result<usize, Refusal> {
        let count = match self.argument(field, argument) {
            Some(Value::List(list)) => list.len(),
            _ => 1,
        };
        if count > limits::GIVEN { Err(Refusal::Given(argument, count)) } else { Ok(count) }
    }

    /// The value of an argument; `None` where it has none or null.
    fn argument(&self, field: &'a Field, name: &str) -> Option<Value> {
        let variable = |name: Name| -> Result<Value, std::convert::Infallible> { Ok(self.variable(&name)) };
        let value = field.get_argument(name)?.node.clone().into_const_with(variable);
        value.ok().filter(|value| *value != Value::Null)
    }

    /// How many values a connection may hold; the most allowed where that cannot be told.
    fn page(&self, field: &'a Field) -> usize {
        match (self.argument(field, "first"), self.argument(field, "last")) {
            (None, None) => limits::USUAL_PAGE,
            (Some(Value::Number(count)), None) | (None, Some(Value::Number(count))) => {
                let count = count.as_u64().and_then(|count| usize::try_from(count).ok());
                count.map_or(limits::PAGE, |count| count.min(limits::PAGE))
            }
            _ => limits::PAGE,
        }
    }

    fn variable(&self, name: &Name) -> Value {
        let given = self.variables.get(name).or_else(|| self.defaults.get(name.as_str()).copied());
        given.cloned().unwrap_or(Value::Null)
    }
}
