//! How long work shows itself: a bar where someone watches, log lines where nobody does.

use std::{
    io::{IsTerminal, stderr},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

/// Shows harvests and reconciliations under way.
pub(crate) struct Shown {
    bar: Option<ProgressBar>,
}

impl Shown {
    /// A bar if standard error is a terminal.
    pub(crate) fn new() -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner().with_style(style());
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Self { bar }
    }

    fn show(&self, message: String) {
        match &self.bar {
            Some(bar) => bar.set_message(message),
            None => tracing::info!("{message}"),
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {msg} {elapsed:.dim}").unwrap_or_else(|_| ProgressStyle::default_spinner())
}

impl reconcile::Progress for Shown {
    fn stage(&self, name: &str, records: usize) {
        self.show(format!("reconcile: {name} ({records})"));
    }
}
