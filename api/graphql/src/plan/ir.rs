//! What a plan is made of: what is to be written, in order, with the text around it made ready.

use std::collections::BTreeMap;

use async_graphql::{Value, parser::types::Type};
use catalog::ListKind;

use crate::shape::Narrow;

/// A value as a document writes it, with variables in it.
pub(super) type Written = async_graphql_value::Value;

/// A planned operation.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The name of the operation, if it has one.
    pub(super) name: Option<Box<str>>,
    pub(super) variables: BTreeMap<Box<str>, Variable>,
    pub(super) fields: Vec<Field<OfRoot>>,
}

/// A variable that the operation takes.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) ty: Type,
    pub(super) default: Option<Value>,
}

/// One thing to be written.
#[derive(Debug)]
pub(super) struct Field<How> {
    /// What comes before the value: a brace or a comma, the name and a colon.
    pub(super) before: Box<str>,
    pub(super) how: How,
}

/// The arguments of a field.
pub(super) type Arguments = Vec<(Box<str>, Written)>;

/// How a field of the root is answered.
#[derive(Debug)]
pub(super) enum OfRoot {
    Constant(Box<str>),
    Page(Page),
    One { kind: ListKind, id: Written, select: Select },
}

/// A page of a list.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) kind: ListKind,
    pub(super) arguments: Arguments,
    pub(super) fields: Vec<Field<OfPage>>,
}

/// How a field of a connection is answered.
#[derive(Debug)]
pub(super) enum OfPage {
    Constant(Box<str>),
    Nodes(Select),
    Edges(Vec<Field<OfEdge>>),
    Info(Vec<Field<OfInfo>>),
    Total,
}

/// How a field of an edge is answered.
#[derive(Debug)]
pub(super) enum OfEdge {
    Constant(Box<str>),
    Cursor,
    Node(Select),
}

/// How a field of page information is answered.
#[derive(Debug)]
pub(super) enum OfInfo {
    Constant(Box<str>),
    HasNext,
    HasPrevious,
    Start,
    End,
}

/// What is selected of an entity or of a part of one.
#[derive(Debug)]
pub(super) struct Select {
    /// The members of its text that are needed, each with a slot.
    pub(super) names: Vec<&'static str>,
    pub(super) fields: Vec<Field<OfObject>>,
}

/// How a field of an object is answered; numbers are slots.
#[derive(Debug)]
pub(super) enum OfObject {
    Constant(Box<str>),
    Scalar(usize),
    Part(usize, Select),
    Parts(usize, Select),
    /// The entity whose id stands there.
    Related(usize, ListKind, Select),
    /// A page of a list that is narrowed by the id that stands there.
    Linked(usize, Narrow, Page),
    /// The locations of the entity, each once.
    Places(Select),
    Modified,
    Referents,
}
