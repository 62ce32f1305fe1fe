use std::process::ExitCode;

use serde_json::json;
use store::Store;

use crate::{
    output::{Sentence, count, say},
    settings::Settings,
};

pub(super) fn run(settings: &Settings, json: bool) -> anyhow::Result<ExitCode> {
    if settings.database_url.is_none() {
        std::fs::create_dir_all(&settings.data_dir)?;
    }
    let applied = Store::open_unmigrated(&settings.database())?.migrate()?;
    let summary = match applied.len() {
        0 => "the tables are up to date".to_owned(),
        number => format!("applied {}", count(number as u64, "migration")),
    };
    say(&Sentence { summary, figures: json!({ "applied": applied }) }, json)
}
