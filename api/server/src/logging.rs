//! Structured logs to standard error, so that results on standard output stay clean.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::settings::{LogFormat, Settings};

/// Starts logging as the settings say. A second start in one process changes nothing.
pub(crate) fn start(settings: &Settings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.log)
        .map_err(|error| anyhow::anyhow!("`log = \"{}\"` is no filter for logs: {error}", settings.log))?;
    let registry = tracing_subscriber::registry().with(filter);
    let lines = fmt::layer().with_writer(stderr);
    let started = match settings.log_format {
        LogFormat::Text => registry.with(lines.with_ansi(stderr().is_terminal())).try_init(),
        LogFormat::Json => registry.with(lines.json()).try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging was already started");
    }
    Ok(())
}
