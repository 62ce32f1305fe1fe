//! Object types under construction, and what their fields lead to, so that the cost of a document can be known
//! before it runs.

use std::collections::HashMap;

use async_graphql::dynamic::{
    Field, FieldFuture, InputValue, Object, ResolverContext, SchemaBuilder, TypeRef,
};

use catalog::{ListKind, Query};
use uuid::Uuid;

use crate::limits;

/// How many values a list is taken to hold where nothing in the document says it: more than most entities have.
const TYPICAL_LIST: usize = 4;

/// How many values a field stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Many {
    /// One, or none.
    One,
    /// A list of about so many.
    About(usize),
    /// As many as the page that the field above asked for.
    Page,
    /// As many as the list that this argument gives.
    Given(&'static str),
}

/// Narrows a list to what is linked with the thing of an id.
pub(crate) type Narrow = fn(&mut Query, Uuid);

/// How the value of a field is found, where it can be copied out of the snapshot.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    /// Only its resolver knows.
    Resolved,
    /// The member of that name, as it stands.
    Scalar(&'static str),
    /// The object in the member of that name.
    Part(&'static str),
    /// The objects in the member of that name.
    Parts(&'static str),
    /// The entity whose id stands in the member of that name.
    Related(ListKind, &'static str),
    /// The locations of a service, each once.
    Places,
    /// A page of a list, narrowed by the thing's own id.
    Linked(ListKind, Narrow),
    /// A page of a whole list, narrowed by arguments.
    Listed(ListKind),
    /// The thing of the id that the argument gives.
    ById(ListKind),
    Modified,
    Referents,
    Nodes,
    Edges,
    PageInfo,
    Total,
    Cursor,
    Node,
    HasNext,
    HasPrevious,
    Start,
    End,
}

/// What a field leads to.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// The named type of its values.
    pub(crate) of: String,
    /// How many there are.
    pub(crate) many: Many,
    /// How they are found.
    pub(crate) way: Way,
    /// What finding one costs, in values.
    pub(crate) price: usize,
}

impl Shape {
    /// Whether the field takes `first`: connections, which take `last` as well, and plain lists in parts.
    pub(crate) fn is_paged(&self) -> bool {
        ["Connection", "List"].iter().any(|list| self.of.ends_with(list))
    }
}

/// Type name to field name to shape.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    fields: HashMap<String, HashMap<String, Shape>>,
    /// Whether the types are for other subgraphs to be composed with. Only then do they have their keys: the engine
    /// would take the federation's root fields for its own, and writes the document anew whenever it is asked for.
    pub(crate) composing: bool,
}

impl Shapes {
    /// For types that are composed with those of other subgraphs.
    pub(crate) fn composing() -> Self {
        Self { composing: true, ..Self::default() }
    }

    /// The shape of a field; `None` for a field that the type does not have.
    pub(crate) fn of(&self, type_name: &str, field: &str) -> Option<&Shape> {
        self.fields.get(type_name)?.get(field)
    }

    /// Takes in fields of a type.
    pub(crate) fn insert(&mut self, type_name: &str, fields: HashMap<String, Shape>) {
        self.fields.entry(type_name.to_owned()).or_default().extend(fields);
    }
}

/// An object type under construction.
pub(crate) struct Draft {
    name: String,
    object: Object,
    fields: HashMap<String, Shape>,
    keys: Vec<&'static str>,
    is_shareable: bool,
    /// The field that was added last.
    last: String,
}

impl Draft {
    /// A type without fields.
    pub(crate) fn new(name: &str, doc: &str) -> Self {
        Self {
            name: name.to_owned(),
            object: Object::new(name).description(doc.trim()),
            fields: HashMap::new(),
            keys: Vec::new(),
            is_shareable: false,
            last: String::new(),
        }
    }

    /// Makes it a type of entities that other subgraphs may refer to by these fields.
    pub(crate) fn key(mut self, fields: &'static str) -> Self {
        self.keys.push(fields);
        self
    }

    /// Makes it a type that other subgraphs may have too.
    pub(crate) fn shareable(mut self) -> Self {
        self.is_shareable = true;
        self
    }

    /// Makes it one of the types of an interface, whose fields it must have.
    pub(crate) fn implement(mut self, interface: &str) -> Self {
        self.object = self.object.implement(interface);
        self
    }

    /// Adds a field. A list is taken to be of a typical length.
    pub(crate) fn field<F>(self, name: &str, ty: TypeRef, doc: &str, resolve: F) -> Self
    where
        F: for<'a> Fn(ResolverContext<'a>) -> FieldFuture<'a> + Send + Sync + 'static,
    {
        let many = if is_list(&ty) { Many::About(TYPICAL_LIST) } else { Many::One };
        self.add(name, many, &ty.clone(), Field::new(name, ty, resolve).description(doc.trim()))
    }

    /// Adds a list that holds what the page holds.
    pub(crate) fn page<F>(self, name: &str, ty: TypeRef, doc: &str, resolve: F) -> Self
    where
        F: for<'a> Fn(ResolverContext<'a>) -> FieldFuture<'a> + Send + Sync + 'static,
    {
        self.add(name, Many::Page, &ty.clone(), Field::new(name, ty, resolve).description(doc.trim()))
    }

    /// Adds a field that takes arguments. A list is taken to be as long as any list may be.
    pub(crate) fn asking<F>(
        self,
        name: &str,
        ty: TypeRef,
        doc: &str,
        arguments: Vec<InputValue>,
        resolve: F,
    ) -> Self
    where
        F: for<'a> Fn(ResolverContext<'a>) -> FieldFuture<'a> + Send + Sync + 'static,
    {
        let many = if is_list(&ty) { Many::About(limits::PAGE) } else { Many::One };
        let field = Field::new(name, ty.clone(), resolve).description(doc.trim());
        self.add(name, many, &ty, arguments.into_iter().fold(field, Field::argument))
    }

    /// Adds a list that holds a value for each thing that an argument names.
    pub(crate) fn naming<F>(
        self,
        name: &str,
        ty: TypeRef,
        doc: &str,
        (argument, input): (&'static str, InputValue),
        resolve: F,
    ) -> Self
    where
        F: for<'a> Fn(ResolverContext<'a>) -> FieldFuture<'a> + Send + Sync + 'static,
    {
        let field = Field::new(name, ty.clone(), resolve).description(doc.trim()).argument(input);
        self.add(name, Many::Given(argument), &ty, field)
    }

    fn add(mut self, name: &str, many: Many, ty: &TypeRef, field: Field) -> Self {
        let shape = Shape { of: ty.type_name().to_owned(), many, way: Way::Resolved, price: 0 };
        self.fields.insert(name.to_owned(), shape);
        name.clone_into(&mut self.last);
        self.object = self.object.field(field);
        self
    }

    /// Tells how the value of the field that was added last is found.
    pub(crate) fn way(mut self, way: Way) -> Self {
        if let Some(shape) = self.fields.get_mut(&self.last) {
            shape.way = way;
        }
        self
    }

    /// Tells what finding each value of the field that was added last costs, in values.
    pub(crate) fn price(mut self, price: usize) -> Self {
        if let Some(shape) = self.fields.get_mut(&self.last) {
            shape.price = price;
        }
        self
    }

    /// Puts the type into a schema, and what its fields lead to into the shapes.
    pub(crate) fn register(self, builder: SchemaBuilder, shapes: &mut Shapes) -> SchemaBuilder {
        shapes.insert(&self.name, self.fields);
        let mut object = self.object;
        if shapes.composing {
            object = self.keys.into_iter().fold(object, Object::key);
            object = if self.is_shareable { object.shareable() } else { object };
        }
        builder.register(object)
    }
}

fn is_list(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Named(_) => false,
        TypeRef::NonNull(inner) => is_list(inner),
        TypeRef::List(_) => true,
    }
}
