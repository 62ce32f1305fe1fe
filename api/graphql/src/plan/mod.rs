//! Plans: the common shapes of queries, answered without the engine.
//!
//! The engine resolves each value of an answer by itself: it looks up the field, makes a future, parses the entity's
//! text into values, and writes them as text again. For most of what applications ask that is work for nothing, since
//! the snapshot holds every entity as the very JSON text that is wanted. A plan is made of a document once, kept with it
//! ([`crate::persisted`]), and says in order which members of which texts to copy.
//!
//! - [`compile`] and [`kinds`] make it, by the *ways* that the types' shapes know ([`crate::shape::Way`]): pages of lists
//!   with their filters, things by id, members, parts, and the ways between entities; with aliases, fragments, variables
//!   and `__typename`.
//! - [`input`] holds values against the types of arguments.
//! - [`write`] carries it out, and [`scan`] finds members in JSON text.
//!
//! **It never answers otherwise than the engine would.** Whatever a plan does not know (directives, introspection, what
//! needs the store, provenance, anything that is not plainly valid), it has no part in: then there is no plan, or the
//! plan gives up, and the engine runs the request from its start. So there are no errors here: an argument that cannot
//! be, an answer that grows large, a text that is not as it should be make it give up. Limits on a document are held
//! before either runs. A property test (`tests/graphql/plans.rs`) compares both byte for byte on queries and data made
//! by chance.

mod compile;
mod input;
mod ir;
mod kinds;
mod scan;
mod write;

use async_graphql::{Variables, parser::types::ExecutableDocument};

pub(crate) use ir::Plan;

use crate::{reading::View, schema::Types};

impl Plan {
    /// The plan of a document, if it is one that plans know.
    pub(crate) fn of(document: &ExecutableDocument, types: &Types) -> Option<Self> {
        compile::compile(document, types)
    }

    /// The whole answer as text, or `None` where the engine is to give it.
    pub(crate) fn run(
        &self,
        types: &Types,
        view: View<'_>,
        variables: &Variables,
        operation: Option<&str>,
    ) -> Option<String> {
        let is_asked_for = operation.is_none() || operation == self.name.as_deref();
        if !is_asked_for || !self.take(types, variables) {
            return None;
        }
        let mut writer = write::Writer::new(self, view, variables);
        writer.out.push_str("{\"data\":");
        writer.root()?;
        writer.out.push('}');
        Some(writer.out)
    }

    /// Whether the variables that are given are of the types that the operation declares.
    fn take(&self, types: &Types, variables: &Variables) -> bool {
        self.variables.iter().all(|(name, variable)| match variables.get(&**name) {
            Some(value) => input::fits(types.engine.registry(), &variable.ty.to_string(), value),
            None => variable.default.is_some() || variable.ty.nullable,
        })
    }
}
