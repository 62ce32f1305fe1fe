//! What people decide, checked before it is logged.

use std::collections::BTreeMap;

use model::{Clock, Judgement, Record, RecordKey, Verdict};
use store::{Judged, NewJudgement, Store, StoreError};
use uuid::Uuid;

use crate::matches::MatchError;

/// The most characters of a reason.
pub const MOST_REASON: usize = 2_000;
/// The most characters of a name.
pub const MOST_WHO: usize = 200;

/// Why a judgement was not logged.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// The pair cannot be judged.
    #[error(transparent)]
    Pair(#[from] MatchError),
    /// Something that a judgement needs is empty, too long, or holds control characters.
    #[error("`{field}` must be {allowed}")]
    Text {
        /// What it is.
        field: &'static str,
        /// What it may be.
        allowed: &'static str,
    },
    /// A number that no judgement has.
    #[error("there is no judgement {0}; `directory judgements` lists them")]
    UnknownJudgement(i64),
    /// A judgement that a later one on the same pair has replaced.
    #[error("judgement {number} was replaced by judgement {by} on the same pair; undo that one instead")]
    Replaced {
        /// The one that was to be undone.
        number: i64,
        /// The one that counts.
        by: i64,
    },
    /// A judgement that decides nothing.
    #[error("judgement {0} is `unsure`: there is nothing to undo")]
    NothingToUndo(i64),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Logs what people decided, all of it or nothing; the next reconciliation makes it so.
///
/// # Errors
///
/// Fails where a pair is one record, of two kinds, or names a record that is unknown, gone or erased; where the reason
/// or the name is empty or too long; and where the store fails.
pub fn judge(store: &Store, clock: &dyn Clock, new: &[NewJudgement]) -> Result<Vec<Judged>, JudgeError> {
    let named: Vec<RecordKey> = new.iter().flat_map(|new| [new.a.clone(), new.b.clone()]).collect();
    let records = store.records_of(&named)?.into_iter().map(|record| (record.key.clone(), record)).collect();
    let tidy = new.iter().map(|new| check(store, &records, new)).collect::<Result<Vec<_>, _>>()?;
    Ok(store.judge(&tidy, clock.now())?)
}

/// Takes a judgement back, by a judgement `unsure` on its pair that says what it undoes. The rules decide again.
///
/// # Errors
///
/// Fails where there is no such judgement, a later one on its pair counts, or it decides nothing; and where the store
/// fails.
pub fn undo(
    store: &Store,
    clock: &dyn Clock,
    number: i64,
    who: &str,
    reason: Option<&str>,
) -> Result<Judgement, JudgeError> {
    let undone = store.judgement(number)?.ok_or(JudgeError::UnknownJudgement(number))?;
    let on_pair = store.judgements_before(i64::MAX, Some(std::slice::from_ref(&undone.a)), i64::MAX)?;
    let last = on_pair.iter().find(|other| (&other.a, &other.b) == (&undone.a, &undone.b));
    if let Some(last) = last.filter(|last| last.number != number) {
        return Err(JudgeError::Replaced { number, by: last.number });
    }
    if undone.verdict == Verdict::Unsure {
        return Err(JudgeError::NothingToUndo(number));
    }
    let why = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let reason = format!(
        "undoes judgement {number} ({} by {}){}",
        undone.verdict.as_str(),
        undone.who,
        why.map(|why| format!(": {why}")).unwrap_or_default()
    );
    let who = text("who", who, MOST_WHO)?;
    let new = NewJudgement { a: undone.a, b: undone.b, verdict: Verdict::Unsure, who, reason };
    let judged = store.judge(&[new], clock.now())?;
    judged.into_iter().next().map(|judged| judged.judgement).ok_or(JudgeError::UnknownJudgement(number))
}

/// Whose judgements are asked for: everybody's, unless something is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Only those on this record.
    pub record: Option<RecordKey>,
    /// Only those on records that belong to this entity now.
    pub entity: Option<Uuid>,
}

/// The log of judgements with lesser numbers than `before`, the newest first, at most so many.
///
/// # Errors
///
/// Fails where an entity is unknown, and where the store fails.
pub fn judgements(
    store: &Store,
    about: &About,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<Judgement>, MatchError> {
    let members = |id: Uuid| Ok::<_, MatchError>(store.cluster(id)?.ok_or(MatchError::UnknownEntity(id))?.1);
    let members = about.entity.map(members).transpose()?;
    let records = match (&about.record, members) {
        (Some(record), Some(members)) if !members.contains(record) => Some(Vec::new()),
        (Some(record), _) => Some(vec![record.clone()]),
        (None, members) => members,
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(store.judgements_before(before.unwrap_or(i64::MAX), records.as_deref(), limit)?)
}

fn check(
    store: &Store,
    records: &BTreeMap<RecordKey, Record>,
    new: &NewJudgement,
) -> Result<NewJudgement, JudgeError> {
    for key in [&new.a, &new.b] {
        match records.get(key) {
            Some(record) if record.deleted.is_none() => {}
            record => return Err(crate::matches::missing(store, key, record)?.into()),
        }
    }
    crate::matches::check_pair(&new.a, &new.b)?;
    let who = text("who", &new.who, MOST_WHO)?;
    let reason = text("reason", &new.reason, MOST_REASON)?;
    Ok(NewJudgement { who, reason, ..new.clone() })
}

/// A text without space around it, if it can be kept and printed.
fn text(field: &'static str, text: &str, most: usize) -> Result<String, JudgeError> {
    let text = text.trim();
    let is_printable = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    if (1..=most).contains(&text.chars().count()) && text.chars().all(is_printable) {
        return Ok(text.to_owned());
    }
    let allowed = match most {
        MOST_WHO => "the name of who decides, 1 to 200 characters",
        _ => "why it was decided, 1 to 2000 characters",
    };
    Err(JudgeError::Text { field, allowed })
}
