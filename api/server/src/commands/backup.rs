use std::process::ExitCode;

use anyhow::Context;
use serde_json::json;
use store::Store;

use crate::{
    cli,
    commands::open,
    output::{Sentence, count, say},
    settings::Settings,
};

pub(super) fn backup(settings: &Settings, args: &cli::Backup, json: bool) -> anyhow::Result<ExitCode> {
    open(settings)?.backup(&args.file)?;
    let bytes = std::fs::metadata(&args.file).context("the backup was written but cannot be read")?.len();
    let summary = format!("wrote a backup of {bytes} bytes to {}", args.file.display());
    say(&Sentence { summary, figures: json!({ "file": args.file, "bytes": bytes }) }, json)
}

pub(super) fn restore(settings: &Settings, args: &cli::Restore, json: bool) -> anyhow::Result<ExitCode> {
    if settings.database_url.is_none() {
        std::fs::create_dir_all(&settings.data_dir)
            .with_context(|| format!("the data directory {} cannot be made", settings.data_dir.display()))?;
    }
    let restored = Store::restore(&args.file, &settings.database())?;
    let rows: u64 = restored.rows.values().sum();
    let summary = format!("restored {} from {}", count(rows, "row"), args.file.display());
    say(&Sentence { summary, figures: json!({ "rows": restored.rows }) }, json)
}
