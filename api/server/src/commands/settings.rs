use std::process::ExitCode;

use anyhow::Context;

use crate::{output, settings::Settings};

/// Prints the settings in force, without the password of the database.
pub(super) fn run(settings: Settings, json: bool) -> anyhow::Result<ExitCode> {
    let settings = settings.redacted();
    let text = if json {
        serde_json::to_string_pretty(&settings)?
    } else {
        toml::to_string(&settings).context("the settings cannot be written as TOML")?
    };
    output::tolerate_closed_pipe(std::io::Write::write_all(
        &mut std::io::stdout().lock(),
        format!("{}\n", text.trim_end()).as_bytes(),
    ))?;
    Ok(ExitCode::SUCCESS)
}
