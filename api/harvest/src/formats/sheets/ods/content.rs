//! The XML of an OpenDocument spreadsheet: its hidden styles, tables, rows and cells.

use std::io::BufRead;

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use super::{super::cell::Cell, Stopped};

/// A document that is being read.
pub(super) struct Content<R> {
    xml: Reader<R>,
    buffer: Vec<u8>,
    style: String,
}

/// What stands in a document beside the rows of its tables.
pub(super) enum Mark {
    /// A style of tables that are not shown.
    HiddenStyle(String),
    /// The beginning of a table.
    Table { name: String, style: String },
    /// The end of the document.
    End,
}

impl<R: BufRead> Content<R> {
    pub(super) fn new(document: R) -> Self {
        let mut xml = Reader::from_reader(document);
        xml.config_mut().expand_empty_elements = true;
        Self { xml, buffer: Vec::new(), style: String::new() }
    }

    /// The next thing outside of tables.
    pub(super) fn next_mark(&mut self) -> Result<Mark, Stopped> {
        loop {
            self.buffer.clear();
            let start = match self.xml.read_event_into(&mut self.buffer)? {
                Event::Start(start) => start,
                Event::Eof => return Ok(Mark::End),
                _ => continue,
            };
            match start.name().as_ref() {
                "style:style" => self.style = attribute(&start, "style:name").unwrap_or_default(),
                "style:table-properties" if is(&start, "table:display", "false") => {
                    return Ok(Mark::HiddenStyle(self.style.clone()));
                }
                "table:table" => {
                    return Ok(Mark::Table {
                        name: attribute(&start, "table:name").unwrap_or_default(),
                        style: attribute(&start, "table:style-name").unwrap_or_default(),
                    });
                }
                // What was deleted and is only remembered.
                "table:tracked-changes" => self.pass("table:tracked-changes")?,
                _ => {}
            }
        }
    }

    /// Passes over the rest of a table.
    pub(super) fn pass_table(&mut self) -> Result<(), Stopped> {
        self.pass("table:table")
    }

    /// The next row of a table, as the number of times that it is repeated. `None` at the table's end.
    pub(super) fn next_row(&mut self) -> Result<Option<u64>, Stopped> {
        loop {
            self.buffer.clear();
            let passed = match self.xml.read_event_into(&mut self.buffer)? {
                Event::Start(start) => match start.name().as_ref() {
                    "table:table-row" => return Ok(Some(number(&start, "table:number-rows-repeated"))),
                    "table:shapes" => "table:shapes",
                    "office:forms" => "office:forms",
                    _ => continue,
                },
                Event::End(end) if end.name().as_ref() == "table:table" => return Ok(None),
                Event::Eof => return Err(ended("table")),
                _ => continue,
            };
            self.pass(passed)?;
        }
    }

    /// The next cell of a row and the number of times that it is repeated. `None` at the row's end.
    pub(super) fn next_cell(&mut self) -> Result<Option<(Option<Cell>, usize)>, Stopped> {
        loop {
            self.buffer.clear();
            let told = match self.xml.read_event_into(&mut self.buffer)? {
                Event::Start(start) => match start.name().as_ref() {
                    "table:table-cell" | "table:covered-table-cell" => Told::of(&start),
                    _ => continue,
                },
                Event::End(end) if end.name().as_ref() == "table:table-row" => return Ok(None),
                Event::Eof => return Err(ended("row")),
                _ => continue,
            };
            let text = self.text_of_cell()?;
            return Ok(Some((told.cell(&text), told.repeated)));
        }
    }

    /// The paragraphs of a cell, without notes and drawings in it.
    fn text_of_cell(&mut self) -> Result<String, Stopped> {
        let (mut text, mut paragraphs, mut depth) = (String::new(), 0, 0_usize);
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer)? {
                Event::Start(start) => match (start.name().as_ref(), depth) {
                    ("text:p" | "text:h", _) => {
                        text.push_str(if paragraphs > 0 { "\n" } else { "" });
                        (paragraphs, depth) = (paragraphs + 1, depth + 1);
                    }
                    (other, within) if within == 0 || other == "office:annotation" => {
                        let passed = other.to_owned();
                        self.pass(&passed)?;
                    }
                    (inner, _) => {
                        text.push_str(space(inner));
                        depth += 1;
                    }
                },
                Event::Text(words) if depth > 0 => text.push_str(&words.xml10_content()),
                Event::CData(words) if depth > 0 => text.push_str(&words.xml10_content()),
                Event::GeneralRef(reference) if depth > 0 => push_reference(&mut text, &reference),
                Event::End(_) if depth == 0 => return Ok(text),
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(ended("cell")),
                _ => {}
            }
        }
    }

    /// Passes over the rest of an element.
    fn pass(&mut self, name: &str) -> Result<(), Stopped> {
        self.buffer.clear();
        self.xml.read_to_end_into(quick_xml::name::QName(name), &mut self.buffer)?;
        Ok(())
    }
}

fn ended(within: &str) -> Stopped {
    Stopped::Broken(format!("the document ends within a {within}"))
}

/// The white space that an element within a paragraph stands for.
fn space(element: &str) -> &'static str {
    match element {
        "text:s" | "text:tab" => " ",
        "text:line-break" => "\n",
        _ => "",
    }
}

/// Adds the character that a reference such as `&amp;` stands for; one that is unknown stays as it is written.
fn push_reference(text: &mut String, reference: &BytesRef<'_>) {
    let name: &str = reference;
    match (reference.resolve_char_ref(), quick_xml::escape::resolve_predefined_entity(name)) {
        (Ok(Some(character)), _) => text.push(character),
        (_, Some(character)) => text.push_str(character),
        _ => text.extend(["&", name, ";"]),
    }
}

/// What the attributes of a cell tell.
struct Told {
    sort: String,
    value: Option<String>,
    is_error: bool,
    repeated: usize,
}

impl Told {
    fn of(start: &BytesStart<'_>) -> Self {
        let sort = attribute(start, "office:value-type").unwrap_or_default();
        let name = match sort.as_str() {
            "date" => "office:date-value",
            "time" => "office:time-value",
            "boolean" => "office:boolean-value",
            "string" => "office:string-value",
            _ => "office:value",
        };
        let repeated = number(start, "table:number-columns-repeated");
        Self {
            value: attribute(start, name),
            is_error: is(start, "calcext:value-type", "error"),
            repeated: usize::try_from(repeated).unwrap_or(usize::MAX),
            sort,
        }
    }

    /// What the cell holds; `None` for one that is empty.
    fn cell(&self, text: &str) -> Option<Cell> {
        let value = self.value.as_deref();
        if self.is_error {
            return Some(Cell::Error(text.to_owned()));
        }
        match (self.sort.as_str(), value) {
            ("float" | "percentage" | "currency", Some(value)) => value
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
                .map(Cell::number)
                .or(Cell::text(text)),
            ("date", Some(value)) => Some(Cell::moment(value)),
            ("time", Some(value)) => Some(Cell::span(value)),
            ("boolean", Some(value)) => Some(Cell::truth(value == "true")),
            (_, Some(value)) if text.trim().is_empty() => Cell::text(value),
            _ => Cell::text(text),
        }
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok()??;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn is(start: &BytesStart<'_>, name: &str, value: &str) -> bool {
    attribute(start, name).is_some_and(|told| told == value)
}

/// A number of repetitions: one unless told.
fn number(start: &BytesStart<'_>, name: &str) -> u64 {
    attribute(start, name).and_then(|told| told.parse().ok()).unwrap_or(1)
}
