use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::intake::{GeographyError, Intake};

/// A table of CSV that is read row by row.
pub(super) struct Table<'a> {
    file: &'a Path,
    reader: Reader<Box<dyn Read + 'a>>,
    record: ByteRecord,
    header: Vec<String>,
    /// Whether the first row is a row like all others.
    first_is_row: bool,
}

/// Where a column stands.
pub(super) type Column = usize;

const NOT_UTF8: (&str, &str) = ("is not written in UTF-8", "save the file as CSV UTF-8");

impl<'a> Table<'a> {
    pub(super) fn open(file: &'a Path) -> Result<Self, GeographyError> {
        let opened = File::open(file).map_err(GeographyError::read(file))?;
        Self::of(file, Box::new(BufReader::new(opened)))
    }

    pub(super) fn of(file: &'a Path, content: Box<dyn Read + 'a>) -> Result<Self, GeographyError> {
        let mut reader =
            ReaderBuilder::new().flexible(true).has_headers(false).trim(csv::Trim::All).from_reader(content);
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record).map_err(|error| GeographyError::form(file, error))?;
        let header = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        Ok(Self { file, reader, record, header, first_is_row: false })
    }

    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// Takes the first row for one like all others: the file has no header.
    pub(super) fn without_header(&mut self) {
        self.first_is_row = true;
    }

    /// Goes on to the next row; false behind the last. A row that is not UTF-8 is refused and passed over.
    pub(super) fn next(&mut self, intake: &mut Intake) -> Result<bool, GeographyError> {
        loop {
            if !std::mem::take(&mut self.first_is_row) {
                let read = self.reader.read_byte_record(&mut self.record);
                if !read.map_err(|error| GeographyError::form(self.file, error))? {
                    return Ok(false);
                }
            }
            match self.record.iter().find(|cell| std::str::from_utf8(cell).is_err()) {
                Some(cell) => {
                    intake.refuse(self.line(), String::from_utf8_lossy(cell), NOT_UTF8);
                }
                None => return Ok(true),
            }
        }
    }

    /// The line on which the row begins.
    pub(super) fn line(&self) -> u64 {
        self.record.position().map_or(1, csv::Position::line)
    }

    /// What stands in a column of the row; nothing where the row is too short.
    pub(super) fn cell(&self, column: Column) -> &str {
        self.record.get(column).and_then(|cell| std::str::from_utf8(cell).ok()).unwrap_or_default()
    }

    /// What stands in a column that may not be there, if anything does.
    pub(super) fn filled(&self, column: Option<Column>) -> Option<&str> {
        column.map(|column| self.cell(column)).filter(|cell| !cell.is_empty())
    }

    /// A number, of which commas between thousands are no part.
    pub(super) fn number(&self, column: Option<Column>) -> Option<f64> {
        let text = self.filled(column)?.replace(',', "");
        text.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// The first of these names that the header has, without regard to case.
    pub(super) fn column(&self, names: &[&str]) -> Option<Column> {
        names.iter().find_map(|name| {
            self.header.iter().position(|found| found.trim().eq_ignore_ascii_case(name.trim()))
        })
    }

    /// The column that an option names, or else one of the usual names.
    pub(super) fn named(
        &self,
        given: Option<&str>,
        usual: &[&str],
        option: &'static str,
    ) -> Result<Column, GeographyError> {
        let found = match given {
            Some(name) => self.column(&[name]),
            None => self.column(usual),
        };
        found.ok_or_else(|| GeographyError::Column {
            file: self.file.to_owned(),
            wanted: given.or(usual.first().copied()).unwrap_or_default().to_owned(),
            found: self.header.iter().take(40).cloned().collect(),
            option,
        })
    }

    /// Where the columns of a point are.
    pub(super) fn point_columns(&self) -> PointColumns {
        PointColumns {
            north: self.column(&["latitude", "lat"]),
            east: self.column(&["longitude", "long", "lon", "lng"]),
            easting: self.column(&["easting", "eastings", "bng_e", "oseast1m", "east1m"]),
            northing: self.column(&["northing", "northings", "bng_n", "osnrth1m", "north1m"]),
        }
    }

    /// The point of the row: in degrees, or on the National Grid. None where there is none on earth.
    pub(super) fn point(&self, columns: &PointColumns) -> Option<(f64, f64)> {
        let degrees = self.number(columns.north).zip(self.number(columns.east));
        let degrees = degrees.filter(|(north, east)| is_on_earth(*north, *east));
        degrees.or_else(|| {
            let (easting, northing) = self.number(columns.easting).zip(self.number(columns.northing))?;
            super::wgs84(easting, northing).filter(|_| easting > 0.0 && northing > 0.0)
        })
    }
}

/// The columns that a point may be in.
pub(super) struct PointColumns {
    north: Option<Column>,
    east: Option<Column>,
    easting: Option<Column>,
    northing: Option<Column>,
}

impl PointColumns {
    /// On the National Grid, in these columns.
    pub(super) const fn on_grid(easting: Column, northing: Column) -> Self {
        Self { north: None, east: None, easting: Some(easting), northing: Some(northing) }
    }

    pub(super) fn are_there(&self) -> bool {
        (self.north.is_some() && self.east.is_some()) || (self.easting.is_some() && self.northing.is_some())
    }
}

/// Whether degrees are of a point on earth that somebody may live at: 0, 0 and 99.999999 stand for unknown.
pub(super) fn is_on_earth(north: f64, east: f64) -> bool {
    north.abs() <= 90.0 && east.abs() <= 180.0 && (north != 0.0 || east != 0.0)
}
