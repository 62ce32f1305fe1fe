//! CSV: rows of a table with a header.

use std::{
    borrow::Cow,
    io::{self, BufRead, BufReader, Read},
};

use csv::{ByteRecord, ReaderBuilder};
use model::{IssueDraft, Severity};
use serde_json::{Map, Value};

use crate::{
    Format,
    fetch::{Fetch, Local, Refused},
    formats::{
        looks::Looks,
        rows::{RowSink, columns},
    },
    issues::Issues,
};

/// How much of the file is looked at to find what separates its cells.
const SAMPLE: usize = 64 * 1024;

/// The longest row in bytes: a cell whose quote is never closed swallows the rest of a file.
const LONGEST_ROW: usize = 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a CSV file row by row. Comma, semicolon, tab and bar are told apart by the header; a byte order mark and
/// either line ending are taken. A table without a header is no feed.
pub(super) fn read(local: &Local, fetch: &mut Fetch<'_>, sink: &mut RowSink<'_>) -> Result<(), Refused> {
    let looks = Looks::of(local)?;
    if looks.is_no_text() {
        return Err(looks.refused(local, fetch.config.format));
    }
    let separator = (fetch.config.format == Format::Tsv).then_some(b'\t');
    let mut table = Table::open(local.open()?, &local.name, separator)?;
    let header = table.header(&mut fetch.issues)?;
    sink.header(header.iter().map(String::as_str));
    while let Some(row) = table.row(&header, &mut fetch.issues)? {
        sink.row(fetch, &row.place, serde_json::to_vec(&row.cells).unwrap_or_default(), &row.cells)?;
    }
    fetch.nameless += table.misfits;
    Ok(())
}

/// A row by its header, and what issues call it.
pub(crate) struct TableRow {
    pub(crate) place: String,
    pub(crate) cells: Map<String, Value>,
}

/// A CSV table that is being read.
pub(crate) struct Table<R> {
    reader: csv::Reader<R>,
    name: String,
    record: ByteRecord,
    number: u64,
    told_of_encoding: bool,
    /// Rows that were kept out because they do not fit the header.
    pub(crate) misfits: u64,
}

/// Put after the end of a file: if the last cell swallows it, that cell was never closed.
const END: &[u8] = b"\n\x1e";

/// A file with its end marked.
pub(crate) type Marked<R> = io::Chain<BufReader<R>, &'static [u8]>;

impl<R: Read> Table<Marked<R>> {
    /// Begins to read: finds the separator, unless it is told, and passes over a byte order mark.
    pub(crate) fn open(mut file: BufReader<R>, name: &str, told: Option<u8>) -> Result<Self, Refused> {
        let sample = file.fill_buf().map_err(|error| Refused::io(name, &error))?;
        let mark = if sample.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let start = sample.get(mark..sample.len().min(SAMPLE)).unwrap_or_default();
        let separator = told.unwrap_or_else(|| separator(start));
        file.consume(mark);
        let mut reader = ReaderBuilder::new();
        let reader =
            reader.flexible(true).has_headers(false).delimiter(separator).from_reader(file.chain(END));
        let record = ByteRecord::new();
        Ok(Self { reader, name: name.to_owned(), record, number: 0, told_of_encoding: false, misfits: 0 })
    }

    /// The names of the columns, each once: those without a name or with another's are given one.
    pub(crate) fn header(&mut self, issues: &mut Issues) -> Result<Vec<String>, Refused> {
        if !self.next()? {
            let reason = format!("{} is empty: it has not even a header", self.name);
            return Err(Refused::new("no-header", reason, "put the names of the columns in the first row"));
        }
        let written: Vec<String> = (0..self.record.len()).map(|number| self.cell(number, issues)).collect();
        Ok(columns::names(written, 1))
    }

    /// The next row that says something. A row with more cells than the header has columns is kept out: its values
    /// stand under the wrong names.
    pub(crate) fn row(
        &mut self,
        header: &[String],
        issues: &mut Issues,
    ) -> Result<Option<TableRow>, Refused> {
        while self.next()? {
            let place = self.place();
            if self.surplus(header.len()) {
                let action = "put quotation marks around cells that hold the separator";
                let reason =
                    format!("it has {} cells, but the header has {}", self.record.len(), header.len());
                issues.kept_out("too-many-cells", &place, &reason, action);
                self.misfits += 1;
                continue;
            }
            let cells: Map<String, Value> = header
                .iter()
                .take(self.record.len())
                .enumerate()
                .map(|(number, name)| (name.clone(), Value::String(self.cell(number, issues))))
                .collect();
            if cells.values().any(|cell| cell.as_str().is_some_and(|text| !text.trim().is_empty())) {
                return Ok(Some(TableRow { place, cells }));
            }
        }
        Ok(None)
    }

    fn next(&mut self) -> Result<bool, Refused> {
        let read = self.reader.read_byte_record(&mut self.record);
        let more = read.map_err(|error| {
            let reason = format!("{} cannot be read to its end: {error}", self.name);
            Refused::new("unreadable", reason, "publish it whole and harvest again")
        })?;
        self.number += 1;
        let last = self.record.iter().next_back().unwrap_or_default();
        if self.record.len() == 1 && END.ends_with(last) && !last.is_empty() {
            return Ok(false);
        }
        if last.ends_with(END) || self.record.as_slice().len() > LONGEST_ROW {
            let reason = format!("{} opens a quotation mark that is never closed", self.place());
            return Err(Refused::new("unreadable", reason, "close it, or publish the file whole"));
        }
        Ok(more)
    }

    /// Rows are counted as spreadsheets do, the header being the first.
    fn place(&self) -> String {
        format!("{} row {}", self.name, self.number)
    }

    fn surplus(&self, columns: usize) -> bool {
        self.record.iter().skip(columns).any(|cell| !cell.trim_ascii().is_empty())
    }

    /// A cell as text. What is not UTF-8 is read as Windows-1252, the usual other encoding of spreadsheets.
    fn cell(&mut self, number: usize, issues: &mut Issues) -> String {
        let bytes = self.record.get(number).unwrap_or_default();
        if let Ok(text) = std::str::from_utf8(bytes) {
            return text.to_owned();
        }
        let text: Cow<'_, str> = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0;
        if !self.told_of_encoding {
            self.told_of_encoding = true;
            let reason = "the file is not UTF-8 throughout; what is not was read as Windows-1252";
            let issue = IssueDraft::new(Severity::Warning, "bad-encoding", reason, "save it as CSV UTF-8");
            issues.push(issue.in_record(self.place()).with_value(&text));
        }
        text.into_owned()
    }
}

/// What separates the cells of the header: whichever stands in it most often outside quotation marks.
fn separator(sample: &[u8]) -> u8 {
    let line = sample.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let outside: Vec<u8> = line.split(|byte| *byte == b'"').step_by(2).flatten().copied().collect();
    let count = |separator: u8| outside.iter().filter(|byte| **byte == separator).count();
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::separator;

    #[test]
    fn the_separator_is_what_stands_most_often_in_the_header() {
        assert_eq!(separator(b"a,b,c\n1;2;3;4;5"), b',');
        assert_eq!(separator(b"a;b;\"x,y,z,q\"\n"), b';');
        assert_eq!(separator(b"a\tb\n"), b'\t');
        assert_eq!(separator(b"alone\n"), b',');
        assert_eq!(separator(b""), b',');
    }
}
