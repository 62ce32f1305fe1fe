//! Match models: which one is in force, how another is made, and what it would change.
//!
//! The shipped one is in force until a person takes another into use. A model is made of what is in the store: its value
//! frequencies by [`fitted`], its weights by [`learned`]. [`plan`] says what it would change; [`take`] puts it in force.
//! Every model that was in force is kept, so that an earlier one can be taken again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use matching::{Learned, MatchModel, Statement};
use model::{Clock, Kind, RecordKey, Verdict};
use resolver::Constraints;
use serde::Serialize;
use store::{ModelInUse, Store, StoreError};

use crate::{
    Options, Progress, ReconcileError, Report, context, directory::Directory, plan::Policy, reconcile,
};

/// The match model in force, kept in memory until another one is taken: it may be large. Clones keep the same one.
#[derive(Clone, Debug, Default)]
pub struct InForce(Arc<Mutex<Option<Numbered>>>);

/// A model and the number that the store keeps it under.
type Numbered = (i64, Arc<MatchModel>);

impl InForce {
    /// The match model in force.
    ///
    /// # Errors
    ///
    /// Fails where the store fails, or where the stored model is none that this version can read.
    pub fn get(&self, store: &Store) -> store::Result<Arc<MatchModel>> {
        let Some(number) = store.number_in_force()? else { return Ok(Arc::clone(MatchModel::shipped())) };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, model)) = known.as_ref().filter(|(known, _)| *known == number) {
            return Ok(Arc::clone(model));
        }
        let model = in_force(store)?;
        *known = Some((number, Arc::clone(&model)));
        Ok(model)
    }
}

/// The match model in force, as it is stored.
///
/// # Errors
///
/// Fails where the store fails, or where the stored model is none that this version can read.
pub fn in_force(store: &Store) -> store::Result<Arc<MatchModel>> {
    match store.model_in_force()? {
        None => Ok(Arc::clone(MatchModel::shipped())),
        Some(stored) => read(stored).map(Arc::new),
    }
}

/// A model by its version: the shipped one, or any that was in force. `None` where there was none of that name.
///
/// # Errors
///
/// Fails where the store fails, or where the stored model is none that this version can read.
pub fn find(store: &Store, version: &str) -> store::Result<Option<Arc<MatchModel>>> {
    if version == "shipped" || version == MatchModel::shipped().version {
        return Ok(Some(Arc::clone(MatchModel::shipped())));
    }
    let stored = store.models()?.into_iter().rev().find(|stored| stored.version == version);
    stored.map(|stored| read(stored).map(Arc::new)).transpose()
}

fn read(stored: ModelInUse) -> store::Result<MatchModel> {
    let ModelInUse { version, body, .. } = stored;
    serde_json::from_value(body).map_err(|error| unreadable(version, &error))
}

fn unreadable(version: String, error: &serde_json::Error) -> StoreError {
    StoreError::Stored { table: "match_model", key: version, reason: error.to_string() }
}

/// The model in force, its value frequencies and priors counted anew from the present records.
///
/// # Errors
///
/// Fails where the store fails.
pub fn fitted(store: &Store, version: String) -> Result<MatchModel, ReconcileError> {
    let directory = look(store)?;
    let mut fitted = MatchModel::clone(&directory.model);
    for kind in Kind::ALL {
        let mut statements = Vec::new();
        store.for_each_record(kind, |record| {
            statements.push(Statement::of(&record, context::of(&record, &directory)));
        })?;
        fitted = matching::fit(&fitted, kind.into(), Vec::new(), &statements);
    }
    fitted.version = version;
    Ok(fitted)
}

/// A model whose weights were estimated from judgements.
#[derive(Clone, Debug, Serialize)]
pub struct Lesson {
    /// The model.
    #[serde(skip)]
    pub model: MatchModel,
    /// How each kind's weights differ from those in force. Kinds of which nothing was judged are left out.
    pub kinds: BTreeMap<Kind, Learned>,
}

/// The model in force, its weights estimated anew from what people judged: each pair as it was judged last.
///
/// # Errors
///
/// Fails where the store fails.
pub fn learned(store: &Store, version: String) -> Result<Lesson, ReconcileError> {
    let directory = look(store)?;
    let judgements = store.judgements()?;
    let constraints = Constraints::new(&judgements);
    let pairs: BTreeSet<(&RecordKey, &RecordKey)> =
        judgements.iter().map(|judgement| (&judgement.a, &judgement.b)).collect();
    let mut labelled: BTreeMap<Kind, Vec<(Statement, Statement, bool)>> = BTreeMap::new();
    for (a, b) in pairs {
        let is_one = match constraints.verdict(a, b) {
            Some(Verdict::Positive) => true,
            Some(Verdict::Negative) => false,
            Some(Verdict::Unsure) | None => continue,
        };
        if let (Some(one), Some(other)) = (statement(store, &directory, a)?, statement(store, &directory, b)?)
        {
            labelled.entry(a.kind).or_default().push((one, other, is_one));
        }
    }
    let mut lesson = Lesson { model: MatchModel::clone(&directory.model), kinds: BTreeMap::new() };
    for (kind, labelled) in labelled {
        let learned = matching::learn(&lesson.model, kind.into(), &labelled);
        lesson.model = learned.model.clone();
        lesson.kinds.insert(kind, learned);
    }
    lesson.model.version = version;
    Ok(lesson)
}

/// What each record's references point to now.
fn look(store: &Store) -> Result<Directory, ReconcileError> {
    let mut directory = Directory::new(store, in_force(store)?)?;
    let (_, dirty) = store.dirty()?;
    let mut changed = dirty.into_iter().collect();
    for kind in Kind::ALL {
        directory.resolve(store, kind, &mut changed, &Policy::default())?;
    }
    Ok(directory)
}

fn statement(
    store: &Store,
    directory: &Directory,
    key: &RecordKey,
) -> Result<Option<Statement>, ReconcileError> {
    let record = store.record(key)?.filter(|record| record.deleted.is_none());
    Ok(record.map(|record| Statement::of(&record, context::of(&record, directory))))
}

/// What the directory would be under another model: nothing is published. All moves are in the report as plans.
///
/// # Errors
///
/// As [`reconcile`].
pub fn plan(
    store: &Store,
    clock: &dyn Clock,
    model: Arc<MatchModel>,
    progress: &dyn Progress,
) -> Result<Report, ReconcileError> {
    let limit = crate::Limit { share: 0.0, least: 0 };
    let options = Options { dry_run: true, model: Some(model), limit, ..Options::default() };
    reconcile(store, clock, &options, progress)
}

/// Puts a model in force, and publishes what it changes: the moves of these plans, and all that is within the limit.
///
/// # Errors
///
/// As [`reconcile`].
pub fn take(
    store: &Store,
    clock: &dyn Clock,
    model: &MatchModel,
    (who, reason): (&str, &str),
    planned: &Report,
    progress: &dyn Progress,
) -> Result<Report, ReconcileError> {
    let body = serde_json::to_value(model).map_err(|error| unreadable(model.version.clone(), &error))?;
    store.use_model(ModelInUse {
        number: 0,
        version: model.version.clone(),
        body,
        who: who.to_owned(),
        at: clock.now(),
        reason: reason.to_owned(),
    })?;
    let approved = planned.held.iter().map(|plan| plan.id).collect();
    reconcile(store, clock, &Options { approved, ..Options::default() }, progress)
}
