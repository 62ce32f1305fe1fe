//! Source folders: a `source.toml` and a payload in one of the formats, written as the groups come.

mod oruk;
mod rows;
mod tabular;

use std::{
    fs::{self, File},
    io::BufWriter,
    path::Path,
};

use model::{Kind, NAMESPACE, SourceId};
use uuid::Uuid;

use super::telling::Group;
use crate::SeedError;

/// One source that is being written.
pub(super) struct Feed {
    id: String,
    writer: Writer,
}

/// How the payload is written.
enum Writer {
    Oruk(oruk::Oruk),
    Csv(rows::Csv),
    Tabular(tabular::Tabular),
    Jsonl(rows::Jsonl),
}

/// A file that is written in large pieces.
type Out = BufWriter<File>;

/// How rows of the `csv` and `jsonl` formats become records.
const MAP: &str = include_str!("map.toml");

impl Feed {
    /// Makes the folder of the source of this number, with its `source.toml`.
    pub(super) fn create(folder: &Path, number: u16) -> Result<Self, SeedError> {
        let (format, location) = match number % 4 {
            0 => ("oruk", "services.json"),
            1 => ("csv", "services.csv"),
            2 => ("hsds-tabular", "package"),
            _ => ("jsonl", "services.jsonl"),
        };
        let id = format!("generated-{:02}-{format}", number + 1);
        let folder = folder.join(&id);
        fs::create_dir_all(&folder).map_err(SeedError::at(&folder))?;
        let config = folder.join("source.toml");
        fs::write(&config, description(number, format, location)).map_err(SeedError::at(&config))?;
        let payload = folder.join(location);
        let writer = match number % 4 {
            0 => Writer::Oruk(oruk::Oruk::create(&payload)?),
            1 => Writer::Csv(rows::Csv::create(&payload)?),
            2 => Writer::Tabular(tabular::Tabular::create(&payload)?),
            _ => Writer::Jsonl(rows::Jsonl::create(&payload)?),
        };
        Ok(Self { id, writer })
    }

    /// The id of the source, which is the name of its folder.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The source's own id of the thing of this number.
    pub(super) fn record_id(&self, kind: Kind, number: u64) -> String {
        match self.writer {
            Writer::Oruk(_) => uuid(&self.id, kind.as_str(), number),
            _ => format!("{kind}-{number}"),
        }
    }

    /// Adds all that the source tells of one organization.
    pub(super) fn write(&mut self, group: &Group) -> Result<(), SeedError> {
        match &mut self.writer {
            Writer::Oruk(writer) => writer.write(&self.id, group),
            Writer::Csv(writer) => writer.write(group),
            Writer::Tabular(writer) => writer.write(group),
            Writer::Jsonl(writer) => writer.write(group),
        }
    }

    /// Ends the payload.
    pub(super) fn finish(self) -> Result<(), SeedError> {
        match self.writer {
            Writer::Oruk(writer) => writer.finish(),
            Writer::Csv(writer) => writer.finish(),
            Writer::Tabular(writer) => writer.finish(),
            Writer::Jsonl(writer) => writer.finish(),
        }
    }
}

/// The text of the source's `source.toml`.
fn description(number: u16, format: &str, location: &str) -> String {
    let precedence = 300 + u32::from(number) * 37 % 400;
    let map = if matches!(format, "csv" | "jsonl") { MAP } else { "" };
    format!(
        "name = \"Generated source {}\"\npublisher = \"The generator of test directories\"\n\
         format = \"{format}\"\nlocation = \"{location}\"\nprecedence = {precedence}\n\n\
         [licence]\nid = \"CC0-1.0\"\nattribution = \"Made up for tests.\"\n{map}",
        number + 1,
    )
}

/// A UUID that a source gives to one of its things.
fn uuid(source: &str, kind: &str, number: u64) -> String {
    let source = SourceId::new(source).map_or(NAMESPACE, |id| Uuid::new_v5(&NAMESPACE, id.as_str().as_bytes()));
    Uuid::new_v5(&source, format!("{kind}-{number}").as_bytes()).to_string()
}

fn create(path: &Path) -> Result<Out, SeedError> {
    File::create(path).map(BufWriter::new).map_err(SeedError::at(path))
}
