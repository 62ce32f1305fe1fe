use std::process::ExitCode;

use ::reconcile::Options;
use model::{Clock, SystemClock};
use serde_json::json;

use crate::{
    cli,
    commands::{open, reconcile::publish},
    output::{Sentence, say},
    settings::Settings,
};

/// Erases first, in one transaction that also withdraws what was published; then publishes what the others say.
pub(super) fn run(settings: &Settings, args: &cli::Erase, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let erased = store.erase(&args.record, &args.reason, SystemClock.now())?;
    let report = publish(&store, Options::default())?;
    let summary = format!(
        "erased {}: {} and {}; it cannot come back",
        args.record,
        crate::output::count(erased.versions, "stored version"),
        crate::output::count(erased.records, "record"),
    );
    say(&Sentence { summary, figures: json!({ "erased": erased, "reconciled": report }) }, json)
}
