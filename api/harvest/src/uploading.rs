use std::path::Path;

use model::{Clock, Outcome, RunCounts, SourceId};
use store::Store;

use crate::{
    Format, HarvestError, Options, Silent, SourceConfig, UploadReport, brake,
    joining::{JoinError, described},
    known::Stored,
    run::{self, Around},
    state::State,
};

/// Takes a whole file as the feed of a source: a run like any other, with its brake. The source's own format unless told.
/// Where it is only tried, nothing is stored and what a run would come to is told.
pub fn upload(
    store: &Store,
    id: &SourceId,
    (file, format): (&Path, Option<Format>),
    is_tried: bool,
    (options, clock): (&Options, &dyn Clock),
) -> Result<UploadReport, JoinError> {
    let described = described(store, id)?;
    if !described.state.is_read() {
        return Err(JoinError::Closed { source_id: id.clone(), state: described.state });
    }
    let format = format.unwrap_or(described.format);
    if !(format.is_rows() || format == Format::HsdsTabular) || described.format == Format::Push {
        return Err(JoinError::NoFile { source_id: id.clone(), format: described.format });
    }
    let location = file.display().to_string();
    let read = SourceConfig { format, location, folder: None, sheet: None, ..described.clone() };
    if is_tried {
        return Ok(attempt(store, &read, options, clock)?);
    }
    Ok(run::harvest_as(store, &described, &read, options, clock)?.into())
}

/// Reads a feed in the light of what is there, as a run does, and ends before anything is written.
fn attempt(
    store: &Store,
    config: &SourceConfig,
    options: &Options,
    clock: &dyn Clock,
) -> Result<UploadReport, HarvestError> {
    let source = &config.id;
    let states = store.item_states(source)?;
    let before = State::read(store.harvest_state(source)?);
    let known = Stored::new(store, source, &states);
    let around =
        Around { known: &known, before: &before, states: &states, now: clock.now(), progress: &Silent };
    let mut imported = match run::read(config, options, &around) {
        Ok(imported) => imported,
        Err(issues) => {
            let counts = RunCounts { issues: issues.len() as u64, ..RunCounts::default() };
            return Ok(UploadReport { run: None, outcome: Outcome::Failed, counts, issues });
        }
    };
    let held = if options.accept_deletions { None } else { brake::holds(config, &known, &imported) };
    let outcome = if held.is_some() { Outcome::Braked } else { Outcome::Harvested };
    let mut issues = std::mem::take(&mut imported.issues);
    issues.extend(held.or_else(|| run::about_emptiness(&imported)));
    let records = imported.records.values().sum();
    let counts = RunCounts { issues: issues.len() as u64, records, ..imported.counts };
    Ok(UploadReport { run: None, outcome, counts, issues })
}
