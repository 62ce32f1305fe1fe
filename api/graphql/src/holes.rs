//! Nulls in lists of interfaces and unions. The engine can put none there, so the lists are resolved without them and
//! they are put in when everything is resolved.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use async_graphql::{
    PathSegment, Response, Value,
    dynamic::{FieldValue, ResolverContext},
};

/// Where nulls belong, by the name that a field of the root has in the answer.
#[derive(Debug, Default)]
pub(crate) struct Holes(Mutex<HashMap<String, Vec<usize>>>);

impl Holes {
    /// The values that are there, as a list of a field of the root; where the others belong is kept in mind.
    pub(crate) fn list<'a>(
        &self,
        ctx: &ResolverContext<'a>,
        values: Vec<Option<FieldValue<'a>>>,
    ) -> FieldValue<'a> {
        let holes: Vec<_> =
            values.iter().enumerate().filter(|(_, value)| value.is_none()).map(|(at, _)| at).collect();
        if !holes.is_empty() {
            let key = ctx.ctx.item.node.response_key().node.to_string();
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, holes);
        }
        FieldValue::list(values.into_iter().flatten())
    }

    /// Puts the nulls where they belong, and moves the paths of errors to where their values come to stand.
    pub(crate) fn fill(&self, response: &mut Response) {
        for (key, holes) in self.0.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            if let Value::Object(data) = &mut response.data
                && let Some(Value::List(list)) = data.get_mut(key.as_str())
            {
                holes.iter().for_each(|at| list.insert((*at).min(list.len()), Value::Null));
            }
            // What fell on a hole was written for the hole itself.
            let resolved = response.errors.iter_mut().filter(|error| error.path.len() > 2);
            for error in resolved {
                if let [PathSegment::Field(field), PathSegment::Index(at), ..] = error.path.as_mut_slice()
                    && field == key
                {
                    holes.iter().for_each(|hole| *at += usize::from(*hole <= *at));
                }
            }
        }
    }
}
