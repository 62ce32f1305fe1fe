//! The binary `directory`: configuration, wiring, and one command for each thing to do.
//!
//! Nothing is decided here. Each command opens what it needs, calls one stage, and says what came of it; the exit
//! code tells a script the same: 0 done, 1 done but something was kept out, 2 not done and nothing changed.

mod aligner;
mod cli;
mod commands;
mod guide;
mod harvester;
mod http;
mod logging;
mod output;
mod progress;
mod reconciler;
mod settings;
pub mod site;
mod waterfall;

use std::process::ExitCode;

pub use cli::Cli;
pub use guide::guide;
pub use http::{State, application};
pub use reconciler::Reconciler;
pub use settings::{LogFormat, Settings};

/// Runs one command and says how it ended.
pub fn run(cli: Cli) -> ExitCode {
    match commands::run(cli) {
        Ok(code) => code,
        Err(error) => {
            output::complain(&error);
            ExitCode::from(output::NOT_DONE)
        }
    }
}
