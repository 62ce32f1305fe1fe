//! Runs what is asked: limits first, then the engine, then the answer with its errors clipped.

use std::sync::Arc;

use access::{Access, Caller, Refusal};
use actix_web::web;
use async_graphql::{
    Request, Response, ServerError, Value, Variables,
    parser::types::{DocumentOperations, OperationType},
};
use catalog::Catalog;
use model::{Clock, SystemClock};
use reconcile::Desk;
use serde::Serialize;
use store::Store;

use crate::{
    Ask, cost,
    errors::{Code, server_error, with_code},
    limits,
    persisted::{Document, Documents},
    reading::{Reading, Seat, View},
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
    documents: Arc<Documents>,
    clock: Arc<dyn Clock>,
    planless: bool,
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
    /// Whether nobody is to keep it.
    #[serde(skip)]
    pub(crate) is_passing: bool,
}

impl Answer {
    /// An answer that says only why there is none.
    pub(crate) fn refusal(code: Code, reason: impl std::fmt::Display) -> Self {
        Self::failed(vec![server_error(code, reason.to_string())])
    }

    pub(crate) fn failed(errors: Vec<ServerError>) -> Self {
        Self { errors: clip(errors), data: None, is_passing: false }
    }
}

/// A document that may be run.
pub(crate) struct Parsed {
    document: Arc<Document>,
    variables: Variables,
}

impl Parsed {
    /// What the operation of that name is, or the only operation. `None` where that is not clear.
    pub(crate) fn operation_type(&self, name: Option<&str>) -> Option<OperationType> {
        let operation = match (&self.document.parsed.operations, name) {
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
        Self {
            types: Arc::new(types),
            catalog,
            store,
            desk: None,
            access: None,
            documents: Arc::default(),
            clock: Arc::new(SystemClock),
            planless: false,
        }
    }

    /// Adds the desk at which matches are explained and decided, and what knows who may do what.
    #[must_use]
    pub fn with_desk(mut self, desk: Desk, access: Access) -> Self {
        (self.desk, self.access) = (Some(desk), Some(access));
        self
    }

    /// The same graph with its own time: what is open now, and what is on, go by it.
    #[must_use]
    pub fn timed_by(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
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

    /// The same graph, answered by the engine alone: to compare plans with.
    #[must_use]
    pub fn without_plans(mut self) -> Self {
        self.planless = true;
        self
    }

    /// Whether a request is answered without the engine.
    pub fn is_planned(&self, ask: &Ask) -> bool {
        self.parse(ask).is_ok_and(|parsed| self.planned(ask, &parsed).is_some())
    }

    /// The answer to a request of anyone, as it is sent.
    pub async fn text(&self, ask: Ask) -> String {
        let parsed = match self.parse(&ask) {
            Ok(parsed) => parsed,
            Err(refusal) => return serde_json::to_string(&refusal).unwrap_or_default(),
        };
        match self.planned(&ask, &parsed) {
            Some(text) => text,
            None => serde_json::to_string(&self.run(ask, parsed, None).await).unwrap_or_default(),
        }
    }

    /// The whole answer as text, where a plan can give it. Plans know only what is published, so it does not matter who
    /// asks.
    pub(crate) fn planned(&self, ask: &Ask, parsed: &Parsed) -> Option<String> {
        let plan = parsed.document.plan(&self.types).filter(|_| !self.planless)?;
        let snapshot = self.catalog.snapshot();
        let view = View { snapshot: &snapshot, now: self.clock.now() };
        plan.run(&self.types, view, &parsed.variables, ask.operation_name.as_deref())
    }

    /// Parses and runs a request of anyone, by the engine. Every part of the answer is read from one snapshot of the directory.
    pub async fn answer(&self, ask: Ask) -> Answer {
        match self.parse(&ask) {
            Ok(parsed) => self.run(ask, parsed, None).await,
            Err(refusal) => refusal,
        }
    }

    /// Parses a request and refuses what passes a limit.
    pub(crate) fn parse(&self, ask: &Ask) -> Result<Parsed, Answer> {
        let document = self.documents.find(ask)?;
        let variables = ask.engine_variables();
        cost::check_variables(&variables)
            .and_then(|()| cost::check(&document.parsed, &variables, &self.types.shapes))
            .map_err(|refusal| Answer::refusal(Code::from(&refusal), refusal))?;
        Ok(Parsed { document, variables })
    }

    /// Runs a parsed request.
    pub(crate) async fn run(&self, ask: Ask, parsed: Parsed, caller: Option<Caller>) -> Answer {
        let Parsed { document, variables } = parsed;
        let seat = Seat { desk: self.desk.clone(), access: self.access.clone(), caller };
        let reading =
            Arc::new(Reading::new((self.catalog.snapshot(), self.clock.now()), self.store.clone(), seat));
        let mut request = Request::new(ask.query).variables(variables).data(Arc::clone(&reading));
        request.operation_name = ask.operation_name;
        request.set_parsed_query(document.parsed.clone());
        let mut response = self.types.engine.execute(request).await;
        reading.holes.fill(&mut response);
        if reading.is_over() {
            let most = limits::ANSWER / (1024 * 1024);
            let reason =
                format!("the answer is larger than {most} MiB; ask for smaller pages or fewer fields");
            return Answer::refusal(Code::AnswerLimit, reason);
        }
        Answer { is_passing: reading.is_passing(), ..finish(response) }
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
    let errors = clip(response.errors).into_iter().map(|error| {
        let code = usual_code(&error);
        with_code(error, code)
    });
    Answer { errors: errors.collect(), data, is_passing: false }
}

/// What an error is that says no more of it: one of no field is of validation, and a field fails by what it was given.
fn usual_code(error: &ServerError) -> Code {
    match error {
        _ if error.message.starts_with("internal:") => Code::Internal,
        _ if error.path.is_empty() => Code::ValidationFailed,
        _ => Code::BadUserInput,
    }
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
