use std::{
    collections::HashSet,
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use model::Postcode;
use zip::ZipArchive;

use super::{
    boundary::round,
    intake::{GeographyError, Intake, Take},
    table::{Column, PointColumns, Table},
};

const NO_POSTCODE: (&str, &str) = ("is no postcode", "correct it, or leave the row out");
const TWICE: (&str, &str) = ("is there twice", "keep one; the first was taken");
const TERMINATED: &str = "postcodes no longer in use";
const NOWHERE: &str = "postcodes without a position";

/// The parts of a zip that hold no postcodes, or hold them once more.
const ASIDE: [&str; 4] = ["doc", "documents", "multi_csv", "user guide"];

pub(super) fn read(file: &Path, intake: &mut Intake, take: Take<'_, Postcode>) -> Result<(), GeographyError> {
    let mut taken = Taken::default();
    if is_zip(file)? {
        let opened = File::open(file).map_err(GeographyError::read(file))?;
        let not_zip = |error| GeographyError::form(file, error);
        let mut archive = ZipArchive::new(BufReader::new(opened)).map_err(not_zip)?;
        for number in 0..archive.len() {
            let part = archive.by_index(number).map_err(not_zip)?;
            let name = part.name().map_err(not_zip)?.into_owned();
            let since = intake.refusals.len();
            if is_table(&name) {
                from_table(Table::of(file, Box::new(part))?, &mut taken, intake, take)?;
                intake.in_file(&name, since);
            }
        }
    } else {
        from_table(Table::open(file)?, &mut taken, intake, take)?;
    }
    if taken.0.is_empty() { Err(GeographyError::empty(file)) } else { Ok(()) }
}

fn is_zip(file: &Path) -> Result<bool, GeographyError> {
    let mut start = Vec::new();
    let opened = File::open(file).map_err(GeographyError::read(file))?;
    opened.take(4).read_to_end(&mut start).map_err(GeographyError::read(file))?;
    Ok(start == b"PK\x03\x04")
}

fn is_table(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut folders = lower.split('/').rev().skip(1);
    lower.ends_with(".csv") && !folders.any(|folder| ASIDE.contains(&folder))
}

/// The postcodes that were taken: millions of them, each in eight bytes.
#[derive(Default)]
struct Taken(HashSet<[u8; 8]>);

impl Taken {
    fn is_new(&mut self, postcode: &str) -> bool {
        let mut key = [0; 8];
        key.iter_mut().zip(postcode.bytes()).for_each(|(key, byte)| *key = byte);
        self.0.insert(key)
    }
}

/// Where the columns are that count.
struct Columns {
    postcode: Column,
    point: PointColumns,
    ward: Option<Column>,
    terminated: Option<Column>,
}

impl Columns {
    /// Those of the ONS Postcode Directory by name, whichever its year; those of Code-Point Open, which has no header, by
    /// place: postcode, quality, easting, northing, and the ward as the tenth.
    fn of(table: &mut Table<'_>) -> Result<Self, GeographyError> {
        if table.header().first().is_some_and(|cell| normalize::postcode::normalize(cell).is_some()) {
            table.without_header();
            let point = PointColumns::on_grid(2, 3);
            return Ok(Self { postcode: 0, point, ward: Some(9), terminated: None });
        }
        let usual = ["pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcode"];
        let postcode = table.named(None, &usual, "`postcode` in its header")?;
        let point = table.point_columns();
        if !point.are_there() {
            table.named(None, &["lat"], "`lat` in its header")?;
            table.named(None, &["long"], "`long` in its header")?;
        }
        let dated = table.header().iter().position(|name| is_ward(name));
        let ward = table.column(&["osward", "ward", "ward_code"]).or(dated);
        Ok(Self { postcode, point, ward, terminated: table.column(&["doterm", "terminated"]) })
    }
}

/// `WD24CD` and its like.
fn is_ward(name: &str) -> bool {
    let lower = name.trim().to_ascii_lowercase();
    let year = lower.strip_prefix("wd").and_then(|rest| rest.strip_suffix("cd"));
    year.is_some_and(|year| year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

fn from_table(
    mut table: Table<'_>,
    taken: &mut Taken,
    intake: &mut Intake,
    take: Take<'_, Postcode>,
) -> Result<(), GeographyError> {
    let columns = Columns::of(&mut table)?;
    while table.next(intake)? {
        let Some(postcode) = normalize::postcode::normalize(table.cell(columns.postcode)) else {
            intake.refuse(table.line(), table.cell(columns.postcode), NO_POSTCODE);
            continue;
        };
        if table.filled(columns.terminated).is_some() {
            intake.leave_out(TERMINATED);
            continue;
        }
        let Some((north, east)) = table.point(&columns.point) else {
            intake.leave_out(NOWHERE);
            continue;
        };
        if !taken.is_new(&postcode) {
            intake.refuse(table.line(), postcode, TWICE);
            continue;
        }
        let ward = table.filled(columns.ward).map(str::to_owned);
        take(Postcode { postcode, latitude: round(north), longitude: round(east), ward })?;
    }
    Ok(())
}
