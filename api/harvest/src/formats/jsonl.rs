//! JSON Lines: an object a line.

use std::io::{BufRead, Read};

use serde_json::{Map, Value};

use crate::{
    fetch::{Fetch, Refused},
    formats::{json::LONGEST_ITEM, rows::TakeRows},
    local::Local,
};

/// The longest line in bytes.
const LONGEST_LINE: usize = LONGEST_ITEM;

/// Reads a file of JSON objects line by line. A line that is none is kept out; a last line that breaks off means that
/// the file does.
pub(super) fn read(local: &Local, fetch: &mut Fetch<'_>, sink: &mut dyn TakeRows) -> Result<(), Refused> {
    each_line(local, |line| match line.object() {
        Ok(object) => sink.row(fetch, &line.place, line.bytes.to_vec(), &object),
        Err(reason) => {
            let action = "write one whole JSON object on each line";
            fetch.issues.kept_out("unreadable-line", &line.place, &reason, action);
            fetch.nameless += 1;
            Ok(())
        }
    })
}

/// A line with something on it, and what issues call it.
pub(super) struct Line<'l> {
    pub(super) place: String,
    pub(super) bytes: &'l [u8],
}

impl Line<'_> {
    fn object(&self) -> Result<Map<String, Value>, String> {
        match serde_json::from_slice(self.bytes) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err("the line holds JSON, but no object".to_owned()),
            Err(error) => Err(format!("the line is no JSON: {error}")),
        }
    }
}

/// Calls back for each line that is not empty. Fails if the last one breaks off.
pub(super) fn each_line(
    local: &Local,
    mut with: impl FnMut(Line<'_>) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let mut file = local.open()?;
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        let mut start = file.by_ref().take(LONGEST_LINE as u64 + 1);
        let read = start.read_until(b'\n', &mut bytes).map_err(|error| Refused::io(&local.path, &error))?;
        let place = format!("{} line {number}", local.name);
        if bytes.len() > LONGEST_LINE {
            let reason = format!("{place} is longer than {LONGEST_LINE} bytes");
            return Err(Refused::new("unreadable", reason, "write one JSON object on each line"));
        }
        let line = trimmed(&bytes, number);
        if !line.is_empty() {
            check_end(&place, line, file.fill_buf().is_ok_and(<[u8]>::is_empty))?;
            with(Line { place, bytes: line })?;
        }
        if read == 0 {
            break;
        }
    }
    Ok(())
}

fn trimmed(bytes: &[u8], number: usize) -> &[u8] {
    let bytes = if number == 1 { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) } else { bytes };
    bytes.trim_ascii()
}

fn check_end(place: &str, line: &[u8], is_last: bool) -> Result<(), Refused> {
    if !is_last {
        return Ok(());
    }
    match serde_json::from_slice::<serde::de::IgnoredAny>(line) {
        Err(error) if error.is_eof() => Err(Refused::json(place, &error)),
        _ => Ok(()),
    }
}

/// The paths of an object's values: `hours._text` for a nested one.
pub(crate) fn leaves(object: &Map<String, Value>, around: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (name, value) in object {
        let path = if around.is_empty() { name.clone() } else { format!("{around}.{name}") };
        match value {
            Value::Object(inner) => paths.extend(leaves(inner, &path)),
            _ => paths.push(path),
        }
    }
    paths
}
