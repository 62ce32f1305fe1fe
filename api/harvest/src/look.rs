//! Reading a feed without a store.

use std::io;

use model::{Clock, IssueDraft, SourceId, SystemClock};
use store::NewRecord;

use crate::{
    CheckReport, Format, HarvestError, Looked, Mapping, Options, Progress, Silent, SourceConfig,
    fetch::Refused,
    gather::is_not_of_several,
    import::Imported,
    known::Nothing,
    run::{Around, States, about_emptiness, read},
    state::State,
};

/// Reads a feed as a harvest would and reports what it would give; nothing is stored.
///
/// A folder with a `source.toml` is read by that. The format is guessed from the location unless told. A location that
/// is not there, or does not answer, is an issue of the report that names it.
pub fn check(
    location: &str,
    format: Option<Format>,
    map: Option<Mapping>,
    options: &Options,
) -> Result<CheckReport, HarvestError> {
    Ok(check_source(&feed(location, format, map)?, options, &Silent))
}

/// The source that a location describes: a folder with a `source.toml` by that, any other feed as it is.
pub fn feed(
    location: &str,
    format: Option<Format>,
    map: Option<Mapping>,
) -> Result<SourceConfig, HarvestError> {
    let folder = std::path::Path::new(location);
    if format.is_none() && map.is_none() && folder.join("source.toml").is_file() {
        return Ok(crate::read_folder(folder)?);
    }
    if format.is_none() {
        is_not_of_several(folder)?;
    }
    let format = format.unwrap_or_else(|| Format::guess(location));
    Ok(SourceConfig::of_feed(SourceId::new("check")?, format, location, map)?)
}

/// Checks the feed of a source that is described already.
pub fn check_source(config: &SourceConfig, options: &Options, progress: &dyn Progress) -> CheckReport {
    imported(config, options, progress).map_or_else(unreadable, |imported| report(&imported))
}

/// Reads the feed of a source as a harvest of nothing known would; nothing is stored.
pub fn look(config: &SourceConfig, options: &Options, progress: &dyn Progress) -> Looked {
    let looked = imported(config, options, progress).and_then(|imported| {
        let report = report(&imported);
        let records = records(config, imported).map_err(|error| vec![*Refused::from(error).0])?;
        Ok(Looked { report, records })
    });
    looked.unwrap_or_else(|issues| Looked { report: unreadable(issues), ..Looked::default() })
}

fn imported(
    config: &SourceConfig,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Imported, Vec<IssueDraft>> {
    let around = Around {
        known: &Nothing,
        before: &State::default(),
        states: &States::new(),
        now: SystemClock.now(),
        progress,
    };
    read(config, options, &around)
}

fn report(imported: &Imported) -> CheckReport {
    CheckReport {
        items: imported.counts.items,
        records: imported.records.clone(),
        rejected: imported.counts.rejected,
        readable: true,
        issues: about_emptiness(imported).into_iter().chain(imported.issues.iter().cloned()).collect(),
    }
}

fn unreadable(issues: Vec<IssueDraft>) -> CheckReport {
    CheckReport { issues, ..CheckReport::default() }
}

fn records(config: &SourceConfig, mut imported: Imported) -> io::Result<Vec<NewRecord>> {
    let mut records = Vec::new();
    for item in imported.found.items(&config.id)? {
        records.extend(item?.records.into_iter().flatten());
    }
    Ok(records)
}
