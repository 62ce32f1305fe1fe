use std::process::ExitCode;

use ::reconcile::Options;
use harvest::confirming::confirm;
use model::SystemClock;
use serde_json::json;

use crate::{
    cli,
    commands::{open, reconcile::publish},
    output::{Sentence, count, say},
    settings::Settings,
};

pub(super) fn run(settings: &Settings, args: &cli::Confirm, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let labels = Some(args.records.as_slice()).filter(|labels| !labels.is_empty());
    let confirmed = confirm(&store, &args.source, labels, &SystemClock)?;
    publish(&store, Options::default())?;
    let summary = format!("{} of {} confirmed unchanged", count(confirmed as u64, "service"), args.source);
    say(&Sentence { summary, figures: json!({ "source": args.source, "confirmed": confirmed }) }, json)
}
