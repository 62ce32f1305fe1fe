//! Finding the tables of a package.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use model::{IssueDraft, Severity};
use zip::ZipArchive;

use super::tables;
use crate::fetch::{Fetch, Local, Refused};

/// The most that a package may unpack to, in bytes: an archive can claim to hold any amount.
const LARGEST: u64 = 4 * 1024 * 1024 * 1024;

/// How deep in a folder tables are looked for: packages keep them in `data/` at most.
const DEEPEST: usize = 2;

/// The tables by name. A CSV file that is none of the standard's raises a notice.
pub(super) fn tables(fetch: &mut Fetch<'_>, temporary: &Path) -> Result<BTreeMap<String, Local>, Refused> {
    let folder = if fetch.config.is_remote() || !fetch.config.path().is_dir() {
        let local = fetch.local()?;
        let unpacked = temporary.join("unpacked");
        unpack(&local, &unpacked)?;
        unpacked
    } else {
        fetch.config.path()
    };
    let mut files = Vec::new();
    find(&folder, 0, &mut files).map_err(|error| Refused::io(&folder, &error))?;
    files.sort();
    let mut tables = BTreeMap::new();
    for path in files {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
        if tables::is_known(&name) {
            tables.entry(name).or_insert(Local::at(path));
        } else {
            let reason = "the standard has no table of this name, and nothing reads it";
            let issue = IssueDraft::new(
                Severity::Notice,
                "unread-table",
                reason,
                "rename it if it is one of the standard's",
            );
            fetch.issues.push(issue.in_record(format!("{name}.csv")));
        }
    }
    if ["services", "service", "organizations", "organization", "locations", "location"]
        .iter()
        .any(|name| tables.contains_key(*name))
    {
        return Ok(tables);
    }
    let reason =
        format!("{} holds none of services.csv, organizations.csv, locations.csv", fetch.config.location);
    Err(Refused::new("unreadable", reason, "check the location and the format of the source"))
}

fn find(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && depth < DEEPEST {
            find(&path, depth + 1, files)?;
        } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
            files.push(path);
        }
    }
    Ok(())
}

/// Unpacks the CSV files of an archive under their own names; whatever folders it names stay out of it.
fn unpack(local: &Local, into: &Path) -> Result<(), Refused> {
    let broken = |error: &dyn std::fmt::Display| {
        let reason = format!("{} cannot be read to its end as a zip archive: {error}", local.name);
        Refused::new("unreadable", reason, "publish it whole and harvest again")
    };
    fs::create_dir_all(into)?;
    let mut archive = ZipArchive::new(local.open()?).map_err(|error| broken(&error))?;
    let mut left = LARGEST;
    for number in 0..archive.len() {
        let entry = archive.by_index(number).map_err(|error| broken(&error))?;
        let name = entry.enclosed_name().and_then(|path| Some(path.file_name()?.to_owned()));
        let is_table = |name: &std::ffi::OsString| {
            Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
        };
        let Some(name) = name.filter(is_table) else { continue };
        let mut file = File::create(into.join(name))?;
        let written = io::copy(&mut entry.take(left + 1), &mut file).map_err(|error| broken(&error))?;
        left = left.checked_sub(written).ok_or_else(|| broken(&"it unpacks to more than is allowed"))?;
    }
    Ok(())
}
