//! What a run found new or changed, on disk from when it is read until the run commits.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Seek, Write},
};

use model::{ContentHash, Kind, Noun, RecordKey, SourceId, Visibility};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use store::{NewItem, NewRecord};

use crate::spool::{Bodies, Entry, Place};

/// Items that are new or changed, while they are written down one by one: of each a line of JSON. There is no file until
/// there is an item.
#[derive(Debug, Default)]
pub(crate) struct Finding(Option<BufWriter<File>>);

/// Items that are new or changed, in the order in which they were found, beside their bodies. Nothing of them is in
/// memory. Removed when dropped.
#[derive(Debug)]
pub(crate) struct Found {
    lines: Option<File>,
    bodies: Bodies,
}

/// An item as it is written down.
#[derive(Serialize, Deserialize)]
struct Line {
    id: String,
    media_type: String,
    hash: ContentHash,
    body: Place,
    records: Option<Vec<Written>>,
}

/// A record as it is written down.
#[derive(Serialize, Deserialize)]
struct Written {
    kind: Kind,
    id: String,
    noun: Box<RawValue>,
    visibility: Visibility,
    field_visibility: BTreeMap<String, Visibility>,
    original: BTreeMap<String, String>,
}

impl Finding {
    /// Adds an item of the spool, with what was read out of it: see [`NewItem::records`].
    pub(crate) fn add(&mut self, id: &str, entry: &Entry, records: Option<&[NewRecord]>) -> io::Result<()> {
        let written = |records: &[NewRecord]| records.iter().map(Written::of).collect::<io::Result<_>>();
        let line = Line {
            id: id.to_owned(),
            media_type: entry.media_type.to_owned(),
            hash: entry.hash(),
            body: entry.place,
            records: records.map(written).transpose()?,
        };
        let file = match &mut self.0 {
            Some(file) => file,
            none => none.insert(BufWriter::new(tempfile::tempfile()?)),
        };
        serde_json::to_writer(&mut *file, &line)?;
        file.write_all(b"\n")
    }

    /// Ends it, with the bodies of what was found.
    pub(crate) fn end(self, bodies: Bodies) -> io::Result<Found> {
        let ended = |file: BufWriter<File>| file.into_inner().map_err(io::IntoInnerError::into_error);
        Ok(Found { lines: self.0.map(ended).transpose()?, bodies })
    }
}

impl Found {
    /// That nothing was found.
    pub(crate) fn nothing(bodies: Bodies) -> Self {
        Self { lines: None, bodies }
    }

    /// Reads the items back one by one, as those of a source.
    pub(crate) fn items(
        &mut self,
        source: &SourceId,
    ) -> io::Result<impl Iterator<Item = io::Result<NewItem>>> {
        let Self { lines, bodies } = self;
        if let Some(file) = lines {
            file.rewind()?;
        }
        let lines = lines.iter().map(BufReader::new).flat_map(BufRead::lines);
        Ok(lines.map(move |line| serde_json::from_str::<Line>(&line?)?.item(bodies, source)))
    }
}

impl Line {
    fn item(self, bodies: &mut Bodies, source: &SourceId) -> io::Result<NewItem> {
        let read = |records: Vec<Written>| records.into_iter().map(|record| record.read(source)).collect();
        Ok(NewItem {
            id: self.id,
            media_type: self.media_type,
            body: bodies.read(self.body)?,
            hash: self.hash,
            records: self.records.map(read).transpose()?,
        })
    }
}

impl Written {
    fn of(record: &NewRecord) -> io::Result<Self> {
        Ok(Self {
            kind: record.key.kind,
            id: record.key.id.clone(),
            noun: RawValue::from_string(record.noun.to_json())?,
            visibility: record.visibility,
            field_visibility: record.field_visibility.clone(),
            original: record.original.clone(),
        })
    }

    fn read(self, source: &SourceId) -> io::Result<NewRecord> {
        Ok(NewRecord {
            key: RecordKey::new(source.clone(), self.kind, self.id),
            noun: Noun::from_value(self.kind, serde_json::from_str(self.noun.get())?)?,
            visibility: self.visibility,
            field_visibility: self.field_visibility,
            original: self.original,
        })
    }
}
