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
    ProgressStyle::with_template("{spinner} {msg} {elapsed:.dim}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner())
}

impl reconcile::Progress for Shown {
    fn stage(&self, name: &str, records: usize) {
        self.show(format!("reconcile: {name} ({records})"));
    }
}

impl harvest::Progress for Shown {
    fn step(&self, stage: harvest::Stage, done: u64, total: Option<u64>) {
        let Some(bar) = &self.bar else { return };
        let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
        bar.set_message(format!("harvest: {} {done}{of}", stage_name(stage)));
    }
}

fn stage_name(stage: harvest::Stage) -> &'static str {
    match stage {
        harvest::Stage::Fetch => "fetch",
        harvest::Stage::Import => "import",
        harvest::Stage::Commit => "commit",
    }
}
