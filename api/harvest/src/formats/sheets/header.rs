//! The header of a sheet: the first row that names most of the columns, below whatever title stands above it.

use std::ops::ControlFlow;

use model::{IssueDraft, Severity};

use super::{SheetRow, Workbook, cell::Cell};
use crate::{fetch::Refused, formats::rows::columns, issues::Issues};

/// How many filled rows are looked at to find the header.
const LOOKED_AT: usize = 100;

/// Where a table begins, and the names of its columns.
#[derive(Debug)]
pub(super) struct Header {
    /// The number of its row.
    pub(super) row: u64,
    /// The column of the first name.
    first: usize,
    names: Vec<String>,
    /// What stands above it.
    above: Vec<String>,
}

impl Header {
    /// The header of a sheet; `None` if nothing in it looks like one.
    pub(super) fn of(workbook: &mut dyn Workbook, sheet: &str) -> Result<Option<Self>, Refused> {
        let mut rows = Vec::new();
        workbook.each_row(sheet, &mut |row| {
            rows.push(row);
            Ok(if rows.len() < LOOKED_AT { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(Self::among(rows))
    }

    /// The first row with more than half of the widest row's cells filled by words.
    fn among(rows: Vec<SheetRow>) -> Option<Self> {
        let widest = rows.iter().map(|row| row.cells.len()).max()?;
        let at = rows.iter().position(|row| row.words().count() * 2 > widest)?;
        let row = rows.get(at)?;
        let (first, last) = (row.cells.first()?.0, row.cells.last()?.0);
        let written = |column| row.cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell.shown());
        let names =
            columns::names((first..=last).map(|column| written(column).unwrap_or_default()), first + 1);
        let above = rows.iter().take(at).flat_map(SheetRow::words).map(str::to_owned).collect();
        Some(Self { row: row.number, first, names, above })
    }

    /// The names of the columns.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of a column, if the header reaches so far.
    pub(super) fn name(&self, column: usize) -> Option<&str> {
        self.names.get(column.checked_sub(self.first)?).map(String::as_str)
    }

    /// Says where the header was found, unless it is the first thing of the sheet.
    pub(super) fn tell_place(&self, file: &str, sheet: &str, issues: &mut Issues) {
        if self.above.is_empty() {
            return;
        }
        let reason =
            format!("the names of the columns were found in row {}; what stands above is not read", self.row);
        let action = "nothing needs doing; names of columns are safest in the first row";
        let issue = IssueDraft::new(Severity::Notice, "header-below", reason, action);
        issues.push(issue.in_record(format!("{file} {sheet}")).with_value(&self.above.join("; ")));
    }
}

impl SheetRow {
    /// Its cells that hold words.
    fn words(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().filter_map(|(_, cell)| match cell {
            Cell::Text(text) => Some(text.as_str()),
            Cell::Value(_) | Cell::Error(_) => None,
        })
    }
}

impl Cell {
    fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Value(text) | Self::Error(text) => text.clone(),
        }
    }
}
