//! How long work shows itself: a bar where someone watches, log lines where nobody does.

use std::{
    io::{IsTerminal, stderr},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

/// Shows harvests and reconciliations under way.
pub(crate) struct Shown {
    bar: Option<ProgressBar>,
    work: &'static str,
}

impl Shown {
    /// A bar for a harvest, if standard error is a terminal.
    pub(crate) fn new() -> Self {
        Self::of("harvest")
    }

    /// The same for what reads feeds under another name.
    pub(crate) fn of(work: &'static str) -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner().with_style(style());
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Self { bar, work }
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
        bar.set_message(format!("{}: {} {done}{of}", self.work, stage_name(stage)));
    }

    fn one_by_one(&self, number: u64, interval: Duration) {
        if let Some(line) = long_wait(number, interval) {
            match &self.bar {
                Some(bar) => bar.println(format!("{}: {line}", self.work)),
                None => eprintln!("directory: {line}"),
            }
        }
    }
}

/// What is worth telling before many things are asked for one by one; nothing of a few.
fn long_wait(number: u64, interval: Duration) -> Option<String> {
    const FEW: u64 = 100;
    let seconds = interval.as_secs_f64();
    (number > FEW && seconds > 0.0).then(|| {
        #[expect(clippy::cast_precision_loss, reason = "minutes need no more digits")]
        let minutes = (number as f64 * seconds / 60.0).ceil();
        format!(
            "{number} services are asked for one by one, {seconds} seconds apart at least: {minutes:.0} minutes or more"
        )
    })
}

fn stage_name(stage: harvest::Stage) -> &'static str {
    match stage {
        harvest::Stage::Fetch => "fetch",
        harvest::Stage::Details => "services in full",
        harvest::Stage::Import => "import",
        harvest::Stage::Commit => "commit",
    }
}
