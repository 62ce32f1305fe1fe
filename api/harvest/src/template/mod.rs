//! The empty list that a partner fills in: the columns that a source's mapping reads, or those with the usual names, and
//! in plain words what goes into each.

mod columns;
mod words;
mod workbook;

use rust_xlsxwriter::XlsxError;

use crate::{Format, SourceConfig, spreadsheet::inert};

/// A list to fill in. What comes back is read by the very mapping that it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// The name of the sheet that holds the rows.
    sheet: String,
    /// The columns, in the order in which people fill them in.
    pub columns: Vec<TemplateColumn>,
}

/// One column of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateColumn {
    /// Its name: the cell of the header.
    pub name: String,
    /// Whether no row is read without it.
    pub is_needed: bool,
    /// What goes there, in plain words.
    pub holds: String,
    /// A cell that is filled in.
    pub example: String,
    /// The only words that are read, where not any are.
    pub allowed: Vec<String>,
    /// What stands between several values of one cell, where it may hold several.
    pub separator: Option<String>,
}

/// Why a template cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The workbook cannot be made.
    #[error("the workbook cannot be made: {0}; take the template as csv")]
    Workbook(#[from] XlsxError),
    /// The header cannot be written.
    #[error("the header cannot be written: {0}")]
    Header(#[from] csv::Error),
}

impl Template {
    /// The sheet that explains the columns. Who reads a workbook passes it over.
    pub(crate) const GUIDE: &'static str = "What goes where";
    /// The sheet of the rows, unless the source names one.
    const ROWS: &'static str = "List";

    /// Whether feeds of a format are lists with columns.
    pub fn is_for(format: Format) -> bool {
        format.is_rows() && format != Format::Atom
    }

    /// The template for a source; `None` where its feed is no list with columns.
    pub fn of(config: &SourceConfig) -> Option<Self> {
        let columns = || config.map.as_ref().map_or_else(columns::usual, columns::mapped);
        let sheet = config.sheet.clone().unwrap_or_else(|| Self::ROWS.to_owned());
        Self::is_for(config.format).then(|| Self { sheet, columns: columns() })
    }

    /// The template for a source without a mapping: its columns have the usual names.
    pub fn usual() -> Self {
        Self { sheet: Self::ROWS.to_owned(), columns: columns::usual() }
    }

    /// As CSV: the header alone. Its mark of UTF-8 has spreadsheets keep what is typed below it.
    pub fn to_csv(&self) -> Result<Vec<u8>, TemplateError> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(self.columns.iter().map(|column| inert(&column.name)))?;
        Ok(writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
    }

    /// As a workbook: an empty list with the header, whose cells offer the words that are read, and a sheet that explains
    /// each column.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, TemplateError> {
        Ok(workbook::write(self)?)
    }
}
