//! OpenDocument spreadsheets, row by row: only one row is in memory.
//!
//! The whole workbook is one XML document, in which equal cells and rows that follow each other stand once with their
//! number. Empty ones cost nothing here, however many are told.

mod content;

use std::{collections::BTreeSet, io::BufRead, ops::ControlFlow};

use self::content::{Content, Mark};
use super::{MOST_COLUMNS, Sheet, SheetRow, TakeRow, Workbook, archive};
use crate::{Format, fetch::Refused, local::Local};

/// The part that holds the sheets.
const CONTENT: &str = "content.xml";

/// The most rows in a stretch that may be filled alike: a few bytes can tell of any number.
const MOST_ALIKE: u64 = 10_000;

/// An OpenDocument spreadsheet.
pub(super) struct Ods<'l> {
    local: &'l Local,
    archive: archive::Archive,
}

impl<'l> Ods<'l> {
    /// Opens a spreadsheet.
    pub(super) fn open(local: &'l Local) -> Result<Self, Refused> {
        let mut archive = archive::open(local, Format::Ods)?;
        let mut manifest = String::new();
        if let Ok(mut part) = archive.by_name("META-INF/manifest.xml") {
            // A manifest that is no text tells of no password either.
            let _ = std::io::Read::read_to_string(&mut part, &mut manifest);
        }
        if manifest.contains("encryption-data") {
            let reason = format!("{} is locked with a password", local.name);
            return Err(Refused::new("unreadable", reason, "save it without a password"));
        }
        Ok(Self { local, archive })
    }

    fn read<T>(
        &mut self,
        with: impl FnOnce(&mut Content<&mut dyn BufRead>) -> Result<T, Stopped>,
    ) -> Result<T, Refused> {
        let local = self.local;
        let broken = |error: &dyn std::fmt::Display| archive::broken(local, Format::Ods, error);
        let part = self.archive.by_name(CONTENT).map_err(|error| broken(&error))?;
        let mut part = std::io::BufReader::new(part);
        with(&mut Content::new(&mut part)).map_err(|stopped| match stopped {
            Stopped::Refused(refused) => refused,
            Stopped::Broken(reason) => broken(&reason),
        })
    }
}

/// Why a document was not read to its end.
enum Stopped {
    Refused(Refused),
    Broken(String),
}

impl From<quick_xml::Error> for Stopped {
    fn from(error: quick_xml::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl Workbook for Ods<'_> {
    fn sheets(&mut self) -> Result<Vec<Sheet>, Refused> {
        self.read(|content| {
            let (mut sheets, mut hidden) = (Vec::new(), BTreeSet::new());
            loop {
                match content.next_mark()? {
                    Mark::End => return Ok(sheets),
                    Mark::HiddenStyle(style) => drop(hidden.insert(style)),
                    Mark::Table { name, style } => {
                        sheets.push(Sheet { name, is_visible: !hidden.contains(&style) });
                        content.pass_table()?;
                    }
                }
            }
        })
    }

    fn each_row(&mut self, sheet: &str, with: &mut TakeRow<'_>) -> Result<(), Refused> {
        self.read(|content| {
            loop {
                match content.next_mark()? {
                    Mark::End => return Err(Stopped::Broken(format!("it has no sheet `{sheet}`"))),
                    Mark::Table { name, .. } if name == sheet => return rows(content, with),
                    Mark::Table { .. } => content.pass_table()?,
                    Mark::HiddenStyle(_) => {}
                }
            }
        })
    }
}

/// Calls back for the filled rows of the table that has just begun.
fn rows(content: &mut Content<&mut dyn BufRead>, with: &mut TakeRow<'_>) -> Result<(), Stopped> {
    let mut number = 0_u64;
    while let Some(repeated) = content.next_row()? {
        let cells = cells(content, number + 1)?;
        if cells.is_empty() {
            number = number.saturating_add(repeated);
            continue;
        }
        if repeated > MOST_ALIKE {
            let reason = format!("row {} is repeated {repeated} times, more than {MOST_ALIKE}", number + 1);
            return Err(Stopped::Broken(reason));
        }
        for _ in 0..repeated {
            number = number.saturating_add(1);
            let row = SheetRow { number, cells: cells.clone() };
            if with(row).map_err(Stopped::Refused)? == ControlFlow::Break(()) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The filled cells of the row that has just begun.
fn cells(
    content: &mut Content<&mut dyn BufRead>,
    row: u64,
) -> Result<Vec<(usize, super::cell::Cell)>, Stopped> {
    let mut cells = Vec::new();
    let mut column = 0_usize;
    while let Some((cell, repeated)) = content.next_cell()? {
        let after = column.saturating_add(repeated);
        if let Some(cell) = cell {
            if after > MOST_COLUMNS {
                return Err(Stopped::Broken(format!("row {row} has more than {MOST_COLUMNS} cells")));
            }
            cells.extend((column..after).map(|column| (column, cell.clone())));
        }
        column = after;
    }
    Ok(cells)
}
