use std::process::ExitCode;

use anyhow::Context;
use serde_json::json;
use store::{Database, Store};

use crate::{
    cli,
    commands::open,
    output::{Sentence, count, say},
    settings::Settings,
};

pub(super) fn run(settings: &Settings, args: &cli::Copy, json: bool) -> anyhow::Result<ExitCode> {
    let from = open(settings)?;
    let to =
        Store::open(&Database::Postgres(args.to.clone())).context("the target database cannot be opened")?;
    let copied = from.copy_to(&to)?;
    let rows: u64 = copied.rows.values().sum();
    let summary = format!("copied {} with ids, judgements, referents and change numbers", count(rows, "row"));
    say(&Sentence { summary, figures: json!({ "rows": copied.rows }) }, json)
}
