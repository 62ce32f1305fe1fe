//! What stewards correct, checked and tried out before it is logged.

mod claimant;
mod error;
mod preview;

use chrono::{DateTime, Utc};
use model::{Clock, Correction, IssueDraft, Record, RecordKey, Remedy};
use resolver::{Corrections, Told};
use serde::Serialize;
use serde_json::{Map, Value};
use store::Store;
use uuid::Uuid;

pub use claimant::Claimant;
pub use error::CorrectError;

use preview::Scene;

/// The most characters of a reason.
const MOST_REASON: usize = 2_000;
/// The most characters of a name.
const MOST_WHO: usize = 200;
/// Facts whose claims are taken as they stand: their parts were checked when they were harvested.
const STRUCTURED: [&str; 3] = ["addresses", "schedules", "position"];

/// What a steward asks to be done about one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Publish what this source claims.
    Pin(Claimant),
    /// Do not use what this source claims.
    Reject(Claimant),
    /// Publish this value, as a person writes it.
    Supply(String),
    /// Let the sources decide again.
    Lift,
}

/// A correction as a steward asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCorrection {
    /// The entity, or an id that was merged into it.
    pub entity: Uuid,
    /// The fact, such as `phones`; see [`resolver::facts`].
    pub field: String,
    /// What is to be done.
    pub wish: Wish,
    /// Who asks.
    pub who: String,
    /// Why.
    pub reason: String,
    /// When it shall stop to hold by itself, if ever.
    pub expires: Option<DateTime<Utc>>,
}

/// A field before a correction or after it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// The published value as one text, where there is one that can be put so.
    pub value: Option<String>,
    /// The fields of the noun that hold it.
    pub content: Map<String, Value>,
    /// Whether the entity can be published at all.
    pub publishable: bool,
}

/// What a correction does, or would do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Corrected {
    /// The correction as it was logged. Its number is 0 where it was only tried out.
    pub correction: Correction,
    /// The entity that it is about.
    pub entity: Uuid,
    /// The field without it.
    pub before: View,
    /// The field with it.
    pub after: View,
    /// The issues that the sources get whose claims it overrules.
    pub issues: Vec<IssueDraft>,
}

/// Corrects a field, or only says what that would do. It is published by the next reconciliation.
///
/// # Errors
///
/// Fails where the entity or the field is unknown; where the named source claims nothing of it that may be published,
/// or several things; where the value is none of its field; where there is nothing to lift; where the reason or the
/// name is empty or too long, or the expiry is past; and where the store fails.
pub fn correct(
    store: &Store,
    clock: &dyn Clock,
    new: &NewCorrection,
    dry_run: bool,
) -> Result<Corrected, CorrectError> {
    let now = clock.now();
    let scene = Scene::load(store, new.entity)?;
    let log = store.corrections_of(&scene.keys)?;
    let before = Corrections::new(log.clone(), now);
    let holding = before.of(&scene.keys);
    let mut correction = draft(&scene, new, now)?;
    correction.supersedes = Corrections::superseded_by(&correction, &holding);
    if correction.remedy == Remedy::Lift && correction.supersedes.is_empty() {
        return Err(CorrectError::NothingToLift { entity: scene.id, field: new.field.clone() });
    }
    let after = Corrections::new(log.into_iter().chain([as_next(&correction)]).collect(), now);
    let (before, _) = scene.view(&holding, &new.field, now)?;
    let (after, issues) = scene.view(&after.of(&scene.keys), &new.field, now)?;
    let issues = issues.into_iter().filter(|issue| is_by_correction(issue, &new.field)).collect();
    if !dry_run {
        correction = store.add_correction(correction)?;
    }
    Ok(Corrected { correction, entity: scene.id, before, after, issues })
}

/// The correction as if it had been logged last.
fn as_next(correction: &Correction) -> Correction {
    Correction { number: i64::MAX, ..correction.clone() }
}

fn is_by_correction(issue: &IssueDraft, field: &str) -> bool {
    matches!(issue.code.as_str(), "overruled-value" | "rejected-value")
        && issue.field.as_deref() == Some(field)
}

/// The correction that is asked for, checked, with what is known at this moment.
fn draft(scene: &Scene, new: &NewCorrection, now: DateTime<Utc>) -> Result<Correction, CorrectError> {
    if let Some(expires) = new.expires.filter(|expires| *expires <= now) {
        return Err(CorrectError::Past(expires));
    }
    let claims = scene.claims(&new.field)?;
    let (remedy, record, told) = match &new.wish {
        Wish::Pin(claimant) => {
            let (record, told) = claimant.claim(scene, &new.field, &claims)?;
            if !STRUCTURED.contains(&new.field.as_str()) {
                read(scene, &new.field, &told.text)?;
            }
            (Remedy::Pin, record, told)
        }
        Wish::Reject(claimant) => {
            let (record, told) = claimant.claim(scene, &new.field, &claims)?;
            (Remedy::Reject, record, told)
        }
        Wish::Supply(value) => (Remedy::Supply, scene.minted_by.clone(), read(scene, &new.field, value)?),
        Wish::Lift => {
            let nothing = Told { text: String::new(), content: Map::new() };
            (Remedy::Lift, scene.minted_by.clone(), nothing)
        }
    };
    let mut known: Vec<String> = claims.into_iter().map(|(_, told)| told.text).collect();
    known.sort();
    known.dedup();
    Ok(Correction {
        number: 0,
        record,
        field: new.field.clone(),
        remedy,
        value: told.text,
        content: told.content,
        known,
        supersedes: Vec::new(),
        who: text("who", &new.who, MOST_WHO)?,
        at: now,
        reason: text("reason", &new.reason, MOST_REASON)?,
        expires: new.expires,
    })
}

/// Reads a value, or says why it is none of its field.
fn read(scene: &Scene, field: &str, value: &str) -> Result<Told, CorrectError> {
    resolver::read_fact(scene.kind, field, value)
        .map_err(|error| CorrectError::of_fact(scene.kind, field, value, error))
}

/// A text without space around it, if it can be kept and printed.
fn text(field: &'static str, text: &str, most: usize) -> Result<String, CorrectError> {
    let text = text.trim();
    let is_printable = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    if (1..=most).contains(&text.chars().count()) && text.chars().all(is_printable) {
        return Ok(text.to_owned());
    }
    Err(CorrectError::Text { field, most })
}

/// The log of corrections: of the records of an entity, or all of it; in order.
///
/// # Errors
///
/// Fails where the entity is unknown, and where the store fails.
pub fn corrections(store: &Store, entity: Option<Uuid>) -> Result<Vec<Correction>, CorrectError> {
    let Some(entity) = entity else { return Ok(store.corrections()?) };
    let (_, keys) = store.cluster(entity)?.ok_or(CorrectError::UnknownEntity(entity))?;
    Ok(store.corrections_of(&keys)?)
}

/// A claim on a field: the record and what it says.
type Claim<'s> = (&'s Record, Told);

/// Names a record and what it says for a message.
fn shown(claims: &[Claim<'_>]) -> String {
    let each: Vec<String> =
        claims.iter().map(|(record, told)| format!("{} says `{}`", record.key, told.text)).collect();
    if each.is_empty() { "no source says anything of it".to_owned() } else { each.join("; ") }
}

/// The record that a claim is attached to, and the claim.
type Attached = (RecordKey, Told);
