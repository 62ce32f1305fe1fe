use chrono::{DateTime, Utc};
use serde::Serialize;
use store::AuditEntry;
use utoipa::ToSchema;

/// One write that was tried.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Write {
    /// Counts writes, from 1.
    #[schema(minimum = 1, example = 42)]
    number: i64,
    /// When it was tried.
    at: DateTime<Utc>,
    /// Who tried.
    #[schema(example = "Food bank network")]
    who: String,
    /// From which client; absent for the steward token and the command line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "food-bank-network-1f0c2a9b")]
    client: Option<String>,
    /// What was tried.
    #[schema(example = "judge")]
    action: String,
    /// On what.
    #[schema(
        example = "library-service:location:central-library warm-spaces:location:central-library-pl1-1hz"
    )]
    target: String,
    /// How it ended: `done`, or why not. Absent where the process was cut off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "done")]
    outcome: Option<String>,
}

impl From<AuditEntry> for Write {
    fn from(found: AuditEntry) -> Self {
        let AuditEntry { number, at, entry, outcome } = found;
        Self {
            number,
            at,
            who: entry.who,
            client: entry.client,
            action: entry.action,
            target: entry.target,
            outcome,
        }
    }
}

/// A page of the log of writes, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WritePage {
    /// The writes.
    writes: Vec<Write>,
    /// What to give as `before` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, example = 23)]
    next_before: Option<i64>,
}

impl WritePage {
    /// A page of so many out of what was found, which is one more where there is a next page.
    pub(crate) fn of(mut found: Vec<AuditEntry>, size: usize) -> Self {
        let has_more = found.len() > size;
        found.truncate(size);
        let last = found.last().map(|entry| entry.number);
        let writes = found.into_iter().map(Write::from).collect();
        Self { writes, next_before: last.filter(|_| has_more) }
    }
}
