//! The records that the description of the source marks as confidential, and the places that they name.

use std::collections::{BTreeMap, BTreeSet};

use model::{IssueDraft, Kind, Severity};

use super::record;
use crate::{
    fetch::{Fetch, Refused},
    formats::{Adapter, Draft, ROW},
    issues::Issues,
};

/// The records that only stewards may see, as `kind:id`.
pub(super) fn load(
    adapter: &dyn Adapter,
    fetch: &mut Fetch<'_>,
    aliases: &BTreeMap<String, String>,
) -> Result<BTreeSet<String>, Refused> {
    let mut closed = fetch.config.confidential.clone();
    for label in &fetch.config.confidential {
        let Some(mut draft) = draft_of(adapter, fetch, label)? else {
            let reason = "the source marks it as confidential, but the feed has no such record";
            let action =
                "correct the name in `confidential`: kind:id as in the records of the source, or take it out";
            let issue = IssueDraft::new(Severity::Warning, "unknown-confidential", reason, action);
            fetch.issues.push(issue.in_record(label.clone()));
            continue;
        };
        let places = record::references(&mut draft).into_iter().filter(|(.., kind)| *kind == Kind::Location);
        let items = places.map(|(_, id, kind)| format!("{kind}/{id}"));
        closed.extend(items.map(|id| label_of(aliases.get(&id).unwrap_or(&id))));
    }
    Ok(closed)
}

/// The name of a record by that of its item.
pub(super) fn label_of(item: &str) -> String {
    item.replacen('/', ":", 1)
}

/// What the feed says of a record. What is wrong with it is told of when its item is read.
fn draft_of(adapter: &dyn Adapter, fetch: &mut Fetch<'_>, label: &str) -> Result<Option<Draft>, Refused> {
    let Some((kind, own)) = label.split_once(':') else { return Ok(None) };
    for sort in [kind, ROW] {
        let id = format!("{sort}/{own}");
        let Some(body) = fetch.body(&id)? else { continue };
        let draft = adapter.read(&id, &body, &mut Issues::default());
        if let Some(draft) = draft.filter(|draft| draft.kind.as_str() == kind) {
            return Ok(Some(draft));
        }
    }
    Ok(None)
}
