use std::process::ExitCode;

use anyhow::bail;
use model::{Clock, SystemClock};
use serde_json::json;

use crate::{
    cli,
    commands::open,
    output::{Sentence, say},
    settings::Settings,
};

pub(super) fn hide(settings: &Settings, args: &cli::Hide, json: bool) -> anyhow::Result<ExitCode> {
    if !open(settings)?.hide(args.entity, SystemClock.now(), &args.reason)? {
        bail!("{} is not an entity of this directory; take the id from a list or an export", args.entity);
    }
    let summary = format!("{} is hidden; readers now get 410 Gone", args.entity);
    say(&Sentence { summary, figures: json!({ "entity": args.entity }) }, json)
}

pub(super) fn unhide(settings: &Settings, args: &cli::Unhide, json: bool) -> anyhow::Result<ExitCode> {
    if !open(settings)?.unhide(args.entity, SystemClock.now())? {
        bail!("{} is not hidden", args.entity);
    }
    let summary = format!("{} is published again", args.entity);
    say(&Sentence { summary, figures: json!({ "entity": args.entity }) }, json)
}
