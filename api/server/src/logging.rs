//! Structured logs to standard error, so that results on standard output stay clean.

use std::{
    fmt::Debug,
    io::{IsTerminal, stderr},
};

use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    EnvFilter, Layer, fmt,
    layer::{Context, SubscriberExt},
    util::SubscriberInitExt,
};

use crate::settings::{LogFormat, Settings};

/// Starts logging as the settings say. A second start in one process changes nothing.
pub(crate) fn start(settings: &Settings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.log)
        .map_err(|error| anyhow::anyhow!("`log = \"{}\"` is no filter for logs: {error}", settings.log))?;
    let registry = tracing_subscriber::registry().with(filter).with(NoNoise);
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

/// Leaves out that a request could not be read: whoever sends nonsense is told so, and does not fill the log with it.
struct NoNoise;

impl<S: Subscriber> Layer<S> for NoNoise {
    fn event_enabled(&self, event: &Event<'_>, _: Context<'_, S>) -> bool {
        let mut told = Told::default();
        if event.metadata().target() == "actix_http::h1::dispatcher" {
            event.record(&mut told);
        }
        !told.0.starts_with("stream error: request parse error")
    }
}

/// The message of an event.
#[derive(Default)]
struct Told(String);

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
