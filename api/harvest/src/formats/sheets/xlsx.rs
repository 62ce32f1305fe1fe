//! Excel workbooks, cell by cell: of a sheet only one row is in memory, of the workbook its shared texts.

use std::{
    fs::File,
    io::BufReader,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, XlsxCellReader, XlsxError};

use super::{MOST_COLUMNS, Sheet, SheetRow, TakeRow, Workbook, archive, cell::Cell};
use crate::{Format, fetch::Refused, local::Local};

/// An Excel workbook.
pub(super) struct Xlsx<'l> {
    local: &'l Local,
    book: calamine::Xlsx<BufReader<File>>,
}

impl<'l> Xlsx<'l> {
    /// Opens a workbook and reads its shared texts.
    pub(super) fn open(local: &'l Local) -> Result<Self, Refused> {
        archive::open(local, Format::Xlsx)?;
        let file = local.open()?;
        let book = sound(|| calamine::Xlsx::new(file)).map_err(|error| broken(local, &error))?;
        Ok(Self { local, book })
    }
}

impl Workbook for Xlsx<'_> {
    fn sheets(&mut self) -> Result<Vec<Sheet>, Refused> {
        let sheets = self.book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let sheet = |sheet: &calamine::Sheet| Sheet {
            name: sheet.name.clone(),
            is_visible: sheet.visible == SheetVisible::Visible,
        };
        Ok(sheets.map(sheet).collect())
    }

    fn each_row(&mut self, sheet: &str, with: &mut TakeRow<'_>) -> Result<(), Refused> {
        let local = self.local;
        let book = &mut self.book;
        let mut cells =
            sound(|| book.worksheet_cells_reader(sheet)).map_err(|error| broken(local, &error))?;
        let mut row = SheetRow::default();
        while let Some((number, column, cell)) = next(&mut cells).map_err(|error| broken(local, &error))? {
            if number != row.number {
                let whole = std::mem::replace(&mut row, SheetRow { number, cells: Vec::new() });
                if !whole.cells.is_empty() && with(whole)?.is_break() {
                    return Ok(());
                }
            }
            row.cells.extend(cell.map(|cell| (column, cell)));
            if row.cells.len() > MOST_COLUMNS {
                return Err(broken(local, &format!("row {number} has more than {MOST_COLUMNS} cells")));
            }
        }
        if row.cells.is_empty() { Ok(()) } else { with(row).map(|_: ControlFlow<()>| ()) }
    }
}

/// The next cell with its row, counted from 1, and its column, counted from 0.
fn next(
    cells: &mut XlsxCellReader<'_, BufReader<File>>,
) -> Result<Option<(u64, usize, Option<Cell>)>, String> {
    let read = sound(|| cells.next_cell())?;
    Ok(read.map(|read| {
        let (row, column) = read.get_position();
        (u64::from(row) + 1, column as usize, cell(read.get_value()))
    }))
}

/// What a cell holds; `None` for one that is empty.
fn cell(data: &DataRef<'_>) -> Option<Cell> {
    match data {
        DataRef::Empty => None,
        DataRef::String(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Int(number) => Some(Cell::Value(number.to_string())),
        DataRef::Float(number) => Some(Cell::number(*number)),
        DataRef::Bool(value) => Some(Cell::truth(*value)),
        DataRef::DateTime(moment) => Some(date_time(moment)),
        DataRef::DateTimeIso(text) => Some(Cell::moment(text)),
        DataRef::DurationIso(text) => Some(Cell::span(text)),
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
    }
}

/// Excel counts days; a moment of less than one is a time of the day.
fn date_time(moment: &ExcelDateTime) -> Cell {
    const SECONDS_A_DAY: f64 = 86_400.0;
    let days = moment.as_f64();
    if moment.is_duration() || (0.0..1.0).contains(&days) {
        // A negative or overlong span becomes the nearest that can be told.
        return Cell::time((days * SECONDS_A_DAY).round() as u64);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    Cell::moment(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"))
}

/// What the library makes of a part of the workbook. It fails where it should on nearly every bad input, but not on
/// such as columns beyond all counting.
fn sound<T>(read: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err("a part of it is not as the format prescribes".to_owned()),
    }
}

fn broken(local: &Local, error: &str) -> Refused {
    archive::broken(local, Format::Xlsx, &error)
}
