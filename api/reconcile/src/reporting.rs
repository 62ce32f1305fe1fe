//! What readers report, and how stewards decide it. Nothing of it is public.
//!
//! Where a reader may be asked is a person's own: only stewards see it, it is never logged, and it is deleted with the
//! decision. What a reader wrote stays with the stewards too: sources are told the steward's words.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Clock, IssueDraft, RecordKey, Report, ReportDecision, ReportKind, ReportState, Severity, SourceId,
};
use serde::Serialize;
use store::{Decided, NewReport, Store, StoreError};

/// The most characters of a message, and of a steward's note.
pub const MOST_WORDS: usize = 2_000;
/// The most characters of an e-mail address (RFC 5321).
const MOST_CONTACT: usize = 254;
/// The most characters of a name.
const MOST_WHO: usize = 200;

/// Why a report was not taken or not decided.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A text that cannot be kept.
    #[error("`{field}` must have {allowed}")]
    Text {
        /// Which one.
        field: &'static str,
        /// What it may be.
        allowed: String,
    },
    /// What is no e-mail address.
    // It is not repeated: what is said of a write is logged.
    #[error("`contact` is no e-mail address; write one such as ann@example.org, or leave it out")]
    Contact,
    /// Nothing to go by.
    #[error("`message` is empty; say in a few words what is wrong")]
    NothingSaid,
    /// A number that no report has.
    #[error("there is no report {0}; `directory reports` lists them")]
    Unknown(i64),
    /// A report that somebody decided before.
    #[error("report {number} was {state} before, by {who}")]
    Decided {
        /// Its number.
        number: i64,
        /// What became of it.
        state: &'static str,
        /// Who decided.
        who: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a steward decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is so: the sources are told.
    Accept,
    /// It is not, or it is none of ours.
    Dismiss,
}

/// A report as it was decided, and who was told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settled {
    /// The report.
    pub report: Report,
    /// The sources that got an issue.
    pub told: Vec<SourceId>,
}

/// Takes a report.
///
/// # Errors
///
/// Fails where the message is too long, where nothing is said at all, where the contact is no e-mail address, and where
/// the store fails.
pub fn report(store: &Store, clock: &dyn Clock, new: &NewReport) -> Result<Report, ReportError> {
    let message = text("message", &new.message, 0, MOST_WORDS)?;
    if message.is_empty() && new.kind == ReportKind::Other {
        return Err(ReportError::NothingSaid);
    }
    let contact = new.contact.as_deref().map(str::trim).filter(|contact| !contact.is_empty());
    let contact = contact.map(address).transpose()?;
    Ok(store.add_report(&NewReport { message, contact, ..new.clone() }, clock.now())?)
}

fn address(text: &str) -> Result<String, ReportError> {
    let read = normalize::email::normalize(text).filter(|read| read.chars().count() <= MOST_CONTACT);
    read.ok_or(ReportError::Contact)
}

/// Decides a report, which closes it. Where it is accepted, every source of the entity gets an issue for each of its
/// records, with the steward's note.
///
/// # Errors
///
/// Fails where there is no such report, where it was decided before, where the note or the name is empty or too long, and
/// where the store fails.
pub fn decide(
    store: &Store,
    clock: &dyn Clock,
    number: i64,
    verdict: Verdict,
    (who, note): (&str, &str),
) -> Result<Settled, ReportError> {
    let state = match verdict {
        Verdict::Accept => ReportState::Accepted,
        Verdict::Dismiss => ReportState::Dismissed,
    };
    let (who, note) = (text("who", who, 1, MOST_WHO)?, text("note", note, 1, MOST_WORDS)?);
    let decision = ReportDecision { who, at: clock.now(), note };
    match store.decide_report(number, state, &decision)? {
        Decided::Unknown => Err(ReportError::Unknown(number)),
        Decided::Before(report) => Err(ReportError::Decided {
            number,
            state: report.state.as_str(),
            who: report.decided.map_or_else(|| "somebody".to_owned(), |decision| decision.who),
        }),
        Decided::Now(report) => {
            let told = if verdict == Verdict::Accept { tell(store, &report, &decision)? } else { Vec::new() };
            Ok(Settled { report, told })
        }
    }
}

/// Gives the sources of an entity their issues, and answers which sources that were.
fn tell(store: &Store, report: &Report, decision: &ReportDecision) -> Result<Vec<SourceId>, ReportError> {
    let Some((_, keys)) = store.cluster(report.entity)? else { return Ok(Vec::new()) };
    let present = store.records_of(&keys)?.into_iter().filter(|record| record.deleted.is_none());
    let mut issues: BTreeMap<SourceId, Vec<IssueDraft>> = BTreeMap::new();
    for record in present {
        let draft = issue(report, decision, &record.key);
        issues.entry(record.key.source).or_default().push(draft);
    }
    let mut told = BTreeSet::new();
    for (source, drafts) in issues {
        if let Some(run) = store.last_run(&source)? {
            store.log_issues(run.number, &source, decision.at, &drafts)?;
            told.insert(source);
        }
    }
    Ok(told.into_iter().collect())
}

fn issue(report: &Report, decision: &ReportDecision, key: &RecordKey) -> IssueDraft {
    let what = match report.kind {
        ReportKind::Wrong => "something in it is wrong",
        ReportKind::Closed => "it is closed, or was never there",
        ReportKind::Duplicate => "it is listed twice",
        ReportKind::Harmful => "it is harmful that it is published",
        ReportKind::Other => "something is the matter with it",
    };
    let reason = format!("a reader reported that {what}, and a steward agreed: {}", decision.note);
    let action = "look at the record; change what is wrong, or confirm it if it is right as it is";
    IssueDraft::new(Severity::Warning, IssueDraft::REPORTED, reason, action)
        .in_record(format!("{}:{}", key.kind, key.id))
        .with_value(report.kind.as_str())
}

/// A text without space around it, if it can be kept and printed.
fn text(field: &'static str, text: &str, least: usize, most: usize) -> Result<String, ReportError> {
    // Browsers send lines as they were sent over the wire in 1994.
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    let is_printable = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    if (least..=most).contains(&text.chars().count()) && text.chars().all(is_printable) {
        return Ok(text.to_owned());
    }
    let allowed = format!("{least} to {most} characters that can be printed");
    Err(ReportError::Text { field, allowed })
}
