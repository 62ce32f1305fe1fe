//! Reading a feed without a store.

use model::{Clock, SourceId, SystemClock};

use crate::{
    CheckReport, Format, HarvestError, Looked, Mapping, Options, Progress, Silent, SourceConfig,
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
    let format = format.unwrap_or_else(|| Format::guess(location));
    Ok(SourceConfig::of_feed(SourceId::new("check")?, format, location, map)?)
}

/// Checks the feed of a source that is described already.
pub fn check_source(config: &SourceConfig, options: &Options, progress: &dyn Progress) -> CheckReport {
    look(config, options, progress).report
}

/// Reads the feed of a source as a harvest of nothing known would; nothing is stored.
pub fn look(config: &SourceConfig, options: &Options, progress: &dyn Progress) -> Looked {
    let around = Around {
        known: &Nothing::default(),
        before: &State::default(),
        states: &States::new(),
        now: SystemClock.now(),
        progress,
    };
    match read(config, options, &around) {
        Ok(imported) => {
            let report = CheckReport {
                items: imported.counts.items,
                records: imported.records.clone(),
                rejected: imported.counts.rejected,
                readable: true,
                issues: about_emptiness(&imported).into_iter().chain(imported.issues).collect(),
            };
            let records = imported.items.into_iter().flat_map(|item| item.records.into_iter().flatten());
            Looked { report, records: records.collect() }
        }
        Err(issues) => {
            Looked { report: CheckReport { issues, ..CheckReport::default() }, ..Looked::default() }
        }
    }
}
