use std::process::ExitCode;

use ::reconcile::Options;
use anyhow::Context;
use model::{Clock, SystemClock};
use serde_json::json;

use crate::{
    cli,
    commands::{open, reconcile::publish},
    output::{Sentence, count, say},
    settings::Settings,
};

/// Erases first, in one transaction that also withdraws what was published; then publishes what the others say. What a
/// server kept for its next start goes too.
pub(super) fn run(settings: &Settings, args: &cli::Erase, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let erased = store.erase(&args.record, &args.reason, SystemClock.now())?;
    let report = publish(&store, Options::default())?;
    // Last, so that a server that runs has seen it by then and does not keep it again.
    let kept = settings.checkpoint();
    kept.forget().with_context(|| {
        format!("{} is erased, but not from {}; remove that file", args.record, kept.path().display())
    })?;
    let summary = format!(
        "{} {}: {} and {} removed, {} withdrawn; it cannot come back{}",
        if erased.found { "erased" } else { "not known, and blocked from now on:" },
        args.record,
        count(erased.versions, "stored version"),
        count(erased.issues, "issue"),
        count(erased.entities, "entity"),
        if erased.pending {
            "; its old pages are still in the write-ahead log: erase it again when nobody reads"
        } else {
            ""
        },
    );
    let figures = json!({
        "record": args.record,
        "found": erased.found,
        "versions": erased.versions,
        "issues": erased.issues,
        "entities": erased.entities,
        "pending": erased.pending,
        "reconciled": report,
    });
    say(&Sentence { summary, figures }, json)
}
