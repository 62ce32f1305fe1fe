//! Source folders: a `source.toml` and a payload in one of the formats, written as the groups come.

mod ids;
mod oruk;
mod rows;
mod tabular;

use std::{
    fs::{self, File},
    io::BufWriter,
    path::Path,
};

use model::Kind;

use super::telling::Group;
use crate::SeedError;
use ids::Ids;

/// One source that is being written.
pub(super) struct Feed {
    id: String,
    ids: Ids,
    payload: Box<dyn Payload>,
}

/// The payload of a source, in whatever format.
trait Payload {
    /// Adds all that the source tells of one organization.
    fn write(&mut self, ids: &Ids, group: &Group) -> Result<(), SeedError>;

    /// Ends it.
    fn finish(self: Box<Self>) -> Result<(), SeedError>;
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
        let path = folder.join(location);
        let payload: Box<dyn Payload> = match format {
            "oruk" => Box::new(oruk::Oruk::create(&path)?),
            "csv" => Box::new(rows::Csv::create(&path)?),
            "jsonl" => Box::new(rows::Jsonl::create(&path)?),
            _ => Box::new(tabular::Tabular::create(&path)?),
        };
        let ids = Ids::of_source(&id, number, format == "oruk");
        Ok(Self { id, ids, payload })
    }

    /// The id of the source, which is the name of its folder.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The source's own id of the thing of this number.
    pub(super) fn record_id(&self, kind: Kind, number: u64) -> String {
        self.ids.of(kind.as_str(), number)
    }

    /// Adds all that the source tells of one organization.
    pub(super) fn write(&mut self, group: &Group) -> Result<(), SeedError> {
        self.payload.write(&self.ids, group)
    }

    /// Ends the payload.
    pub(super) fn finish(self) -> Result<(), SeedError> {
        self.payload.finish()
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

fn create(path: &Path) -> Result<Out, SeedError> {
    File::create(path).map(BufWriter::new).map_err(SeedError::at(path))
}
