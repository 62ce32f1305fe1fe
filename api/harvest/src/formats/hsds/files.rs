//! Files that hold what an API answered: a folder of lists, or one list of services.

use std::path::Path;

use model::Kind;
use serde_json::{Map, Value};

use super::{split::Splitter, stream::each_object};
use crate::{
    fetch::{Fetch, Refused},
    formats::jsonl::each_line,
    local::Local,
};

/// What a list is of.
#[derive(Clone, Copy)]
enum Listed {
    Record(Kind),
    Taxonomy,
    Term,
}

/// The files of a folder, and what they list. Services come first, as they tell most.
const LISTS: [(&str, Listed); 5] = [
    ("services", Listed::Record(Kind::Service)),
    ("organizations", Listed::Record(Kind::Organization)),
    ("locations", Listed::Record(Kind::Location)),
    ("taxonomies", Listed::Taxonomy),
    ("taxonomy_terms", Listed::Term),
];

const ENDINGS: [&str; 3] = ["json", "ndjson", "jsonl"];

/// Whether an address is that of a file rather than of an API.
pub(crate) fn is_file(location: &str) -> bool {
    let path = location.split(['?', '#']).next().unwrap_or(location);
    Path::new(path).extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known))
}

/// Reads a folder of lists, or one file of services.
pub(super) fn fetch(fetch: &mut Fetch<'_>, splitter: &mut Splitter) -> Result<(), Refused> {
    let folder = fetch.config.path();
    if fetch.config.is_remote() || !folder.is_dir() {
        let local = fetch.local()?;
        return read(&local, Listed::Record(Kind::Service), fetch, splitter);
    }
    let mut found = false;
    for (name, listed) in LISTS {
        for path in ENDINGS
            .iter()
            .map(|ending| folder.join(name).with_extension(ending))
            .filter(|path| path.is_file())
        {
            found = true;
            read(&Local::at(path), listed, fetch, splitter)?;
        }
    }
    if found {
        return Ok(());
    }
    let reason =
        format!("{} holds none of services.json, organizations.json, taxonomies.json", folder.display());
    Err(Refused::new("unreadable", reason, "check the location and the format of the source"))
}

fn read(
    local: &Local,
    listed: Listed,
    fetch: &mut Fetch<'_>,
    splitter: &mut Splitter,
) -> Result<(), Refused> {
    if local.path.extension().or(Path::new(&local.name).extension()).is_some_and(|ending| ending == "json") {
        let mut number = 0_u64;
        return each_object(local.open()?, &local.name, &mut |text| {
            number += 1;
            take(text, listed, &format!("{} number {number}", local.name), fetch, splitter)
        });
    }
    each_line(local, |line| match std::str::from_utf8(line.bytes) {
        Ok(text) => take(text, listed, &line.place, fetch, splitter),
        Err(error) => {
            let reason = format!("the line is not UTF-8: {error}");
            fetch.issues.kept_out("unreadable-line", &line.place, &reason, "save the file as UTF-8");
            fetch.nameless += 1;
            Ok(())
        }
    })
}

fn take(
    text: &str,
    listed: Listed,
    place: &str,
    fetch: &mut Fetch<'_>,
    splitter: &mut Splitter,
) -> Result<(), Refused> {
    let object = || serde_json::from_str::<Map<String, Value>>(text).ok();
    match listed {
        Listed::Record(kind) => return splitter.listed(fetch, kind, text, place),
        Listed::Taxonomy => object().into_iter().for_each(|object| splitter.taxonomy(object)),
        Listed::Term => object().into_iter().for_each(|object| splitter.term(object)),
    }
    Ok(())
}
