//! CSV: rows of a table with a header.

use std::{
    borrow::Cow,
    cell::Cell,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    rc::Rc,
};

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::Encoding;
use model::{IssueDraft, Severity};
use serde_json::{Map, Value};

use crate::{
    Format, SourceConfig,
    fetch::{Fetch, Refused},
    formats::{
        charset,
        looks::Looks,
        rows::{TakeRows, columns},
    },
    issues::Issues,
    local::Local,
};

/// The longest row in bytes: a cell whose quote is never closed swallows the rest of a file.
const LONGEST_ROW: usize = 1024 * 1024;

/// The most columns that a table may have, as many as a spreadsheet.
const MOST_COLUMNS: usize = 16_384;

/// The longest name of a column in bytes: it stands with every row.
const LONGEST_NAME: usize = 4 * 1024;

/// Reads a CSV file row by row. Comma, semicolon, tab and bar are told apart by the header; a byte order mark and
/// either line ending are taken. A table without a header is no feed.
pub(super) fn read(local: &Local, fetch: &mut Fetch<'_>, sink: &mut dyn TakeRows) -> Result<(), Refused> {
    let writing = Writing::of(fetch.config);
    let looks = Looks::of(local)?;
    if looks.is_no_text() && !(looks == Looks::Binary && writing.charset.is_some()) {
        return Err(looks.refused(local, fetch.config.format));
    }
    let mut table = Table::open(local, &writing, &mut fetch.issues)?;
    let header = table.header(&mut fetch.issues)?;
    sink.header(&header);
    while let Some(row) = table.row(&header, &mut fetch.issues)? {
        sink.row(fetch, &row.place, serde_json::to_vec(&row.cells).unwrap_or_default(), &row.cells)?;
    }
    fetch.nameless += table.misfits;
    Ok(())
}

/// How a table is written, as far as its source tells.
#[derive(Default)]
pub(crate) struct Writing {
    charset: Option<&'static Encoding>,
    separator: Option<u8>,
}

impl Writing {
    fn of(config: &SourceConfig) -> Self {
        let charset = config.charset.as_deref().and_then(charset::named);
        Self { charset, separator: (config.format == Format::Tsv).then_some(b'\t') }
    }
}

/// A row by its header, and what issues call it.
pub(crate) struct TableRow {
    pub(crate) place: String,
    pub(crate) cells: Map<String, Value>,
}

/// A CSV table that is being read.
pub(crate) struct Table {
    reader: csv::Reader<Rationed<Marked>>,
    /// How much was read since the row began.
    taken: Rc<Cell<usize>>,
    /// What is not UTF-8 is read as this.
    charset: &'static Encoding,
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
type Marked = io::Chain<BufReader<File>, &'static [u8]>;

/// A file of which no more is read at once than a row may be long: whoever looks for the end of a row keeps all of it.
struct Rationed<R> {
    inner: R,
    taken: Rc<Cell<usize>>,
}

impl<R: Read> Read for Rationed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken.get() > LONGEST_ROW {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.inner.read(buffer)?;
        self.taken.set(self.taken.get() + read);
        Ok(read)
    }
}

impl Table {
    /// Begins to read: finds out in which characters it is written and what separates its cells, unless it is told.
    pub(crate) fn open(local: &Local, writing: &Writing, issues: &mut Issues) -> Result<Self, Refused> {
        let (mut file, charset) = charset::open(local, writing.charset, issues)?;
        let sample = file.fill_buf().map_err(|error| Refused::io(&local.path, &error))?;
        let separator = writing.separator.unwrap_or_else(|| separator(sample));
        let taken = Rc::new(Cell::new(0));
        let file = Rationed { inner: file.chain(END), taken: Rc::clone(&taken) };
        let mut reader = ReaderBuilder::new();
        let reader = reader.flexible(true).has_headers(false).delimiter(separator).from_reader(file);
        let (name, record) = (local.name.clone(), ByteRecord::new());
        Ok(Self { reader, taken, charset, name, record, number: 0, told_of_encoding: false, misfits: 0 })
    }

    /// The names of the columns, each once: those without a name or with another's are given one.
    pub(crate) fn header(&mut self, issues: &mut Issues) -> Result<Vec<String>, Refused> {
        if !self.next()? {
            let reason = format!("{} is empty: it has not even a header", self.name);
            return Err(Refused::new("no-header", reason, "put the names of the columns in the first row"));
        }
        let written: Vec<String> = (0..self.record.len()).map(|number| self.cell(number, issues)).collect();
        if let Some(long) = written.iter().position(|name| name.len() > LONGEST_NAME) {
            let reason = format!(
                "the name of column {} of {} is longer than {LONGEST_NAME} bytes",
                long + 1,
                self.name
            );
            return Err(Refused::new("too-large", reason, "put the names of the columns in the first row"));
        }
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
        self.taken.set(0);
        let read = self.reader.read_byte_record(&mut self.record);
        if self.record.len() > MOST_COLUMNS {
            let reason = format!("{} row {} has more than {MOST_COLUMNS} cells", self.name, self.number + 1);
            return Err(Refused::new("too-large", reason, "publish a table with fewer columns"));
        }
        let more = read.map_err(|error| {
            if self.taken.get() > LONGEST_ROW {
                return self.endless();
            }
            let reason = format!("{} cannot be read to its end: {error}", self.name);
            Refused::new("unreadable", reason, "publish it whole and harvest again")
        })?;
        self.number += 1;
        let last = self.record.iter().next_back().unwrap_or_default();
        if self.record.len() == 1 && END.ends_with(last) && !last.is_empty() {
            return Ok(false);
        }
        if last.ends_with(END) {
            let reason = format!("{} opens a quotation mark that is never closed", self.place());
            return Err(Refused::new("unreadable", reason, "close it, or publish the file whole"));
        }
        Ok(more)
    }

    fn endless(&self) -> Refused {
        let reason = format!(
            "{} row {} is longer than {LONGEST_ROW} bytes, as where a quotation mark is never closed",
            self.name,
            self.number + 1
        );
        Refused::new("unreadable", reason, "close it, or publish the file whole")
    }

    /// Rows are counted as spreadsheets do, the header being the first.
    fn place(&self) -> String {
        format!("{} row {}", self.name, self.number)
    }

    fn surplus(&self, columns: usize) -> bool {
        self.record.iter().skip(columns).any(|cell| !cell.trim_ascii().is_empty())
    }

    /// A cell as text. What is not UTF-8 is read as what the file's other characters most likely are, and that is said.
    fn cell(&mut self, number: usize, issues: &mut Issues) -> String {
        let bytes = self.record.get(number).unwrap_or_default();
        if let Ok(text) = std::str::from_utf8(bytes) {
            return text.to_owned();
        }
        let text: Cow<'_, str> = self.charset.decode_without_bom_handling(bytes).0;
        if !self.told_of_encoding {
            self.told_of_encoding = true;
            let name = self.charset.name();
            let reason = format!("the file is not UTF-8 throughout; what is not was read as {name}");
            let action = "save it as CSV UTF-8, or say by `charset` in which characters it is written";
            let issue = IssueDraft::new(Severity::Warning, "bad-encoding", reason, action);
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
