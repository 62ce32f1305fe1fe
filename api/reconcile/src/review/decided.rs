//! Questions that were decided elsewhere, such as in a workbook, and come back row by row.

use model::{Clock, ContentHash, Judgement, Record, RecordKey, Verdict};
use store::{NewJudgement, Store};

use crate::judging::{self, JudgeError};

/// A row that somebody filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The first record's name.
    pub a: String,
    /// The second's.
    pub b: String,
    /// What [`fingerprint`] said when the row was written.
    pub fingerprint: String,
    /// The verdict in words; empty where nothing was decided.
    pub verdict: String,
    /// Why; may be empty.
    pub reason: String,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    /// It was logged.
    Decided(Judgement),
    /// It was decided so already.
    Already(Judgement),
    /// It decides nothing.
    Blank,
    /// It was not taken, for this reason; nothing was logged.
    Refused(String),
}

/// Takes one row. What changed or was decided otherwise since the row was written is refused, never overridden.
///
/// # Errors
///
/// Fails only where the store fails; what is wrong with the row is its outcome.
pub fn take(
    store: &Store,
    clock: &dyn Clock,
    row: &Row,
    who: &str,
    usual_reason: &str,
) -> store::Result<RowOutcome> {
    if row.verdict.trim().is_empty() {
        return Ok(match row.reason.trim() {
            "" => RowOutcome::Blank,
            reason => RowOutcome::Refused(format!("it gives a reason, `{reason}`, but no verdict")),
        });
    }
    let new = match read(row, who, usual_reason) {
        Ok(new) => new,
        Err(reason) => return Ok(RowOutcome::Refused(reason)),
    };
    if let Some(last) = last_on(store, &new)? {
        return Ok(match last.verdict == new.verdict {
            true => RowOutcome::Already(last),
            false => RowOutcome::Refused(format!(
                "the pair was judged {} by {} on {} (judgement {}); use `directory judge` to decide it anew",
                last.verdict.as_str(),
                last.who,
                last.at.format("%Y-%m-%d"),
                last.number
            )),
        });
    }
    if has_changed(store, &new, &row.fingerprint)? {
        let reason =
            "a record of the pair changed after the row was written; look at it again in a new export";
        return Ok(RowOutcome::Refused(reason.to_owned()));
    }
    match judging::judge(store, clock, &[new]) {
        Ok(judged) => Ok(judged
            .into_iter()
            .next()
            .map_or(RowOutcome::Blank, |judged| RowOutcome::Decided(judged.judgement))),
        Err(JudgeError::Store(error)) => Err(error),
        Err(refused) => Ok(RowOutcome::Refused(refused.to_string())),
    }
}

fn read(row: &Row, who: &str, usual_reason: &str) -> Result<NewJudgement, String> {
    let key = |text: &str| text.trim().parse::<RecordKey>().map_err(|error| error.to_string());
    let word = row.verdict.trim().to_lowercase();
    let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == word);
    let unknown = || format!("`{}` is no verdict; use positive, negative or unsure", row.verdict.trim());
    let reason = if row.reason.trim().is_empty() { usual_reason } else { &row.reason };
    Ok(NewJudgement {
        a: key(&row.a)?,
        b: key(&row.b)?,
        verdict: verdict.ok_or_else(unknown)?,
        who: who.to_owned(),
        reason: reason.to_owned(),
    })
}

fn last_on(store: &Store, new: &NewJudgement) -> store::Result<Option<Judgement>> {
    let pair = ((&new.a).min(&new.b), (&new.a).max(&new.b));
    let on_one = store.judgements_before(i64::MAX, Some(std::slice::from_ref(&new.a)), i64::MAX)?;
    Ok(on_one.into_iter().find(|judgement| (&judgement.a, &judgement.b) == pair))
}

/// Whether the two records are there but say something else than when the row was written.
fn has_changed(store: &Store, new: &NewJudgement, before: &str) -> store::Result<bool> {
    let records = store.records_of(&[new.a.clone(), new.b.clone()])?;
    Ok(match records.as_slice() {
        [a, b] => fingerprint(a, b) != before.trim(),
        // What is missing is refused with its own reason.
        _ => false,
    })
}

/// Changes whenever one of two records says something else. The order of the two does not matter.
pub fn fingerprint(a: &Record, b: &Record) -> String {
    const SHOWN: usize = 16;
    let (a, b) = if a.key <= b.key { (a, b) } else { (b, a) };
    let said = [a, b].map(|record| format!("{}\n{}\n", record.key, record.noun.to_json())).concat();
    ContentHash::of(said.as_bytes()).0.chars().take(SHOWN).collect()
}
