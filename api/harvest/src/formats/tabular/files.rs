//! Finding the tables of a package.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use model::{IssueDraft, Severity};
use zip::ZipArchive;

use super::tables;
use crate::{
    fetch::{Fetch, Refused},
    formats::sheets::{MOST_PACKED, SMALL},
    issues::shown,
    local::Local,
};

/// The most that a package may unpack to, in bytes: an archive can claim to hold any amount.
const LARGEST: u64 = 4 * 1024 * 1024 * 1024;

/// The most files that a package may hold: the standard has some fifty tables.
const MOST_FILES: usize = 10_000;

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

/// Unpacks the CSV files of an archive under their own names; whatever folders it names stay out of it. An archive that
/// leaves open which of several files is a table, or says that it is elsewhere, is refused.
fn unpack(local: &Local, into: &Path) -> Result<(), Refused> {
    let broken = |error: &dyn std::fmt::Display| {
        let reason = format!("{} cannot be read to its end as a zip archive: {error}", local.name);
        Refused::new("unreadable", reason, "publish it whole and harvest again")
    };
    fs::create_dir_all(into)?;
    let mut archive = ZipArchive::new(local.open()?).map_err(|error| broken(&error))?;
    if archive.len() > MOST_FILES {
        return Err(too_large(local, &format!("it holds more than {MOST_FILES} files")));
    }
    let (mut left, mut taken) = (LARGEST, BTreeSet::new());
    for number in 0..archive.len() {
        let entry = archive.by_index(number).map_err(|error| broken(&error))?;
        let path = entry.name().map_err(|error| broken(&error))?.into_owned();
        let Some(name) = table_name(&path) else { continue };
        if entry.enclosed_name().is_none() || path.starts_with(['/', '\\']) || !entry.is_file() {
            return Err(unsafe_entry(local, &path, "stands outside the archive or is a link"));
        }
        if !taken.insert(name.to_lowercase()) {
            return Err(unsafe_entry(local, &path, "is there twice, maybe in different folders"));
        }
        let most = entry.compressed_size().saturating_mul(MOST_PACKED).clamp(SMALL, left);
        let mut file = File::create(into.join(name))?;
        let written = io::copy(&mut entry.take(most + 1), &mut file).map_err(|error| broken(&error))?;
        if written > most {
            let reason = format!(
                "{path} unpacks to more than {most} bytes, {MOST_PACKED} times its packed size or the most that is read"
            );
            return Err(too_large(local, &reason));
        }
        left = left.saturating_sub(written);
    }
    Ok(())
}

/// The name of the table that a path in an archive is of, if it is of one.
fn table_name(path: &str) -> Option<&str> {
    let name = path.rsplit(['/', '\\']).next()?;
    let ending = Path::new(name).extension()?;
    ending.eq_ignore_ascii_case("csv").then_some(name)
}

fn too_large(local: &Local, reason: &str) -> Refused {
    let action = "publish a smaller package, or its tables in several";
    Refused::new("too-large", format!("{} is not read: {reason}", local.name), action)
}

fn unsafe_entry(local: &Local, path: &str, what: &str) -> Refused {
    let reason = format!("{} is not read: {} {what}", local.name, shown(path));
    Refused::new("unreadable", reason, "pack each table once, as a file under its own name")
}
