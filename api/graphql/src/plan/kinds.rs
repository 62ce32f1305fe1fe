//! How the fields of each kind of type are planned, by the ways that the shapes know.

use async_graphql::parser::types::Field as Asked;
use catalog::ListKind;

use super::{
    compile::Compiler,
    ir::{OfEdge, OfInfo, OfObject, OfPage, OfRoot, Page, Select},
};
use crate::shape::{Shape, Way};

/// The name of a type, where that is all that is asked for.
fn type_name(field: &Asked, of: &str) -> Option<Box<str>> {
    let is_bare = field.arguments.is_empty() && field.selection_set.node.items.is_empty();
    (field.name.node == "__typename" && is_bare).then(|| format!("\"{of}\"").into())
}

impl<'a> Compiler<'a> {
    pub(super) fn of_root(&mut self, field: &'a Asked, of: &str) -> Option<OfRoot> {
        if let Some(name) = type_name(field, of) {
            return Some(OfRoot::Constant(name));
        }
        let (shape, mut arguments) = self.shape(field, of)?;
        match shape.way {
            Way::Listed(kind) => self.page(field, shape, kind).map(OfRoot::Page),
            Way::ById(kind) => {
                let (_, id) = arguments.pop()?;
                Some(OfRoot::One { kind, id, select: self.select(field, shape)? })
            }
            _ => None,
        }
    }

    fn page(&mut self, field: &'a Asked, shape: &Shape, kind: ListKind) -> Option<Page> {
        let arguments = field.arguments.iter();
        let arguments =
            arguments.map(|(name, value)| (name.node.as_str().into(), value.node.clone())).collect();
        let fields = self.fields(&field.selection_set.node, &shape.of, Self::of_page)?;
        Some(Page { kind, arguments, fields })
    }

    fn of_page(&mut self, field: &'a Asked, of: &str) -> Option<OfPage> {
        if let Some(name) = type_name(field, of) {
            return Some(OfPage::Constant(name));
        }
        let (shape, _) = self.shape(field, of)?;
        match shape.way {
            Way::Nodes => self.select(field, shape).map(OfPage::Nodes),
            Way::Edges => self.fields(&field.selection_set.node, &shape.of, Self::of_edge).map(OfPage::Edges),
            Way::PageInfo => {
                self.fields(&field.selection_set.node, &shape.of, Self::of_info).map(OfPage::Info)
            }
            Way::Total => Some(OfPage::Total),
            _ => None,
        }
    }

    fn of_edge(&mut self, field: &'a Asked, of: &str) -> Option<OfEdge> {
        if let Some(name) = type_name(field, of) {
            return Some(OfEdge::Constant(name));
        }
        let (shape, _) = self.shape(field, of)?;
        match shape.way {
            Way::Cursor => Some(OfEdge::Cursor),
            Way::Node => self.select(field, shape).map(OfEdge::Node),
            _ => None,
        }
    }

    fn of_info(&mut self, field: &'a Asked, of: &str) -> Option<OfInfo> {
        if let Some(name) = type_name(field, of) {
            return Some(OfInfo::Constant(name));
        }
        match self.shape(field, of)?.0.way {
            Way::HasNext => Some(OfInfo::HasNext),
            Way::HasPrevious => Some(OfInfo::HasPrevious),
            Way::Start => Some(OfInfo::Start),
            Way::End => Some(OfInfo::End),
            _ => None,
        }
    }

    /// What is selected inside a field that leads to an object.
    fn select(&mut self, field: &'a Asked, shape: &Shape) -> Option<Select> {
        let mut names = Vec::new();
        let of_object =
            |compiler: &mut Self, field: &'a Asked, of: &str| compiler.of_object(field, of, &mut names);
        let fields = self.fields(&field.selection_set.node, &shape.of, of_object)?;
        Some(Select { names, fields })
    }

    fn of_object(&mut self, field: &'a Asked, of: &str, names: &mut Vec<&'static str>) -> Option<OfObject> {
        if let Some(name) = type_name(field, of) {
            return Some(OfObject::Constant(name));
        }
        let (shape, _) = self.shape(field, of)?;
        Some(match shape.way {
            Way::Scalar(name) => OfObject::Scalar(slot(names, name)),
            Way::Part(name) => OfObject::Part(slot(names, name), self.select(field, shape)?),
            Way::Parts(name) => OfObject::Parts(slot(names, name), self.select(field, shape)?),
            Way::Related(kind, name) => {
                OfObject::Related(slot(names, name), kind, self.select(field, shape)?)
            }
            Way::Linked(kind, narrow) => {
                OfObject::Linked(slot(names, "id"), narrow, self.page(field, shape, kind)?)
            }
            Way::Places => OfObject::Places(self.select(field, shape)?),
            Way::Modified => OfObject::Modified,
            Way::Referents => OfObject::Referents,
            _ => return None,
        })
    }
}

/// The slot of a member's name.
fn slot(names: &mut Vec<&'static str>, name: &'static str) -> usize {
    names.iter().position(|known| *known == name).unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}
