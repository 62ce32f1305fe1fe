//! Which record is truly which thing.

use std::{fs::File, io::BufWriter, path::Path};

use model::Kind;

use super::{feed::Feed, telling::Group};
use crate::SeedError;

/// The file beside the source folders: a CSV of `record` (`source:kind:id`) and `thing`, the true thing's name.
pub const TRUTH_FILE: &str = "truth.csv";

pub(super) struct Truth {
    table: csv::Writer<BufWriter<File>>,
    path: std::path::PathBuf,
    records: u64,
}

impl Truth {
    pub(super) fn create(folder: &Path) -> Result<Self, SeedError> {
        let path = folder.join(TRUTH_FILE);
        let file = File::create(&path).map_err(SeedError::at(&path))?;
        let mut table = csv::Writer::from_writer(BufWriter::new(file));
        table.write_record(["record", "thing"]).map_err(SeedError::at(&path))?;
        Ok(Self { table, path, records: 0 })
    }

    /// One line for each record that the feed makes of the group.
    pub(super) fn write(&mut self, feed: &Feed, group: &Group) -> Result<(), SeedError> {
        self.line(feed, Kind::Organization, group.organization.number)?;
        let mut places: Vec<u64> = group.services.iter().map(|service| service.place.number).collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().try_for_each(|place| self.line(feed, Kind::Location, place))?;
        group.services.iter().try_for_each(|service| self.line(feed, Kind::Service, service.number))
    }

    fn line(&mut self, feed: &Feed, kind: Kind, number: u64) -> Result<(), SeedError> {
        let record = format!("{}:{kind}:{}", feed.id(), feed.record_id(kind, number));
        self.records += 1;
        self.table.write_record([record, format!("{kind}-{number}")]).map_err(SeedError::at(&self.path))
    }

    /// Writes what is left and says how many records there are.
    pub(super) fn finish(mut self) -> Result<u64, SeedError> {
        self.table.flush().map_err(SeedError::at(&self.path))?;
        Ok(self.records)
    }
}
