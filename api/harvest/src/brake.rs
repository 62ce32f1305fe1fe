//! The brake on deletions.

use std::collections::BTreeMap;

use model::{IssueDraft, Severity, alignment::PAGE};

use crate::{Format, SourceConfig, fetch::Known, formats::split_id, import::Imported};

/// Whether a run deletes so much that a person has to agree, and why: all there is; or, of one sort of item or of all
/// together, more than the source's share and at least its floor.
pub(crate) fn holds(config: &SourceConfig, known: &dyn Known, imported: &Imported) -> Option<IssueDraft> {
    // Of a website its pages count: what one of them lists no more was taken off by whoever wrote it.
    let counts = |id: &&str| config.format != Format::Website || split_id(id).0 == PAGE;
    let before = by_sort(known.live().filter(counts));
    let gone = by_sort(imported.gone.iter().map(String::as_str).filter(counts));
    let total: u64 = gone.values().sum();
    if total > 0 && imported.is_empty {
        return Some(issue(format!("the feed is empty; taking it would delete all {total} items")));
    }
    let of_sort = |(sort, gone): (&str, u64)| {
        let of = before.get(sort).copied().unwrap_or(gone);
        too_many(config, gone, of, &format!("{sort} items"))
    };
    let of_all = || too_many(config, total, before.values().sum(), "items of all sorts");
    gone.into_iter().find_map(of_sort).or_else(of_all)
}

fn too_many(config: &SourceConfig, gone: u64, of: u64, what: &str) -> Option<IssueDraft> {
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    let share = gone as f64 / of as f64;
    (gone >= config.deletion_floor && share > config.deletion_share).then(|| {
        let (percent, allowed) = (share * 100.0, config.deletion_share * 100.0);
        issue(format!(
            "the run would delete {gone} of {of} {what} ({percent:.0} %); {allowed:.0} % is allowed"
        ))
    })
}

fn issue(reason: String) -> IssueDraft {
    let action = "look at the feed; if it is right, harvest again with --accept-deletions; until then all stays as it was";
    IssueDraft::new(Severity::Fatal, "deletion-brake", reason, action)
}

fn by_sort<'i>(ids: impl Iterator<Item = &'i str>) -> BTreeMap<&'i str, u64> {
    let mut counts = BTreeMap::new();
    for id in ids {
        *counts.entry(split_id(id).0).or_default() += 1;
    }
    counts
}
