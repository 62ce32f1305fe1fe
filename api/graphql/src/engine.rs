//! Runs what is asked: limits first, then the engine, then the answer with its errors clipped.

use std::sync::Arc;

use access::{Access, Caller, Refusal};
use actix_web::web;
use async_graphql::{
    Request, Response, ServerError, Value,
    parser::{
        parse_query,
        types::{DocumentOperations, ExecutableDocument, OperationType},
    },
};
use catalog::Catalog;
use reconcile::Desk;
use serde::Serialize;
use store::Store;

use crate::{
    Ask, cost, limits,
    reading::{Reading, Seat},
    schema::Types,
};

/// The directory's graph over a catalog, ready to be asked. Cheap to clone.
#[derive(Clone)]
pub struct Schema {
    types: Arc<Types>,
    catalog: Catalog,
    store: Option<Store>,
    desk: Option<Desk>,
    access: Option<Access>,
}

/// The answer to one request.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// What went wrong, if anything did; at most [`limits::ERRORS`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ServerError>,
    /// What was asked for; absent where the request could not be run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

impl Answer {
    /// An answer that says only why there is none.
    pub(crate) fn refusal(reason: impl std::fmt::Display) -> Self {
        Self::failed(vec![ServerError::new(reason.to_string(), None)])
    }

    fn failed(errors: Vec<ServerError>) -> Self {
        Self { errors: clip(errors), data: None }
    }
}

/// A document that may be run.
pub(crate) struct Parsed(ExecutableDocument);

impl Parsed {
    /// What the operation of that name is, or the only operation. `None` where that is not clear.
    pub(crate) fn operation_type(&self, name: Option<&str>) -> Option<OperationType> {
        let operation = match (&self.0.operations, name) {
            (DocumentOperations::Single(operation), None) => operation,
            (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name)?,
            (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
                operations.values().next()?
            }
            _ => return None,
        };
        Some(operation.node.ty)
    }
}

impl Schema {
    pub(crate) fn new(types: Types, catalog: Catalog, store: Option<Store>) -> Self {
        Self { types: Arc::new(types), catalog, store, desk: None, access: None }
    }

    /// Adds the desk at which matches are explained and decided, and what knows who may do what.
    #[must_use]
    pub fn with_desk(mut self, desk: Desk, access: Access) -> Self {
        (self.desk, self.access) = (Some(desk), Some(access));
        self
    }

    /// Who sent this `Authorization` header; `None` is anyone.
    pub(crate) async fn admit(&self, authorization: Option<&str>) -> Result<Option<Caller>, Refusal> {
        let (Some(access), Some(sent)) = (self.access.clone(), authorization.map(str::to_owned)) else {
            return Ok(None);
        };
        let admitted = web::block(move || access.admit_anyone(Some(&sent))).await;
        admitted.unwrap_or_else(|_| Err(Refusal::Unavailable("the work was cut off".to_owned())))
    }

    /// Parses and runs a request of anyone. Every part of the answer is read from one snapshot of the directory.
    pub async fn answer(&self, ask: Ask) -> Answer {
        match self.parse(&ask) {
            Ok(parsed) => self.run(ask, parsed, None).await,
            Err(refusal) => refusal,
        }
    }

    /// Parses a request and refuses what passes a limit.
    pub(crate) fn parse(&self, ask: &Ask) -> Result<Parsed, Answer> {
        cost::check_brackets(&ask.query).map_err(Answer::refusal)?;
        let document = parse_query(&ask.query).map_err(|error| Answer::failed(vec![error.into()]))?;
        let variables = ask.engine_variables();
        let mut values = variables.values();
        values
            .try_for_each(|value| cost::check_variables(value, limits::VARIABLES_DEPTH))
            .and_then(|()| cost::check(&document, &variables, &self.types.shapes))
            .map_err(Answer::refusal)?;
        Ok(Parsed(document))
    }

    /// Runs a parsed request.
    pub(crate) async fn run(&self, ask: Ask, Parsed(document): Parsed, caller: Option<Caller>) -> Answer {
        let variables = ask.engine_variables();
        let seat = Seat { desk: self.desk.clone(), access: self.access.clone(), caller };
        let reading = Arc::new(Reading::new(self.catalog.snapshot(), self.store.clone(), seat));
        let mut request = Request::new(ask.query).variables(variables).data(Arc::clone(&reading));
        request.operation_name = ask.operation_name;
        request.set_parsed_query(document);
        let response = self.types.engine.execute(request).await;
        if reading.is_over() {
            let most = limits::ANSWER / (1024 * 1024);
            return Answer::refusal(format!(
                "the answer is larger than {most} MiB; ask for smaller pages or fewer fields"
            ));
        }
        finish(response)
    }
}

/// The engine's response as the specification has it: no `data` where the request was not run.
fn finish(response: Response) -> Answer {
    let data = match response.data {
        Value::Null if !response.errors.is_empty() => None,
        // Every field was skipped by its directives.
        Value::Null => Some(Value::Object(Default::default())),
        data => Some(data),
    };
    Answer { errors: clip(response.errors), data }
}

/// Cuts messages and their number, so that what an error echoes of a request stays small.
fn clip(mut errors: Vec<ServerError>) -> Vec<ServerError> {
    errors.truncate(limits::ERRORS);
    for error in &mut errors {
        if let Some((end, _)) = error.message.char_indices().nth(limits::MESSAGE) {
            error.message.truncate(end);
            error.message.push('…');
        }
    }
    errors
}
