use std::process::ExitCode;

use ::reconcile::Options;
use anyhow::bail;
use model::{Clock, SystemClock};
use serde_json::json;
use store::{Hiding, Store};
use uuid::Uuid;

use crate::{
    cli,
    commands::{open, reconcile::publish},
    output::{Sentence, say},
    settings::Settings,
};

/// Hides first, at once; then publishes anew what refers to the entity, so that nothing names it.
pub(super) fn hide(settings: &Settings, args: &cli::Hide, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let summary = match store.hide(args.entity, SystemClock.now(), &args.reason)? {
        Hiding::Done => "is hidden; readers now get 404, as for what never was",
        Hiding::Already => "was hidden already",
        Hiding::Unknown => {
            bail!("{} is not an entity of this directory; take the id from a list or an export", args.entity)
        }
    };
    tell(&store, args.entity, summary, json)
}

pub(super) fn unhide(settings: &Settings, args: &cli::Unhide, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    let summary = match store.unhide(args.entity, SystemClock.now())? {
        Hiding::Done => "is published again",
        Hiding::Already => "was not hidden",
        Hiding::Unknown => bail!("{} is not an entity of this directory", args.entity),
    };
    tell(&store, args.entity, summary, json)
}

fn tell(store: &Store, entity: Uuid, summary: &str, json: bool) -> anyhow::Result<ExitCode> {
    publish(store, Options::default())?;
    say(&Sentence { summary: format!("{entity} {summary}"), figures: json!({ "entity": entity }) }, json)
}
