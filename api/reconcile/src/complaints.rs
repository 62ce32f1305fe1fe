//! Issues that only show when records are put together. They are logged with the last run of the source they are in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use model::{IssueDraft, RecordKey, SourceId};
use store::Store;

use crate::ReconcileError;

/// Logs the issues that are in records of this pass, and returns them by source. The others were logged when their
/// records came in.
pub(crate) fn log(
    store: &Store,
    dirty: &[RecordKey],
    issues: Vec<IssueDraft>,
    at: DateTime<Utc>,
) -> Result<BTreeMap<SourceId, Vec<IssueDraft>>, ReconcileError> {
    let dirty: BTreeSet<_> = dirty.iter().map(ToString::to_string).collect();
    let new = issues.into_iter().filter(|issue| issue.record.as_ref().is_some_and(|key| dirty.contains(key)));
    let new = by_source(new);
    for (source, issues) in &new {
        if let Some(run) = store.last_run(source)? {
            store.log_issues(run.number, source, at, issues)?;
        }
    }
    Ok(new)
}

/// The issues of each source, the record named in the source's own words as in all of its other issues.
fn by_source(issues: impl Iterator<Item = IssueDraft>) -> BTreeMap<SourceId, Vec<IssueDraft>> {
    let mut sources = BTreeMap::<_, Vec<_>>::new();
    for issue in issues {
        let Some(Ok(key)) = issue.record.as_ref().map(|record| record.parse::<RecordKey>()) else { continue };
        let named = issue.in_record(format!("{}:{}", key.kind, key.id));
        sources.entry(key.source).or_default().push(named);
    }
    sources
}
