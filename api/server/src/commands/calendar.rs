use std::process::ExitCode;

use ::harvest::calendar;
use anyhow::Context;
use model::CalendarPeriod;
use serde::Serialize;
use store::{CalendarOutcome, CalendarSpan, Store};

use crate::{
    cli::{self, CalendarCommand},
    commands::open,
    output::{Say, say},
    settings::Settings,
};

/// Takes bank holidays and terms in, or lists them.
pub(super) fn run(settings: &Settings, command: CalendarCommand, json: bool) -> anyhow::Result<ExitCode> {
    let store = open(settings)?;
    match command {
        CalendarCommand::Import(args) => say(&import(&store, &args)?, json),
        CalendarCommand::List => say(&Known { periods: store.calendar()?.1 }, json),
    }
}

fn import(store: &Store, args: &cli::ImportCalendar) -> anyhow::Result<Taken> {
    let spans = match &args.file {
        Some(file) => calendar::read(file, args.kind)
            .with_context(|| format!("{} was not taken, and the calendar stays as it was", file.display()))?,
        None => shipped()?,
    };
    Ok(Taken::of(store.replace_calendar(&spans)?))
}

fn shipped() -> anyhow::Result<Vec<CalendarSpan>> {
    calendar::read_csv(::seed::BANK_HOLIDAYS).context("the calendar that comes with the program is broken")
}

/// Gives a directory that knows no day of any calendar the bank holidays of England and Wales.
pub(super) fn begin(store: &Store) -> anyhow::Result<()> {
    if store.calendar_version()? == 0 {
        let taken = store.replace_calendar(&shipped()?)?;
        tracing::info!(days = taken.added, "took the bank holidays of England and Wales into the calendar");
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct Taken {
    added: usize,
    removed: usize,
    kept: usize,
}

impl Taken {
    fn of(outcome: CalendarOutcome) -> Self {
        Self { added: outcome.added, removed: outcome.removed, kept: outcome.kept }
    }
}

impl Say for Taken {
    fn lines(&self) -> Vec<String> {
        let Self { added, removed, kept } = self;
        vec![format!("{added} added, {removed} removed, {kept} as before")]
    }
}

#[derive(Debug, Serialize)]
struct Known {
    periods: Vec<CalendarPeriod>,
}

impl Say for Known {
    fn lines(&self) -> Vec<String> {
        if self.periods.is_empty() {
            return vec![
                "no bank holiday and no term is known; import them with `directory calendar import`"
                    .to_owned(),
            ];
        }
        let line = |period: &CalendarPeriod| match period.last == period.first {
            true => format!("{:<12}  {}              {}", period.kind, period.first, period.name),
            false => format!("{:<12}  {} to {}  {}", period.kind, period.first, period.last, period.name),
        };
        self.periods.iter().map(line).collect()
    }
}
