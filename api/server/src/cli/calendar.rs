use std::path::PathBuf;

use clap::{Args, Subcommand};
use model::CalendarKind;

/// Which calendars.
#[derive(Debug, Args)]
pub struct Calendar {
    /// What to do.
    #[command(subcommand)]
    pub command: CalendarCommand,
}

/// What can be done with calendars.
#[derive(Debug, Subcommand)]
pub enum CalendarCommand {
    /// Take bank holidays or school terms from a file; without one, the bank holidays of England and Wales
    ///
    /// The file replaces what was known of the same days: bank holidays of whole years, terms from the first to the last. The
    /// same file twice changes nothing. A running server takes it up within the second.
    Import(ImportCalendar),
    /// List the bank holidays and terms that are known
    List,
}

/// Which file.
#[derive(Debug, Args)]
pub struct ImportCalendar {
    /// Comma-separated values with the columns kind, first_day, last_day and name, or iCalendar
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// What the file tells of, where it does not say: bank-holiday or term
    #[arg(long, value_name = "KIND")]
    pub kind: Option<CalendarKind>,
}
