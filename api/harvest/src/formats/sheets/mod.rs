//! Workbooks: the rows of one sheet, below its header wherever that stands.
//!
//! Each library reads cells; here they become rows, so that a list gives the same items whether it comes as CSV, as
//! xlsx or as ods.

mod archive;
mod cell;
mod choose;
mod header;
mod ods;
mod xlsx;

use std::ops::ControlFlow;

use serde_json::{Map, Value};

pub(super) use self::archive::{MOST_PACKED, SMALL};
use self::{cell::Cell, header::Header};
use super::rows::{TakeRows, columns};
use crate::{
    fetch::{Fetch, Refused},
    issues::Issues,
    local::Local,
};

/// The most cells that a row may have; Excel itself has no more columns.
const MOST_COLUMNS: usize = 16_384;

/// Reads a sheet of an Excel workbook.
pub(super) fn read_xlsx(
    local: &Local,
    fetch: &mut Fetch<'_>,
    sink: &mut dyn TakeRows,
) -> Result<(), Refused> {
    read(&mut xlsx::Xlsx::open(local)?, local, fetch, sink)
}

/// Reads a sheet of an OpenDocument spreadsheet.
pub(super) fn read_ods(local: &Local, fetch: &mut Fetch<'_>, sink: &mut dyn TakeRows) -> Result<(), Refused> {
    read(&mut ods::Ods::open(local)?, local, fetch, sink)
}

/// A workbook that is open.
trait Workbook {
    /// Its sheets, in their order.
    fn sheets(&mut self) -> Result<Vec<Sheet>, Refused>;

    /// Calls back for each row of a sheet that has a filled cell, from the top, until told to stop.
    fn each_row(&mut self, sheet: &str, with: &mut TakeRow<'_>) -> Result<(), Refused>;
}

/// Takes a row, and says whether another is wanted.
type TakeRow<'t> = dyn FnMut(SheetRow) -> Result<ControlFlow<()>, Refused> + 't;

/// A sheet of a workbook.
struct Sheet {
    name: String,
    is_visible: bool,
}

/// The filled cells of a row with their columns, which are counted from 0, and its number, which is counted from 1 as
/// spreadsheets do.
#[derive(Clone, Debug, Default)]
struct SheetRow {
    number: u64,
    cells: Vec<(usize, Cell)>,
}

/// Reads the sheet that the source names, or the first that has a table.
fn read(
    workbook: &mut dyn Workbook,
    local: &Local,
    fetch: &mut Fetch<'_>,
    sink: &mut dyn TakeRows,
) -> Result<(), Refused> {
    let (sheet, header) = choose::sheet(workbook, local, fetch.config.sheet.as_deref(), &mut fetch.issues)?;
    header.tell_place(&local.name, &sheet, &mut fetch.issues);
    sink.header(header.names());
    workbook.each_row(&sheet, &mut |row| {
        if row.number > header.row {
            let place = format!("{} {sheet} row {}", local.name, row.number);
            let cells = object(&header, row, &place, &mut fetch.issues);
            if cells.values().any(|cell| cell != "") {
                sink.row(fetch, &place, serde_json::to_vec(&cells).unwrap_or_default(), &cells)?;
            }
        }
        Ok(ControlFlow::Continue(()))
    })
}

/// A row by its header: every column of the table, and what stands beside it.
fn object(header: &Header, row: SheetRow, place: &str, issues: &mut Issues) -> Map<String, Value> {
    let mut cells: Map<String, Value> =
        header.names().iter().map(|name| (name.clone(), Value::String(String::new()))).collect();
    for (column, cell) in row.cells {
        let name = header.name(column).map_or_else(|| columns::unnamed(column + 1), str::to_owned);
        match cell {
            Cell::Text(text) | Cell::Value(text) => drop(cells.insert(name, Value::String(text))),
            Cell::Error(word) => {
                let reason = "the spreadsheet itself could not work this cell out";
                issues.bad_value(place, &name, &word, reason);
            }
        }
    }
    cells
}
